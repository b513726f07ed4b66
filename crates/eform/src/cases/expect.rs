//! Compares an observation with what a case expects, and two forms with each other.

use serde_json::{Value, json};

use super::unknown_keys;
use crate::{Instance, SchemaIssue};

const KNOWN: [&str; 17] = [
    "visible",
    "required",
    "locked",
    "state",
    "value",
    "shown",
    "provenance",
    "violations",
    "absent",
    "complete",
    "pages",
    "evaluated",
    "quote",
    "subject",
    "changed",
    "orphans",
    "reuse",
];

/// What does not hold of an observation; `changed` is the business of the steps.
pub(super) fn check(seen: &Value, wanted: &Value) -> Vec<String> {
    let mut wrong = unknown_keys(wanted, &KNOWN);
    for aspect in ["visible", "required", "locked", "state", "value", "shown", "provenance"] {
        for (path, wanted) in wanted.get(aspect).and_then(Value::as_object).into_iter().flatten() {
            match look(seen, path, aspect) {
                Some(found) if found == *wanted => {}
                Some(found) => wrong.push(format!("{aspect} of {path} is {found}, not {wanted}")),
                None => wrong.push(format!("no field {path}")),
            }
        }
    }
    violations(seen, wanted, &mut wrong);
    let pages = seen["pages"].as_array().into_iter().flatten();
    let pages: Value = pages.map(|page| page["id"].clone()).collect();
    for aspect in ["complete", "pages", "evaluated", "subject", "orphans"] {
        let found = if aspect == "pages" { &pages } else { &seen[aspect] };
        if let Some(wanted) = wanted.get(aspect)
            && wanted != found
        {
            wrong.push(format!("{aspect} is {found}, not {wanted}"));
        }
    }
    let quote = &seen["quote"];
    for (key, wanted) in wanted.get("quote").and_then(Value::as_object).into_iter().flatten() {
        if quote.get(key) != Some(wanted) {
            wrong.push(format!("quote {key} is {}, not {wanted}", quote[key]));
        }
    }
    for (key, wanted) in wanted.get("reuse").and_then(Value::as_object).into_iter().flatten() {
        if seen["reuse"].get(key) != Some(wanted) {
            wrong.push(format!("reuse {key} is {}, not {wanted}", seen["reuse"][key]));
        }
    }
    wrong
}

fn look(seen: &Value, path: &str, aspect: &str) -> Option<Value> {
    let field = seen["fields"].get(path)?;
    Some(match (aspect, field["state"].as_str()) {
        ("provenance", _) => field["provenance"]["origin"].clone(),
        ("state", Some("not_applicable")) => json!("n/a"),
        _ => field[aspect].clone(),
    })
}

fn violations(seen: &Value, wanted: &Value, wrong: &mut Vec<String>) {
    let found: Vec<&Value> = seen["violations"].as_array().into_iter().flatten().collect();
    let matches = |wanted: &Value| {
        found.iter().any(|violation| {
            wanted
                .as_object()
                .is_some_and(|wanted| wanted.iter().all(|(key, part)| violation.get(key) == Some(part)))
        })
    };
    for entry in wanted.get("absent").and_then(Value::as_array).into_iter().flatten() {
        if matches(entry) {
            wrong.push(format!("violation {entry} is there"));
        }
    }
    let Some(listed) = wanted.get("violations").and_then(Value::as_array) else { return };
    if listed.is_empty() && !found.is_empty() {
        wrong.push(format!("violations: {}", json!(found)));
    }
    for entry in listed {
        if !matches(entry) {
            wrong.push(format!("violation {entry} is not there; there are {}", json!(found)));
        }
    }
}

/// The issues of a schema against those of a case.
pub(super) fn issues(found: &[SchemaIssue], wanted: Option<&Value>) -> Result<(), Vec<String>> {
    let Some(wanted) = wanted else { return Err(found.iter().map(ToString::to_string).collect()) };
    let key = |issue: &Value| (issue["pointer"].to_string(), issue["code"].to_string());
    let mut left: Vec<_> = found.iter().map(|issue| key(&json!(issue))).collect();
    let mut right: Vec<_> = wanted.as_array().into_iter().flatten().map(key).collect();
    left.sort();
    right.sort();
    if left == right { Ok(()) } else { Err(vec![format!("issues are {left:?}, not {right:?}")]) }
}

/// What differs between two instances.
pub(super) fn same(left: &Instance, right: &Instance, name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |aspect: &str, left: Value, right: Value| {
        if left != right {
            wrong.push(format!("{aspect} is {left}; {name}: {right}"));
        }
    };
    compare("evaluated", Value::Object(left.evaluated()), Value::Object(right.evaluated()));
    compare("violations", json!(left.violations()), json!(right.violations()));
    compare("provenance", json!(left.provenance()), json!(right.provenance()));
    compare("quote", json!(left.quote()), json!(right.quote()));
    compare("answers", json!(left.answers()), json!(right.answers()));
    compare("orphans", left.orphans().collect(), right.orphans().collect());
    let pages = left.pages();
    if pages != right.pages() {
        wrong.push(format!("pages differ from {name}"));
    }
    for path in pages.iter().flat_map(|page| &page.paths) {
        if left.field(path) != right.field(path) {
            wrong.push(format!("field {path} differs from {name}"));
        }
    }
    wrong
}

//! The checker against the real procedures, spoilt: one condition or rule at a time is made to hold always or never, wherever
//! it stands. Each must be found where it is. A share of them by default; `EFORM_SCALE=20` takes all.
#![cfg(test)]

use eform::CivilDate;
use eform::check::{Subject, check};
use serde_json::{Value, json};

/// Every condition and rule with its pointer.
fn conditions(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), schema)];
    while let Some((pointer, value)) = waiting.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect()
            }
            _ => continue,
        };
        for (key, child) in children {
            let at = format!("{pointer}/{key}");
            if matches!(key.as_str(), "when" | "required" | "assert") {
                found.extend(child.is_object().then_some(at));
            } else {
                waiting.push((at, child));
            }
        }
    }
    found.sort();
    found
}

/// How a condition is spoilt, and what must be found at its place or at what it shows.
fn spoilt(condition: &Value, pointer: &str) -> [(Value, String, String); 2] {
    let (place, key) = pointer.rsplit_once('/').unwrap();
    let always = json!({"or": [condition, true]});
    let never = json!({"and": [condition, {"!": [condition]}]});
    if key == "assert" {
        let broken = json!({"and": [condition, false]});
        return [
            (always, "rule_never_broken".into(), pointer.into()),
            (broken, "rule_never_kept".into(), pointer.into()),
        ];
    }
    let depth = place.split('/').count();
    let (code, at) = match (key, place.starts_with("/pages"), place.contains("/prefill")) {
        ("when", true, false) if depth == 3 => ("unreachable_page", place),
        ("when", true, false) => ("unreachable_field", place),
        _ => ("condition_always_false", pointer),
    };
    [(always, "condition_always_true".into(), pointer.into()), (never, code.into(), at.into())]
}

#[test]
fn a_condition_that_is_spoilt_is_found_wherever_it_stands() {
    let scale: usize = std::env::var("EFORM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1);
    let (mut tried, mut found, mut further, mut missed) = (0, 0, 0, Vec::new());
    for code in ["1.001193", "2.000635", "gallery"] {
        let file = format!("{}/../../procedures/{code}/procedure.json", env!("CARGO_MANIFEST_DIR"));
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for (number, pointer) in
            conditions(&schema).into_iter().enumerate().filter(|(number, _)| scale >= 20 || number % 25 == 7)
        {
            let ways = spoilt(schema.pointer(&pointer).unwrap(), &pointer);
            for (way, (condition, code_of_finding, at)) in ways.into_iter().enumerate() {
                if scale < 20 && way != number % 2 {
                    continue;
                }
                let mut schema = schema.clone();
                *schema.pointer_mut(&pointer).unwrap() = condition;
                let text = schema.to_string();
                let report = check(&Subject::new(&text, CivilDate::new(2026, 11, 21).unwrap()));
                let is_it = report
                    .findings
                    .iter()
                    .any(|finding| finding.code == code_of_finding && finding.pointer == at);
                tried += 1;
                found += usize::from(is_it);
                further += report.findings.len() - usize::from(is_it);
                if !is_it {
                    let others: Vec<_> =
                        report.findings.iter().map(|finding| (&finding.code, &finding.pointer)).collect();
                    missed.push(format!("{code}: {code_of_finding} at {at}; {others:?}"));
                }
            }
        }
    }
    println!("{found} of {tried} spoilt conditions found, with {further} findings of what follows from them");
    assert!(tried >= 5 && missed.is_empty(), "{}", missed.join("\n"));
}

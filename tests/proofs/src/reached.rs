//! What an input reaches, in words: issues and where they stand, violations by kind, findings, explanations, states. Two inputs
//! that reach the same are one too many in the corpus.

use std::collections::BTreeSet;

use eform::check::Report;
use eform::explain::Explanation;
use eform::{Instance, SchemaIssue, State};
use serde_json::{Value, json};

type Words = BTreeSet<String>;

/// Codes of issues, each with the key it stands at.
pub fn issues(issues: &[SchemaIssue], words: &mut Words) {
    words.extend(issues.iter().map(|issue| format!("issue {} at {}", issue.code, key(&issue.pointer))));
}

/// The last key of a pointer that is no number.
fn key(pointer: &str) -> &str {
    let is_name = |part: &&str| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit());
    let key = pointer.rsplit('/').find(is_name).unwrap_or("top");
    if key.len() < 20 { key } else { "other" }
}

/// Codes of what the checker says.
pub fn findings(report: &Report, words: &mut Words) {
    words.extend(report.findings.iter().map(|finding| format!("finding {}", finding.code)));
}

/// What was explained by what.
pub fn explanations(found: &[Explanation], words: &mut Words) {
    for explanation in found {
        let outcome = json!(explanation.outcome)["outcome"].to_string();
        for cause in &explanation.causes {
            let cause = json!(cause);
            words.insert(format!("{outcome} by {} {}", cause["cause"], cause["state"]));
        }
    }
}

/// States, origins and violations by kind, and the operators of conditions that came to be evaluated.
pub fn instance(instance: &Instance, words: &mut Words) {
    for path in instance.paths() {
        let Some(field) = instance.field(&path) else { continue };
        let kind = field.def.kind.word();
        let place = if path.contains('/') { "cell" } else { "field" };
        let state = match field.value {
            State::Unset => "unset",
            State::Value(_) => "value",
            State::NotApplicable => "hidden",
        };
        words.insert(format!("{place} {kind} {state}"));
        words.extend(field.locked.then(|| format!("locked {kind}")));
        words.extend(field.provenance.map(|provenance| format!("{} {kind}", json!(provenance)["origin"])));
        for violation in field.violations {
            let code = if violation.code.starts_with("rule.") { "rule" } else { &violation.code };
            words.insert(format!("violation {code} {kind}"));
        }
        for condition in [field.def.when.as_ref(), field.def.computed.as_ref()].into_iter().flatten() {
            operators(condition, words);
        }
    }
    let quote = json!(instance.quote());
    words.insert(format!("quote of {} lines", quote["lines"].as_array().map_or(0, Vec::len).min(2)));
}

fn operators(expression: &Value, words: &mut Words) {
    match expression {
        Value::Object(map) => {
            for (name, arguments) in map {
                words.insert(format!("operator {name}"));
                operators(arguments, words);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| operators(item, words)),
        _ => {}
    }
}

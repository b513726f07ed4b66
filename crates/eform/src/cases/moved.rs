//! Moves the draft of a case from an older version, and compares what is said of it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{schema, steps::Play, unknown_keys};
use crate::migrate::{migrate, route};
use crate::{Form, Instance, Schema, compile};

/// Opens the answers of the case in the first of the past versions and moves them to its form.
pub(super) fn arrive(play: &mut Play, past: &Value, case: &Value) -> Result<Vec<String>, Vec<String>> {
    let mut forms: Vec<Arc<Form>> = Vec::new();
    for short in past.as_array().into_iter().flatten() {
        let form = Schema::from_value(&schema::complete(short)).and_then(|schema| compile(&schema));
        let said =
            |issues: Vec<crate::SchemaIssue>| issues.iter().map(ToString::to_string).collect::<Vec<_>>();
        forms.push(Arc::new(form.map_err(said)?));
    }
    let Some(first) = forms.first() else { return Err(vec!["past is empty".to_owned()]) };
    let form = play.instance.form().clone();
    let old = play.elsewhere(first);
    let moved = migrate(&old, &route(&forms, first.version(), &form));
    play.instance = Instance::new(form, moved.answers, old.facts(), old.today());
    Ok(differences(&json!(moved.report), case.get("moved").unwrap_or(&Value::Null)))
}

fn differences(report: &Value, wanted: &Value) -> Vec<String> {
    let mut wrong = unknown_keys(wanted, &["from", "to", "carried", "entries"]);
    for key in ["from", "to", "carried"] {
        if wanted.get(key).is_some_and(|wanted| *wanted != report[key]) {
            wrong.push(format!("{key} is {}, not {}", report[key], wanted[key]));
        }
    }
    let Some(entries) = wanted.get("entries").and_then(Value::as_array) else { return wrong };
    let said: Vec<&Value> = report["entries"].as_array().into_iter().flatten().collect();
    let is_met = |said: &Value, wanted: &Value| {
        let parts = wanted.as_object().into_iter().flatten();
        let mut parts = parts.map(|(key, part)| said.get(key).unwrap_or(&Value::Null) == part);
        parts.all(|holds| holds)
    };
    if said.len() != entries.len() || !said.iter().zip(entries).all(|(said, wanted)| is_met(said, wanted)) {
        wrong.push(format!("entries are {}, not {}", json!(said), json!(entries)));
    }
    wrong
}

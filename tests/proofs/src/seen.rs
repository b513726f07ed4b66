//! Everything that can be seen of a form, as one text; and what must hold of it whatever was answered.

use eform::{Changes, Instance, State, cases};
use serde_json::{Map, Value, json};

/// Draft, states, values, violations, pages and fees, as JSON text.
#[must_use]
pub fn seen(instance: &Instance) -> String {
    json!([cases::observe(instance), instance.answers(), instance.attestations()]).to_string()
}

/// What a step is reported to have changed.
#[must_use]
pub fn reported(changes: &Changes) -> Value {
    json!([changes.paths, changes.structure])
}

/// What is not as it was promised: hidden answers stay out of everything that is judged, frozen, signed or filed, and what a
/// widget shows of a value means that value.
#[must_use]
pub fn broken_promises(instance: &Instance) -> Vec<String> {
    let mut broken = Vec::new();
    let (evaluated, provenance) = (instance.evaluated(), instance.provenance());
    let violations = instance.violations();
    for path in instance.paths() {
        let Some(field) = instance.field(&path) else {
            broken.push(format!("{path} is listed, and there is no such field"));
            continue;
        };
        if !field.visible {
            let is_absent = field.value == State::NotApplicable
                && !field.required
                && !field.locked
                && field.violations.is_empty()
                && !provenance.contains_key(&path)
                && violations.iter().all(|violation| violation.path != path)
                && !has_member(&evaluated, &path);
            if !is_absent {
                broken.push(format!("{path} is hidden and not absent"));
            }
        }
        if let State::Value(value) = field.value {
            let shown = field.def.kind.show(value);
            if field.def.kind.parse(&shown).value.as_ref() != Some(value) {
                broken.push(format!("{path} shows {shown} for {value}"));
            }
        }
    }
    broken
}

/// Whether evaluated data has a value at a path; rows are found by the id that they carry.
fn has_member(map: &Map<String, Value>, path: &str) -> bool {
    let Some((first, rest)) = path.split_once('/') else { return map.contains_key(path) };
    let rows = map.get(first).and_then(Value::as_array);
    let (row, rest) = rest.split_once('/').unwrap_or((rest, ""));
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .any(|cells| cells.get("id").and_then(Value::as_str) == Some(row) && has_member(cells, rest))
}

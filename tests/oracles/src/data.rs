//! JSON Logic's untyped data as a form with answers: numbers, texts and booleans become fields, lists of objects groups.
//! Dotted names lose their dots; lists of plain values have no kind of field and are written into the rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use eform::{Answers, CivilDate, Facts, Instance, Schema, compile};
use serde_json::{Map, Value, json};

/// Opens a form over fields with the answers given; all fields are optional.
///
/// # Panics
/// When the fields make no form: that is a mistake of the comparison, not of what is compared.
#[must_use]
pub fn open(fields: &[Value], answers: Answers) -> Instance {
    let office = json!({"id": "oracle_office", "kind": "agency", "required": false});
    let fields: Vec<&Value> = fields.iter().chain(std::iter::once(&office)).collect();
    let schema = json!({"format": "congdan/procedure/1", "code": "oracle", "version": "1", "effective": {},
        "level": "commune", "sector": "x", "languages": ["vi"], "service": {}, "sign": "none",
        "agency": {"field": "oracle_office"}, "pages": [{"id": "p", "step": "form", "fields": fields}]});
    let form = Schema::from_value(&schema).and_then(|schema| compile(&schema));
    let form = form.unwrap_or_else(|issues| panic!("{issues:?} in {schema}"));
    let today = CivilDate::new(2026, 11, 21).unwrap_or_else(|| panic!("a day"));
    Instance::new(Arc::new(form), answers, Facts::new(), today)
}

/// A rule and its data, as a form and a rule over it.
#[must_use]
pub fn case(rule: &Value, data: &Value) -> (Instance, Value) {
    let mut flat = Map::new();
    flatten("", data, &mut flat);
    let mut rule = rule.clone();
    let mut named = BTreeSet::new();
    rename(&mut rule, &flat, &mut named);
    let mut fields = Vec::new();
    let mut answers = Answers::new();
    for (id, value) in &flat {
        let (field, given) = field(id, value, &named);
        fields.extend(field);
        answers.extend(given);
    }
    // Names that the data does not have are fields without an answer.
    for (id, is_number) in &named {
        if !flat.contains_key(id) && !fields.iter().any(|field| field["id"] == id.as_str()) {
            fields.push(
                json!({"id": id, "kind": if *is_number { "number" } else { "text" }, "required": false}),
            );
        }
    }
    (open(&fields, answers), rule)
}

/// `a.b` as one name.
fn flatten(prefix: &str, data: &Value, out: &mut Map<String, Value>) {
    let Value::Object(map) = data else { return };
    for (key, value) in map {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}_{key}") };
        if value.is_object() { flatten(&name, value, out) } else { _ = out.insert(name, value.clone()) }
    }
}

/// Takes the dots out of names, writes lists of plain values into the rule, and collects the names with whether a
/// number stands in for them.
fn rename(rule: &mut Value, data: &Map<String, Value>, named: &mut BTreeSet<(String, bool)>) {
    match rule {
        Value::Object(map) => {
            if let Some(name) = map.get_mut("var") {
                let is_number = name.get(1).is_some_and(Value::is_number);
                let name = if name.is_array() { name.get_mut(0) } else { Some(name) };
                if let Some(name) = name
                    && let Some(text) = name.as_str()
                {
                    let plain = text.replace('.', "_");
                    if let Some(Value::Array(items)) = data.get(&plain)
                        && !items.iter().any(Value::is_object)
                        && !items.is_empty()
                    {
                        *rule = Value::Array(items.clone());
                        return;
                    }
                    if plain.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                        named.insert((plain.clone(), is_number));
                    }
                    *name = plain.into();
                }
            }
            map.values_mut().for_each(|value| rename(value, data, named));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| rename(value, data, named)),
        _ => {}
    }
}

/// A field for a value, with what is answered in it.
fn field(id: &str, value: &Value, named: &BTreeSet<(String, bool)>) -> (Option<Value>, Answers) {
    let mut answers = Answers::new();
    let kind = match value {
        Value::Bool(_) => "yes_no",
        Value::Number(_) => "number",
        Value::Array(rows) => {
            let columns: BTreeSet<&String> = match rows.first().and_then(Value::as_object) {
                Some(row) => row.keys().collect(),
                None => named.iter().map(|(name, _)| name).filter(|name| *name != id).collect(),
            };
            let sample = |name: &String| rows.first().map_or(json!(0), |row| row[name].clone());
            let cells: Vec<Value> =
                columns.into_iter().filter_map(|name| field(name, &sample(name), named).0).collect();
            if cells.is_empty() {
                return (None, answers);
            }
            let ids: Vec<String> = (1..=rows.len()).map(|number| format!("r{number}")).collect();
            for (row, id_of_row) in rows.iter().zip(&ids) {
                for (cell, value) in row.as_object().into_iter().flatten() {
                    answers.insert(format!("{id}/{id_of_row}/{cell}"), value.clone());
                }
            }
            answers.insert(id.to_owned(), json!(ids));
            return (
                Some(json!({"id": id, "kind": "group", "required": false, "max": 20, "fields": cells})),
                answers,
            );
        }
        Value::Null | Value::String(_) | Value::Object(_) => "text",
    };
    if !value.is_null() {
        answers.insert(id.to_owned(), value.clone());
    }
    (Some(json!({"id": id, "kind": kind, "required": false})), answers)
}

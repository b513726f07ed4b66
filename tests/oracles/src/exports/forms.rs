//! The forms whose exports are judged: one field of each kind in several shapes, and procedures without what makes their
//! answers depend on one another.

use std::sync::Arc;

use eform::{Catalogues, Form, Schema, cases, compile};
use serde_json::{Value, json};

/// A form of one field, in several shapes for each kind.
#[must_use]
pub fn fields() -> Vec<Value> {
    let plain = "person_name personal_id date partial_date yes_no number money phone email address agency attestation tax_code \
        social_insurance health_insurance passport plate bank_account business_line decimal consent signature_place text long_text";
    let mut all: Vec<Value> = plain.split_whitespace().map(|kind| json!({ "kind": kind })).collect();
    all.extend([
        json!({"kind": "text", "min": 2, "max": 5, "required": false}),
        json!({"kind": "long_text", "min": 3, "max": 9}),
        json!({"kind": "date", "min": "2020-01-01", "max": "today"}),
        json!({"kind": "partial_date", "max": "today", "required": false}),
        json!({"kind": "choice", "options": ["a", "b", "c"]}),
        json!({"kind": "choice", "options": ["a", "b", "c"], "other": "c"}),
        json!({"kind": "choices", "options": ["a", "b", "c", "d"]}),
        json!({"kind": "choices", "options": ["a", "b", "c", "d"], "min": 2, "max": 3, "required": false}),
        json!({"kind": "catalogue", "catalogue": "ethnicities"}),
        json!({"kind": "catalogue", "catalogue": "nationalities"}),
        json!({"kind": "catalogue", "catalogue": "long"}),
        json!({"kind": "catalogue", "catalogue": "none_given"}),
        json!({"kind": "number", "min": -3, "max": 12}),
        json!({"kind": "money", "min": 1000, "max": 50000}),
        json!({"kind": "decimal", "min": -3.5, "max": 100_000, "places": 1}),
        json!({"kind": "decimal", "places": 9}),
        json!({"kind": "passport", "foreign": true}),
        json!({"kind": "business_line", "level": 5}),
        json!({"kind": "file", "component": "a", "accept": ["pdf", "jpg"], "max_files": 2, "max_bytes": 1000}),
        json!({"kind": "file", "component": "a", "accept": ["image/png"], "required": false}),
        json!({"kind": "group", "min": 2, "max": 3, "fields": [
            {"id": "c", "kind": "text", "max": 3}, {"id": "d", "kind": "date", "required": false}]}),
        json!({"kind": "group", "required": false, "max": 40, "fields": [
            {"id": "c", "kind": "choice", "options": ["a", "b"]}, {"id": "d", "kind": "address", "required": false}]}),
    ]);
    for historical in [false, true] {
        for foreign in [false, true] {
            for detail in ["required", "optional", "none"] {
                all.push(json!({"kind": "address", "detail": detail, "historical": historical, "foreign": foreign}));
            }
        }
    }
    for field in &mut all {
        field["id"] = json!("x");
    }
    all
}

/// A form of one field.
///
/// # Panics
/// When it does not compile: that is a mistake of the comparison.
#[must_use]
pub fn alone(field: &Value, lists: &Catalogues) -> Arc<Form> {
    form(&cases::complete(&json!({ "fields": [field] })), lists)
}

/// A form without all that makes answers depend on one another or appear by themselves.
///
/// # Panics
/// See [`alone`].
#[must_use]
pub fn plain(schema: &Value, lists: &Catalogues) -> Arc<Form> {
    let mut schema = schema.clone();
    for key in ["rules", "fees", "subject", "cosigners", "cosign_order"] {
        schema.as_object_mut().and_then(|schema| schema.remove(key));
    }
    for page in schema["pages"].as_array_mut().into_iter().flatten() {
        page.as_object_mut().and_then(|page| page.remove("when"));
        strip(&mut page["fields"]);
    }
    form(&schema, lists)
}

fn strip(fields: &mut Value) {
    let Some(fields) = fields.as_array_mut() else { return };
    fields.retain(|field| {
        let is_made = ["date_words", "money_words", "notice"].iter().any(|kind| field["kind"] == *kind);
        !is_made && field.get("computed").is_none()
    });
    for field in fields.iter_mut().filter_map(Value::as_object_mut) {
        for key in ["when", "prefill", "default"] {
            field.remove(key);
        }
        for key in ["required", "min", "max"] {
            if field.get(key).is_some_and(Value::is_object) {
                field.remove(key);
            }
        }
        field.get_mut("fields").into_iter().for_each(strip);
    }
}

/// A form with lists of codes.
///
/// # Panics
/// See [`alone`].
#[must_use]
pub fn form(schema: &Value, lists: &Catalogues) -> Arc<Form> {
    let form = Schema::from_value(schema).and_then(|schema| compile(&schema));
    Arc::new(form.unwrap_or_else(|issues| panic!("{issues:?} in {schema}")).with_catalogues(lists))
}

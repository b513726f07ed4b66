//! Completes the short schemas of cases: what a case does not speak of gets a plain value.

use serde_json::{Map, Value, json};

/// A whole procedure from `fields` or `pages` and whatever else is given. A field `agency` is added when there is none.
#[must_use]
pub fn complete(short: &Value) -> Value {
    let mut schema = json!({
        "format": crate::schema::FORMAT, "code": "case", "version": "1", "effective": {}, "level": "commune",
        "sector": "civil_status", "languages": ["vi"], "service": {"channels": []}, "sign": "none",
        "agency": {"field": "office"}
    });
    let empty = Map::new();
    let given = short.as_object().unwrap_or(&empty);
    if let Some(schema) = schema.as_object_mut() {
        for (key, value) in given {
            if key == "fields" {
                schema.insert("pages".to_owned(), json!([{"id": "page", "step": "form", "fields": value}]));
            } else {
                schema.insert(key.clone(), value.clone());
            }
        }
        if !given.contains_key("agency")
            && let Some(pages) = schema.get_mut("pages").and_then(Value::as_array_mut)
        {
            pages.push(json!({"id": "office", "step": "form",
                "fields": [{"id": "office", "kind": "agency", "required": false}]}));
        }
    }
    schema
}

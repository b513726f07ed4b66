//! Everything that a form says of its answers, as one JSON value: what a case is judged by, wherever it was evaluated.
//! The check of the HTTP contract answers in the same words.

use serde_json::{Map, Value, json};

use crate::schema::page::Step;
use crate::{FieldView, Instance, PageView, State};

/// All fields with their states, and the form as a whole.
#[must_use]
pub fn observe(instance: &Instance) -> Value {
    let fields: Map<String, Value> = instance
        .paths()
        .into_iter()
        .filter_map(|path| {
            let field = field(&instance.field(&path)?);
            Some((path, field))
        })
        .collect();
    json!({
        "complete": instance.is_complete(),
        "pages": instance.pages().iter().map(page).collect::<Vec<_>>(),
        "fields": fields,
        "violations": instance.violations(),
        "evaluated": instance.evaluated(),
        "quote": instance.quote(),
        "subject": instance.subject(),
        "reuse": instance.reuse(),
        "orphans": instance.orphans().collect::<Vec<_>>(),
    })
}

fn field(field: &FieldView<'_>) -> Value {
    let (state, value) = match field.value {
        State::Unset => ("unset", &Value::Null),
        State::Value(value) => ("value", value),
        State::NotApplicable => ("not_applicable", &Value::Null),
    };
    json!({
        "kind": field.def.kind.word(),
        "visible": field.visible,
        "required": field.required,
        "locked": field.locked,
        "state": state,
        "value": value,
        "shown": field.shown(),
        "provenance": field.provenance,
    })
}

fn page(page: &PageView) -> Value {
    let step = match page.step {
        Step::Form => "form",
        Step::Documents => "documents",
    };
    json!({
        "id": page.id,
        "step": step,
        "complete": page.complete,
        "fields": page.given.fields,
        "answered": page.given.answered,
        "reused": page.given.reused,
        "missing": page.given.missing,
    })
}

//! What a widget reads of its field: an owned copy, so that no borrow of the engine crosses into the view.

use eform::{Instance, Provenance, State, Violation};
use serde_json::Value;

/// One field as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldState {
    /// Hidden fields are absent: not drawn, not asked, not sent.
    pub is_visible: bool,
    /// Whether an answer is needed.
    pub is_required: bool,
    /// Whether a register holds the value and it cannot be changed here.
    pub is_locked: bool,
    /// What the widget shows: what was typed, or the known value in the shape of an answer.
    pub raw: Value,
    /// The canonical value, when there is one.
    pub value: Option<Value>,
    /// Where the value comes from, when there is one.
    pub provenance: Option<Provenance>,
    /// What is wrong, as far as the citizen has been shown it.
    pub violations: Vec<Violation>,
}

impl FieldState {
    /// A part of a compound answer (`family`, `d`, `province`, `name/family`).
    #[must_use]
    pub fn part(&self, name: &str) -> String {
        self.raw.pointer(&["/", name].concat()).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The answer as a line of text.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.raw {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }

    /// Whether a choice of several holds `option`.
    #[must_use]
    pub fn holds(&self, option: &str) -> bool {
        self.raw.as_array().is_some_and(|chosen| chosen.iter().any(|one| one == option))
    }
}

/// Reads the field at `path`; an unknown path is a hidden field.
#[must_use]
pub fn read(instance: &Instance, path: &str, is_revealed: bool) -> FieldState {
    let Some(field) = instance.field(path) else {
        return FieldState {
            is_visible: false,
            is_required: false,
            is_locked: false,
            raw: Value::Null,
            value: None,
            provenance: None,
            violations: Vec::new(),
        };
    };
    let value = match field.value {
        State::Value(value) => Some(value.clone()),
        State::Unset | State::NotApplicable => None,
    };
    FieldState {
        is_visible: field.visible,
        is_required: field.required,
        is_locked: field.locked,
        raw: field.shown().unwrap_or(Value::Null),
        value,
        provenance: field.provenance,
        violations: if is_revealed { field.violations.to_vec() } else { Vec::new() },
    }
}

//! Files in the answers of a form. How they come there is not decided here.

use leptos::prelude::untrack;
use serde_json::{Value, json};

use crate::form::FormStore;

/// A file as the backend stored it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attached {
    /// Names it at the backend.
    pub id: String,
    /// The citizen's own name of it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`.
    pub kind: String,
}

impl Attached {
    /// As it stands in the answers.
    #[must_use]
    pub fn to_answer(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "size": self.size, "sha256": self.sha256, "type": self.kind })
    }

    /// From the answers.
    #[must_use]
    pub fn from_answer(answer: &Value) -> Option<Self> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            id: text("id")?,
            name: text("name")?,
            size: answer.get("size").and_then(Value::as_u64)?,
            sha256: text("sha256")?,
            kind: text("type")?,
        })
    }
}

/// The id of the link to a stored file.
#[must_use]
pub fn link_id(file: &str) -> String {
    ["file-", file].concat()
}

/// The files of an answer as they stand there; not tracked.
#[must_use]
pub fn answers(store: FormStore, field: &str) -> Vec<Value> {
    match untrack(|| store.state(field)).raw {
        Value::Array(files) => files,
        _ => Vec::new(),
    }
}

/// Writes a file into its answer, once.
pub fn put(store: FormStore, field: &str, file: Value) {
    let mut files = answers(store, field);
    if !files.iter().any(|one| one.get("id") == file.get("id")) {
        files.push(file);
        store.set(field, Some(Value::Array(files)));
    }
}

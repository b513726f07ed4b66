//! `choice`: one of two to eight options, shown as radio buttons. Raw and value are the option's id.

use serde_json::Value;

use super::parsed::{Parsed, typed_text};
use crate::schema::reader::{Reader, is_id};

/// Properties of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Ids of the options; their texts are `option.<field>.<id>`.
    pub options: Vec<String>,
}

impl Choice {
    /// Reads `options`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { options: read_options(reader) }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        match typed_text(raw) {
            Ok(Some(option)) if self.options.iter().any(|known| known == option) => Parsed::value(option),
            Ok(Some(_)) => Parsed::error("option.unknown"),
            Ok(None) => Parsed::blank(),
            Err(parsed) => parsed,
        }
    }
}

/// Reads `options`: two to eight different ids.
pub(crate) fn read_options(reader: &mut Reader<'_, '_>) -> Vec<String> {
    let options = reader.texts("options");
    if !(2..=8).contains(&options.len()) {
        reader.issue("options", "options_count");
    }
    for (at, option) in options.iter().enumerate() {
        if !is_id(option) {
            reader.issue("options", "id_characters");
        }
        if options[..at].contains(option) {
            reader.issue("options", "duplicate_id");
        }
    }
    options
}

//! `choice`: one of two to eight options, shown as radio buttons. Raw and value are the option's id. With `other` ("Khác, ghi
//! rõ: …") both are `{"option","text"}`, the text only for that option; expressions read the option's id either way.

use serde_json::{Value, json};

use super::parsed::{Parsed, typed_text};
use super::text::Text;
use crate::schema::reader::{Reader, is_id};

/// Parts of an answer with words.
pub(crate) const KEYS: [&str; 2] = ["option", "text"];
/// Most characters of what is specified.
pub(crate) const MAX_OTHER: usize = 200;

/// Properties of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Ids of the options; their texts are `option.<field>.<id>`.
    pub options: Vec<String>,
    /// The option that is specified in words.
    pub other: Option<String>,
}

impl Choice {
    /// Reads `options` and `other`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let choice = Self { options: read_options(reader), other: reader.text_or_none("other") };
        if choice.other.as_ref().is_some_and(|other| !choice.options.contains(other)) {
            reader.issue("other", "unknown_option");
        }
        choice
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        match &self.other {
            None => self.option(raw),
            Some(other) => self.parse_with_text(raw, other),
        }
    }

    /// An option, with words when it is the one that needs them.
    fn parse_with_text(&self, raw: &Value, other: &str) -> Parsed {
        let (option, text) = match raw {
            Value::Object(parts) => (parts.get("option").unwrap_or(&Value::Null), parts.get("text")),
            plain => (plain, None),
        };
        let mut parsed = self.option(option);
        let Some(option) = parsed.value.take() else { return parsed };
        if option != other {
            return Parsed::value(json!({"option": option}));
        }
        let words = Text { max: MAX_OTHER, min: 0 }.parse(text.unwrap_or(&Value::Null));
        match words.value {
            Some(text) => {
                Parsed { value: Some(json!({"option": option, "text": text})), faults: words.faults }
            }
            None if words.faults.is_empty() => Parsed::error("option.other"),
            None => words,
        }
    }

    fn option(&self, raw: &Value) -> Parsed {
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

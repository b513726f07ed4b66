//! `date_words`: "(ghi bằng chữ)" of another field, computed and never typed. The words are in `words.rs`.

use serde_json::Value;

use super::parsed::Parsed;
use crate::schema::reader::Reader;

/// Properties of a date in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateWords {
    /// The date or partial date to write out.
    pub of: String,
}

impl DateWords {
    /// Reads `of`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { of: reader.text("of") }
    }
}

/// See [`super::Kind::parse`]; only computed words reach it.
pub(crate) fn parse(raw: &Value) -> Parsed {
    match raw {
        Value::String(text) if !text.is_empty() => Parsed::value(text.clone()),
        _ => Parsed::blank(),
    }
}

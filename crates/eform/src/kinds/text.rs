//! `text`: one line. Raw and value are strings; the value is trimmed, NFC, with inner spaces collapsed. Also holds
//! what all kinds of text share. Several lines are `long_text.rs`.

use serde_json::Value;

use super::parsed::{Parsed, typed_text};
use crate::schema::reader::Reader;
use crate::text::{Cleaned, clean_line, looks_legacy};
use crate::violation::Fault;

/// Properties of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Most characters (Unicode scalar values of the cleaned text).
    pub max: usize,
    /// Fewest characters.
    pub min: usize,
}

impl Text {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self::read_with(reader, 200)
    }

    /// Reads `min` and `max` with another default length.
    pub(crate) fn read_with(reader: &mut Reader<'_, '_>, max: usize) -> Self {
        let text = Self { max: reader.count("max").unwrap_or(max), min: reader.count("min").unwrap_or(0) };
        if text.min > text.max {
            reader.issue("max", "min_above_max");
        }
        text
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        self.parse_with(raw, clean_line)
    }

    /// Parses with a given way of cleaning.
    pub(crate) fn parse_with(&self, raw: &Value, clean: fn(&str) -> Cleaned) -> Parsed {
        let text = match typed_text(raw) {
            Ok(Some(text)) => text,
            Ok(None) => return Parsed::blank(),
            Err(parsed) => return parsed,
        };
        let cleaned = clean(text);
        if cleaned.text.is_empty() {
            return Parsed::blank();
        }
        let length = cleaned.text.chars().count();
        let faults = character_faults(&cleaned);
        let mut parsed = Parsed::value(cleaned.text);
        parsed.faults = faults;
        parsed
            .and(
                (length > self.max)
                    .then(|| Fault::error("too_long").with("max", self.max).with("length", length)),
            )
            .and(
                (length < self.min)
                    .then(|| Fault::error("too_short").with("min", self.min).with("length", length)),
            )
    }
}

/// Unreadable characters (an error) and the look of an old encoding (a warning).
pub(crate) fn character_faults(cleaned: &Cleaned) -> Vec<Fault> {
    let mut faults = Vec::new();
    if cleaned.unreadable {
        faults.push(Fault::error("text.characters"));
    }
    if looks_legacy(&cleaned.text) {
        faults.push(Fault::warning("text.legacy_encoding"));
    }
    faults
}

//! `catalogue`: a code of a long list (dân tộc, quốc tịch, quan hệ). Raw and value are the code. Here only its shape
//! is checked, so that a list that does not load never blocks typing; a form that was given the list
//! ([`crate::Form::with_catalogues`]) also checks membership.

use serde_json::Value;

use super::parsed::{Parsed, typed_text};
use crate::schema::reader::Reader;

/// Properties of a catalogue choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Name of the list, such as `ethnicities`.
    pub catalogue: String,
    /// A code that has ended is right as well: the answer speaks of an earlier day.
    pub historical: bool,
}

impl Catalogue {
    /// Reads `catalogue` and `historical`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { catalogue: reader.id("catalogue"), historical: reader.flag("historical", false) }
    }
}

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match typed_text(raw) {
        Ok(Some(code)) if is_code(code) => Parsed::value(code),
        Ok(Some(_)) => Parsed::error("catalogue.unknown"),
        Ok(None) => Parsed::blank(),
        Err(parsed) => parsed,
    }
}

/// Whether a text can be a code: up to 40 letters, digits and the signs that codes are made of.
#[must_use]
pub fn is_code(code: &str) -> bool {
    code.len() <= 40
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

//! `long_text`: several lines. Like `text`, but line feeds stay.

use serde_json::Value;

use super::parsed::Parsed;
use super::text::Text;
use crate::schema::reader::Reader;
use crate::text::clean_lines;

/// Properties of a long text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongText {
    /// Its limits, by default at most 2,000 characters.
    pub limits: Text,
}

impl LongText {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { limits: Text::read_with(reader, 2000) }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        self.limits.parse_with(raw, clean_lines)
    }
}

//! `money_words`: "(ghi bằng chữ)" of an amount, computed and never typed, in the one style of `words.rs`. Business forms ask
//! for the capital in figures and in words; computed, the two cannot disagree.

use serde_json::Value;

use super::date_words;
use super::parsed::Parsed;
use crate::schema::reader::Reader;

/// Properties of an amount in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyWords {
    /// The amount to write out: a `money` or `number` field.
    pub of: String,
}

impl MoneyWords {
    /// Reads `of`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { of: reader.text("of") }
    }
}

/// See [`super::Kind::parse`]; only computed words reach it.
pub(crate) fn parse(raw: &Value) -> Parsed {
    date_words::parse(raw)
}

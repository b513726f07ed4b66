//! `passport`: the number of a passport. A Vietnamese one has a letter and seven digits, since 2022 a letter and eight; one
//! of another country up to nine letters and digits (ICAO Doc 9303, part 4).

use serde_json::Value;

use super::parsed::{Parsed, is_digits, printed};
use crate::schema::reader::Reader;

/// Properties of a passport number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passport {
    /// Whether a passport of another country is accepted.
    pub foreign: bool,
}

impl Passport {
    /// Reads `foreign`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { foreign: reader.flag("foreign", false) }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        printed(raw, |code| {
            let is_plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            let is_foreign = self.foreign && is_plain && (5..=9).contains(&code.len());
            if is_vietnamese(&code) || is_foreign {
                return Parsed::value(code);
            }
            Parsed::error("passport.shape")
        })
    }
}

/// `C1234567` or `P12345678`.
fn is_vietnamese(code: &str) -> bool {
    let digits = code.strip_prefix(|letter: char| letter.is_ascii_uppercase()).unwrap_or_default();
    (7..=8).contains(&digits.len()) && is_digits(digits)
}

//! `business_line`: the code of an industry (VSIC, Hệ thống ngành kinh tế Việt Nam): four digits, as registration forms ask
//! for (mã cấp 4), or five. The list is supplied by the agency as the catalogue `business_lines`; a form that was given it
//! also checks membership, and `{"has": ["business_lines", "conditional", code]}` asks for an attribute.

use serde_json::Value;

use super::parsed::{Parsed, is_digits, printed};
use crate::schema::reader::Reader;

/// The catalogue that has the codes.
pub const CATALOGUE: &str = "business_lines";

/// Properties of a business line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessLine {
    /// How many digits: four or five.
    pub level: usize,
}

impl BusinessLine {
    /// Reads `level`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let level = reader.count("level").unwrap_or(4);
        if !(4..=5).contains(&level) {
            reader.issue("level", "unknown_level");
        }
        Self { level }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        printed(raw, |code| {
            if is_digits(&code) && code.len() == self.level && !code.starts_with("00") {
                return Parsed::value(code);
            }
            let mut parsed = Parsed::blank();
            parsed
                .faults
                .push(crate::violation::Fault::error("business_line.digits").with("digits", self.level));
            parsed
        })
    }
}

//! The JSON shape that a kind keeps in a draft: what its widget can hold, right or wrong, finished or not. Anything of
//! this shape is kept as typed and judged by `parse`; anything else nobody has typed.

use serde_json::{Map, Value};

use super::file::PAPER;
use super::{Kind, address, choice, group};
use crate::name;

/// More rows than this nobody has added, unless the procedure allows them.
const ROWS: usize = 1_000;
/// Members of a date that is typed in three fields.
const DATE: [&str; 3] = ["d", "m", "y"];
/// Members of an attached file.
const FILE: [&str; 5] = ["id", "name", "size", "sha256", "type"];

impl Kind {
    /// Whether a draft keeps this as an answer of the kind. A blank is always kept.
    #[must_use]
    pub fn holds(&self, raw: &Value) -> bool {
        if raw.is_null() {
            return true;
        }
        match self {
            Self::Text(_)
            | Self::LongText(_)
            | Self::PersonalId(_)
            | Self::Catalogue(_)
            | Self::Phone
            | Self::Email
            | Self::TaxCode
            | Self::SocialInsurance
            | Self::HealthInsurance
            | Self::Passport(_)
            | Self::Plate
            | Self::BankAccount
            | Self::BusinessLine(_)
            | Self::SignaturePlace => raw.is_string(),
            Self::Choice(choice) => raw.is_string() || (choice.other.is_some() && texts(raw, &choice::KEYS)),
            Self::Number(_) | Self::Money(_) => raw.is_string() || raw.is_i64(),
            Self::Decimal(_) => raw.is_string() || raw.is_number(),
            Self::PersonName => texts(raw, &name::PARTS),
            Self::Date(_) | Self::PartialDate(_) => texts(raw, &DATE),
            Self::Address(_) | Self::Agency(_) => texts(raw, &address::KEYS),
            Self::YesNo | Self::Attestation => raw.is_boolean(),
            Self::Consent => raw.as_object().is_some_and(is_consent),
            Self::Choices(_) => list(raw, Value::is_string),
            Self::File(_) => list(raw, |file| file.as_object().is_some_and(is_file)),
            Self::Group(group) => {
                list(raw, |row| row.as_str().is_some_and(group::is_row_id))
                    && raw.as_array().is_some_and(|rows| rows.len() <= group.max.max(ROWS))
            }
            // Nobody types these.
            Self::DateWords(_) | Self::MoneyWords(_) | Self::Notice => false,
        }
    }
}

fn list(raw: &Value, is_item: impl Fn(&Value) -> bool) -> bool {
    raw.as_array().is_some_and(|items| items.iter().all(is_item))
}

/// An object of texts; parts that were not typed yet may be missing or null.
fn texts(raw: &Value, names: &[&str]) -> bool {
    let is_part = |(name, part): (&String, &Value)| {
        names.contains(&name.as_str()) && (part.is_string() || part.is_null())
    };
    raw.as_object().is_some_and(|parts| parts.iter().all(is_part))
}

fn is_consent(parts: &Map<String, Value>) -> bool {
    parts.iter().all(|(name, part)| {
        part.is_null()
            || match name.as_str() {
                "agrees" => part.is_boolean(),
                "name" => texts(part, &name::PARTS),
                "id" => part.is_string(),
                _ => false,
            }
    })
}

fn is_file(file: &Map<String, Value>) -> bool {
    file.iter().all(|(name, part)| match name.as_str() {
        "size" => part.is_u64(),
        "paper" => texts(part, &PAPER),
        name => FILE.contains(&name) && part.is_string(),
    })
}

//! `personal_id`: số định danh cá nhân, 12 digits `PPP G YY RRRRRR` (NĐ 137/2015, Luật Căn cước 2023). No check digit
//! exists. The province is one of the 63 before the merger of 2025; what disagrees with it, with the birth date or
//! with the sex is a warning, because wrong data and sex change exist. Comparing with other answers is done in
//! `instance/check.rs` by [`birth_agrees`] and [`sex_agrees`].

use serde_json::Value;

use super::parsed::{Parsed, typed_text};
use crate::date::partial::PartialDate;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// Codes of birth registration of the 63 provinces before 01/07/2025 (annex of TT 59/2021/TT-BCA).
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// Properties of a personal id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalId {
    /// Field with the birth date of the same person.
    pub birth: Option<String>,
    /// Field with the sex of the same person, options `male` and `female`.
    pub sex: Option<String>,
}

impl PersonalId {
    /// Reads `birth` and `sex`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { birth: reader.text_or_none("birth"), sex: reader.text_or_none("sex") }
    }
}

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    let text = match typed_text(raw) {
        Ok(Some(text)) => text,
        Ok(None) => return Parsed::blank(),
        Err(parsed) => return parsed,
    };
    judge(text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '\u{a0}')).collect())
}

/// An id without spaces and dots.
pub(crate) fn judge(digits: String) -> Parsed {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Parsed::error("id.digits");
    }
    if digits.len() != 12 {
        let mut parsed = Parsed::blank();
        parsed.faults.push(Fault::error("id.length").with("length", digits.len()));
        return parsed;
    }
    let province = digits[..3].parse().unwrap_or(0);
    let known = PROVINCES.binary_search(&province).is_ok();
    Parsed::value(digits).and((!known).then(|| Fault::warning("id_province_unknown")))
}

/// Century and sex digit, and year, of a valid id.
fn birth_year_and_sex(id: &str) -> Option<(u16, bool)> {
    let digits = id.as_bytes();
    let century = u16::from(digits.get(3)?.checked_sub(b'0')?);
    let year: u16 = id.get(4..6)?.parse().ok()?;
    Some((1900 + century / 2 * 100 + year, century % 2 == 0))
}

/// Whether an id agrees with the year of birth; a year of the id that cannot be read agrees.
pub(crate) fn birth_agrees(id: &str, birth: PartialDate) -> bool {
    birth_year_and_sex(id).is_none_or(|(year, _)| year == birth.year())
}

/// Whether an id agrees with the sex (`male`, `female`); any other word agrees.
pub(crate) fn sex_agrees(id: &str, sex: &str) -> bool {
    birth_year_and_sex(id).is_none_or(|(_, male)| match sex {
        "male" => male,
        "female" => !male,
        _ => true,
    })
}

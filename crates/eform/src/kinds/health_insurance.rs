//! `health_insurance`: the number of a health-insurance card (thẻ BHYT). Fifteen signs: two letters for the object, one
//! digit 1 to 5 for the benefit, two digits for the province, and the ten digits of the social-insurance number; these ten
//! alone and the personal id are accepted instead.

use serde_json::Value;

use super::parsed::{Parsed, is_digits, printed};
use super::personal_id;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    printed(raw, |code| match code.len() {
        10 if is_digits(&code) => Parsed::value(code),
        12 if is_digits(&code) => personal_id::judge(code),
        15 if is_card(code.as_bytes()) => Parsed::value(code),
        10 | 12 | 15 => Parsed::error("health_insurance.shape"),
        _ => Parsed::error("health_insurance.length"),
    })
}

/// `DN4010123456789`.
fn is_card(code: &[u8]) -> bool {
    code[..2].iter().all(u8::is_ascii_uppercase)
        && (b'1'..=b'5').contains(&code[2])
        && code[3..].iter().all(u8::is_ascii_digit)
}

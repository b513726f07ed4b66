//! `social_insurance`: mã số BHXH, ten digits; the twelve digits of the personal id are accepted in its place. There is no
//! public check digit.

use serde_json::Value;

use super::parsed::{Parsed, is_digits, printed};
use super::personal_id;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    printed(raw, |code| match (is_digits(&code), code.len()) {
        (false, _) => Parsed::error("social_insurance.digits"),
        (true, 10) => Parsed::value(code),
        (true, 12) => personal_id::judge(code),
        (true, _) => Parsed::error("social_insurance.length"),
    })
}

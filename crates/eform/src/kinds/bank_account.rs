//! `bank_account`: the number of a bank account. Banks have no common check digit; a number has 6 to 19 letters and digits
//! (19 is what a `VietQR` code can hold). Which bank it is at is a `catalogue` field beside it.

use serde_json::Value;

use super::parsed::{Parsed, printed};

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    printed(raw, |number| {
        if !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Parsed::error("bank_account.characters");
        }
        if !(6..=19).contains(&number.len()) {
            return Parsed::error("bank_account.length");
        }
        Parsed::value(number)
    })
}

//! `yes_no`: raw and value are a boolean.

use serde_json::Value;

use super::parsed::Parsed;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match raw {
        Value::Bool(answer) => Parsed::value(*answer),
        Value::Null => Parsed::blank(),
        _ => Parsed::error("invalid"),
    }
}

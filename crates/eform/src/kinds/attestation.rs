//! `attestation`: a declaration ("Tôi cam đoan…"). Raw is a boolean; the only value is true. Its full text goes into
//! the signed document.

use serde_json::Value;

use super::parsed::Parsed;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match raw {
        Value::Bool(true) => Parsed::value(true),
        Value::Bool(false) | Value::Null => Parsed::blank(),
        _ => Parsed::error("invalid"),
    }
}

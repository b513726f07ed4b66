//! `notice`: text only. It has no answer and no value.

use serde_json::Value;

use super::parsed::Parsed;

/// See [`super::Kind::parse`].
pub(crate) fn parse(_raw: &Value) -> Parsed {
    Parsed::blank()
}

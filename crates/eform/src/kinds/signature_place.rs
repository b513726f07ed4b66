//! `signature_place`: "Làm tại: …" at the end of a form: where the declaration is made, a short text. The day beside it is
//! the day of filing, which the dossier knows and nobody types.

use serde_json::Value;

use super::parsed::Parsed;
use super::text::Text;
use crate::violation::Fault;

/// Most characters.
pub(crate) const MAX: usize = 100;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    let parsed = Text { max: MAX, min: 0 }.parse(raw);
    let is_place = parsed
        .value
        .as_ref()
        .and_then(Value::as_str)
        .is_none_or(|text| text.chars().any(char::is_alphabetic));
    parsed.and((!is_place).then(|| Fault::error("signature_place.letters")))
}

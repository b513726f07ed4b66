//! `number`: an integer below 2⁵³ in size (the profile of canonical JSON). Raw is a string, value an integer.

use serde_json::Value;

use super::parsed::Parsed;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// Integers of this size and above are not exact in JSON (RFC 8259, section 6).
pub(crate) const LIMIT: i64 = 1 << 53;

/// Properties of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Smallest number allowed.
    pub min: Option<i64>,
    /// Largest number allowed.
    pub max: Option<i64>,
}

impl Number {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let number = Self { min: reader.int("min"), max: reader.int("max") };
        if let (Some(min), Some(max)) = (number.min, number.max)
            && min > max
        {
            reader.issue("max", "min_above_max");
        }
        number
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        match raw {
            Value::Null => Parsed::blank(),
            Value::Number(number) => self.judge(number.as_i64(), "number.digits"),
            Value::String(text) if text.trim().is_empty() => Parsed::blank(),
            Value::String(text) => self.judge(integer(text.trim()), "number.digits"),
            _ => Parsed::error("invalid"),
        }
    }

    /// A number that was read, or not, against the limits.
    pub(crate) fn judge(&self, number: Option<i64>, unreadable: &'static str) -> Parsed {
        let Some(number) = number.filter(|number| -LIMIT < *number && *number < LIMIT) else {
            return Parsed::error(unreadable);
        };
        let below = self.min.filter(|min| number < *min);
        let above = self.max.filter(|max| number > *max);
        Parsed::value(number)
            .and(below.map(|min| Fault::error("number.min").with("min", min)))
            .and(above.map(|max| Fault::error("number.max").with("max", max)))
    }
}

/// Digits with an optional minus sign.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A number as its widget holds it.
pub(crate) fn show(value: &Value) -> Value {
    value.as_i64().map_or(Value::Null, |number| Value::String(number.to_string()))
}

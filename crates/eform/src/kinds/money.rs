//! `money`: an amount in đồng, never a fraction. Raw is a string ("1.234.567" is accepted), value an integer.

use serde_json::Value;

use super::number::{Number, integer};
use super::parsed::Parsed;
use crate::schema::reader::Reader;

/// Properties of an amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Its limits in đồng; never below zero.
    pub limits: Number,
}

impl Money {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let mut limits = Number::read(reader);
        limits.min = Some(limits.min.unwrap_or(0).max(0));
        Self { limits }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        match raw {
            Value::Null => Parsed::blank(),
            Value::Number(number) => {
                self.limits.judge(number.as_i64().filter(|amount| *amount >= 0), "money.digits")
            }
            Value::String(text) if text.trim().is_empty() => Parsed::blank(),
            Value::String(text) => self.limits.judge(amount(text), "money.digits"),
            _ => Parsed::error("invalid"),
        }
    }
}

/// Digits, either plain or in groups of three after dots or spaces, with an optional đ at the end.
fn amount(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix(['đ', '₫']).unwrap_or(text).trim_end();
    let mut groups = text.split(['.', ' ', '\u{a0}']);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
        grouped = true;
    }
    if grouped && !(1..=3).contains(&first.len()) {
        return None;
    }
    integer(&digits).filter(|amount| *amount >= 0)
}

/// An amount as its widget holds it, in groups of three after dots.
pub(crate) fn show(value: &Value) -> Value {
    let Some(amount) = value.as_i64() else { return Value::Null };
    let digits = amount.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    Value::String(out)
}

//! What a kind makes of an answer.

use serde_json::Value;

use crate::violation::{Fault, Severity};

/// The outcome of parsing one answer.
///
/// Nothing given is neither a value nor a fault; a fault may come with a value (too long, below a minimum) or
/// without one (not a date).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The canonical value.
    pub value: Option<Value>,
    /// What is wrong, errors and warnings.
    pub faults: Vec<Fault>,
}

impl Parsed {
    /// Nothing was given.
    pub(crate) fn blank() -> Self {
        Self::default()
    }

    /// A value without fault.
    pub(crate) fn value(value: impl Into<Value>) -> Self {
        Self { value: Some(value.into()), faults: Vec::new() }
    }

    /// No value, and why.
    pub(crate) fn error(code: &'static str) -> Self {
        Self { value: None, faults: vec![Fault::error(code)] }
    }

    /// The same outcome with one more fault, when there is one.
    pub(crate) fn and(mut self, fault: Option<Fault>) -> Self {
        self.faults.extend(fault);
        self
    }

    /// Whether anything must be put right.
    #[must_use]
    pub fn has_error(&self) -> bool {
        self.faults.iter().any(|fault| fault.severity == Severity::Error)
    }
}

/// The typed text of an answer: `Ok(None)` when blank, `Err` when it is not a text at all.
pub(crate) fn typed_text(raw: &Value) -> Result<Option<&str>, Parsed> {
    match raw {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(Parsed::error("invalid")),
    }
}

/// One part of an answer of several texts, such as the day of a date; absent is empty.
pub(crate) fn part<'a>(raw: &'a Value, key: &str) -> Option<&'a str> {
    match raw.get(key) {
        None | Some(Value::Null) => Some(""),
        Some(Value::String(text)) => Some(text.trim()),
        Some(_) => None,
    }
}

/// A number that is printed on a paper: judged in capitals, without the spaces, dots, hyphens and dashes that people put in.
pub(crate) fn printed(raw: &Value, judge: impl Fn(String) -> Parsed) -> Parsed {
    match typed_text(raw) {
        Ok(Some(text)) => {
            let letters = text.chars().filter(|letter| !is_separator(*letter));
            judge(letters.map(|letter| letter.to_ascii_uppercase()).collect())
        }
        Ok(None) => Parsed::blank(),
        Err(parsed) => parsed,
    }
}

/// What people and printers put between the signs of a number.
pub(crate) fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '.' | '-' | '\u{a0}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether a text is made of ASCII digits only.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

//! `phone`: a Vietnamese telephone number. Raw may have spaces, dots, hyphens and +84 or 84; the value begins with 0.
//! Mobile numbers have ten digits (03, 05, 07, 08, 09), fixed lines ten or eleven (02).

use serde_json::Value;

use super::parsed::{Parsed, typed_text};

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match typed_text(raw) {
        Ok(Some(text)) => match number(text) {
            Some(number) => Parsed::value(number),
            None => Parsed::error("phone.invalid"),
        },
        Ok(None) => Parsed::blank(),
        Err(parsed) => parsed,
    }
}

/// What follows the country code where no sign stands before it: no Vietnamese number begins with 8 alone.
fn bare(compact: &str) -> Option<&str> {
    compact.strip_prefix("84").filter(|rest| rest.len() >= 9)
}

fn number(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
    let digits =
        match compact.strip_prefix("+84").or_else(|| compact.strip_prefix("0084")).or_else(|| bare(&compact))
        {
            Some(rest) => {
                let mut digits = "0".to_owned();
                digits.push_str(rest.strip_prefix('0').unwrap_or(rest));
                digits
            }
            None => compact,
        };
    let bytes = digits.as_bytes();
    let lengths = match (bytes.first()?, bytes.get(1)?) {
        (b'0', b'3' | b'5' | b'7' | b'8' | b'9') => 10..=10,
        (b'0', b'2') => 10..=11,
        _ => return None,
    };
    (bytes.iter().all(u8::is_ascii_digit) && lengths.contains(&bytes.len())).then_some(digits)
}

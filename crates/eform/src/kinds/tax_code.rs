//! `tax_code`: mã số thuế. Ten digits of an enterprise, the last of them a check digit; thirteen of its branch, written
//! `0100109106-001`; or, since 01/07/2025, the twelve digits of a person's or household's personal id (Luật Quản lý thuế,
//! TT 86/2024/TT-BTC). Raw may have spaces, dots, hyphens and dashes; the value has at most the one hyphen.

use serde_json::Value;

use super::parsed::{Parsed, is_digits, is_separator, printed};
use super::personal_id;

/// Factors of the first nine digits.
const FACTORS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    printed(raw, |code| {
        if !is_digits(&code) {
            return Parsed::error("tax_code.digits");
        }
        match code.len() {
            12 if is_short_branch(raw) => Parsed::error("tax_code.length"),
            12 => personal_id::judge(code),
            10 if is_issued(&code) => Parsed::value(code),
            13 if !is_issued(&code[..10]) => Parsed::error("tax_code.check"),
            13 if &code[10..] == "000" => Parsed::error("tax_code.branch"),
            13 => Parsed::value([&code[..10], "-", &code[10..]].concat()),
            10 => Parsed::error("tax_code.check"),
            _ => Parsed::error("tax_code.length"),
        }
    })
}

/// Whether twelve digits are written as those of an enterprise and two more: a branch that lacks a digit, and nobody's
/// personal id.
fn is_short_branch(raw: &Value) -> bool {
    let typed = raw.as_str().unwrap_or_default().trim();
    typed.rsplit_once(is_separator).is_some_and(|(code, branch)| {
        let code: String = code.chars().filter(|letter| !is_separator(*letter)).collect();
        branch.len() == 2 && is_issued(&code)
    })
}

/// Whether the tenth digit is 10 less the weighted sum of the others modulo 11, and the serial is not zero. A remainder
/// that would need the digit 10 was never issued.
fn is_issued(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip(FACTORS).map(|(digit, factor)| digit * factor).sum();
    digits.get(9) == Some(&(10 - sum % 11)) && digits[2..9].iter().any(|digit| *digit != 0)
}

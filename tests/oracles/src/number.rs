//! Results of engines that calculate in floats beside results that are exact, compared without floats.

use eform::Decimal;
use serde_json::Value;

/// A JSON number, or the text of a decimal, as a decimal.
#[must_use]
pub fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Decimal::parse(&number.to_string()),
        Value::String(text) => Decimal::parse(text),
        _ => None,
    }
}

/// Whether two results say the same; `is_decimal` says that ours is a decimal, whose canonical form is a text.
#[must_use]
pub fn same(ours: Option<&Value>, theirs: &Value, is_decimal: bool) -> bool {
    let ours = ours.unwrap_or(&Value::Null);
    if theirs.is_number() && (ours.is_number() || is_decimal) {
        return decimal(ours).is_some_and(|ours| decimal(theirs) == Some(ours));
    }
    ours == theirs
}

/// Whether a float, as printed, is a decimal but for the error of binary fractions: no more than one in a thousand million.
#[must_use]
pub fn near(ours: Decimal, theirs: &str) -> bool {
    match (units(&ours.text()), units(theirs)) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1_000,
        _ => false,
    }
}

/// In units of the twelfth place; further places are cut off.
fn units(text: &str) -> Option<i128> {
    // What floats print with an exponent below nine places is zero here.
    let text = match text.split_once("e-") {
        Some((_, exponent)) if exponent.parse::<u32>().is_ok_and(|exponent| exponent > 9) => "0",
        _ => text,
    };
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let places: String = places.chars().chain("000000000000".chars()).take(12).collect();
    let units: i128 = format!("{whole}{places}").parse().ok()?;
    Some(if unsigned.len() < text.len() { -units } else { units })
}

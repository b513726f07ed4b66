//! `decimal`: a number with places, such as an area in m². Raw is written as in Vietnamese, with a comma before the places
//! and dots between groups of three ("1.234,5"); a point before other than three places is read too, and "1.234" is asked
//! again because it may mean either. The value is a text without needless zeros ("1234.5"): JSON numbers are floats to most
//! readers.

use serde_json::Value;

use super::parsed::Parsed;
use crate::expr::decimal::{Decimal, PLACES};
use crate::expr::eval::decimal_of;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// Properties of a decimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalNumber {
    /// Smallest number allowed.
    pub min: Option<Decimal>,
    /// Largest number allowed.
    pub max: Option<Decimal>,
    /// Most places.
    pub places: usize,
}

impl DecimalNumber {
    /// Reads `min`, `max` (numbers) and `places`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let mut limit = |key: &'static str| {
            let value = reader.take(key)?;
            let found = literal(value);
            if found.is_none() {
                reader.issue(key, "number_not_exact");
            }
            found
        };
        let (min, max) = (limit("min"), limit("max"));
        let places = reader.count("places").unwrap_or(2);
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            reader.issue("max", "min_above_max");
        }
        if !(1..=usize::from(PLACES)).contains(&places) {
            reader.issue("places", "expected_places");
        }
        Self { min, max, places }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        let found = match raw {
            Value::Null => return Parsed::blank(),
            Value::Number(_) => literal(raw).ok_or("decimal.digits"),
            Value::String(text) if text.trim().is_empty() => return Parsed::blank(),
            Value::String(text) => written(text.trim()),
            _ => return Parsed::error("invalid"),
        };
        let number = match found {
            Ok(number) => number,
            Err(code) => return Parsed::error(code),
        };
        let below = self.min.filter(|min| number < *min);
        let above = self.max.filter(|max| number > *max);
        let many = usize::from(number.places()) > self.places;
        Parsed::value(number.text())
            .and(many.then(|| Fault::error("decimal.places").with("max", self.places)))
            .and(below.map(|min| Fault::error("decimal.min").with("min", min.text())))
            .and(above.map(|max| Fault::error("decimal.max").with("max", max.text())))
    }
}

/// A number of the schema or of a draft.
fn literal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Decimal::literal(&number.to_string()),
        _ => None,
    }
}

/// A number as it is typed, or the code of what is wrong with it.
fn written(text: &str) -> Result<Decimal, &'static str> {
    let text: String = text.chars().filter(|letter| !matches!(letter, ' ' | '\u{a0}')).collect();
    let (whole, places) = match text.split_once(',') {
        Some((whole, places)) => (whole, Some(places)),
        None => (text.as_str(), None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let first = groups[0].trim_start_matches('-');
    let in_threes = groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&first.len());
    let number = match (groups.len(), places) {
        (2, None) if in_threes && first != "0" => return Err("decimal.ambiguous"),
        (1 | 2, None) => Decimal::parse(whole),
        (1, Some(places)) => Decimal::parse(&[whole, ".", places].concat()),
        (_, Some(places)) if in_threes => Decimal::parse(&[&groups.concat(), ".", places].concat()),
        (_, None) if in_threes => Decimal::parse(&groups.concat()),
        _ => None,
    };
    number.ok_or("decimal.digits")
}

/// A decimal as its widget holds it: with a comma.
pub(crate) fn show(value: &Value) -> Value {
    decimal_of(value).map_or(Value::Null, |number| Value::String(number.text().replace('.', ",")))
}

//! `date`: a day. Raw is `{"d","m","y"}`, value is `YYYY-MM-DD`. Three plain fields, because a picker is slow for a
//! birth date; day and month may be typed with or without a leading zero. Bounds are checked in `instance/check.rs`.

use serde_json::{Value, json};

use super::parsed::{Parsed, part};
use crate::date::CivilDate;
use crate::date::digits;
use crate::date::partial::PartialDate;
use crate::schema::reader::Reader;

/// A limit of a date.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// The day on which the form is filled in.
    Today,
    /// A fixed day.
    On(CivilDate),
    /// An expression of type date.
    When(Value),
}

/// Properties of a date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Date {
    /// First day allowed.
    pub min: Option<Bound>,
    /// Last day allowed.
    pub max: Option<Bound>,
}

impl Date {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let date = Self { min: bound(reader, "min"), max: bound(reader, "max") };
        if let (Some(Bound::On(min)), Some(Bound::On(max))) = (&date.min, &date.max)
            && min > max
        {
            reader.issue("max", "min_above_max");
        }
        date
    }
}

fn bound(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<Bound> {
    let value = reader.take(key)?;
    match value {
        Value::String(text) if text == "today" => Some(Bound::Today),
        Value::String(text) => {
            let date = CivilDate::parse(text);
            if date.is_none() {
                reader.issue(key, "expected_date");
            }
            date.map(Bound::On)
        }
        other => Some(Bound::When(other.clone())),
    }
}

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match read_parts(raw) {
        Err(parsed) => parsed,
        Ok((Some(day), Some(month), Some(year))) => match CivilDate::new(year, month, day) {
            Some(date) => Parsed::value(date.iso()),
            None => Parsed::error("date.no_such_day"),
        },
        Ok((None, None, None)) => Parsed::blank(),
        Ok(_) => Parsed::error("date.incomplete"),
    }
}

/// Day, month and year of an answer, each absent when blank.
type Parts = (Option<u8>, Option<u8>, Option<u16>);

/// Reads the three parts; all that is wrong with them is said at once.
pub(crate) fn read_parts(raw: &Value) -> Result<Parts, Parsed> {
    if raw.is_null() {
        return Ok((None, None, None));
    }
    if !raw.is_object() {
        return Err(Parsed::error("invalid"));
    }
    let mut wrong = Parsed::blank();
    let mut number = |key: &str, code: &'static str, range: std::ops::RangeInclusive<u16>, width: usize| {
        let text = part(raw, key)?;
        let number = digits(text.as_bytes()).filter(|number| range.contains(number) && text.len() <= width);
        if number.is_none() && !text.is_empty() {
            wrong.faults.push(crate::violation::Fault::error(code));
        }
        Some(number)
    };
    let day = number("d", "date.day", 1..=31, 2);
    let month = number("m", "date.month", 1..=12, 2);
    let year = number("y", "date.year", 1000..=9999, 4);
    let (Some(day), Some(month), Some(year)) = (day, month, year) else {
        return Err(Parsed::error("invalid"));
    };
    if wrong.has_error() {
        return Err(wrong);
    }
    let small = |number: Option<u16>| number.and_then(|number| u8::try_from(number).ok());
    Ok((small(day), small(month), year))
}

/// A date or partial date as the three parts of its widget, with leading zeros as forms print them.
pub(crate) fn show(value: &Value) -> Value {
    let Some(date) = value.as_str().and_then(PartialDate::parse) else { return Value::Null };
    let two = |number: Option<u8>| {
        number.map_or_else(String::new, |number| {
            let mut out = String::with_capacity(2);
            crate::date::write_padded(&mut out, u32::from(number), 2);
            out
        })
    };
    json!({"d": two(date.day()), "m": two(date.month()), "y": date.year().to_string()})
}

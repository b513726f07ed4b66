//! `partial_date`: a day, a month of a year, or a year alone, all legal in civil-status forms. Raw is `{"d","m","y"}`,
//! value is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Bounds are checked in `instance/check.rs`.

use serde_json::Value;

use super::date::{Date, read_parts};
use super::parsed::Parsed;
use crate::date::partial::PartialDate;
use crate::schema::reader::Reader;

/// Properties of a partial date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartialDay {
    /// Its limits; only a date that lies wholly outside breaks them.
    pub limits: Date,
}

impl PartialDay {
    /// Reads `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { limits: Date::read(reader) }
    }
}

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match read_parts(raw) {
        Err(parsed) => parsed,
        Ok((None, None, None)) => Parsed::blank(),
        Ok((Some(_), None, _) | (_, _, None)) => Parsed::error("date.incomplete"),
        Ok((day, month, Some(year))) => match PartialDate::new(year, month, day) {
            Some(date) => Parsed::value(date.iso()),
            None => Parsed::error("date.no_such_day"),
        },
    }
}

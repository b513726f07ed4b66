//! Dates that may lack a day or a month, as civil-status books have them ("sinh năm 1948"). A partial date is an
//! interval of days; a comparison that the interval cannot decide has no answer.

use super::{CivilDate, days_in_month, digits, write_padded};

/// A year, a month of a year, or a day.
///
/// Printed and parsed as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The partial date, or `None` when the calendar has no such month or day, or a day comes without a month.
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = match (month, day) {
            (None, None) => CivilDate::new(year, 1, 1).is_some(),
            (Some(month), None) => CivilDate::new(year, month, 1).is_some(),
            (Some(month), Some(day)) => CivilDate::new(year, month, day).is_some(),
            (None, Some(_)) => false,
        };
        fits.then_some(Self { year, month, day })
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        match bytes.len() {
            4 => Self::new(digits(bytes)?, None, None),
            7 if bytes[4] == b'-' => {
                Self::new(digits(&bytes[..4])?, Some(u8::try_from(digits(&bytes[5..])?).ok()?), None)
            }
            10 => CivilDate::parse(text).map(Self::from),
            _ => None,
        }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, when it is known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, when it is known.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// The whole date, when day and month are known.
    #[must_use]
    pub fn exact(self) -> Option<CivilDate> {
        CivilDate::new(self.year, self.month?, self.day?)
    }

    /// The first day it may mean.
    #[must_use]
    pub fn earliest(self) -> CivilDate {
        CivilDate { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// The last day it may mean.
    #[must_use]
    pub fn latest(self) -> CivilDate {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        CivilDate { year: self.year, month, day }
    }

    /// The partial date in its ISO form.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        write_padded(&mut out, u32::from(self.year), 4);
        for part in [self.month, self.day].into_iter().flatten() {
            out.push('-');
            write_padded(&mut out, u32::from(part), 2);
        }
        out
    }
}

impl From<CivilDate> for PartialDate {
    fn from(date: CivilDate) -> Self {
        Self { year: date.year, month: Some(date.month), day: Some(date.day) }
    }
}

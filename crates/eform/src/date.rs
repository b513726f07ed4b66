//! Dates of the civil (proleptic Gregorian) calendar, years 1 to 9999, without time or zone: the engine is told what
//! today is (`Asia/Ho_Chi_Minh`, fixed +07:00) and never asks. Dates that lack a day or a month are in `partial.rs`.

pub mod partial;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the civil calendar.
///
/// Ordered by time. Printed and parsed as `YYYY-MM-DD` (ISO 8601).
///
/// ```
/// let birth = eform::CivilDate::parse("2004-02-29").unwrap();
/// let day = eform::CivilDate::new(2005, 2, 28).unwrap();
/// assert_eq!(birth.full_years_until(day), 0);
/// assert_eq!(birth.days_until(day), 365);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CivilDate {
    /// The day, or `None` when the calendar has no such day or the year is not within 1 to 9999.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`, exactly ten characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let year = digits(&bytes[..4])?;
        let month = u8::try_from(digits(&bytes[5..7])?).ok()?;
        let day = u8::try_from(digits(&bytes[8..])?).ok()?;
        Self::new(year, month, day)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01 (negative before).
    #[must_use]
    pub const fn epoch_days(self) -> i64 {
        // March-based years make the leap day the last day of the year (H. Hinnant, "chrono-compatible low-level date algorithms").
        let shift = if self.month <= 2 { 1 } else { 0 };
        let year = self.year as i64 - shift;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that many days after 1970-01-01, or `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        if !(-719_162..=2_932_896).contains(&days) {
            return None;
        }
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Days from this day to `other`, negative when `other` is earlier.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i64 {
        other.epoch_days() - self.epoch_days()
    }

    /// Full years from this day to `other`: the age on `other` of someone born on this day (a person born on 29
    /// February completes the year on 1 March of a common year). Negative when `other` is earlier.
    #[must_use]
    pub fn full_years_until(self, other: Self) -> i64 {
        if other < self {
            return -other.full_years_until(self);
        }
        let years = i64::from(other.year) - i64::from(self.year);
        years - i64::from((other.month, other.day) < (self.month, self.day))
    }

    /// Day of the week, 1 Monday to 7 Sunday (ISO 8601).
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((self.epoch_days() + 3).rem_euclid(7)).unwrap_or(0) + 1
    }

    /// The day so many days later (earlier when negative), or `None` outside the years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_epoch_days(self.epoch_days().checked_add(days)?)
    }

    /// The same day so many months later (earlier when negative); when that month has no such day, its last one
    /// (Điều 148 khoản 3 Bộ luật Dân sự 2015). `None` outside the years 1 to 9999.
    ///
    /// ```
    /// let day = eform::CivilDate::parse("2026-08-31").unwrap();
    /// assert_eq!(day.plus_months(6), eform::CivilDate::parse("2027-02-28"));
    /// ```
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let count = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let year = u16::try_from(count.div_euclid(12)).ok()?;
        let month = u8::try_from(count.rem_euclid(12) + 1).ok()?;
        Self::new(year, month, self.day.min(days_in_month(year, month)))
    }

    /// Writes `YYYY-MM-DD` at the end of a text.
    pub(crate) fn write(self, out: &mut String) {
        write_padded(out, u32::from(self.year), 4);
        out.push('-');
        write_padded(out, u32::from(self.month), 2);
        out.push('-');
        write_padded(out, u32::from(self.day), 2);
    }

    /// The date as `YYYY-MM-DD`.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        self.write(&mut out);
        out
    }
}

impl Serialize for CivilDate {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a date YYYY-MM-DD"))
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.iso())
    }
}

/// Number of days of a month; 0 for a month that does not exist.
#[must_use]
pub const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// One to four ASCII digits as a number.
pub(crate) fn digits(bytes: &[u8]) -> Option<u16> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    let mut number = 0;
    for byte in bytes {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u16::from(byte - b'0');
    }
    Some(number)
}

/// Writes a number with leading zeros.
pub(crate) fn write_padded(out: &mut String, number: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

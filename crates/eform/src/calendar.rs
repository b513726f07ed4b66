//! Working days: weekends, holidays and make-up days of the years that have been announced. The calendar is given by
//! the backend (Tết is lunar and days are swapped year by year); nothing is guessed beyond the days it speaks of.

use serde::{Deserialize, Serialize};

use crate::date::CivilDate;

/// Minutes after midnight until which a filing counts for the same day ("tiếp nhận hồ sơ sau 15 giờ": the next
/// working day; 15:00 itself is not after).
pub const CUT_OFF: u16 = 15 * 60;

/// Most working days that can be counted on.
const MOST: i64 = 1_000;

/// Calendars with their names, such as `vn`.
pub type Calendars = Vec<(String, Calendar)>;

/// The working days of some years.
///
/// ```
/// use eform::{Calendar, CivilDate};
/// let day = |text| CivilDate::parse(text).unwrap();
/// let calendar = Calendar::new(day("2026-01-01"), day("2026-12-31"));
/// assert_eq!(calendar.after(day("2026-11-20"), 3), Some(day("2026-11-25")));
/// assert_eq!(calendar.received(day("2026-11-20"), 15 * 60 + 1), Some(day("2026-11-23")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// First day it speaks of.
    pub from: CivilDate,
    /// Last day it speaks of.
    pub to: CivilDate,
    /// Days of the week without work, 1 Monday to 7 Sunday; Saturday and Sunday when not given.
    #[serde(default = "weekend")]
    pub weekend: Vec<u8>,
    /// Days without work.
    #[serde(default)]
    pub holidays: Vec<CivilDate>,
    /// Make-up days: worked although the day of the week says otherwise (làm bù). A holiday stays a holiday.
    #[serde(default)]
    pub workdays: Vec<CivilDate>,
}

fn weekend() -> Vec<u8> {
    vec![6, 7]
}

impl Calendar {
    /// A calendar of weeks without holidays.
    #[must_use]
    pub fn new(from: CivilDate, to: CivilDate) -> Self {
        Self { from, to, weekend: weekend(), holidays: Vec::new(), workdays: Vec::new() }
    }

    /// Whether a day is worked; `None` for days the calendar does not speak of.
    #[must_use]
    pub fn is_working(&self, day: CivilDate) -> Option<bool> {
        if day < self.from || self.to < day {
            return None;
        }
        let rests = self.weekend.contains(&day.weekday());
        Some(!self.holidays.contains(&day) && (!rests || self.workdays.contains(&day)))
    }

    /// The day itself when it is worked, otherwise the next that is.
    fn on_or_after(&self, mut day: CivilDate) -> Option<CivilDate> {
        while !self.is_working(day)? {
            day = day.plus_days(1)?;
        }
        Some(day)
    }

    /// The day on which a dossier counts as received: the day itself when it is worked and the filing came by
    /// [`CUT_OFF`] (minutes after midnight), otherwise the next working day.
    #[must_use]
    pub fn received(&self, day: CivilDate, minutes: u16) -> Option<CivilDate> {
        if minutes > CUT_OFF && self.is_working(day)? {
            return self.on_or_after(day.plus_days(1)?);
        }
        self.on_or_after(day)
    }

    /// The day so many working days after a day, which is not counted itself (Điều 147 Bộ luật Dân sự 2015); with
    /// zero, the day itself or the next that is worked. `None` for a negative or very large number and beyond the
    /// calendar.
    #[must_use]
    pub fn after(&self, day: CivilDate, count: i64) -> Option<CivilDate> {
        if !(0..=MOST).contains(&count) {
            return None;
        }
        // The first day must be one the calendar knows, or days would be skipped unseen.
        self.is_working(day)?;
        if count == 0 {
            return self.on_or_after(day);
        }
        let mut day = day;
        for _ in 0..count {
            day = self.on_or_after(day.plus_days(1)?)?;
        }
        Some(day)
    }

    /// How many days are worked after a day up to another, the first not counted and the last counted: the inverse
    /// of [`Calendar::after`]. Negative when `to` is earlier.
    #[must_use]
    pub fn between(&self, from: CivilDate, to: CivilDate) -> Option<i64> {
        if to < from {
            return self.between(to, from).map(|count| -count);
        }
        self.is_working(from).and(self.is_working(to))?;
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.plus_days(1)?;
            count += i64::from(self.is_working(day)?);
        }
        Some(count)
    }
}

//! Working days: weekends, holidays and make-up days of the years that have been announced. The calendar is given by
//! the backend (Tết is lunar and days are swapped year by year); nothing is guessed beyond the days it speaks of.

#[cfg(feature = "files")]
pub mod file;

use serde::{Deserialize, Serialize};

use crate::date::CivilDate;

/// Minutes after midnight until which a filing counts for the same day ("tiếp nhận hồ sơ sau 15 giờ": the next
/// working day; 15:00 itself is not after).
pub const CUT_OFF: u16 = 15 * 60;

/// Most days of the calendar that are looked at, one after the other: more than a year, which holds every time limit that is
/// set in working days, and what an expression is charged for it (`expr/cost.rs`).
pub(crate) const MOST: i64 = 400;

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
    /// Days about which nothing sure is known: what would count them is missing.
    #[serde(default)]
    pub unknown: Vec<CivilDate>,
}

fn weekend() -> Vec<u8> {
    vec![6, 7]
}

impl Calendar {
    /// A calendar of weeks without holidays.
    #[must_use]
    pub fn new(from: CivilDate, to: CivilDate) -> Self {
        Self { from, to, weekend: weekend(), holidays: Vec::new(), workdays: Vec::new(), unknown: Vec::new() }
    }

    /// Whether a day is worked; `None` for days the calendar does not speak of.
    #[must_use]
    pub fn is_working(&self, day: CivilDate) -> Option<bool> {
        if day < self.from || self.to < day || self.unknown.contains(&day) {
            return None;
        }
        let rests = self.weekend.contains(&day.weekday());
        Some(!self.holidays.contains(&day) && (!rests || self.workdays.contains(&day)))
    }

    /// The day itself when it is worked, otherwise the next that is; not after a last day.
    fn on_or_after(&self, mut day: CivilDate, last: CivilDate) -> Option<CivilDate> {
        while !self.is_working(day)? {
            day = day.plus_days(1).filter(|day| *day <= last)?;
        }
        Some(day)
    }

    /// The day on which a dossier counts as received: the day itself when it is worked and the filing came by
    /// [`CUT_OFF`] (minutes after midnight), otherwise the next working day.
    #[must_use]
    pub fn received(&self, day: CivilDate, minutes: u16) -> Option<CivilDate> {
        let last = day.plus_days(MOST)?;
        if minutes > CUT_OFF && self.is_working(day)? {
            return self.on_or_after(day.plus_days(1)?, last);
        }
        self.on_or_after(day, last)
    }

    /// The day so many working days after a day, which is not counted itself (Điều 147 Bộ luật Dân sự 2015); with
    /// zero, the day itself or the next that is worked. `None` for a negative number, beyond the calendar and for what is
    /// more than 400 days away.
    #[must_use]
    pub fn after(&self, day: CivilDate, count: i64) -> Option<CivilDate> {
        let last = day.plus_days(MOST)?;
        // The first day must be one the calendar knows, or days would be skipped unseen.
        self.is_working(day)?;
        match count {
            ..0 => None,
            0 => self.on_or_after(day, last),
            _ => {
                let next = |day: CivilDate| self.on_or_after(day.plus_days(1)?, last);
                (0..count).try_fold(day, |day, _| next(day))
            }
        }
    }

    /// How many days are worked after a day up to another, the first not counted and the last counted: the inverse
    /// of [`Calendar::after`]. Negative when `to` is earlier; `None` beyond the calendar and for more than 400 days.
    #[must_use]
    pub fn between(&self, from: CivilDate, to: CivilDate) -> Option<i64> {
        if to < from {
            return self.between(to, from).map(|count| -count);
        }
        self.is_working(from).and(self.is_working(to))?;
        if from.days_until(to) > MOST {
            return None;
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.plus_days(1)?;
            count += i64::from(self.is_working(day)?);
        }
        Some(count)
    }
}

//! The backend's only source of time. A steerable clock is the machine's plus an offset.
//!
//! No other file asks the machine for the time; forms get `today` in Vietnam from here.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

use crate::config::ClockKind;

const SECOND: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const COMPACT: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day][hour][minute][second]");
/// Vietnam has one time zone and no summer time.
const VIETNAM_SECONDS: i64 = 7 * 3600;

/// A moment in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// RFC 3339 in UTC, to the second.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.written(0, SECOND)
    }

    /// The day in Vietnam, `YYYY-MM-DD`.
    #[must_use]
    pub fn vietnamese_day(self) -> String {
        self.written(VIETNAM_SECONDS, DAY)
    }

    /// `yyyyMMddHHmmss` in Vietnam, as the payment gateway writes times.
    #[must_use]
    pub fn vietnamese_compact(self) -> String {
        self.written(VIETNAM_SECONDS, COMPACT)
    }

    /// The moment `seconds` later.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Reads RFC 3339 with any offset; fractions of a second are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parsed = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
        Some(Self(parsed.unix_timestamp()))
    }

    /// Reads `yyyyMMddHHmmss` in Vietnam.
    #[must_use]
    pub fn parse_vietnamese_compact(text: &str) -> Option<Self> {
        let parsed = time::PrimitiveDateTime::parse(text, COMPACT).ok()?;
        Some(Self(parsed.assume_utc().unix_timestamp() - VIETNAM_SECONDS))
    }

    fn written(self, shift: i64, format: &[BorrowedFormatItem<'_>]) -> String {
        OffsetDateTime::from_unix_timestamp(self.0.saturating_add(shift))
            .map(|moment| moment.to_offset(UtcOffset::UTC))
            .ok()
            .and_then(|moment| moment.format(format).ok())
            .unwrap_or_default()
    }
}

/// Tells the time.
#[derive(Debug)]
pub struct Clock {
    kind: ClockKind,
    offset: AtomicI64,
}

impl Clock {
    /// A clock without offset.
    #[must_use]
    pub const fn new(kind: ClockKind) -> Self {
        Self { kind, offset: AtomicI64::new(0) }
    }

    /// Now, in this backend's time.
    #[must_use]
    pub fn now(&self) -> Moment {
        let machine = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        Moment(i64::try_from(machine).unwrap_or(i64::MAX)).plus(self.offset.load(Ordering::SeqCst))
    }

    /// Sets the offset in seconds; `false` when this clock cannot be steered.
    pub fn steer(&self, offset: i64) -> bool {
        let steerable = self.kind == ClockKind::Steerable;
        if steerable {
            self.offset.store(offset, Ordering::SeqCst);
        }
        steerable
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, ClockKind, Moment};

    #[test]
    fn the_day_changes_at_midnight_in_vietnam_not_in_greenwich() {
        let moment = Moment::parse("2026-11-20T17:00:00Z").unwrap();
        assert_eq!(moment.vietnamese_day(), "2026-11-21");
        assert_eq!(moment.plus(-1).vietnamese_day(), "2026-11-20");
        assert_eq!(moment.vietnamese_compact(), "20261121000000");
        assert_eq!(Moment::parse_vietnamese_compact("20261121000000"), Some(moment));
    }

    #[test]
    fn a_system_clock_cannot_be_steered() {
        let clock = Clock::new(ClockKind::System);
        let before = clock.now();
        assert!(!clock.steer(1_000_000));
        assert!(clock.now() < before.plus(1_000));
    }

    #[test]
    fn moments_read_back_as_they_were_written() {
        let text = "2026-11-21T08:05:00Z";
        assert_eq!(Moment::parse(text).unwrap().rfc3339(), text);
        assert_eq!(Moment::parse("2026-11-21T15:05:00+07:00").unwrap().rfc3339(), text);
    }
}

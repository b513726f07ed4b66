//! The sandbox's time: the system's clock plus an offset, which the configuration may begin with and the control endpoint
//! moves forward, written in Vietnam's zone. Who may move it and who is told lives in `control`; nothing else in the sandbox asks the system for the time.

use time::{
    OffsetDateTime, PrimitiveDateTime, UtcOffset,
    format_description::well_known::Rfc3339,
    macros::{format_description, offset},
};

/// Vietnam has one zone and no summer time.
const VIETNAM: UtcOffset = offset!(+7);

/// The system's time moved by an offset, in Vietnam's zone.
pub fn now(offset_seconds: i64) -> OffsetDateTime {
    at(OffsetDateTime::now_utc().unix_timestamp().saturating_add(offset_seconds))
}

/// A moment given in seconds since 1970, in Vietnam's zone.
pub fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(VIETNAM)
}

/// How far the clock must be ahead of the system's for it to be this moment now; behind is negative.
pub fn offset_to(moment: OffsetDateTime) -> i64 {
    moment.unix_timestamp().saturating_sub(OffsetDateTime::now_utc().unix_timestamp())
}

/// `2026-11-21T15:00:00+07:00`.
pub fn rfc3339(moment: OffsetDateTime) -> String {
    moment.format(&Rfc3339).unwrap_or_default()
}

/// `20261121150000`, the gateway's stamp, always Vietnam's time.
pub fn stamp(moment: OffsetDateTime) -> String {
    moment.format(format_description!("[year][month][day][hour][minute][second]")).unwrap_or_default()
}

/// Reads the gateway's stamp.
pub fn from_stamp(text: &str) -> Option<OffsetDateTime> {
    let format = format_description!("[year][month][day][hour][minute][second]");
    PrimitiveDateTime::parse(text, format).ok().map(|local| local.assume_offset(VIETNAM))
}

/// `261121`, the day inside a dossier code.
pub fn short_day(moment: OffsetDateTime) -> String {
    moment.format(format_description!("[year repr:last_two][month][day]")).unwrap_or_default()
}

/// `21/11/2026 15:00:00`, for people.
pub fn for_people(moment: OffsetDateTime) -> String {
    moment.format(format_description!("[day]/[month]/[year] [hour]:[minute]:[second]")).unwrap_or_default()
}

/// Reads RFC 3339.
pub fn from_rfc3339(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(|at| at.to_offset(VIETNAM))
}

/// A moment of a protocol as people write it; what is no moment stays as it is.
pub fn readable(text: &str) -> String {
    from_rfc3339(text).map_or_else(|| text.to_owned(), for_people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_and_written_in_vietnam_time() {
        let moment = from_stamp("20261121150000").unwrap();
        assert_eq!(rfc3339(moment), "2026-11-21T15:00:00+07:00");
        assert_eq!(stamp(moment), "20261121150000");
        assert_eq!(stamp(at(moment.unix_timestamp())), "20261121150000");
        assert_eq!(short_day(moment), "261121");
    }

    #[test]
    fn people_read_days_before_months_in_vietnam_time() {
        assert_eq!(readable("2026-11-21T08:00:00Z"), "21/11/2026 15:00:00");
        assert_eq!(readable("soon"), "soon");
    }

    #[test]
    fn a_stamp_of_no_day_is_refused() {
        assert_eq!(from_stamp("20260230000000"), None);
        assert_eq!(from_stamp("2026-11-21"), None);
    }
}

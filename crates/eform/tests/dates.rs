//! Civil dates against the `time` crate, over every day of four hundred years and at the edges.
#![cfg(test)]

use eform::{CivilDate, PartialDate};
use time::{Date, Month};

fn judge(date: Date) -> CivilDate {
    let year = u16::try_from(date.year()).unwrap();
    CivilDate::new(year, u8::from(date.month()), date.day()).unwrap()
}

#[test]
fn every_day_of_a_whole_cycle_of_the_calendar_has_the_number_that_time_gives_it() {
    let epoch = Date::from_calendar_date(1970, Month::January, 1).unwrap();
    let mut day = Date::from_calendar_date(1800, Month::January, 1).unwrap();
    while day.year() < 2201 {
        let date = judge(day);
        let number = (day - epoch).whole_days();
        assert_eq!(date.epoch_days(), number);
        assert_eq!(CivilDate::from_epoch_days(number), Some(date));
        assert_eq!(CivilDate::parse(&date.iso()), Some(date));
        day = day.next_day().unwrap();
    }
}

#[test]
fn a_day_exists_exactly_when_time_says_so() {
    for year in [1, 4, 100, 400, 1582, 1900, 2000, 2024, 2026, 2100, 9999] {
        for month in 0..=13 {
            for day in 0..=32 {
                let wanted = Month::try_from(month)
                    .is_ok_and(|month| Date::from_calendar_date(i32::from(year), month, day).is_ok());
                assert_eq!(CivilDate::new(year, month, day).is_some(), wanted, "{year}-{month}-{day}");
            }
        }
    }
    assert_eq!(CivilDate::new(0, 1, 1), None);
    assert_eq!(CivilDate::new(10000, 1, 1), None);
}

#[test]
fn numbers_of_days_end_at_the_first_and_the_last_year() {
    let first = CivilDate::new(1, 1, 1).unwrap();
    let last = CivilDate::new(9999, 12, 31).unwrap();
    for (date, beyond) in [(first, -1), (last, 1)] {
        assert_eq!(CivilDate::from_epoch_days(date.epoch_days()), Some(date));
        assert_eq!(CivilDate::from_epoch_days(date.epoch_days() + beyond), None);
    }
    assert_eq!(CivilDate::from_epoch_days(i64::MAX), None);
    assert_eq!(CivilDate::from_epoch_days(i64::MIN), None);
}

#[test]
fn only_the_iso_form_is_read() {
    for text in
        ["", "2026-4-15", "2026/04/15", "15-04-2026", "2026-02-29", "+026-04-15", "2026-04-15 ", "２026-04-1"]
    {
        assert_eq!(CivilDate::parse(text), None, "{text}");
    }
    for text in ["", "948", "1948-", "1948-13", "1948-1", "1948-02-30"] {
        assert_eq!(PartialDate::parse(text), None, "{text}");
    }
    for text in ["1948", "1948-02", "1948-02-29"] {
        assert_eq!(PartialDate::parse(text).unwrap().iso(), text);
    }
}

#[test]
fn a_partial_date_is_the_interval_of_the_days_it_may_mean() {
    let ends = |text: &str| {
        let date = PartialDate::parse(text).unwrap();
        (date.earliest().iso(), date.latest().iso(), date.exact().is_some())
    };
    assert_eq!(ends("1948"), ("1948-01-01".to_owned(), "1948-12-31".to_owned(), false));
    assert_eq!(ends("1948-02"), ("1948-02-01".to_owned(), "1948-02-29".to_owned(), false));
    assert_eq!(ends("1948-02-03"), ("1948-02-03".to_owned(), "1948-02-03".to_owned(), true));
}

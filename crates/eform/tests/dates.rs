//! Civil dates against the `time` crate, over every day of four hundred years and at the edges.
#![cfg(test)]

use eform::{Calendar, CivilDate, PartialDate};
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

#[test]
fn months_end_on_the_same_day_or_on_the_last_there_is() {
    let day = |text: &str| CivilDate::parse(text).unwrap();
    let months = |from: &str, count| day(from).plus_months(count);
    assert_eq!(months("2026-01-31", 1), Some(day("2026-02-28")));
    assert_eq!(months("2024-01-31", 1), Some(day("2024-02-29")));
    assert_eq!(months("2026-11-30", 3), Some(day("2027-02-28")));
    assert_eq!(months("2024-02-29", 12), Some(day("2025-02-28")));
    assert_eq!(months("2024-02-29", -48), Some(day("2020-02-29")));
    assert_eq!(months("9999-12-01", 1), None);
    assert_eq!(months("0001-01-01", -1), None);
    assert_eq!(months("2026-01-01", i64::MAX), None);
    for count in -30..30 {
        let end = months("2026-05-15", count).unwrap();
        assert_eq!(end.plus_months(-count), Some(day("2026-05-15")), "{count}");
    }
}

#[test]
fn counting_working_days_on_and_back_agrees_with_looking_at_each_day() {
    let day = |text: &str| CivilDate::parse(text).unwrap();
    let mut calendar = Calendar::new(day("2026-01-01"), day("2026-12-31"));
    calendar.holidays.extend([day("2026-02-16"), day("2026-02-17"), day("2026-04-30"), day("2026-11-24")]);
    calendar.workdays.push(day("2026-02-14"));
    let mut start = calendar.from;
    while start < day("2026-06-01") {
        for count in 0..40 {
            let end = calendar.after(start, count).unwrap();
            assert_eq!(calendar.is_working(end), Some(true));
            let mut looked_at = 0;
            let mut at = start;
            while at < end {
                at = at.plus_days(1).unwrap();
                looked_at += i64::from(calendar.is_working(at).unwrap());
            }
            assert_eq!(calendar.between(start, end), Some(looked_at));
            assert_eq!(calendar.between(end, start), Some(-looked_at));
            // Zero steps from a day of rest lead to the next working day, which is one day on.
            assert_eq!(looked_at, count.max(i64::from(count == 0 && end != start)));
        }
        start = start.plus_days(1).unwrap();
    }
    assert_eq!(calendar.after(day("2026-12-30"), 1), Some(day("2026-12-31")));
    assert_eq!(calendar.after(day("2026-12-31"), 1), None);
    assert_eq!(calendar.is_working(day("2027-01-04")), None);
}

#[test]
fn days_of_the_week_are_those_of_time() {
    let mut day = CivilDate::parse("1899-12-25").unwrap();
    for _ in 0..60_000 {
        let month = time::Month::try_from(day.month()).unwrap();
        let other = time::Date::from_calendar_date(day.year().into(), month, day.day()).unwrap();
        assert_eq!(day.weekday(), other.weekday().number_from_monday());
        day = day.plus_days(1).unwrap();
    }
}

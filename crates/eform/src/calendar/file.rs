//! The file of a calendar: the days of rest of each year that has been announced, with where that stands. For the backend and
//! for authors; the portal gets the calendar with the procedure.

use super::{Calendar, weekend};
use crate::catalogue::file::{Source, parsed};
use crate::date::CivilDate;
use crate::issue::SchemaIssue;
use crate::schema::reader::{Reader, join};

/// One year of a calendar.
struct Year {
    number: i64,
    pointer: String,
    days: [Vec<CivilDate>; 3],
}

/// The lists of a year, in the order of [`Year::days`].
const LISTS: [&str; 3] = ["holidays", "workdays", "unknown"];

/// Reads the text of a calendar's file.
///
/// # Errors
/// Every mistake at once: no years, years that do not follow one another, a year without a source, days of another year.
pub fn read(text: &str) -> Result<Calendar, Vec<SchemaIssue>> {
    let value = parsed(text)?;
    let mut issues = Vec::new();
    let mut years = Vec::new();
    let mut rest = weekend();
    if let Some(mut reader) = Reader::new(&value, String::new(), &mut issues) {
        reader.id("calendar");
        if let Some(given) = reader.take("weekend") {
            let days = given.as_array().into_iter().flatten();
            rest = days.filter_map(|day| u8::try_from(day.as_u64()?).ok()).collect();
            if rest.iter().any(|day| !(1..=7).contains(day)) {
                reader.issue("weekend", "expected_weekdays");
            }
        }
        years = reader.list("years", read_year);
        reader.finish();
    }
    judge(&years, &mut issues);
    let ends = years.first().zip(years.last()).and_then(|(first, last)| {
        let year = |year: &Year| u16::try_from(year.number).ok();
        Some((CivilDate::new(year(first)?, 1, 1)?, CivilDate::new(year(last)?, 12, 31)?))
    });
    match ends {
        Some((from, to)) if issues.is_empty() => {
            let mut calendar = Calendar { weekend: rest, ..Calendar::new(from, to) };
            for year in years {
                let [holidays, workdays, unknown] = year.days;
                calendar.holidays.extend(holidays);
                calendar.workdays.extend(workdays);
                calendar.unknown.extend(unknown);
            }
            Ok(calendar)
        }
        _ => {
            if issues.is_empty() {
                issues.push(SchemaIssue::new("/years", "missing_key"));
            }
            Err(issues)
        }
    }
}

fn read_year(mut reader: Reader<'_, '_>) -> Year {
    let number = reader.int("year").unwrap_or_default();
    Source::read(&mut reader);
    let days = LISTS.map(|list| {
        let texts = reader.texts(list);
        let days: Vec<CivilDate> = texts.iter().filter_map(|text| CivilDate::parse(text)).collect();
        if days.len() != texts.len() {
            reader.issue(list, "expected_date");
        }
        days
    });
    let pointer = reader.pointer().to_owned();
    reader.finish();
    Year { number, pointer, days }
}

fn judge(years: &[Year], issues: &mut Vec<SchemaIssue>) {
    for (at, year) in years.iter().enumerate() {
        // A year that is left out would be counted as one without holidays.
        if at > 0 && year.number != years[at - 1].number + 1 {
            issues.push(SchemaIssue::new(&join(&year.pointer, "year"), "year_order"));
        }
        for (list, days) in LISTS.iter().zip(&year.days) {
            if days.iter().any(|day| i64::from(day.year()) != year.number) {
                issues.push(SchemaIssue::new(&join(&year.pointer, list), "day_of_another_year"));
            }
        }
        let [holidays, workdays, unknown] = &year.days;
        if holidays.iter().chain(workdays).any(|day| unknown.contains(day)) {
            issues.push(SchemaIssue::new(&join(&year.pointer, "unknown"), "duplicate_id"));
        }
    }
}

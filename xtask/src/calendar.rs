//! In which days procedures are in force, and where the clock of portal and sandbox begins so that a newcomer can file on any day.
//! Only `effective` and `events` of a procedure are read here; what is on offer is the backend's decision.

use crate::run::Outcome;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use time::format_description::{BorrowedFormatItem, well_known::Rfc3339};
use time::macros::{format_description, offset, time};
use time::{Date, Duration, OffsetDateTime, UtcOffset};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const VIETNAM: UtcOffset = offset!(+7);
/// How far behind the first day of a procedure a borrowed day lies: citizens speak of the last weeks.
const SETTLED: Duration = Duration::days(45);

/// A procedure and the days on which it can be started; ISO dates compare as text.
pub struct Window {
    code: String,
    from: Option<String>,
    to: Option<String>,
}

impl Window {
    fn is_open_on(&self, day: &str) -> bool {
        self.from.as_deref().is_none_or(|from| from <= day) && self.to.as_deref().is_none_or(|to| day <= to)
    }
}

/// The windows of all services in these folders. A file that cannot be understood is the backend's to refuse, with its reasons.
pub fn windows(folders: &[PathBuf]) -> Vec<Window> {
    let mut found: Vec<Window> = folders.iter().flat_map(|folder| windows_in(folder)).collect();
    found.sort_by(|one, other| one.code.cmp(&other.code));
    found
}

fn windows_in(folder: &Path) -> Vec<Window> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let texts = entries.filter_map(|entry| fs::read_to_string(entry.path().join("procedure.json")).ok());
    texts.filter_map(|text| window(&text)).collect()
}

fn window(text: &str) -> Option<Window> {
    let schema: Value = serde_json::from_str(text).ok()?;
    // A schema without a life event is no service: the gallery of fields.
    schema["events"].as_array().filter(|events| !events.is_empty())?;
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let effective = &schema["effective"];
    Some(Window { code: word(&schema["code"])?, from: word(&effective["from"]), to: word(&effective["to"]) })
}

/// Where the clock begins: as asked, or on the real day, or, when no procedure is in force today, on a day when one is.
pub fn beginning(asked: Option<&str>, windows: &[Window], now: OffsetDateTime) -> Outcome<Option<String>> {
    let moment = match asked {
        Some("now") => Some(now),
        Some(text) => Some(moment(text)?),
        None if windows.is_empty() || windows.iter().any(|one| one.is_open_on(&day_of(now))) => None,
        None => borrowed(windows),
    };
    Ok(moment.and_then(|moment| moment.format(&Rfc3339).ok()))
}

/// A day in the window that ends last.
fn borrowed(windows: &[Window]) -> Option<OffsetDateTime> {
    let last = windows.iter().max_by_key(|one| one.to.as_deref().unwrap_or("9999"))?;
    let read = |text: &Option<String>| Date::parse(text.as_deref()?, DAY).ok();
    let day = match (read(&last.from), read(&last.to)) {
        (Some(from), Some(to)) => from + SETTLED.min((to - from) / 2),
        (Some(from), None) => from + SETTLED,
        (None, Some(to)) => to - SETTLED,
        (None, None) => return None,
    };
    Some(morning(day))
}

fn moment(text: &str) -> Outcome<OffsetDateTime> {
    let day = Date::parse(text, DAY).map(morning);
    day.or_else(|_| OffsetDateTime::parse(text, &Rfc3339)).map_err(|_| {
        format!("`{text}` is no beginning: give a day like 2026-11-21, a moment like 2026-11-21T01:00:00Z, or now.")
    })
}

/// Offices are open.
fn morning(day: Date) -> OffsetDateTime {
    day.with_time(time!(09:00)).assume_offset(VIETNAM)
}

/// The day in Vietnam.
fn day_of(moment: OffsetDateTime) -> String {
    moment.to_offset(VIETNAM).date().format(DAY).unwrap_or_default()
}

/// What there is to say about a clock that stands at `now` (RFC 3339), `ahead` seconds before or behind the real one.
pub fn remarks(windows: &[Window], now: &str, ahead: i64) -> Vec<String> {
    let Ok(now) = OffsetDateTime::parse(now, &Rfc3339) else { return Vec::new() };
    let here = day_of(now);
    let really = day_of(now - Duration::seconds(ahead));
    let mut said = Vec::new();
    if really != here {
        let why = if windows.iter().any(|one| one.is_open_on(&really)) {
            String::new()
        } else {
            format!(", because no procedure is in force on the real day, {really}")
        };
        said.push(format!(
            "The clock here stands on {here}{why}. Another day: --start DAY; the real one: --start now."
        ));
    }
    let closed: Vec<&str> =
        windows.iter().filter(|one| !one.is_open_on(&here)).map(|one| one.code.as_str()).collect();
    if !closed.is_empty() {
        let codes = closed.join(", ");
        said.push(format!("Not in force on {here}, and so not on offer: {codes} (--start DAY shows them)."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use time::macros::datetime;

    fn one(code: &str, from: Option<&str>, to: Option<&str>) -> Window {
        Window { code: code.into(), from: from.map(str::to_owned), to: to.map(str::to_owned) }
    }

    fn ours() -> Vec<Window> {
        windows(&[Workspace::find().root.join("procedures")])
    }

    #[test]
    fn the_services_of_this_repository_have_days_and_the_gallery_is_none_of_them() {
        let codes: Vec<String> = ours().into_iter().map(|window| window.code).collect();
        assert!(codes.contains(&"1.001193".into()) && codes.contains(&"2.000635".into()), "{codes:?}");
        assert!(!codes.contains(&"gallery".into()));
    }

    #[test]
    fn while_a_procedure_is_in_force_the_clock_is_the_real_one() {
        assert_eq!(beginning(None, &ours(), datetime!(2026-11-21 08:00 UTC)), Ok(None));
        assert_eq!(beginning(None, &[], datetime!(2031-01-01 00:00 UTC)), Ok(None));
    }

    #[test]
    fn when_none_is_in_force_the_clock_begins_on_a_day_when_they_are_and_says_so() {
        let start = beginning(None, &ours(), datetime!(2028-03-10 08:00 UTC)).expect("nothing was asked");
        let start = start.expect("another day than today");
        assert!(ours().iter().all(|window| window.is_open_on(&start[..10])), "{start}");
        let moment = OffsetDateTime::parse(&start, &Rfc3339).expect("a moment");
        let ahead = (moment - datetime!(2028-03-10 08:00 UTC)).whole_seconds();
        let said = remarks(&ours(), &start, ahead);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("no procedure is in force on the real day, 2028-03-10"), "{said:?}");
    }

    #[test]
    fn the_same_start_is_found_on_every_day_so_that_a_data_folder_runs_on() {
        let on = |now| beginning(None, &ours(), now);
        assert_eq!(on(datetime!(2028-03-10 08:00 UTC)), on(datetime!(2029-07-01 20:00 UTC)));
    }

    #[test]
    fn a_start_can_be_a_day_a_moment_or_now_and_nothing_else() {
        let on = |text| beginning(Some(text), &ours(), datetime!(2028-03-10 08:00 UTC));
        assert_eq!(on("2026-11-21"), Ok(Some("2026-11-21T09:00:00+07:00".into())));
        assert_eq!(on("2026-11-21T01:00:00Z"), Ok(Some("2026-11-21T01:00:00Z".into())));
        assert_eq!(on("now"), Ok(Some("2028-03-10T08:00:00Z".into())));
        for nonsense in ["tomorrow", "2026-02-30", "21/11/2026", ""] {
            assert!(on(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn procedures_that_are_closed_on_the_day_here_are_named() {
        let windows = [one("a", Some("2026-01-01"), Some("2026-12-31")), one("b", Some("2028-01-01"), None)];
        assert_eq!(
            remarks(&windows, "2028-03-10T08:00:00Z", 0),
            ["Not in force on 2028-03-10, and so not on offer: a (--start DAY shows them)."]
        );
        assert!(remarks(&windows[..1], "2026-03-10T08:00:00Z", 0).is_empty());
    }

    #[test]
    fn windows_that_are_open_at_one_end_lend_a_day_too() {
        let day = |window| borrowed(&[window]).map(day_of);
        assert_eq!(day(one("a", Some("2040-01-01"), None)).as_deref(), Some("2040-02-15"));
        assert_eq!(day(one("a", None, Some("2020-03-01"))).as_deref(), Some("2020-01-16"));
        assert_eq!(day(one("a", Some("2020-03-01"), Some("2020-03-03"))).as_deref(), Some("2020-03-02"));
    }
}

//! Dates as the clock in Vietnam shows them (UTC+7, no summer time) and grouped numbers.
//!
//! Pure: the same result on every device, whatever its own time zone and language pack.

use super::table::{Lang, text_in};

/// Days since 1970-01-01 of a civil date (Howard Hinnant's algorithm).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Year, month and day of `YYYY-MM-DD`.
fn parts(date: &str) -> Option<(i64, i64, i64)> {
    let mut numbers = date.get(..10)?.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

/// Days since 1970 and minutes of the day in Vietnam, of an RFC 3339 moment.
fn in_vietnam(moment: &str) -> Option<(i64, i64)> {
    let (year, month, day) = parts(moment)?;
    let hours: i64 = moment.get(11..13)?.parse().ok()?;
    let minutes: i64 = moment.get(14..16)?.parse().ok()?;
    let zone = moment.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = if zone.len() == 6 {
        let size = zone.get(1..3)?.parse::<i64>().ok()? * 60 + zone.get(4..6)?.parse::<i64>().ok()?;
        if zone.starts_with('-') { -size } else { size }
    } else {
        0
    };
    let total = days_from_civil(year, month, day) * 1440 + hours * 60 + minutes - offset + 7 * 60;
    Some((total.div_euclid(1440), total.rem_euclid(1440)))
}

/// Whole minutes from one RFC 3339 moment to another.
#[must_use]
pub fn minutes_between(from: &str, to: &str) -> Option<i64> {
    let ((from_day, from_minute), (to_day, to_minute)) = (in_vietnam(from)?, in_vietnam(to)?);
    Some((to_day - from_day) * 1440 + to_minute - from_minute)
}

/// The civil date in Vietnam (`YYYY-MM-DD`) of an RFC 3339 moment.
#[must_use]
pub fn civil_date(moment: &str) -> Option<String> {
    let (year, month, day) = civil_from_days(in_vietnam(moment)?.0);
    Some([four(year), two(month), two(day)].join("-"))
}

fn two(number: i64) -> String {
    let text = number.to_string();
    if text.len() < 2 { ["0", &text].concat() } else { text }
}

fn four(number: i64) -> String {
    let text = number.to_string();
    ["0000".get(text.len()..).unwrap_or_default(), &text].concat()
}

fn spell(year: i64, month: i64, day: i64, lang: Lang) -> String {
    match lang {
        Lang::Vi => [two(day), two(month), four(year)].join("/"),
        Lang::En => {
            let name = text_in(lang, &["format.month.", &month.to_string()].concat()).unwrap_or_default();
            [day.to_string().as_str(), name, &year.to_string()].join(" ")
        }
    }
}

fn weekday(days: i64, lang: Lang) -> &'static str {
    let at = (days + 4).rem_euclid(7).to_string();
    text_in(lang, &["format.weekday.", &at].concat()).unwrap_or_default()
}

pub(super) fn date(date: &str, lang: Lang) -> String {
    let civil =
        if date.len() > 10 { in_vietnam(date).map(|(days, _)| civil_from_days(days)) } else { parts(date) };
    civil.map_or_else(|| date.to_owned(), |(year, month, day)| spell(year, month, day, lang))
}

pub(super) fn long_date(date: &str, lang: Lang) -> String {
    let Some((year, month, day)) = parts(date) else { return date.to_owned() };
    [weekday(days_from_civil(year, month, day), lang), &spell(year, month, day, lang)].join(" ")
}

pub(super) fn time(moment: &str) -> String {
    in_vietnam(moment).map_or_else(String::new, |(_, minute)| [two(minute / 60), two(minute % 60)].join(":"))
}

pub(super) fn date_time(moment: &str, lang: Lang) -> String {
    let Some((days, _)) = in_vietnam(moment) else { return moment.to_owned() };
    let (year, month, day) = civil_from_days(days);
    [weekday(days, lang), " ", &spell(year, month, day, lang), ", ", &time(moment)].concat()
}

/// A whole number with its thousands grouped: `1.234.567`, in English `1,234,567`.
#[must_use]
pub fn grouped(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(if lang == Lang::Vi { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// A number with places as the engine writes it (`-1234.5`): `-1.234,5`, in English `-1,234.5`.
pub(super) fn decimal(number: &str, lang: Lang) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let Ok(whole) = whole.parse() else { return number.to_owned() };
    let point = match (places, lang) {
        ("", _) => "",
        (_, Lang::Vi) => ",",
        (_, Lang::En) => ".",
    };
    [sign, &grouped(whole, lang), point, places].concat()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Lang, civil_date, date, date_time, decimal, grouped, long_date, minutes_between, time};

    #[test]
    fn a_late_evening_in_utc_is_the_next_morning_in_vietnam() {
        assert_eq!(date_time("2026-11-21T17:30:00Z", Lang::Vi), "Chủ Nhật 22/11/2026, 00:30");
        assert_eq!(civil_date("2026-12-31T17:00:00Z").as_deref(), Some("2027-01-01"));
        assert_eq!(date_time("2026-11-21T15:58:00+07:00", Lang::En), "Saturday 21 November 2026, 15:58");
    }

    #[test]
    fn fractions_of_a_second_do_not_disturb_the_zone() {
        assert_eq!(time("2026-11-21T08:05:09.123456Z"), "15:05");
        assert_eq!(time("2026-11-21T08:05:09.5+07:00"), "08:05");
    }

    #[test]
    fn minutes_are_counted_over_midnight_and_across_zones() {
        assert_eq!(minutes_between("2026-11-21T16:50:00Z", "2026-11-22T00:20:00+07:00"), Some(30));
        assert_eq!(minutes_between("2026-11-21T08:00:00Z", "soon"), None);
    }

    #[test]
    fn civil_dates_keep_their_day() {
        assert_eq!(date("1995-02-14", Lang::Vi), "14/02/1995");
        assert_eq!(long_date("2024-02-29", Lang::Vi), "Thứ Năm 29/02/2024");
        assert_eq!(date("1948", Lang::Vi), "1948");
    }

    #[test]
    fn thousands_are_grouped_the_vietnamese_way() {
        assert_eq!(grouped(1_234_567, Lang::Vi), "1.234.567");
        assert_eq!(grouped(16_000, Lang::En), "16,000");
        assert_eq!(grouped(999, Lang::Vi), "999");
    }

    #[test]
    fn places_follow_a_comma_in_vietnamese_and_a_point_in_english() {
        assert_eq!(decimal("1234.5", Lang::Vi), "1.234,5");
        assert_eq!(decimal("-1234.5", Lang::En), "-1,234.5");
        assert_eq!(decimal("62", Lang::Vi), "62");
        assert_eq!(decimal("no number", Lang::Vi), "no number");
    }
}

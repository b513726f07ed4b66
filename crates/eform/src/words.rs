//! Numbers, dates and money in Vietnamese words (money in English ones too, `english`), in one configured style: mốt, tư, lăm; linh (not lẻ), nghìn (not
//! ngàn), tỷ (not tỉ). Vectors: the forms' own examples, see `tests/words.rs`.

mod english;

pub use english::money_in_english;

use crate::date::partial::PartialDate;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// A number in words.
///
/// ```
/// assert_eq!(eform::words::number(1_001), "một nghìn không trăm linh một");
/// ```
#[must_use]
pub fn number(number: u64) -> String {
    let mut words = Vec::new();
    count(number, &mut words);
    words.join(" ")
}

/// An amount of money in words, with its unit "đồng".
///
/// ```
/// assert_eq!(eform::words::money(150_000), "một trăm năm mươi nghìn đồng");
/// ```
#[must_use]
pub fn money(amount: u64) -> String {
    let mut words = number(amount);
    words.push_str(" đồng");
    words
}

/// A date in words, as birth certificates have it; a partial date leaves out what is not known.
///
/// ```
/// let date = eform::PartialDate::parse("2026-04-15").unwrap();
/// assert_eq!(eform::words::date(date), "ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu");
/// ```
#[must_use]
pub fn date(date: PartialDate) -> String {
    let mut out = String::new();
    if let Some(day) = date.day() {
        out.push_str("ngày ");
        out.push_str(&number(u64::from(day)));
        out.push(' ');
    }
    if let Some(month) = date.month() {
        out.push_str("tháng ");
        // The fourth month is "tháng tư", and never "tháng bốn".
        out.push_str(&if month == 4 { "tư".to_owned() } else { number(u64::from(month)) });
        out.push(' ');
    }
    out.push_str("năm ");
    out.push_str(&number(u64::from(date.year())));
    out
}

/// Numbers above a tỷ (10⁹) are counted in tỷ, and those in tỷ again.
fn count(number: u64, words: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    if number >= BILLION {
        count(number / BILLION, words);
        words.push("tỷ");
        below_billion(number % BILLION, true, words);
    } else if number == 0 {
        words.push("không");
    } else {
        below_billion(number, false, words);
    }
}

/// Groups of three digits; a group after a larger one names its hundreds even when they are zero.
fn below_billion(number: u64, mut after: bool, words: &mut Vec<&'static str>) {
    for (unit, name) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let group = number / unit % 1_000;
        if group == 0 {
            continue;
        }
        below_thousand(group, after, words);
        words.extend(name);
        after = true;
    }
}

fn below_thousand(number: u64, after: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if hundreds > 0 || after {
        words.push(digit(hundreds));
        words.push("trăm");
    }
    match (tens, ones) {
        (0, 0) => {}
        (0, _) => {
            if hundreds > 0 || after {
                words.push("linh");
            }
            words.push(digit(ones));
        }
        (1, _) => words.push("mười"),
        _ => {
            words.push(digit(tens));
            words.push("mươi");
        }
    }
    match (tens, ones) {
        (0, _) | (_, 0) => {}
        (1, 5) => words.push("lăm"),
        (1, _) => words.push(digit(ones)),
        (_, 1) => words.push("mốt"),
        (_, 4) => words.push("tư"),
        (_, 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

fn digit(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or("")
}

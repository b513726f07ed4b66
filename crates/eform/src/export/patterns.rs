//! The regular expressions of exported schemas: the part that ECMAScript with the `u` flag and Rust's `regex` understand
//! alike, without looking ahead or behind. What they say is judged against the engine in `tests/oracles`.

/// A day with day, month and year, from the year 1000 on, as the calendar has it.
pub(super) const DATE: &str = "^(?:[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)$";
/// A month of a year, or a year.
pub(super) const MONTH_OR_YEAR: &str = "^[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2]))?$";

/// An id of a procedure.
pub(super) const ID: &str = "^[a-z][a-z0-9_]*$";
/// The shape of a day.
pub(super) const ISO_DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

pub(super) const PERSONAL_ID: &str = "^[0-9]{12}$";
pub(super) const TAX_CODE: &str = "^(?:[0-9]{12}|[0-9]{10}(?:-(?:[1-9][0-9]{2}|0[1-9][0-9]|00[1-9]))?)$";
pub(super) const SOCIAL_INSURANCE: &str = "^(?:[0-9]{10}|[0-9]{12})$";
pub(super) const HEALTH_INSURANCE: &str = "^(?:[0-9]{10}|[0-9]{12}|[A-Z]{2}[1-5][0-9]{12})$";
pub(super) const PASSPORT: &str = "^[A-Z][0-9]{7,8}$";
pub(super) const ANY_PASSPORT: &str = "^[A-Z0-9]{5,9}$";
pub(super) const PLATE: &str = "^(?:[0-9]{2}[A-Z][0-9]{4,6}|[0-9]{2}[A-Z]{2}[0-9]{4,5}|[0-9]{2}MD[0-9]{6}|[A-Z]{2}[0-9]{4}|[0-9]{5}(?:NG|NN|QT)[0-9]{2})$";
pub(super) const BANK_ACCOUNT: &str = "^[A-Z0-9]{6,19}$";
pub(super) const PHONE: &str = "^0(?:[35789][0-9]{8}|2[0-9]{8,9})$";
pub(super) const CODE: &str = "^[A-Za-z0-9._-]{1,40}$";
pub(super) const PROVINCE: &str = "^[0-9]{2}$";
pub(super) const COMMUNE: &str = "^[0-9]{5}$";
pub(super) const FOREIGN_COUNTRY: &str = "^(?:[A-UW-Z][A-Z]|V[A-MO-Z])$";
pub(super) const SHA256: &str = "^[0-9a-f]{64}$";
pub(super) const ROW_ID: &str = "^r[1-9][0-9]{0,8}$";
/// Something that is written with letters.
pub(super) const LETTER: &str = "\\p{Alphabetic}";

pub(super) const EMAIL: &str = "^[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]+(?:\\.[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]+)*@[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?)*\\.[a-z0-9][a-z0-9\\-]{0,61}[a-z0-9]$";
/// How long the parts of an address may be; its shape is [`EMAIL`].
pub(super) const EMAIL_LENGTHS: &str = "^[^@]{1,64}@[^@]{1,253}$";

/// Members of a class: spaces, characters that print nothing, and those that no agency can read.
const NO_SIGN: &str = "\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ue000-\\uf8ff\\ufeff\\ufffd\\u{f0000}-\\u{10ffff}";
/// Members of a class: what names are written with.
const NAME_LETTERS: &str = "A-Za-z'’ʼ\\-\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0300-\\u0303\\u0306\\u0309\\u031b\\u0323\\u1e00-\\u1eff";

/// Words with one space between them.
pub(super) fn line() -> String {
    words(&["[^", NO_SIGN, "]"].concat())
}

/// Lines of words; the first and the last are not empty.
pub(super) fn lines() -> String {
    let word = ["[^", NO_SIGN, "]+"].concat();
    ["^", &word, "(?: ", &word, "|\\n+", &word, ")*$"].concat()
}

/// A part of a name.
pub(super) fn name() -> String {
    words(&["[", NAME_LETTERS, "]"].concat())
}

fn words(letter: &str) -> String {
    ["^", letter, "+(?: ", letter, "+)*$"].concat()
}

/// The code of an industry of so many digits.
pub(super) fn business_line(digits: usize) -> String {
    ["^(?:0[1-9]|[1-9][0-9])[0-9]{", &digits.saturating_sub(2).to_string(), "}$"].concat()
}

/// A decimal of at most so many places, without needless zeros.
pub(super) fn decimal(places: usize) -> String {
    let places = ["\\.[0-9]{0,", &places.saturating_sub(1).to_string(), "}[1-9]"].concat();
    ["^(?:0|-?[1-9][0-9]{0,18}|-?(?:0|[1-9][0-9]{0,18})", &places, ")$"].concat()
}

/// The media types of files that are accepted by their short names.
pub(super) fn media_types(accept: &[String]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for short in accept.iter().map(|name| crate::kinds::file::short_type(name)) {
        names.push(short);
        names.extend((short == "jpg").then_some("jpeg"));
    }
    let literal = |name: &str| -> String {
        name.chars().fold(String::new(), |mut out, letter| {
            if "^$\\.*+?()[]{}|/".contains(letter) {
                out.push('\\');
            }
            out.push(letter);
            out
        })
    };
    let names: Vec<String> = names.into_iter().map(literal).collect();
    ["(?:^|/)(?:", &names.join("|"), ")$"].concat()
}

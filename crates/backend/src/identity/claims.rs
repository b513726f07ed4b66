//! Whether a genuine token belongs to this sign-in, and whom it names: the claims under the names that are configured.

use eform::PartialDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::token::LEEWAY_SECONDS;
use super::{SignInFailed, Wanted};
use crate::config::{Claims as Names, Identity as Settings, Level};
use crate::secret::same;

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Twelve digits.
    pub id: String,
    /// In one line.
    pub name: String,
    /// The same in parts, when the provider keeps them apart.
    pub parts: Option<Name>,
    /// Level of assurance.
    pub level: Level,
    /// Day, month or year in ISO, when the provider says.
    pub birth: Option<String>,
    /// `female` or `male`, when the provider says.
    pub sex: Option<String>,
    /// The provider's own name for the person, and for its session.
    pub subject: String,
    pub session: Option<String>,
    /// When the person last proved who they are, Unix seconds; 0 when the provider does not say.
    pub authenticated_at: i64,
}

/// A name as civil status keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Họ; it may be of several words.
    pub family: String,
    /// Chữ đệm; may be empty.
    pub middle: String,
    /// Tên.
    pub given: String,
}

/// Checks that the id token answers this very request: nonce, and the age that was asked for.
pub(super) fn belongs(
    claims: &Map<String, Value>,
    wanted: &Wanted<'_>,
    now: i64,
) -> Result<(), SignInFailed> {
    let failed = |what: &str| Err(SignInFailed::Failed(format!("id token: {what}")));
    if text(claims, "sub").is_empty() {
        return failed("sub");
    }
    // A logout token is signed by the same key, and is no proof of anybody.
    if claims.contains_key("events") || !same(text(claims, "nonce"), wanted.nonce) {
        return failed("nonce");
    }
    let at = claims.get("auth_time").and_then(Value::as_i64);
    if wanted.since.is_some_and(|since| at.is_none_or(|at| at + LEEWAY_SECONDS < since)) {
        return failed("auth_time");
    }
    if let Some(max_age) = wanted.max_age
        && at.is_none_or(|at| now - at > max_age + LEEWAY_SECONDS)
    {
        return failed("auth_time");
    }
    Ok(())
}

/// The person that the claims describe.
pub(super) fn person(
    claims: &Map<String, Value>,
    settings: &Settings,
    now: i64,
) -> Result<Person, SignInFailed> {
    let failed = |what: &str| SignInFailed::Failed(format!("claims: {what}"));
    let names = &settings.claims;
    let id = text(claims, &names.id);
    if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(failed("personal id"));
    }
    let parts = parts(claims, names);
    let line = clean(text(claims, &names.name));
    let name = match &parts {
        Some(Name { family, middle, given }) if line.is_empty() => {
            clean(&[family.as_str(), middle, given].join(" "))
        }
        _ => line,
    };
    if name.is_empty() {
        return Err(failed("name"));
    }
    let level = settings.levels.of(text(claims, &names.level)).ok_or(SignInFailed::Level)?;
    Ok(Person {
        id: id.to_owned(),
        name,
        parts,
        level,
        birth: birth(text(claims, &names.birth)),
        sex: sex(text(claims, &names.sex)).map(str::to_owned),
        subject: text(claims, "sub").to_owned(),
        session: claims.get("sid").and_then(Value::as_str).map(str::to_owned),
        authenticated_at: claims.get("auth_time").and_then(Value::as_i64).unwrap_or_default().min(now),
    })
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> &'a str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// NFC, with single spaces.
fn clean(text: &str) -> String {
    eform::text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of the name, under the names of claims that are configured. Without a family or a given name there are none.
fn parts(claims: &Map<String, Value>, names: &Names) -> Option<Name> {
    let of = |name: &Option<String>| name.as_ref().map(|name| clean(text(claims, name)));
    let (family, given) = (of(&names.family)?, of(&names.given)?);
    let has_both = !family.is_empty() && !given.is_empty();
    has_both.then(|| Name { family, middle: of(&names.middle).unwrap_or_default(), given })
}

/// A day, month or year as ISO writes it, or as Vietnamese papers do (`14/02/1995`).
fn birth(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('/').collect();
    let iso = parts.iter().rev().copied().collect::<Vec<_>>().join("-");
    PartialDate::parse(&iso).map(PartialDate::iso)
}

/// As `OpenID` says it in English or an identity card in Vietnamese.
fn sex(text: &str) -> Option<&'static str> {
    match eform::text::fold(text.trim()).as_str() {
        "male" | "nam" => Some("male"),
        "female" | "nu" => Some("female"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Names, Wanted, belongs, birth, parts, sex};
    use serde_json::json;

    #[test]
    fn what_was_proved_before_one_left_to_prove_it_is_no_answer() {
        let wanted = Wanted { nonce: "n", level: None, max_age: Some(600), since: Some(1_000) };
        let answers =
            |claims: serde_json::Value| belongs(claims.as_object().unwrap(), &wanted, 1_100).is_ok();
        assert!(answers(json!({"sub": "s", "nonce": "n", "auth_time": 1_050})));
        assert!(answers(json!({"sub": "s", "nonce": "n", "auth_time": 940})), "clocks differ a little");
        assert!(!answers(json!({"sub": "s", "nonce": "n", "auth_time": 939})));
        assert!(!answers(json!({"sub": "s", "nonce": "n"})));
    }

    #[test]
    fn birth_is_understood_as_iso_and_as_papers_write_it_and_never_guessed() {
        assert_eq!(birth("1995-02-14").as_deref(), Some("1995-02-14"));
        assert_eq!(birth("14/02/1995").as_deref(), Some("1995-02-14"));
        assert_eq!(birth("02/1995").as_deref(), Some("1995-02"));
        assert_eq!(birth("1948").as_deref(), Some("1948"));
        for text in ["", "14-02-1995", "31/02/1995", "02/14/1995", "95", "1995/02/14"] {
            assert_eq!(birth(text), None, "{text}");
        }
    }

    #[test]
    fn sex_is_understood_in_two_languages() {
        assert_eq!(
            (sex("Nam"), sex("Nu\u{31b}\u{303}"), sex("female")),
            (Some("male"), Some("female"), Some("female"))
        );
        assert_eq!((sex(""), sex("X")), (None, None));
    }

    #[test]
    fn a_family_name_of_two_words_stays_whole_when_the_provider_keeps_it_apart() {
        let claims = json!({"ho": "Tôn  Nữ", "dem": "Thị", "ten": "Hằng"});
        let [family, middle, given] = ["ho", "dem", "ten"].map(|name| Some(name.to_owned()));
        let names = Names { family, middle, given, ..Names::default() };
        let parts = |claims: serde_json::Value| parts(claims.as_object().unwrap(), &names);
        let whole = Name { family: "Tôn Nữ".into(), middle: "Thị".into(), given: "Hằng".into() };
        assert_eq!(parts(claims), Some(whole));
        assert_eq!(parts(json!({"ho": "Tôn Nữ", "ten": ""})), None);
    }
}

//! Whether an id token is genuine, meant for us and for this sign-in, and whom it names.

use eform::PartialDate;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::SignInFailed;
use crate::config::Identity as Settings;
use crate::secret::same;

/// How far two clocks may differ.
const LEEWAY_SECONDS: i64 = 60;

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Twelve digits.
    pub id: String,
    pub name: String,
    /// Level of assurance.
    pub level: String,
    /// Day, month or year in ISO, when the provider says.
    pub birth: Option<String>,
    /// `female` or `male`, when the provider says.
    pub sex: Option<String>,
}

/// Checks signature, issuer, audience, authorised party, times and nonce; then reads the person.
pub(super) fn check(
    id_token: &str,
    keys: &JwkSet,
    settings: &Settings,
    nonce: &str,
    now: i64,
) -> Result<Person, SignInFailed> {
    let failed = |what: &str| SignInFailed::Failed(format!("id token: {what}"));
    let header = decode_header(id_token).map_err(|_| failed("header"))?;
    // Only asymmetric algorithms: `none` and HMAC over a public key are the classic forgeries.
    if !matches!(header.alg, Algorithm::ES256 | Algorithm::RS256) {
        return Err(failed("algorithm"));
    }
    let key = match &header.kid {
        Some(kid) => keys.find(kid),
        None if keys.keys.len() == 1 => keys.keys.first(),
        None => None,
    }
    .ok_or_else(|| failed("unknown key"))?;
    let key = DecodingKey::from_jwk(key).map_err(|_| failed("key"))?;
    let mut validation = Validation::new(header.alg);
    validation.set_audience(&[&settings.client_id]);
    validation.set_issuer(&[&settings.issuer]);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    // Times are compared below, with the backend's own clock.
    validation.validate_exp = false;
    let claims = decode::<Map<String, Value>>(id_token, &key, &validation)
        .map_err(|error| failed(&format!("{:?}", error.kind())))?
        .claims;
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    if time("exp").is_none_or(|exp| exp + LEEWAY_SECONDS < now) {
        return Err(failed("expired"));
    }
    if time("iat").is_none_or(|iat| iat - LEEWAY_SECONDS > now) {
        return Err(failed("issued in the future"));
    }
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if !same(text("nonce"), nonce) {
        return Err(failed("nonce"));
    }
    if claims.contains_key("azp") && text("azp") != settings.client_id {
        return Err(failed("azp"));
    }
    let id = text(&settings.claims.id);
    if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(failed("personal id"));
    }
    let name = eform::text::nfc(text(&settings.claims.name));
    if name.trim().is_empty() {
        return Err(failed("name"));
    }
    Ok(Person {
        id: id.to_owned(),
        name,
        level: text(&settings.claims.level).to_owned(),
        birth: birth(text(&settings.claims.birth)),
        sex: sex(text(&settings.claims.sex)).map(str::to_owned),
    })
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
    use super::{birth, sex};

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
}

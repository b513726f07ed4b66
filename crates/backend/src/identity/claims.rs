//! Whether an id token is genuine, meant for us and for this sign-in, and whom it names.

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
    Ok(Person { id: id.to_owned(), name, level: text(&settings.claims.level).to_owned() })
}

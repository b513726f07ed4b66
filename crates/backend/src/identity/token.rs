//! Whether a signed token is genuine, the provider's, and meant for us alone (RFC 7519, RFC 8725). What it says is read in
//! `claims` and `logout`.

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};

use crate::config::Identity as Settings;

/// How far two clocks may differ.
pub(super) const LEEWAY_SECONDS: i64 = 60;

/// Why a token is not believed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// No key that we know has signed it; a newer key might have.
    Key,
    /// It is no good, whatever the keys.
    Token(&'static str),
}

/// The claims of a token whose signature, issuer, audience, authorised party and times are right.
pub(super) fn read(
    token: &str,
    keys: &JwkSet,
    settings: &Settings,
    now: i64,
) -> Result<Map<String, Value>, Doubt> {
    let header = decode_header(token).map_err(|_| Doubt::Token("header"))?;
    // Only asymmetric algorithms: `none` and HMAC over a public key are the classic forgeries.
    if matches!(header.alg, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) {
        return Err(Doubt::Token("algorithm"));
    }
    // RFC 7515, 4.1.11: what must be understood and is not.
    if header.crit.is_some() {
        return Err(Doubt::Token("crit"));
    }
    let fits = |key: &&Jwk| {
        let common = &key.common;
        common.public_key_use.as_ref().is_none_or(|wanted| *wanted == PublicKeyUse::Signature)
            && common.key_algorithm.is_none_or(|wanted| wanted.to_string() == format!("{:?}", header.alg))
    };
    let mut fitting = keys.keys.iter().filter(fits);
    let key = match &header.kid {
        Some(kid) => fitting.find(|key| key.common.key_id.as_ref() == Some(kid)),
        // Without a name there must be no choice.
        None => fitting.next().filter(|_| fitting.next().is_none()),
    };
    let key = DecodingKey::from_jwk(key.ok_or(Doubt::Key)?).map_err(|_| Doubt::Token("key"))?;
    let mut validation = Validation::new(header.alg);
    // All of it is compared below: more strictly, and with the backend's own clock.
    (validation.validate_exp, validation.validate_aud) = (false, false);
    validation.required_spec_claims.clear();
    let claims = decode::<Map<String, Value>>(token, &key, &validation)
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => Doubt::Key,
            _ => Doubt::Token("encoding"),
        })?
        .claims;
    match wrong(&claims, settings, now) {
        Some(what) => Err(Doubt::Token(what)),
        None => Ok(claims),
    }
}

fn wrong(claims: &Map<String, Value>, settings: &Settings, now: i64) -> Option<&'static str> {
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let audience: Vec<&Value> = match claims.get("aud") {
        Some(Value::Array(all)) => all.iter().collect(),
        one => one.into_iter().collect(),
    };
    if claims.get("iss").and_then(Value::as_str) != Some(&settings.issuer) {
        Some("iss")
    } else if audience.is_empty() || audience.iter().any(|one| one.as_str() != Some(&settings.client_id)) {
        // Nobody else is trusted to hold our tokens, so no other audience is either.
        Some("aud")
    } else if claims.get("azp").is_some_and(|azp| azp.as_str() != Some(&settings.client_id)) {
        Some("azp")
    } else if time("exp").is_none_or(|exp| exp + LEEWAY_SECONDS < now) {
        Some("exp")
    } else if time("iat").is_none_or(|iat| iat - LEEWAY_SECONDS > now) {
        Some("iat")
    } else if claims.contains_key("nbf") && time("nbf").is_none_or(|nbf| nbf - LEEWAY_SECONDS > now) {
        Some("nbf")
    } else {
        None
    }
}

//! The token endpoint: one code, once, within its minute, by the client it was made for, with the right verifier.

use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;

use super::{Code, Token, claims, issuer, jws, remembered};
use crate::{
    caller, citizen,
    fault::{Fault, Part},
    ledger::Ledger,
    problem::{Problem, Refusal, refuse},
    seal,
    world::World,
};

/// Seconds that an access token and an identity token live.
const TOKEN_LIFE: i64 = 300;

/// The body of a token request.
#[derive(Deserialize)]
pub struct Exchange {
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
}

/// `POST`: the exchange.
pub async fn exchange(
    State(world): State<World>,
    headers: HeaderMap,
    Form(form): Form<Exchange>,
) -> Result<Response, Refusal> {
    let client = &world.config().clients.identity;
    let (id, secret) = caller::basic(&headers).ok_or_else(Refusal::client)?;
    if !seal::same(&id, &client.id) || !seal::same(&secret, &client.secret) {
        return Err(Refusal::client());
    }
    let fault = world.answers(Part::Identity)?;
    if form.grant_type != "authorization_code" {
        return Err(refuse("unsupported_grant_type", "Only authorization_code is supported."));
    }
    let access_token = seal::random_name();
    let code =
        world.change(|ledger, now| redeem(ledger, now, &form, &client.redirect_uri, &access_token))??;
    let identity_token = identity_token(&world, &code, &access_token, fault)
        .ok_or_else(|| Refusal::from(Problem::storage()))?;
    let body = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_LIFE,
        "scope": "openid",
        "id_token": identity_token,
    });
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn redeem(
    ledger: &mut Ledger,
    now: OffsetDateTime,
    form: &Exchange,
    redirect_uri: &str,
    access_token: &str,
) -> Result<Code, Refusal> {
    let records = &mut ledger.identity;
    records.tidy(now);
    let refusal = || refuse("invalid_grant", "The code is unknown, used, expired or not yours.");
    let code = records.codes.get_mut(&remembered(&form.code)).ok_or_else(refusal)?;
    if code.is_used {
        // A code that comes twice may have been stolen: what it was exchanged for is worth nothing any more.
        if let Some(token) = code.token.take() {
            records.tokens.remove(&token);
        }
        return Err(refusal());
    }
    code.is_used = true;
    let challenge = seal::base64url(&seal::sha256(form.code_verifier.as_bytes()));
    let is_verifier =
        (43..=128).contains(&form.code_verifier.len()) && seal::same(&challenge, &code.challenge);
    let is_in_time = now.unix_timestamp() < code.expires_at;
    if !is_verifier || !is_in_time || form.redirect_uri != redirect_uri {
        return Err(refusal());
    }
    let token = Token {
        citizen: code.citizen.clone(),
        auth_time: code.auth_time,
        expires_at: now.unix_timestamp() + TOKEN_LIFE,
    };
    let name = remembered(access_token);
    code.token = Some(name.clone());
    let code = code.clone();
    records.tokens.insert(name, token);
    Ok(code)
}

fn identity_token(world: &World, code: &Code, access_token: &str, fault: Fault) -> Option<String> {
    let now = world.now().unix_timestamp();
    let (issued, expires) = match fault {
        Fault::ExpiredToken => (now - 3600 - TOKEN_LIFE, now - 3600),
        _ => (now, now + TOKEN_LIFE),
    };
    let mut claims = claims(citizen::by_slug(&code.citizen)?, code.auth_time);
    claims["iss"] = match fault {
        Fault::WrongIssuer => json!("https://somebody-else.invalid/identity"),
        _ => json!(issuer(world)),
    };
    claims["aud"] = json!(world.config().clients.identity.id);
    claims["iat"] = json!(issued);
    claims["exp"] = json!(expires);
    claims["at_hash"] = json!(seal::base64url(&seal::sha256(access_token.as_bytes())[..16]));
    match (&code.nonce, fault) {
        (_, Fault::WrongNonce) => claims["nonce"] = json!(seal::random_name()),
        (Some(nonce), _) => claims["nonce"] = json!(nonce),
        (None, _) => (),
    }
    jws::write(world.vault(), &claims, fault)
}

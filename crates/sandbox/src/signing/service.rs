//! The service token: client credentials in, a bearer token for an hour out.

use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    caller,
    fault::Part,
    problem::{Refusal, refuse},
    seal,
    world::World,
};

/// Seconds that a service token lives.
const TOKEN_LIFE: i64 = 3600;

/// The body of a token request; credentials may also come by HTTP basic.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    grant_type: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// `oauth2/token`.
pub async fn token(
    State(world): State<World>,
    headers: HeaderMap,
    Form(grant): Form<Credentials>,
) -> Result<Response, Refusal> {
    let client = &world.config().clients.signing;
    let (id, secret) = caller::basic(&headers)
        .or_else(|| grant.client_id.zip(grant.client_secret))
        .ok_or_else(Refusal::client)?;
    if !seal::same(&id, &client.id) || !seal::same(&secret, &client.secret) {
        return Err(Refusal::client());
    }
    world.answers(Part::Signing)?;
    if grant.grant_type != "client_credentials" {
        return Err(refuse("unsupported_grant_type", "Only client_credentials is supported."));
    }
    let token = seal::random_name();
    world.change(|ledger, now| {
        let tokens = &mut ledger.signing.tokens;
        tokens.retain(|_, expires_at| now.unix_timestamp() < *expires_at);
        tokens.insert(remembered(&token), now.unix_timestamp() + TOKEN_LIFE);
    })?;
    let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE, "scope": "service" });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// Whether a call carries a service token that is alive.
pub fn admit(world: &World, headers: &HeaderMap) -> Result<(), Refusal> {
    let name = remembered(caller::bearer(headers).ok_or_else(Refusal::token)?);
    let is_alive = world.look(|ledger, now| {
        ledger.signing.tokens.get(&name).is_some_and(|until| now.unix_timestamp() < *until)
    });
    if is_alive { Ok(()) } else { Err(Refusal::token()) }
}

fn remembered(token: &str) -> String {
    seal::hex(&seal::sha256(token.as_bytes()))
}

//! An `OpenID Connect` provider: discovery, keys, code flow with PKCE, userinfo, logout. One confidential client.
//! Reading order: `request` (what is asked), `authorize` (the page), `token`, `session` (userinfo, logout), `jws`.

use std::collections::BTreeMap;

use axum::{Json, Router, extract::State, routing::get, routing::post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{citizen::Citizen, seal, world::World};

mod authorize;
mod jws;
mod page;
mod request;
mod session;
mod token;

/// What the identity provider remembers; codes, tokens and sessions by their SHA-256 only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    codes: BTreeMap<String, Code>,
    tokens: BTreeMap<String, Token>,
    sessions: BTreeMap<String, Session>,
}

/// An authorization code.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Code {
    challenge: String,
    nonce: Option<String>,
    citizen: String,
    auth_time: i64,
    expires_at: i64,
    is_used: bool,
    /// The access token that the code was exchanged for.
    token: Option<String>,
}

/// An access token for the userinfo endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Token {
    citizen: String,
    auth_time: i64,
    expires_at: i64,
}

/// A browser in which somebody signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Session {
    citizen: String,
    auth_time: i64,
}

impl Records {
    /// Forgets what has expired; a used code is kept for a while, so that its reuse is noticed.
    fn tidy(&mut self, now: OffsetDateTime) {
        let now = now.unix_timestamp();
        self.codes.retain(|_, code| now < code.expires_at + 600);
        self.tokens.retain(|_, token| now < token.expires_at);
    }
}

/// The identity provider's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/identity/.well-known/openid-configuration", get(discovery))
        .route("/identity/jwks", get(keys))
        .route("/identity/authorize", get(authorize::show).post(authorize::decide))
        .route("/identity/token", post(token::exchange))
        .route("/identity/userinfo", get(session::userinfo).post(session::userinfo))
        .route("/identity/end_session", get(session::end_by_link).post(session::end_by_form))
}

fn issuer(world: &World) -> String {
    world.url("/identity")
}

async fn discovery(State(world): State<World>) -> Json<Value> {
    let at = |path: &str| world.url(&format!("/identity/{path}"));
    Json(json!({
        "issuer": issuer(&world),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "jwks_uri": at("jwks"),
        "end_session_endpoint": at("end_session"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "scopes_supported": ["openid"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": ["LoA1", "LoA2"],
        "prompt_values_supported": ["none", "login"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "at_hash",
            "so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "loa"],
        "authorization_response_iss_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "ui_locales_supported": ["vi"],
    }))
}

async fn keys(State(world): State<World>) -> Json<Value> {
    Json(json!({ "keys": [jws::public_key(world.vault())] }))
}

/// What the provider says about a person, in the identity token and at userinfo.
fn claims(citizen: &Citizen, auth_time: i64) -> Value {
    json!({
        "sub": subject(citizen),
        "so_dinh_danh": citizen.id,
        "ho_ten": citizen.name,
        "ngay_sinh": citizen.birth,
        "gioi_tinh": citizen.sex,
        "loa": citizen.level.claim(),
        "acr": citizen.level.claim(),
        "auth_time": auth_time,
    })
}

/// An opaque subject that stays the same for the same citizen.
fn subject(citizen: &Citizen) -> String {
    seal::base64url(&seal::sha256(format!("sandbox subject {}", citizen.slug).as_bytes())[..16])
}

/// The name under which a secret is remembered.
fn remembered(secret: &str) -> String {
    seal::hex(&seal::sha256(secret.as_bytes()))
}

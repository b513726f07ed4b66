//! A remote signing service after the CSC API v2: service token, credentials, authorization that the citizen decides on
//! the phone, signatures over hashes. One request, one decision, one signature activation data (SAD), used once. Version 1 of the API is
//! in `v1`, at the same keys and requests.
//!
//! Gateways of another kind, VNPT `SmartCA` and the national one, are in `gateway`; all ask on the same phone.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    fault::{Fault, Part},
    problem::{Refusal, refuse},
    world::World,
};

mod authorize;
mod credentials;
mod gateway;
mod hash;
mod phone;
mod service;
mod v1;

/// SHA-256.
const SHA256: &str = "2.16.840.1.101.3.4.2.1";
/// ECDSA with SHA-256.
const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
/// Seconds that a citizen has to answer, and that a SAD lives.
const PATIENCE: i64 = 300;
/// Hashes in one request, as at real providers.
const MOST_HASHES: usize = 50;

/// What the signing service remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    /// Service tokens by their SHA-256, with their last second.
    tokens: BTreeMap<String, i64>,
    requests: BTreeMap<String, Request>,
    #[serde(default)]
    gateway: gateway::Records,
    #[serde(default)]
    esign: gateway::Records,
}

/// A request for signatures, by its handle.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Request {
    credential: String,
    owner: String,
    hashes: Vec<String>,
    description: String,
    asked_at: i64,
    expires_at: i64,
    decision: Decision,
}

/// What the citizen said.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Decision {
    /// Nothing so far.
    None,
    /// Yes: the SAD may be used until it expires.
    Accepted { sad: String, expires_at: i64, is_used: bool },
    /// No.
    Rejected,
}

impl Request {
    fn is_waiting_at(&self, now: OffsetDateTime) -> bool {
        matches!(self.decision, Decision::None) && now.unix_timestamp() < self.expires_at
    }
}

/// The signing service's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/csc/roots.pem", get(roots))
        .route("/csc/v2/info", post(info))
        .route("/csc/v2/oauth2/token", post(service::token))
        .route("/csc/v2/credentials/list", post(credentials::list))
        .route("/csc/v2/credentials/info", post(credentials::info))
        .route("/csc/v2/credentials/authorize", post(authorize::ask))
        .route("/csc/v2/credentials/authorizeCheck", post(authorize::check))
        .route("/csc/v2/signatures/signHash", post(hash::sign))
        .route("/csc/v1/info", post(v1::info))
        .route("/csc/v1/oauth2/token", post(service::token))
        .route("/csc/v1/credentials/list", post(v1::list))
        .route("/csc/v1/credentials/info", post(v1::credential))
        .route("/csc/v1/credentials/authorize", post(v1::authorize))
        .route("/csc/v1/signatures/signHash", post(v1::sign))
        .route("/phone/{id}", get(phone::show).post(phone::decide))
        .merge(gateway::routes())
}

async fn roots(State(world): State<World>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/x-pem-file"), (header::CACHE_CONTROL, "no-cache")];
    (kind, world.vault().roots_pem()).into_response()
}

async fn info(State(world): State<World>) -> Json<Value> {
    Json(json!({
        "specs": "2.0.0.2",
        "name": "Dịch vụ ký số thử nghiệm",
        "logo": "",
        "region": "VN",
        "lang": "vi",
        "description": "Sandbox remote signing; its root is trusted by nobody",
        "authType": ["oauth2client"],
        "oauth2": world.url("/csc/v2"),
        "asynchronousOperationMode": false,
        "methods": ["oauth2/token", "credentials/list", "credentials/info", "credentials/authorize",
            "credentials/authorizeCheck", "signatures/signHash"],
        "signAlgorithms": { "algos": [ECDSA_SHA256] },
    }))
}

/// Reads a body; CSC answers 400 to what it cannot read.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|_| refuse("invalid_request", "The body is not what this method expects."))
}

/// Lets a call in: a service token that is alive, and no outage. Answers with the fault asked for.
fn admit(world: &World, headers: &axum::http::HeaderMap) -> Result<Fault, Refusal> {
    service::admit(world, headers)?;
    Ok(world.answers(Part::Signing)?)
}

/// The same for a call that its caller repeats by itself.
async fn admit_again(world: &World, headers: &axum::http::HeaderMap) -> Result<Fault, Refusal> {
    service::admit(world, headers)?;
    Ok(world.answers_again(Part::Signing).await?)
}

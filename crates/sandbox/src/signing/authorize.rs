//! Authorization: the service asks, the phone decides, the service polls. Silence ends after five minutes.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{Decision, MOST_HASHES, PATIENCE, Request, SHA256, admit, admit_again, read};
use crate::{
    problem::{Refusal, refuse},
    seal,
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ask {
    #[serde(rename = "credentialID")]
    credential_id: String,
    num_signatures: usize,
    hashes: Vec<String>,
    #[serde(rename = "hashAlgorithmOID")]
    hash_algorithm_oid: String,
    #[serde(default)]
    description: String,
}

/// What a caller wants to have authorized, in either version.
pub struct Wanted {
    pub credential_id: String,
    pub num_signatures: usize,
    pub hashes: Vec<String>,
    pub description: String,
}

/// Asks the phone; gives the handle of the request.
pub fn open(world: &World, wanted: Wanted) -> Result<String, Refusal> {
    let credential = world
        .vault()
        .credential(&wanted.credential_id)
        .ok_or_else(|| refuse("invalid_request", "Invalid parameter credentialID."))?;
    if !credential.is_valid_at(world.now()) {
        return Err(refuse("invalid_request", "The certificate of this credential is expired."));
    }
    let Wanted { hashes, description, num_signatures, .. } = wanted;
    if hashes.is_empty() || hashes.len() > MOST_HASHES || num_signatures != hashes.len() {
        return Err(refuse("invalid_request", "numSignatures and the number of hashes must agree, 1 to 50."));
    }
    if hashes.iter().any(|hash| seal::from_base64(hash).is_none_or(|bytes| bytes.len() != 32)) {
        return Err(refuse("invalid_request", "Invalid parameter hashes: base64 of 32 bytes each."));
    }
    if description.chars().count() > 500 {
        return Err(refuse("invalid_request", "Invalid parameter description: 500 characters at most."));
    }
    let handle = seal::random_name();
    world.change(|ledger, now| {
        let asked_at = now.unix_timestamp();
        let request = Request {
            credential: credential.id.clone(),
            owner: credential.owner.clone(),
            hashes,
            description,
            asked_at,
            expires_at: asked_at + PATIENCE,
            decision: Decision::None,
        };
        ledger.signing.requests.insert(handle.clone(), request);
    })?;
    Ok(handle)
}

/// `credentials/authorize`: answers a handle at once; the decision comes from the phone.
pub async fn ask(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    admit(&world, &headers)?;
    let ask: Ask = read(&body)?;
    if ask.hash_algorithm_oid != SHA256 {
        return Err(refuse("invalid_request", "Invalid parameter hashAlgorithmOID: SHA-256 only."));
    }
    let Ask { credential_id, num_signatures, hashes, description, .. } = ask;
    let handle = open(&world, Wanted { credential_id, num_signatures, hashes, description })?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "handle": handle, "expiresIn": PATIENCE }))).into_response())
}

/// Where a request stands.
pub enum Standing {
    /// The phone has so many seconds left.
    Pending(i64),
    /// The SAD, and the seconds that it lives.
    Given(String, i64),
}

/// Looks at a request; a refusal is why there is no SAD.
pub fn standing(world: &World, handle: &str) -> Result<Standing, Refusal> {
    let found = world.look(|ledger, now| {
        ledger.signing.requests.get(handle).map(|request| (request.clone(), now.unix_timestamp()))
    });
    let (request, now) = found.ok_or_else(|| refuse("invalid_request", "Invalid parameter handle."))?;
    match request.decision {
        Decision::None if now < request.expires_at => Ok(Standing::Pending(request.expires_at - now)),
        Decision::Rejected => Err(refuse("access_denied", "The signer rejected the request.")),
        Decision::Accepted { sad, expires_at, is_used: false } if now < expires_at => {
            Ok(Standing::Given(sad, expires_at - now))
        }
        Decision::None | Decision::Accepted { .. } => Err(refuse("expired", "The request expired.")),
    }
}

#[derive(Deserialize)]
struct Check {
    handle: String,
}

/// `credentials/authorizeCheck`: 202 while the phone is silent, then the SAD or the reason why there is none.
pub async fn check(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    admit_again(&world, &headers).await?;
    let check: Check = read(&body)?;
    match standing(&world, &check.handle)? {
        Standing::Pending(left) => {
            let body = json!({ "status": "pending", "handle": check.handle, "expiresIn": left });
            Ok((StatusCode::ACCEPTED, Json(body)).into_response())
        }
        Standing::Given(sad, left) => Ok(Json(json!({ "SAD": sad, "expiresIn": left })).into_response()),
    }
}

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

/// `credentials/authorize`: answers a handle at once; the decision comes from the phone.
pub async fn ask(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    admit(&world, &headers)?;
    let ask: Ask = read(&body)?;
    let credential = world
        .vault()
        .credential(&ask.credential_id)
        .ok_or_else(|| refuse("invalid_request", "Invalid parameter credentialID."))?;
    if !credential.is_valid_at(world.now()) {
        return Err(refuse("invalid_request", "The certificate of this credential is expired."));
    }
    if ask.hash_algorithm_oid != SHA256 {
        return Err(refuse("invalid_request", "Invalid parameter hashAlgorithmOID: SHA-256 only."));
    }
    if ask.hashes.is_empty() || ask.hashes.len() > MOST_HASHES || ask.num_signatures != ask.hashes.len() {
        return Err(refuse("invalid_request", "numSignatures and the number of hashes must agree, 1 to 50."));
    }
    if ask.hashes.iter().any(|hash| seal::from_base64(hash).is_none_or(|bytes| bytes.len() != 32)) {
        return Err(refuse("invalid_request", "Invalid parameter hashes: base64 of 32 bytes each."));
    }
    if ask.description.chars().count() > 500 {
        return Err(refuse("invalid_request", "Invalid parameter description: 500 characters at most."));
    }
    let handle = seal::random_name();
    world.change(|ledger, now| {
        let asked_at = now.unix_timestamp();
        let request = Request {
            credential: credential.id.clone(),
            owner: credential.owner.clone(),
            hashes: ask.hashes,
            description: ask.description,
            asked_at,
            expires_at: asked_at + PATIENCE,
            decision: Decision::None,
        };
        ledger.signing.requests.insert(handle.clone(), request);
    })?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "handle": handle, "expiresIn": PATIENCE }))).into_response())
}

#[derive(Deserialize)]
struct Check {
    handle: String,
}

/// `credentials/authorizeCheck`: 202 while the phone is silent, then the SAD or the reason why there is none.
pub async fn check(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    admit_again(&world, &headers).await?;
    let check: Check = read(&body)?;
    let found = world.look(|ledger, now| {
        ledger.signing.requests.get(&check.handle).map(|request| (request.clone(), now.unix_timestamp()))
    });
    let (request, now) = found.ok_or_else(|| refuse("invalid_request", "Invalid parameter handle."))?;
    match request.decision {
        Decision::None if now < request.expires_at => {
            let left = request.expires_at - now;
            let body = json!({ "status": "pending", "handle": check.handle, "expiresIn": left });
            Ok((StatusCode::ACCEPTED, Json(body)).into_response())
        }
        Decision::Rejected => Err(refuse("access_denied", "The signer rejected the request.")),
        Decision::Accepted { sad, expires_at, is_used: false } if now < expires_at => {
            Ok(Json(json!({ "SAD": sad, "expiresIn": expires_at - now })).into_response())
        }
        Decision::None | Decision::Accepted { .. } => Err(refuse("expired", "The request expired.")),
    }
}

//! Version 2: `authorize` answers a handle at once, `authorizeCheck` says what the phone said. Mode `S`: the signature comes with the call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::PATIENCE_SECONDS;
use super::line::{Line, Said};
use super::wire::{self, Authorized, Listed, SHA256, Sad};
use crate::signing::{Asked, Offered, Question, ToSign};

pub(super) async fn list(line: &Line, citizen: &str) -> Result<Vec<Offered>, String> {
    let body =
        json!({ "userID": citizen, "credentialInfo": true, "certificates": "chain", "authInfo": true });
    let listed: Listed = line.must("credentials/list", &body).await?;
    Ok(wire::all_offered(listed.credential_infos))
}

pub(super) async fn authorize(line: &Line, question: &Question<'_>) -> Result<Asked, String> {
    let ToSign { credential, hash, .. } = question.to_sign;
    let body = json!({
        "credentialID": credential, "numSignatures": 1, "hashes": [STANDARD.encode(hash)],
        "hashAlgorithmOID": SHA256, "description": question.description
    });
    let authorized: Authorized = line.must("credentials/authorize", &body).await?;
    let expires_in = authorized.expires_in.unwrap_or(PATIENCE_SECONDS);
    Ok(Asked { handle: authorized.handle, expires_in })
}

pub(super) async fn check(line: &Line, handle: &str) -> Result<Said<Sad>, String> {
    line.call("credentials/authorizeCheck", &json!({ "handle": handle })).await
}

/// What is to be signed, as `signHash` names it here.
pub(super) fn add_hashes(body: &mut Value, hashes: &[String]) {
    body["hashes"] = json!(hashes);
    body["hashAlgorithmOID"] = json!(SHA256);
    body["operationMode"] = json!("S");
}

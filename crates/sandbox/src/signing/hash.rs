//! `signatures/signHash`: exactly the hashes that were authorized, in their order, once.

use axum::{Json, body::Bytes, extract::State, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Decision, ECDSA_SHA256, Records, SHA256, admit_again, read};
use crate::{
    fault::{Fault, Part},
    problem::{Problem, Refusal, refuse},
    seal,
    vault::{Credential, Vault},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sign {
    #[serde(rename = "credentialID")]
    credential_id: String,
    #[serde(rename = "SAD")]
    sad: String,
    hashes: Vec<String>,
    #[serde(rename = "hashAlgorithmOID")]
    hash_algorithm_oid: String,
    #[serde(rename = "signAlgo")]
    algorithm: String,
    operation_mode: Option<String>,
}

/// What a caller wants to have signed, in either version.
pub struct Wanted {
    pub credential_id: String,
    pub sad: String,
    pub hashes: Vec<String>,
}

/// `POST`: signs.
pub async fn sign(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fault = admit_again(&world, &headers).await?;
    let wanted: Sign = read(&body)?;
    if wanted.hash_algorithm_oid != SHA256 || wanted.algorithm != ECDSA_SHA256 {
        return Err(refuse("invalid_request", "Invalid algorithm: ECDSA with SHA-256 only."));
    }
    if wanted.operation_mode.as_deref().is_some_and(|mode| mode != "S") {
        return Err(refuse("invalid_request", "Invalid parameter operationMode: synchronous only."));
    }
    let Sign { credential_id, sad, hashes, .. } = wanted;
    make(&world, &Wanted { credential_id, sad, hashes }, fault)
}

/// Makes the signatures that were authorized.
pub fn make(world: &World, wanted: &Wanted, fault: Fault) -> Result<Json<Value>, Refusal> {
    world.change(|ledger, now| ledger.signing.use_up(wanted, now))??;
    let credential = signer(world.vault(), &wanted.credential_id, fault)
        .ok_or_else(|| Refusal::from(Problem::storage()))?;
    let mut signatures = wanted
        .hashes
        .iter()
        .map(|hash| Some(seal::base64(&credential.sign(&to_sign(hash, fault)?)?)))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Refusal::from(Problem::storage()))?;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::Signing, Fault::Ok))?;
        return Err(Problem::unavailable().into());
    }
    if fault == Fault::WrongCount {
        signatures.pop();
    }
    Ok(Json(json!({ "signatures": signatures })))
}

impl Records {
    /// Finds the authorization that a SAD stands for and marks it used, or says why it cannot be.
    fn use_up(&mut self, wanted: &Wanted, at: OffsetDateTime) -> Result<(), Refusal> {
        let refusal =
            || refuse("invalid_request", "Invalid parameter SAD: unknown, used, expired or another key's.");
        for request in self.requests.values_mut().filter(|request| request.credential == wanted.credential_id)
        {
            let Decision::Accepted { sad, expires_at, is_used } = &mut request.decision else { continue };
            if !seal::same(sad, &wanted.sad) {
                continue;
            }
            if *is_used || at.unix_timestamp() >= *expires_at {
                return Err(refusal());
            }
            if request.hashes != wanted.hashes {
                return Err(refuse("invalid_request", "The hashes are not those that were authorized."));
            }
            *is_used = true;
            return Ok(());
        }
        Err(refusal())
    }
}

fn signer<'a>(vault: &'a Vault, id: &str, fault: Fault) -> Option<&'a Credential> {
    let credential = vault.credential(id)?;
    match fault {
        Fault::OtherSigner => vault.credentials().iter().find(|other| other.owner != credential.owner),
        _ => Some(credential),
    }
}

fn to_sign(hash: &str, fault: Fault) -> Option<Vec<u8>> {
    let digest = seal::from_base64(hash)?;
    Some(if fault == Fault::BadSignature { seal::sha256(&digest) } else { digest })
}

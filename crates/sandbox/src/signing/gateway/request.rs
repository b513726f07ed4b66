//! `sign`: hashes go to the phone, under a name of the caller's that was never used before.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{File, Gateway, Refusal, Transaction, admit, framed};
use crate::{
    fault::Fault,
    problem::Problem,
    seal,
    signing::{MOST_HASHES, PATIENCE},
    vault::Kind,
    world::World,
};

#[derive(Deserialize)]
struct Wanted {
    user_id: String,
    /// At eSign: which authority the certificate is from.
    ca_name: Option<String>,
    transaction_id: String,
    #[serde(default)]
    transaction_desc: String,
    serial_number: String,
    #[serde(default)]
    time_stamp: String,
    sign_files: Vec<Document>,
}

#[derive(Deserialize)]
struct Document {
    doc_id: String,
    file_type: String,
    sign_type: String,
    data_to_be_signed: String,
}

impl Wanted {
    fn is_sound(&self) -> bool {
        let is_hash = |text: &str| {
            text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_stamp = |text: &str| {
            let digits = text.strip_suffix('Z').unwrap_or(text);
            digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_wanted = |one: &Document| {
            !one.doc_id.is_empty()
                && matches!(one.file_type.as_str(), "xml" | "json" | "word" | "pdf")
                && one.sign_type == "hash"
                && is_hash(&one.data_to_be_signed)
        };
        !self.transaction_id.is_empty()
            && (self.time_stamp.is_empty() || is_stamp(&self.time_stamp))
            && (1..=MOST_HASHES).contains(&self.sign_files.len())
            && self.sign_files.iter().all(is_wanted)
    }
}

/// `POST`: the phone is asked; the answer names the transaction.
pub fn sign(world: &World, gateway: Gateway, body: &[u8]) -> Result<Json<Value>, Refusal> {
    let (wanted, fault) = admit::<Wanted>(world, gateway, body)?;
    if !wanted.is_sound() || (gateway == Gateway::ESign && wanted.ca_name.is_none()) {
        return Err(Refusal::Said(400, "BAD_REQUEST"));
    }
    let shelves = gateway.shelves(world.vault(), wanted.ca_name.as_deref(), &wanted.user_id);
    let mut held = shelves.iter().flat_map(|shelf| &shelf.held);
    let held = held.find(|(credential, _)| credential.serial == wanted.serial_number);
    let &(credential, kind) = held.ok_or(Refusal::Said(400, "BAD_REQUEST"))?;
    let is_good = kind != Kind::Revoked && credential.is_valid_at(world.now());
    if !is_good || fault == Fault::CredentialStatus {
        return Err(Refusal::Said(403, "CREDENTIAL_STATUS_INVALID"));
    }
    if fault == Fault::Quota {
        return Err(Refusal::Said(400, "SERVICE_PACK_EXEED_OR_INVALID"));
    }
    let code = seal::random_name();
    let name = wanted.transaction_id.clone();
    let is_new = world.change(|ledger, now| {
        let transactions = &mut gateway.records_mut(&mut ledger.signing).transactions;
        if transactions.values().any(|known| known.name == wanted.transaction_id) {
            return false;
        }
        let asked_at = now.unix_timestamp();
        let file = |one: Document| File { doc_id: one.doc_id, hash: one.data_to_be_signed };
        let transaction = Transaction {
            name: wanted.transaction_id,
            certificate: credential.id.clone(),
            owner: credential.owner.clone(),
            description: wanted.transaction_desc,
            files: wanted.sign_files.into_iter().map(file).collect(),
            asked_at,
            expires_at: asked_at + PATIENCE,
            end: None,
            told_from: 0,
        };
        transactions.insert(code.clone(), transaction);
        true
    })?;
    if !is_new {
        return Err(Refusal::Said(400, "BAD_REQUEST"));
    }
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(gateway.part(), Fault::Ok))?;
        return Err(Problem::unavailable().into());
    }
    let data = json!({ "transaction_id": name, "tran_code": code });
    Ok(framed(200, "sig_wait_for_user_confirm", data))
}

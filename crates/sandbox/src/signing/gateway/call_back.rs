//! What the phone's answer sets in motion: signatures are made, and the caller is told, once. Whether that was heard is not asked.

use serde_json::json;

use super::{End, Gateway, Transaction};
use crate::{
    fault::Fault,
    seal,
    vault::{self, Vault},
    world::World,
};

/// Seconds by which the status comes after the call back when that is asked for.
const LATE: i64 = 5;

impl Transaction {
    /// Takes the signer's answer; what is wrong with the gateway shows here.
    pub fn decide(&mut self, vault: &Vault, is_yes: bool, fault: Fault, now: i64) {
        let end = match fault {
            _ if !is_yes => End::Rejected,
            Fault::KeyFailed => End::KeyFailed,
            Fault::SignFailed => End::SignFailed,
            _ => self.sign(vault, fault).map_or(End::SignFailed, End::Signed),
        };
        self.end = Some(end);
        self.told_from = if fault == Fault::WebhookFirst { now + LATE } else { now };
    }

    fn sign(&self, vault: &Vault, fault: Fault) -> Option<Vec<String>> {
        let is_key = |id: &str| (id == self.certificate) != (fault == Fault::OtherSigner);
        let own = vault.gateway().into_iter().flat_map(vault::Gateway::held);
        let mut all = own.map(|held| &held.credential).chain(vault.credentials());
        let key = all.find(|credential| is_key(&credential.id))?;
        let sign = |hash: &str| {
            let digest = seal::from_hex(hash)?;
            let digest = if fault == Fault::BadSignature { seal::sha256(&digest) } else { digest };
            key.sign(&digest).map(|signature| seal::base64(&signature))
        };
        self.files.iter().map(|file| sign(&file.hash)).collect()
    }
}

/// Calls back about a transaction that has ended.
pub async fn tell(world: &World, gateway: Gateway, code: &str) {
    let Some(client) = gateway.client(world) else { return };
    let Some(webhook) = &client.webhook else { return };
    let found = world.look(|ledger, now| {
        let transaction = gateway.records(&ledger.signing).transactions.get(code)?;
        Some((transaction.clone(), now.unix_timestamp()))
    });
    let Some((transaction, now)) = found else { return };
    if world.look(|ledger, _| ledger.faults.of(gateway.part())) == Fault::Down {
        return;
    }
    let end = transaction.end.as_ref();
    let (number, name) = transaction.standing(end, now);
    let body = json!({
        "sp_id": client.id, "status_code": number, "message": name,
        "transaction_id": transaction.name, "signed_files": transaction.signatures(end),
    });
    // Told once; who was not there asks.
    let call = world.http().post(webhook).bearer_auth(&client.webhook_secret).json(&body);
    let _ = world.deliver(gateway.part(), call).await;
}

//! `get_certificate`: what is in the account of a citizen, an enterprise's seal among it, or of an enterprise. Whom nobody there knows
//! has an empty list.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Gateway, Refusal, Shelf, admit, framed};
use crate::{
    citizen, clock, seal,
    vault::{Credential, Kind, enterprise},
    world::World,
};

#[derive(Deserialize)]
struct Wanted {
    user_id: String,
    /// At eSign: whose certificates; of all authorities without it.
    ca_name: Option<String>,
    #[serde(default)]
    serial_number: String,
    transaction_id: String,
}

/// `POST`.
pub fn list(world: &World, gateway: Gateway, body: &[u8]) -> Result<Json<Value>, Refusal> {
    let (wanted, _) = admit::<Wanted>(world, gateway, body)?;
    let is_account = citizen::is_id(&wanted.user_id) || enterprise::is_code(&wanted.user_id);
    if !is_account || wanted.transaction_id.is_empty() {
        return Err(Refusal::Said(400, "BAD_REQUEST"));
    }
    let shelves = gateway.shelves(world.vault(), wanted.ca_name.as_deref(), &wanted.user_id);
    if shelves.is_empty() {
        return Err(Refusal::Said(400, "BAD_REQUEST"));
    }
    let now = world.now();
    let is_wanted = |serial: &str| wanted.serial_number.is_empty() || serial == wanted.serial_number;
    let mut certificates = Vec::new();
    for shelf in &shelves {
        for (credential, kind) in shelf.held.iter().filter(|(one, _)| is_wanted(&one.serial)) {
            let mut described = described(credential, *kind, &wanted.transaction_id, now);
            add_chain(&mut described, gateway, shelf);
            certificates.push(described);
        }
    }
    Ok(framed(200, "Success", json!({ "user_certificates": certificates })))
}

fn described(credential: &Credential, kind: Kind, transaction: &str, now: OffsetDateTime) -> Value {
    let (service, name) = match kind {
        Kind::Personal | Kind::Revoked => ("SMARTCA", "SMARTCA PERSONAL PRO"),
        Kind::Seal => ("ESEAL", "ESEAL"),
    };
    let status = match kind {
        Kind::Revoked => "Đã thu hồi",
        _ if credential.is_valid_at(now) => "Đang hoạt động",
        _ => "Hết hạn",
    };
    json!({
        "service_type": service,
        "service_name": name,
        "cert_id": credential.id,
        "cert_status": status,
        "serial_number": credential.serial,
        "cert_valid_from": clock::rfc3339(clock::at(credential.not_before)),
        "cert_valid_to": clock::rfc3339(clock::at(credential.not_after)),
        "cert_data": seal::base64(&credential.certificate),
        "transaction_id": transaction,
    })
}

/// The certificates above: the two write them differently.
fn add_chain(described: &mut Value, gateway: Gateway, shelf: &Shelf<'_>) {
    let [issuing, root] = shelf.above.map(seal::base64);
    match gateway {
        Gateway::SmartCa => described["chain_data"] = json!({ "ca_cert": issuing, "root_cert": root }),
        Gateway::ESign => described["chain_data"] = json!([issuing, root]),
    }
}

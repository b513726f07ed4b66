//! `get_certificate`: what a citizen holds here, an enterprise's seal among it. A citizen whom the gateway does not know has an empty list.

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Refusal, admit, framed};
use crate::{
    citizen, clock, seal,
    vault::{Gateway, Held, Kind},
    world::World,
};

#[derive(Deserialize)]
struct Wanted {
    user_id: String,
    #[serde(default)]
    serial_number: String,
    transaction_id: String,
}

/// `POST`.
pub async fn list(State(world): State<World>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let (wanted, _) = admit::<Wanted>(&world, &body)?;
    if !citizen::is_id(&wanted.user_id) || wanted.transaction_id.is_empty() {
        return Err(Refusal::Said(400, "BAD_REQUEST"));
    }
    let now = world.now();
    let certificates: Vec<_> = world
        .vault()
        .gateway()
        .into_iter()
        .flat_map(|gateway| gateway.held_by(&wanted.user_id).map(move |held| (gateway, held)))
        .filter(|(_, held)| wanted.serial_number.is_empty() || held.credential.serial == wanted.serial_number)
        .map(|(gateway, held)| described(gateway, held, &wanted.transaction_id, now))
        .collect();
    Ok(framed(200, "Success", json!({ "user_certificates": certificates })))
}

fn described(gateway: &Gateway, held: &Held, transaction: &str, now: OffsetDateTime) -> Value {
    let credential = &held.credential;
    let [issuing, root] = gateway.chain();
    let (service, name) = match held.kind {
        Kind::Personal | Kind::Revoked => ("SMARTCA", "SMARTCA PERSONAL PRO"),
        Kind::Seal => ("ESEAL", "ESEAL"),
    };
    let status = match held.kind {
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
        "chain_data": { "ca_cert": seal::base64(issuing), "root_cert": seal::base64(root) },
        "transaction_id": transaction,
    })
}

//! `status`: where a transaction stands, with its signatures once there are any; as often as it is asked.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Gateway, Refusal, admit, framed};
use crate::{fault::Fault, world::World};

#[derive(Deserialize)]
struct Wanted {
    tran_code: String,
}

/// `POST` at `SmartCA`; the code alone opens it, as at the real one.
pub async fn by_code(world: &World, code: &str) -> Result<Json<Value>, Refusal> {
    if world.answers_again(Gateway::SmartCa.part()).await? == Fault::CallerRefused {
        return Err(Refusal::Said(401, "SP_CREDENTIAL_INVALID"));
    }
    read(world, Gateway::SmartCa, code)
}

/// `POST` at eSign; only the caller is told.
pub async fn by_body(world: &World, body: &[u8]) -> Result<Json<Value>, Refusal> {
    let (wanted, _) = admit::<Wanted>(world, Gateway::ESign, body)?;
    world.stumble(Gateway::ESign.part()).await?;
    read(world, Gateway::ESign, &wanted.tran_code)
}

fn read(world: &World, gateway: Gateway, code: &str) -> Result<Json<Value>, Refusal> {
    let found = world.look(|ledger, now| {
        let transaction = gateway.records(&ledger.signing).transactions.get(code)?;
        Some((transaction.clone(), now.unix_timestamp()))
    });
    let (transaction, now) = found.ok_or(Refusal::Said(400, "BAD_REQUEST"))?;
    let end = transaction.end.as_ref().filter(|_| transaction.told_from <= now);
    let (number, name) = transaction.standing(end, now);
    let data = json!({
        "transaction_id": transaction.name, "tran_code": code, "signatures": transaction.signatures(end)
    });
    Ok(framed(number, name, data))
}

//! `status`: where a transaction stands, with its signatures once there are any; as often as it is asked.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{Refusal, framed};
use crate::{
    fault::{Fault, Part},
    world::World,
};

/// `POST`; the code alone opens it, as at the real gateway.
pub async fn read(State(world): State<World>, Path(code): Path<String>) -> Result<Json<Value>, Refusal> {
    if world.answers_again(Part::SmartCa).await? == Fault::CallerRefused {
        return Err(Refusal::Said(401, "SP_CREDENTIAL_INVALID"));
    }
    let found = world.look(|ledger, now| {
        let transaction = ledger.signing.gateway.transactions.get(&code)?;
        Some((transaction.clone(), now.unix_timestamp()))
    });
    let (transaction, now) = found.ok_or(Refusal::Said(400, "BAD_REQUEST"))?;
    let end = transaction.end.as_ref().filter(|_| transaction.told_from <= now);
    let (number, name) = transaction.standing(end, now);
    let data = json!({ "transaction_id": transaction.name, "signatures": transaction.signatures(end) });
    Ok(framed(number, name, data))
}

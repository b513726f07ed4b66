//! Pushing status changes to the portal: in order, signed, one after the other; the first that is not taken stops the rest
//! of its dossier until the next change or a retry.

use axum::{Json, extract::State, http::HeaderMap};
use serde_json::{Value, json};

use super::{Dossier, Event};
use crate::{caller, fault::Part, problem::Problem, seal, world::World};

/// `POST /desk/v1/retry`: pushes whatever waits.
pub async fn retry(State(world): State<World>, headers: HeaderMap) -> Result<Json<Value>, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    let codes: Vec<_> = world.look(|ledger, _| ledger.desk.dossiers.keys().cloned().collect());
    let mut delivered = 0;
    for code in codes {
        delivered += push(&world, &code).await;
    }
    let waiting = world.look(|ledger, _| ledger.desk.dossiers.values().map(Dossier::unpushed).sum::<usize>());
    Ok(Json(json!({ "delivered": delivered, "waiting": waiting })))
}

impl Dossier {
    /// How many changes the portal has not taken yet.
    pub fn unpushed(&self) -> usize {
        self.events.iter().filter(|event| event.sequence > self.pushed).count()
    }
}

/// Pushes the changes of one dossier; answers how many were taken.
pub async fn push(world: &World, code: &str) -> usize {
    let _alone = world.outgoing().await;
    let mut taken = 0;
    loop {
        let next = world.look(|ledger, _| {
            let dossier = ledger.desk.dossiers.get(code)?;
            let event = dossier.events.iter().find(|event| event.sequence > dossier.pushed)?;
            Some((dossier.clone(), event.clone()))
        });
        let Some((dossier, event)) = next else { return taken };
        if !send(world, &dossier, &event).await {
            return taken;
        }
        let noted = world.change(|ledger, _| {
            if let Some(dossier) = ledger.desk.dossiers.get_mut(code) {
                dossier.pushed = event.sequence;
            }
        });
        if noted.is_err() {
            return taken;
        }
        taken += 1;
    }
}

async fn send(world: &World, dossier: &Dossier, event: &Event) -> bool {
    let mut body = json!(event);
    body["code"] = json!(dossier.code);
    body["handle"] = json!(dossier.handle);
    let body = body.to_string();
    let signature = seal::hmac_sha256_hex(&world.config().clients.desk.hmac_secret, body.as_bytes());
    let call = world
        .http()
        .post(&dossier.callback)
        .header("Content-Type", "application/json")
        .header("X-Desk-Signature", signature)
        .body(body);
    world.deliver(Part::Desk, call).await.is_ok_and(|answer| answer.status().is_success())
}

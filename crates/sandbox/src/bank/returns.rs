//! Money that goes back to who sent it: on the owner's request, once per credit and all of it or a part, or by hand at the counter. The bank
//! needs an hour.

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Records, service};
use crate::{
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

/// Seconds until the money has left.
const WORK: i64 = 3600;

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Give {
    request: String,
    pub(super) transaction: String,
    /// In đồng.
    pub(super) amount: u64,
    asked_at: i64,
}

impl Give {
    fn message(&self, now: i64) -> Value {
        let status = if now - self.asked_at < WORK { "PROCESSING" } else { "DONE" };
        json!({ "requestId": self.request, "transactionId": self.transaction, "amount": self.amount, "status": status })
    }
}

#[derive(Deserialize)]
pub struct Request {
    #[serde(rename = "requestId")]
    id: String,
    #[serde(rename = "transactionId")]
    transaction: String,
    amount: u64,
    reason: String,
}

/// `POST`: asks for it; the same request again is answered the same.
pub async fn ask(
    State(world): State<World>,
    headers: HeaderMap,
    Json(request): Json<Request>,
) -> Result<Response, Problem> {
    let (_, fault) = service::owner(&world, &headers).await?;
    if fault == Fault::ByHand {
        return Err(problem(501, "not-agreed", "Returns are made at the counter."));
    }
    let given = world.change(|ledger, now| {
        let at = now.unix_timestamp();
        ledger.bank.give(&request, fault, at).map(|give| give.message(at))
    })?;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::Bank, Fault::Ok))?;
        return Err(Problem::unavailable());
    }
    Ok(match given {
        Ok(message) => Json(message).into_response(),
        Err(code) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "code": code }))).into_response(),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    transaction_id: String,
}

/// `GET`: what became of the money of one credit.
pub async fn read(
    State(world): State<World>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    service::owner(&world, &headers).await?;
    Ok(Json(world.look(|ledger, now| {
        let gives = ledger.bank.returns.iter().filter(|give| give.transaction == wanted.transaction_id);
        let returns: Vec<_> = gives.map(|give| give.message(now.unix_timestamp())).collect();
        json!({ "returns": returns })
    })))
}

impl Records {
    fn give(&mut self, request: &Request, fault: Fault, at: i64) -> Result<Give, &'static str> {
        if let Some(known) = self.returns.iter().find(|give| give.request == request.id) {
            return Ok(known.clone());
        }
        let credit = self.credits.iter().find(|credit| credit.transaction == request.transaction);
        let is_back = self.returns.iter().any(|give| give.transaction == request.transaction);
        match credit {
            None => Err("R01"),
            Some(_) if is_back => Err("R02"),
            Some(credit) if !(1..=credit.amount).contains(&request.amount) || request.reason.is_empty() => {
                Err("R03")
            }
            Some(_) if fault == Fault::RefundRefused => Err("R09"),
            Some(_) => {
                let (id, transaction) = (request.id.clone(), request.transaction.clone());
                let give = Give { request: id, transaction, amount: request.amount, asked_at: at };
                self.returns.push(give.clone());
                Ok(give)
            }
        }
    }

    /// Somebody at the counter has returned the money of a credit; answers whether there was any.
    pub fn return_by_hand(&mut self, transaction: &str, at: i64) -> bool {
        let is_back = self.returns.iter().any(|give| give.transaction == transaction);
        let credit = self.credits.iter().find(|credit| credit.transaction == transaction && !is_back);
        let Some(amount) = credit.map(|credit| credit.amount) else { return false };
        let (request, transaction) = (String::new(), transaction.to_owned());
        self.returns.push(Give { request, transaction, amount, asked_at: at - WORK });
        true
    }
}

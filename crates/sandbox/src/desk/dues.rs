//! Fees that the office asks for once it has a dossier: the officer's notices, and the API by which the portal says that one is paid.
//!
//! The desk puts both in order: it ends no notice whose payment it knows of, and hears of no payment for one that it has ended.

mod officer;
mod page;

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Dossier, receipts};
use crate::{
    caller, clock,
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

pub use officer::act;
pub use page::section;

/// A fee that is asked for, as it travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    pub id: String,
    pub items: Vec<Item>,
    total: u64,
    basis: String,
    until: Option<String>,
    clock: String,
    online: bool,
    on_result: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    name: String,
    amount: u64,
}

/// That a notice asks for nothing any more: `withdrawn` or `collected`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Over {
    id: String,
    how: String,
}

/// A payment that the portal has told of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payment {
    pub notice: String,
    pub amount: u64,
    pub transaction: String,
    paid_at: String,
    known_at: String,
}

/// The time limit begins on the day that the money has come.
const FROM_PAYMENT: &str = "from_payment";

/// How a notice stands.
enum Standing<'a> {
    Asked,
    Paid(&'a Payment),
    Withdrawn,
    Collected,
    Replaced,
    Stopped,
}

impl Dossier {
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.events.iter().filter_map(|event| event.notice.as_ref())
    }

    fn standing(&self, notice: &Notice) -> Standing<'_> {
        if let Some(paid) = self.paid.iter().find(|paid| paid.notice == notice.id) {
            return Standing::Paid(paid);
        }
        let over =
            self.events.iter().filter_map(|event| event.over.as_ref()).find(|over| over.id == notice.id);
        match over {
            Some(over) if over.how == "collected" => Standing::Collected,
            Some(_) => Standing::Withdrawn,
            None if self.notices().any(|other| other.replaces.as_ref() == Some(&notice.id)) => {
                Standing::Replaced
            }
            None if matches!(self.status(), 3 | 8) => Standing::Stopped,
            None => Standing::Asked,
        }
    }

    /// Whether a fee is asked for that is to be paid before the dossier goes on.
    fn waits_for_money(&self) -> bool {
        self.notices().any(|notice| !notice.on_result && matches!(self.standing(notice), Standing::Asked))
    }
}

/// What the portal says of a payment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    notice: String,
    amount: u64,
    transaction: String,
    paid_at: String,
}

/// `POST /desk/v1/dossiers/{code}/payments`: a fee was paid through the portal. Told again, it is answered again.
pub async fn paid(
    State(world): State<World>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    let fault = world.answers_again(Part::Desk).await?;
    let told: Told = serde_json::from_slice(&body)
        .map_err(|_| problem(422, "malformed", "The body is not a payment as the desk expects it."))?;
    let answer = world.change(|ledger, now| {
        let dossier = ledger.desk.dossiers.get_mut(&code);
        let dossier =
            dossier.ok_or_else(|| problem(404, "dossier-unknown", "No such dossier is at the desk."))?;
        let answer = dossier.learn(told, clock::rfc3339(now))?;
        receipts::issue_at_once(ledger, &code, now);
        Ok::<_, Problem>(answer)
    })??;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::Desk, Fault::Ok))?;
        return Err(Problem::unavailable());
    }
    Ok(Json(answer))
}

impl Dossier {
    fn learn(&mut self, told: Told, known_at: String) -> Result<Value, Problem> {
        let notice = self.notices().find(|notice| notice.id == told.notice);
        let notice =
            notice.ok_or_else(|| problem(404, "notice-unknown", "Nothing was asked for by this name."))?;
        match self.standing(notice) {
            Standing::Paid(paid) if paid.transaction == told.transaction => {
                return Ok(json!({ "notice": paid.notice, "known_at": paid.known_at }));
            }
            Standing::Paid(_) => {
                return Err(problem(409, "already-paid", "Another payment for this notice is known."));
            }
            Standing::Asked if told.amount != notice.total => {
                return Err(problem(422, "amount-differs", "This is not what was asked for."));
            }
            Standing::Asked => {}
            Standing::Withdrawn | Standing::Collected | Standing::Replaced | Standing::Stopped => {
                return Err(problem(409, "notice-over", "Nothing is asked for by this notice any more."));
            }
        }
        let answer = json!({ "notice": told.notice, "known_at": known_at });
        let Told { notice, amount, transaction, paid_at } = told;
        self.paid.push(Payment { notice, amount, transaction, paid_at, known_at });
        Ok(answer)
    }
}

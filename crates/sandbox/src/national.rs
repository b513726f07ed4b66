//! The national payment platform, version 1.0.6, as far as it is known: INIT answers the address of a page where the payer chooses a bank or
//! a wallet, the partner is told how it went (confirm), and may ask (QUERY). Which of it is our own reading is in the README. Money is
//! never real. Reading order: `seal` (`MaXacThuc`), `init`, `page`, `choose` (what the payer did), `confirm`, `query`.

use std::collections::BTreeMap;

use axum::{
    Router,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{clock, outbox::Due, world::World};

mod choose;
mod confirm;
mod init;
mod page;
mod query;
mod seal;

pub use confirm::send;

/// What the platform remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    /// Orders by `MaThamChieu`, which is never taken twice.
    orders: BTreeMap<String, Order>,
    transactions: u64,
}

/// An order, as the partner asked for it, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    /// Names the order in the page's address and forms.
    token: String,
    reference: String,
    /// In đồng.
    amount: u64,
    info: String,
    /// `ThoiGianGD` of the INIT.
    created: String,
    expires_at: i64,
    /// `MaHoSo`: the dossier that it is for.
    record: String,
    /// Who collects, as the payer sees it.
    unit: String,
    /// Who pays: name, number, address.
    payer: [String; 3],
    /// What is paid for, in đồng.
    items: Vec<(String, u64)>,
    /// What the payer gave, when that is not what was asked for.
    taken: Option<u64>,
    /// The payer is at their bank: the order ends when the bank says so, however late.
    is_at_bank: bool,
    outcome: Option<Outcome>,
    /// Somebody at the platform has given the money back.
    is_returned: bool,
    /// The confirmations that the partner has not taken yet.
    queue: Vec<Due>,
    /// `MaLoi` of the answers to confirmations, or why there is none.
    answers: Vec<String>,
}

/// The end of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Outcome {
    is_paid: bool,
    transaction: String,
    bank: String,
    at: String,
}

impl Order {
    /// What was paid, or is to be paid, in đồng.
    fn amount(&self) -> u64 {
        self.taken.unwrap_or(self.amount)
    }

    /// `TrangThaiGD`: paid, not known yet, not paid.
    fn status(&self) -> &'static str {
        match &self.outcome {
            Some(outcome) if outcome.is_paid && !self.is_returned => "1",
            Some(_) => "4",
            None => "3",
        }
    }
}

impl Records {
    /// How many confirmations wait.
    pub fn waiting(&self) -> usize {
        self.orders.values().map(|order| order.queue.len()).sum()
    }

    /// Every order with the answers to its confirmations, for tests and operators.
    pub fn report(&self) -> Value {
        let order = |order: &Order| {
            json!({
                "reference": order.reference,
                "amount": order.amount(),
                "status": order.status(),
                "record": order.record,
                "payer": order.payer,
                "items": order.items,
                "answers": order.answers,
                "waiting": order.queue.len(),
            })
        };
        self.orders.values().map(order).collect()
    }

    /// The money of a paid order is given back by a person; answers whether there was any.
    pub fn return_by_hand(&mut self, reference: &str) -> bool {
        let paid = self.orders.get_mut(reference).filter(|order| order.status() == "1");
        paid.map(|order| order.is_returned = true).is_some()
    }

    fn by_token(&mut self, token: &str) -> Option<&mut Order> {
        self.orders.values_mut().find(|order| order.token == token)
    }

    /// Ends an order that has no end yet; answers whether it did.
    fn settle(&mut self, reference: &str, is_paid: bool, bank: &str, now: OffsetDateTime) -> bool {
        let Some(order) = self.orders.get_mut(reference).filter(|order| order.outcome.is_none()) else {
            return false;
        };
        self.transactions += 1;
        let transaction = format!("PP{:010}", self.transactions);
        order.outcome = Some(Outcome { is_paid, transaction, bank: bank.to_owned(), at: clock::stamp(now) });
        true
    }

    /// Ends the order when its time is over and nobody has gone to a bank.
    fn expire(&mut self, reference: &str, now: OffsetDateTime) {
        let is_over = self
            .orders
            .get(reference)
            .is_some_and(|order| !order.is_at_bank && order.expires_at <= now.unix_timestamp());
        if is_over {
            self.settle(reference, false, "", now);
        }
    }
}

/// The platform's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/national/init", post(init::answer))
        .route("/national/query", post(query::answer))
        .route("/national/pay/{token}", get(page::show))
        .route("/national/choose", post(choose::choose))
}

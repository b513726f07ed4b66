//! A bank with a telling account: a page where a payer scans a VietQR code, credits, signed credit advices with repeats, credits by the text they
//! carry, and money that goes back. Its protocol is our own reading of what banks offer (the README has it). Money is never real. Reading
//! order: `code` (what a scan shows), `page`, `pay` (what the payer did), `advice`, `service` (what the account's owner may ask), `returns`.

use axum::{
    Router,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{outbox::Due, world::World};

mod advice;
mod code;
mod page;
mod pay;
mod returns;
mod service;

pub use advice::send;

/// What the bank remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    /// Oldest first.
    credits: Vec<Credit>,
    /// In the order in which they were asked for.
    returns: Vec<returns::Give>,
}

/// Money that came to the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Credit {
    transaction: String,
    /// In đồng.
    amount: u64,
    at: i64,
    /// What the transfer says.
    content: String,
    /// The advices that the account's owner has not taken yet.
    queue: Vec<Due>,
    /// What the owner answered: a status, or why there is none.
    answers: Vec<String>,
}

impl Records {
    /// How many advices wait.
    pub fn waiting(&self) -> usize {
        self.credits.iter().map(|credit| credit.queue.len()).sum()
    }

    /// Every credit with its advices and what went back, for tests and operators.
    pub fn report(&self) -> Value {
        let credit = |credit: &Credit| {
            let back = self.returns.iter().rfind(|give| give.transaction == credit.transaction);
            json!({
                "transactionId": credit.transaction,
                "amount": credit.amount,
                "content": credit.content,
                "returned": back.map(|give| give.amount),
                "answers": credit.answers,
                "waiting": credit.queue.len(),
            })
        };
        self.credits.iter().map(credit).collect()
    }

    /// Writes money down, with an advice for each moment in `advised`.
    fn credit(&mut self, amount: u64, content: &str, at: i64, advised: &[i64]) {
        let transaction = format!("FT26{:08}", self.credits.len() + 1);
        let queue = advised.iter().map(|at| Due::at(*at)).collect();
        let content = content.to_owned();
        self.credits.push(Credit { transaction, amount, at, content, queue, answers: Vec::new() });
    }
}

/// The bank's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/bank", get(page::scan))
        .route("/bank/scanned", post(page::scanned))
        .route("/bank/pay", post(pay::pay))
        .route("/bank/v1/accounts/{account}/credits", get(service::credits))
        .route("/bank/v1/returns", get(returns::read).post(returns::ask))
}

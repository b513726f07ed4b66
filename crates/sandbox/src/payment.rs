//! A payment gateway after VNPAY PAY 2.1.0: pay page, signed return, notification (IPN) with repeats, query. Money is never
//! real. Reading order: `signature`, `intake` (the request), `page`, `choose` (what the payer did), `doubt`, `notice`, `query`, `refund`.

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
mod doubt;
mod intake;
mod notice;
mod page;
mod query;
mod refund;
mod signature;

pub use doubt::Cleared;
pub use notice::send;

/// What the gateway remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    /// Orders by day and reference: a reference is unique within a day.
    orders: BTreeMap<String, Order>,
    /// Query requests of the last day, to notice repeats.
    queries: BTreeMap<String, i64>,
    transactions: u64,
}

/// An order, as the merchant asked for it, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    /// Names the order in the page's address and forms.
    token: String,
    reference: String,
    /// In hundredths of a đồng, as the protocol has it.
    amount: u64,
    info: String,
    return_url: String,
    created: String,
    expires_at: Option<i64>,
    /// What the payer gave, when that is not what was asked for.
    #[serde(default)]
    taken: Option<u64>,
    /// The payer is at their bank: the order ends when the bank says so, however late.
    #[serde(default)]
    is_at_bank: bool,
    outcome: Option<Outcome>,
    #[serde(default)]
    refund: Option<refund::Refund>,
    queue: Vec<Due>,
    sent: Vec<Sent>,
}

/// The end of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Outcome {
    response_code: String,
    transaction_status: String,
    transaction: String,
    bank_transaction: Option<String>,
    paid_at: String,
}

/// A notification that was sent, and the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sent {
    at: i64,
    /// `RspCode`, or why there is none.
    answer: String,
}

impl Order {
    /// What was paid, or is to be paid, in hundredths of a đồng.
    fn amount(&self) -> u64 {
        self.taken.unwrap_or(self.amount)
    }
}

impl Records {
    /// How many notifications wait.
    pub fn waiting(&self) -> usize {
        self.orders.values().map(|order| order.queue.len()).sum()
    }

    /// Every order with its notifications and the codes they were answered with, for tests and operators.
    pub fn report(&self) -> Value {
        let order = |order: &Order| {
            let answers: Vec<_> = order.sent.iter().map(|sent| &sent.answer).collect();
            json!({
                "reference": order.reference,
                "response_code": order.outcome.as_ref().map(|outcome| &outcome.response_code),
                "refunded": order.refund.as_ref().map(|refund| refund.amount / 100),
                "answers": answers,
                "waiting": order.queue.len(),
            })
        };
        self.orders.values().map(order).collect()
    }

    fn by_token(&mut self, token: &str) -> Option<(&String, &mut Order)> {
        self.orders.iter_mut().find(|(_, order)| order.token == token)
    }

    /// Ends an order that has no end yet; answers whether it did.
    fn settle(&mut self, key: &str, response_code: &str, now: OffsetDateTime) -> bool {
        let Some(order) = self.orders.get_mut(key).filter(|order| order.outcome.is_none()) else {
            return false;
        };
        let has_reached_bank = !matches!(response_code, "24" | "11");
        let transaction = if has_reached_bank {
            self.transactions += 1;
            (14_000_000 + self.transactions).to_string()
        } else {
            "0".to_owned()
        };
        order.outcome = Some(Outcome {
            response_code: response_code.to_owned(),
            transaction_status: match response_code {
                "00" | "07" => response_code,
                _ => "02",
            }
            .to_owned(),
            bank_transaction: has_reached_bank.then(|| format!("VNP{transaction}")),
            transaction,
            paid_at: clock::stamp(now),
        });
        true
    }

    /// Queues a notification.
    fn notify(&mut self, key: &str, at: i64) {
        if let Some(order) = self.orders.get_mut(key) {
            order.queue.push(Due::at(at));
        }
    }

    /// Ends the order when its time is over and nobody has paid.
    fn expire(&mut self, key: &str, now: OffsetDateTime) {
        let is_over = self.orders.get(key).is_some_and(|order| {
            order.outcome.is_none()
                && !order.is_at_bank
                && order.expires_at.is_some_and(|end| end <= now.unix_timestamp())
        });
        if is_over && self.settle(key, "11", now) {
            self.notify(key, now.unix_timestamp());
        }
    }
}

/// The gateway's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/vnpay/paymentv2/vpcpay.html", get(page::show))
        .route("/vnpay/paymentv2/choose", post(choose::choose))
        .route("/vnpay/merchant_webapi/api/transaction", post(query::answer))
}

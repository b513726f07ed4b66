//! Paying as a port: where to pay an order, reading the provider's notice, asking what became of it, giving money back.
//!
//! What the answer means for a dossier is decided by `dossier::apply`; the browser's return is never a fact.

pub mod vnpay;

use dossier::Event;

use crate::clock::Moment;
use crate::later::Later;
use crate::store::Order;

/// A new order.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub order: &'a str,
    pub dossier: &'a str,
    /// In đồng.
    pub amount: u64,
    pub language: &'a str,
    pub created: Moment,
    pub expires: Moment,
}

/// The provider's own word about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Paid {
        amount: u64,
        transaction: String,
        at: String,
    },
    Refused {
        code: String,
    },
    /// It cannot say whether it took the money.
    Suspect {
        code: String,
    },
    /// The citizen is still there, or never came.
    Open,
}

impl Verdict {
    /// The event that records it, if it says anything.
    #[must_use]
    pub fn event(self, order: &str) -> Option<Event> {
        let order = order.to_owned();
        match self {
            Self::Paid { amount, transaction, at } => {
                Some(Event::PaymentConfirmed { order, amount, transaction, at })
            }
            Self::Refused { code } => Some(Event::PaymentFailed { order, code }),
            Self::Suspect { code } => Some(Event::PaymentSuspect { order, code }),
            Self::Open => None,
        }
    }
}

/// A signed notification.
#[derive(Clone, Debug)]
pub struct Notice {
    pub order: String,
    /// In đồng.
    pub amount: u64,
    pub verdict: Verdict,
}

/// What became of giving money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// Nobody has asked for it.
    NotAsked,
    /// On its way to the payer.
    Underway,
    /// The payer has it.
    Done,
    /// It is not given back.
    Refused { code: String },
}

/// Money to give back.
#[derive(Clone, Debug)]
pub struct GiveBack<'a> {
    /// Our name for the request, the same however often it is made.
    pub request: &'a str,
    /// All that was taken, in đồng.
    pub amount: u64,
    /// The provider's own number of the money.
    pub transaction: &'a str,
}

/// A payment gateway.
pub trait PaymentProvider: Send + Sync {
    /// Stable short name, half of the key of a transaction.
    fn name(&self) -> &'static str;
    /// Where the citizen pays; the same order always gives the same address.
    fn redirect_url(&self, wanted: &Wanted<'_>) -> String;
    /// Reads a signed query string; none when the signature does not fit.
    fn notice(&self, query: &str) -> Option<Notice>;
    /// Asks what became of an order.
    fn ask<'a>(&'a self, order: &'a Order, now: Moment) -> Later<'a, Result<Verdict, String>>;
    /// Asks what became of giving `owed` đồng of an order back.
    fn returned<'a>(&'a self, order: &'a Order, owed: u64, now: Moment) -> Later<'a, Result<Return, String>>;
    /// Asks to give money back. Asked twice under one name, it goes back once.
    fn give_back<'a>(
        &'a self,
        order: &'a Order,
        wanted: GiveBack<'a>,
        now: Moment,
    ) -> Later<'a, Result<Return, String>>;
}

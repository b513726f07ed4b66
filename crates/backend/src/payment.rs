//! Paying as a port: how an order is paid, asking what became of it, giving money back; and the providers that are configured.
//!
//! What the answer means for a dossier is decided by `dossier::apply`; the browser's return is never a fact. How a provider tells of money by
//! itself is each provider's own, and so is not in the port.

mod bill;
pub mod national;
pub mod vietqr;
pub mod vnpay;

use std::time::Duration;

use dossier::Event;

pub use self::bill::{Bill, Item};
use self::national::National;
use self::vietqr::Vietqr;
use self::vnpay::Vnpay;
use crate::clock::Moment;
use crate::config::Config;
use crate::error::{Answer, Error};
use crate::later::Later;
use crate::store::{Order, Way};

/// Before a provider that did not answer is asked once more.
const AGAIN: Duration = Duration::from_millis(300);

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Either that, or a bank does not say: open as long as the order can be paid, a doubt afterwards.
    Unsettled {
        code: String,
    },
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
            Self::Open | Self::Unsettled { .. } => None,
        }
    }
}

/// A signed notification of a gateway.
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
    /// In đồng.
    pub amount: u64,
    /// Whether that is less than was taken.
    pub is_part: bool,
    /// The provider's own number of the money.
    pub transaction: &'a str,
}

/// A payment provider.
pub trait PaymentProvider: Send + Sync {
    /// Stable short name: of its orders, of its choice in the contract, half of the key of a transaction.
    fn name(&self) -> &'static str;
    /// A name for a new order, unique at the provider; none without random numbers.
    fn reference(&self) -> Option<String>;
    /// How the citizen pays it; the same order is always paid the same way. [`Way::None`] where the provider has to be asked for a page
    /// first ([`Self::page`]).
    ///
    /// # Errors
    /// What the log should say: it cannot be paid here.
    fn way(&self, wanted: &Wanted<'_>) -> Result<Way, String>;
    /// Asks for the page of an order that is on record; its address. An error means that nobody can be led there, whatever has become
    /// of the order.
    fn page<'a>(&'a self, _wanted: &'a Wanted<'_>, _bill: &'a Bill) -> Later<'a, Result<String, String>> {
        Box::pin(async { Err("this provider is not asked for pages".to_owned()) })
    }
    /// Whether money can come for an order that has taken some: then it is asked about for a while longer.
    fn takes_again(&self) -> bool;
    /// Asks what became of an order. The words come in the order of what they tell; several are money that came several times.
    fn ask<'a>(&'a self, order: &'a Order, now: Moment) -> Later<'a, Result<Vec<Verdict>, String>>;
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

/// The providers that are configured.
pub struct Payments {
    pub vnpay: Option<Vnpay>,
    pub vietqr: Option<Vietqr>,
    pub national: Option<National>,
}

impl Payments {
    /// Clients for what is configured.
    #[must_use]
    pub fn new(config: &Config, web: &reqwest::Client) -> Self {
        let Config { public_url, payment, .. } = config;
        Self {
            vnpay: payment.vnpay.clone().map(|settings| Vnpay::new(settings, public_url, web.clone())),
            vietqr: payment.vietqr.clone().map(|settings| Vietqr::new(settings, web.clone())),
            national: payment.national.clone().map(|settings| National::new(settings, web.clone())),
        }
    }

    /// All of them, first the one that is offered first.
    fn all(&self) -> impl Iterator<Item = &dyn PaymentProvider> {
        let vnpay = self.vnpay.iter().map(|provider| provider as &dyn PaymentProvider);
        let vietqr = self.vietqr.iter().map(|provider| provider as &dyn PaymentProvider);
        let national = self.national.iter().map(|provider| provider as &dyn PaymentProvider);
        vnpay.chain(vietqr).chain(national)
    }

    /// Their names, first the one that is offered first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.all().map(PaymentProvider::name)
    }

    /// The provider of this name.
    ///
    /// # Errors
    /// It is not configured any more: whoever asks about its orders has to wait.
    pub fn of(&self, name: &str) -> Answer<&dyn PaymentProvider> {
        let missing = || Error::Provider("payment", format!("provider {name} is not configured"));
        self.all().find(|provider| provider.name() == name).ok_or_else(missing)
    }

    /// The provider for a new order.
    ///
    /// # Errors
    /// 400 when none of this name is offered.
    pub fn chosen(&self, name: Option<&str>) -> Answer<&dyn PaymentProvider> {
        let mut all = self.all();
        match name {
            Some(name) => all.find(|provider| provider.name() == name),
            None => all.next(),
        }
        .ok_or(Error::BadRequest("There is no payment provider of this name."))
    }
}

/// What the provider says of an order, asked once more when there was no answer: a moment's hiccup is nobody's business, neither of who
/// waits for it nor of who would be asked after much later.
///
/// # Errors
/// There was no answer twice; the text is for the log.
pub async fn ask_patiently(
    provider: &dyn PaymentProvider,
    order: &Order,
    now: Moment,
) -> Result<Vec<Verdict>, String> {
    if let Ok(words) = provider.ask(order, now).await {
        return Ok(words);
    }
    tokio::time::sleep(AGAIN).await;
    provider.ask(order, now).await
}

/// The same of what became of giving `owed` đồng back.
///
/// # Errors
/// There was no answer twice; the text is for the log.
pub async fn returned_patiently(
    provider: &dyn PaymentProvider,
    order: &Order,
    owed: u64,
    now: Moment,
) -> Result<Return, String> {
    if let Ok(told) = provider.returned(order, owed, now).await {
        return Ok(told);
    }
    tokio::time::sleep(AGAIN).await;
    provider.returned(order, owed, now).await
}

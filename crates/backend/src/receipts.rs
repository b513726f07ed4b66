//! Electronic receipts for money as a port: who collected the money issues them, early or late, and may cancel or replace one. Here they are asked for,
//! judged and kept as they were issued; who is told of them is in the routes.
//!
//! The office that collects issues, through the one-stop desk. A push is a hint to ask.

mod judge;
mod show;
mod words;

pub use show::{face, shown};

use dossier::{DueItem, Outcome, Payment, State};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::dossiers::load;
use crate::error::{Answer, Error, incident};
use crate::later::Later;
use crate::store::{self, ReceiptRecord};

/// A payment that receipts are asked for.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Our own handle of the dossier.
    pub dossier: String,
    /// The dossier's official code, once the desk has it.
    pub code: Option<String>,
    /// The office's notice that was paid; none for the fee of filing.
    pub notice: Option<String>,
    /// The order, with the provider's own number of the money.
    pub order: store::Order,
}

/// A receipt as its issuer tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Unique at the issuer; never another receipt.
    pub id: String,
    pub stated: Stated,
    /// What was issued, byte for byte, and what a file of it is called.
    pub file: Vec<u8>,
    pub name: String,
    pub over: Option<Over>,
}

/// What a receipt states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Mẫu số, ký hiệu, số.
    pub form: String,
    pub symbol: String,
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: String,
    pub office: String,
    pub tax_code: String,
    pub payer: String,
    pub items: Vec<DueItem>,
    /// In đồng.
    pub amount: u64,
    /// The same in Vietnamese words.
    pub words: String,
    /// The look-up code: what can be guessed is not kept.
    pub code: String,
    /// The issuer's id of the receipt that this one is in place of.
    #[serde(default)]
    pub replaces: Option<String>,
}

/// That a receipt is not good any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    pub how: contract::ReceiptEnd,
    /// RFC 3339.
    pub at: String,
    pub reason: String,
    /// The issuer's id of the receipt in its place.
    #[serde(default)]
    pub by: Option<String>,
}

/// Who issues receipts.
pub trait ReceiptIssuer: Send + Sync {
    /// Stable short name, kept with its receipts.
    fn issuer(&self) -> &'static str;
    /// Every receipt that was issued for a payment, those that are over too. None yet is no error; an error means: ask again later.
    fn issued<'a>(&'a self, of: &'a Settled) -> Later<'a, Result<Vec<Issued>, String>>;
}

/// How it stands about the receipt of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None will come: the money does not count.
    NotDue,
    /// The issuer has not issued one yet, or is silent.
    Waiting,
    /// There is one, good or over, and the issuer has just said so.
    Issued,
}

/// Asks the issuer about the receipts of an order and keeps what it says.
///
/// # Errors
/// 404 for an order that is not of this dossier; the store failed.
pub async fn refresh(app: &App, dossier: &str, order: &str) -> Answer<Standing> {
    let whole = load(app, dossier).await?;
    let state = &whole.record.state;
    let known = state.orders.iter().find(|known| known.order == order).ok_or(Error::NotFound)?;
    let own = order.to_owned();
    let (record, kept) = app.store(move |store| Ok((store.order(&own)?, store.receipts_for(&own)?))).await?;
    let record = record.ok_or_else(|| Error::Internal("an order that was never stored".to_owned()))?;
    // Of money that goes back only the receipt that it already has is followed: it is to be cancelled.
    if known.outcome != Outcome::Counted && kept.is_empty() {
        return Ok(Standing::NotDue);
    }
    let notice = known.due.and_then(|number| state.due(number)).map(|due| due.notice.id.clone());
    let code = state.filing.code().map(str::to_owned);
    let settled = Settled { dossier: dossier.to_owned(), code, notice, order: record };
    let issuer: &dyn ReceiptIssuer = app.desk.as_ref();
    let said = match issuer.issued(&settled).await {
        Ok(said) => said,
        Err(what) => {
            incident(&format!("receipts: {what}"));
            return Ok(Standing::Waiting);
        }
    };
    let now = app.clock.now().0;
    let mut records = Vec::new();
    for one in said {
        match judge::judge(&one, &settled, &kept) {
            Ok(()) => records.push(ReceiptRecord::new(issuer.issuer(), &settled, one, now)?),
            Err(why) => {
                incident(&format!("receipts: one of order {order} is not kept: {why}"));
            }
        }
    }
    if records.is_empty() {
        return Ok(Standing::Waiting);
    }
    app.store(move |store| store.keep_receipts(records)).await?;
    Ok(Standing::Issued)
}

/// When the money of an order was taken, if it counts; RFC 3339.
#[must_use]
pub fn paid_at<'a>(state: &'a State, order: &str) -> Option<&'a str> {
    let axes = std::iter::once(&state.payment).chain(state.dues.iter().map(|due| &due.payment));
    axes.into_iter().find_map(|axis| match axis {
        Payment::Paid { order: paid, at, .. } if paid == order => Some(at.as_str()),
        _ => None,
    })
}

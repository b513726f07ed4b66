//! Everything that a citizen has paid through the portal, and what became of the money; and what the office tells that it collected itself.

use dossier::{Order, Outcome, Timestamp};
use serde::Serialize;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{FeeReceipt, Nothing};

/// One payment: money that was taken, or may have been, or of which the citizen says so.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentEntry {
    /// Our own opaque handle of the dossier, unless it was thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// Title of its service, in the language asked for.
    pub service: String,
    /// The official code of the dossier, once there is one.
    pub code: Option<String>,
    /// The office's notice that it was for; none for the fee of filing.
    pub notice: Option<String>,
    /// What was taken, in đồng.
    pub amount: u64,
    /// The same in words, in the language asked for.
    pub words: String,
    /// The reference at the provider.
    pub order: String,
    /// The provider's own number of the money, once it is known.
    pub transaction: Option<String>,
    /// When it was taken; known of money that counts.
    pub at: Option<Timestamp>,
    /// Whether it counts, is doubtful, or goes back; of an order that is over without money, `abandoned` or `failed`.
    pub outcome: Outcome,
    /// What the office gives back of it, by its decision, and what has become of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<Order>,
    /// RFC 3339: when the citizen said that the money of such an order had left their account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed_at: Option<Timestamp>,
    /// The electronic receipts that were issued for it, the newest first.
    pub receipts: Vec<FeeReceipt>,
    /// Whether the office still has to issue one: the money counts, and no receipt was ever issued for it.
    pub is_receipt_due: bool,
}

/// A fee that the office had asked for and tells that it collected itself: the portal has seen nothing of that money.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollectedFee {
    /// Our own opaque handle of the dossier.
    pub dossier: String,
    /// Title of its service, in the language asked for.
    pub service: String,
    /// The official code of the dossier.
    pub code: Option<String>,
    /// The office's notice that it was for.
    pub notice: String,
    /// What it had asked for, in đồng.
    pub amount: u64,
    /// The same in words, in the language asked for.
    pub words: String,
    /// When it reported that it has the money.
    pub at: Timestamp,
}

/// The citizen's payments, the latest first, whichever dossier they are for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentHistory {
    /// All of them.
    pub payments: Vec<PaymentEntry>,
    /// What was not paid here, the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collected: Vec<CollectedFee>,
}

eform::from_json! {
    PaymentEntry { dossier, service, code, notice, amount, words, order, transaction, at, outcome, refund, disputed_at, receipts, is_receipt_due }
    CollectedFee { dossier, service, code, notice, amount, words, at }
    PaymentHistory { payments, collected or default }
}

endpoint!(ListPayments = Get "/api/payments", "What the citizen has paid here, what became of the money, and what the office collected itself (`lang`).", Nothing => PaymentHistory, QUERY = &["lang"]);
endpoint!(OnePayment = Get "/api/payments/{order}", "One of these payments, by its order (`lang`).", Nothing => PaymentEntry, QUERY = &["lang"]);

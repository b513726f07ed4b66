//! What the payment of a fee can be, and every order made for it. Which event leads where is decided in `machine::payment`.

use super::{Requirements, Timestamp};
use serde::Serialize;

/// The online payment of a fee.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Payment {
    /// The service is free, or nothing is frozen yet.
    NotRequired,
    /// There was a fee and a claim removed it entirely.
    Waived {
        /// The fee before the claim, in đồng.
        gross: u64,
        /// The legal basis of the claim.
        basis: String,
    },
    /// This much is owed and no order was ever opened for this snapshot.
    Quoted {
        /// In đồng.
        amount: u64,
    },
    /// An order is open at the provider until `expires_at`.
    Pending {
        /// Which attempt this is.
        attempt: u32,
        /// The order's reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// After this the provider takes no money for it.
        expires_at: Timestamp,
    },
    /// The provider confirmed the money, once.
    Paid {
        /// Which attempt succeeded.
        attempt: u32,
        /// The order's reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// When the provider took it.
        at: Timestamp,
        /// The provider's own number for the transaction.
        transaction: String,
    },
    /// The provider said no, or the citizen went back (`cancelled`); not final, a late success still counts.
    Failed {
        /// Which attempt failed.
        attempt: u32,
        /// The order's reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// The provider's code; `cancelled` when the citizen left the order without the provider's word, `unpaid` when the provider
        /// says without a reason that it took nothing, `amount` when other money than the fee came, `over` when the office's notice
        /// was over.
        code: String,
    },
    /// Money may have been taken (VNPAY 07 or an unknown code): do not pay again, we keep asking.
    Suspect {
        /// Which attempt this is.
        attempt: u32,
        /// The order's reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// The provider's code.
        code: String,
        /// When we learned that; empty in what was recorded before that was kept.
        since: Timestamp,
    },
}

/// One order at the payment provider. Orders are never forgotten: late news about any of them must find it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// The payment attempt that opened it.
    pub attempt: u32,
    /// The snapshot whose fee it pays, or that was filed when the office asked for more.
    pub snapshot: u32,
    /// The number of the fee, asked for after filing, that it pays; none when it pays the snapshot's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<u32>,
    /// The reference at the provider.
    pub order: String,
    /// In đồng.
    pub amount: u64,
    /// What the provider took, in đồng, when that is not `amount`: it never counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<u64>,
    /// After this the provider takes no money for it.
    pub expires_at: Timestamp,
    /// When the citizen first said that its money had left their account, of which nobody else had told. It proves nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<Timestamp>,
    /// What is known about it.
    pub outcome: Outcome,
    /// The decision by which the office gives back money of another order; none where somebody was to pay this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_of: Option<RefundOf>,
}

/// Whose money goes back, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundOf {
    /// The order that was paid; its money counts as before.
    pub order: String,
    /// The office's own name for its decision.
    pub decision: String,
    /// The law that it is given back by.
    pub basis: String,
}

/// What the office gives back of money that counts: all of it, or a part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundDecision {
    /// The office's own name for it; two decisions about a dossier never share one.
    pub id: String,
    /// The provider's own number of the money.
    pub transaction: String,
    /// In đồng; at most what was paid.
    pub amount: u64,
    /// The law that it is given back by.
    pub basis: String,
}

impl Order {
    /// What is owed back once the money does not count, in đồng.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.received.unwrap_or(self.amount)
    }

    /// Whether the citizen says that its money has left their account, and it is over without any having come.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.claimed_at.is_some() && matches!(self.outcome, Outcome::Abandoned | Outcome::Failed)
    }
}

/// What is known about one order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Outcome {
    /// No news yet.
    Open,
    /// The citizen left it, but the provider has not said that it is over.
    Abandoned,
    /// The provider cannot say whether it took the money.
    Suspect,
    /// The provider said no.
    Failed,
    /// The money counts for this dossier.
    Counted,
    /// Money came for a fee that was paid already, for a snapshot that is gone, or of another amount: it is owed back.
    Surplus {
        /// The provider's own number for the transaction.
        transaction: String,
    },
    /// It is owed back, and the provider is asked to return it under this name: written down before anybody asks.
    RefundAsked {
        /// The provider's own number for the transaction.
        transaction: String,
        /// Our name for the request, the same however often it is made.
        request: String,
        /// When the money should have arrived.
        until: Timestamp,
    },
    /// The provider did not return it: a person has to.
    RefundRefused {
        /// The provider's own number for the transaction.
        transaction: String,
        /// The provider's code.
        code: String,
    },
    /// It went back.
    Refunded {
        /// When we learned that; empty in what was recorded before that was kept.
        at: Timestamp,
    },
}

impl Outcome {
    /// The provider's number of money that does not count and is not back yet.
    #[must_use]
    pub fn owed_back(&self) -> Option<&str> {
        match self {
            Self::Surplus { transaction }
            | Self::RefundAsked { transaction, .. }
            | Self::RefundRefused { transaction, .. } => Some(transaction),
            Self::Open
            | Self::Abandoned
            | Self::Suspect
            | Self::Failed
            | Self::Counted
            | Self::Refunded { .. } => None,
        }
    }
}

impl Requirements {
    /// What the payment axis says right after freezing.
    pub(crate) fn quote(&self) -> Payment {
        if self.fee > 0 {
            Payment::Quoted { amount: self.fee }
        } else if self.gross_fee > 0 {
            Payment::Waived { gross: self.gross_fee, basis: self.waiver_basis.clone().unwrap_or_default() }
        } else {
            Payment::NotRequired
        }
    }
}

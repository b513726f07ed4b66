//! What a dossier can be: its stage and the four axes beside it (signing, payment, filing, business).
//!
//! Only the vocabulary lives here; which event leads where is decided in `machine`.

use serde::{Deserialize, Serialize};

/// A moment as RFC 3339 in UTC, to the second (`2026-11-21T08:05:00Z`); it sorts as text.
pub type Timestamp = String;

/// Where the dossier is in the citizen's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Answers may change.
    Draft,
    /// A snapshot is fixed; it may be signed and paid for.
    Frozen,
    /// Everything the citizen owes is done; the one-stop desk has not confirmed yet.
    Filing,
    /// The desk has answered with the official code.
    Filed,
    /// Thrown away by the citizen; answers are erased.
    Discarded,
}

/// What the procedure, as configured, asks of this dossier once it is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Requirements {
    /// Whether a personal digital signature is asked for.
    pub signature: bool,
    /// Fee to be paid online at filing, in đồng, after reductions; zero means no payment screen.
    pub fee: u64,
    /// Fee before reductions, in đồng.
    pub gross_fee: u64,
    /// The legal basis of the reduction when `fee < gross_fee`.
    pub waiver_basis: Option<String>,
}

/// A fixed version of the dossier: what is signed and submitted is exactly this.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// Counts from 1 and is never used twice in a dossier.
    pub number: u32,
    /// SHA-256 of the canonical bytes, lower-case hexadecimal.
    pub sha256: String,
    /// When it was fixed.
    pub at: Timestamp,
}

/// The signature of the current snapshot. Attempts count from 1 within the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Signing {
    /// The procedure asks for none, or nothing is frozen yet.
    NotRequired,
    /// A snapshot waits for its signature.
    Needed,
    /// Signed attributes were prepared; the browser has not confirmed the hash yet.
    Prepared {
        /// Which attempt this is.
        attempt: u32,
        /// The provider's id of the chosen credential.
        credential: String,
        /// SHA-256 of the signed attributes, lower-case hexadecimal.
        requested_hash: String,
    },
    /// The provider asked the phone; silence ends at `expires_at`.
    Waiting {
        /// Which attempt this is.
        attempt: u32,
        /// The provider's id of the chosen credential.
        credential: String,
        /// SHA-256 of the signed attributes, lower-case hexadecimal.
        requested_hash: String,
        /// The provider's name for its open question.
        handle: String,
        /// When silence counts as an answer.
        expires_at: Timestamp,
    },
    /// Verified: the container covers exactly the snapshot's bytes.
    Signed {
        /// Which attempt succeeded.
        attempt: u32,
        /// When the container was verified.
        at: Timestamp,
        /// Name in the certificate.
        signer: String,
    },
    /// The signer refused on the phone.
    Rejected {
        /// Which attempt was refused.
        attempt: u32,
    },
    /// The signer stayed silent.
    Expired {
        /// Which attempt lapsed.
        attempt: u32,
    },
    /// The citizen withdrew the request.
    Cancelled {
        /// Which attempt was withdrawn.
        attempt: u32,
    },
    /// The provider failed or the signature did not verify.
    Failed {
        /// Which attempt failed.
        attempt: u32,
        /// Names why: `provider`, `certificate`, `digest`, ...
        code: String,
    },
}

/// The online payment of the fee.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
        /// The provider's code, or `cancelled` when the citizen left the order without the provider's word.
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
    },
}

/// One order at the payment provider. Orders are never forgotten: late news about any of them must find it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// The payment attempt that opened it.
    pub attempt: u32,
    /// The snapshot whose fee it pays.
    pub snapshot: u32,
    /// The reference at the provider.
    pub order: String,
    /// In đồng.
    pub amount: u64,
    /// After this the provider takes no money for it.
    pub expires_at: Timestamp,
    /// What is known about it.
    pub outcome: Outcome,
}

/// What is known about one order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Money came for a fee that was paid already or for a snapshot that is gone: it is owed back.
    Surplus {
        /// The provider's own number for the transaction.
        transaction: String,
    },
    /// The surplus went back.
    Refunded,
}

/// The hand-over to the one-stop desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Filing {
    /// Not asked yet.
    NotYet,
    /// Queued or being retried.
    Sending {
        /// When everything owed was done.
        since: Timestamp,
        /// Refused or lost attempts so far.
        tries: u32,
    },
    /// The desk answered with its official code.
    Accepted {
        /// The official code of the dossier.
        code: String,
        /// When the desk took it.
        at: Timestamp,
    },
}

/// The national status codes 1 to 10; any other number is kept and shown as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct NationalStatus(pub u8);

/// One status change that the desk reported.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusinessEvent {
    /// The desk's own counter within the dossier; orders and de-duplicates.
    pub sequence: u32,
    /// The national code.
    pub status: NationalStatus,
    /// When the desk changed it.
    pub at: Timestamp,
    /// Who acted, as the desk names them.
    pub actor: String,
    /// What the officer wrote for the citizen, or empty.
    pub note: String,
    /// The promised day of the result (`YYYY-MM-DD`), when one is set.
    pub appointment: Option<String>,
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

/// The dossier at the desk: its history in order of sequence; the last one is the current status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Business(pub Vec<BusinessEvent>);

/// Everything that decides what may happen next.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct State {
    /// Where it is in the citizen's hands.
    pub stage: Stage,
    /// Counts every accepted event; the version for optimistic locking.
    pub version: u64,
    /// The fixed version; none while the answers may change.
    pub snapshot: Option<Snapshot>,
    /// Number of the last snapshot ever made.
    pub snapshots: u32,
    /// Number of the last signing attempt ever made.
    pub signing_attempts: u32,
    /// Number of the last payment attempt ever made.
    pub payment_attempts: u32,
    /// What the frozen snapshot asks for; none while the answers may change.
    pub requirements: Option<Requirements>,
    /// The signature of the snapshot.
    pub signing: Signing,
    /// The payment of the snapshot's fee.
    pub payment: Payment,
    /// Every order ever opened, in order of attempt.
    #[serde(default)]
    pub orders: Vec<Order>,
    /// The hand-over to the desk.
    pub filing: Filing,
    /// What the desk reported.
    pub business: Business,
}

impl State {
    /// A dossier that was just opened: a draft with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            stage: Stage::Draft,
            version: 0,
            snapshot: None,
            snapshots: 0,
            signing_attempts: 0,
            payment_attempts: 0,
            requirements: None,
            signing: Signing::NotRequired,
            payment: Payment::NotRequired,
            orders: Vec::new(),
            filing: Filing::NotYet,
            business: Business::default(),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// What the citizen may ask for now. The browser offers only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Change answers.
    Edit,
    /// Fix the answers as a snapshot.
    Freeze,
    /// Go back to the answers; drops the signature.
    Thaw,
    /// Choose a certificate and have the signed attributes made.
    PrepareSigning,
    /// Send the recomputed hash to the phone.
    ConfirmSigning,
    /// Withdraw the signing request.
    CancelSigning,
    /// Go to the provider: with the open order when there is one, with a new one otherwise.
    StartPayment,
    /// Leave the open order.
    CancelPayment,
    /// Hand over to the desk when nothing is to be paid.
    File,
    /// Throw the dossier away.
    Discard,
}

/// Why an event was not accepted: the dossier stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The stage does not allow it.
    WrongStage,
    /// It speaks of another snapshot than the current one.
    OtherSnapshot,
    /// It speaks of an attempt that is over or never was.
    OtherAttempt,
    /// A signature is needed first.
    SignatureNeeded,
    /// The fee is not paid yet.
    PaymentNeeded,
    /// An open order must end first.
    PaymentOpen,
    /// Money has moved or may have moved: this can no longer be undone here.
    MoneyMoved,
    /// A signing request waits at the phone: it must end or be withdrawn first.
    SigningOpen,
    /// There is nothing to pay.
    NothingOwed,
    /// The desk gave another official code before.
    CodeDiffers,
    /// The hash the browser confirmed is not the one that was prepared.
    HashDiffers,
    /// The amount or order does not match.
    AmountDiffers,
    /// Already done; nothing to repeat.
    AlreadyDone,
}

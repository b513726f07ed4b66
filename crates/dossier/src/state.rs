//! What a dossier can be: its stage and the four axes beside it (signing, payment, filing, business).
//!
//! Only the vocabulary lives here; which event leads where is decided in `machine`.

use serde::{Deserialize, Serialize};

/// A moment as RFC 3339 in UTC, to the second (`2026-11-21T08:05:00Z`); it sorts as text.
pub type Timestamp = String;

/// Where the dossier is in the citizen's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Counts from 1 and is never used twice in a dossier.
    pub number: u32,
    /// SHA-256 of the canonical bytes, lower-case hexadecimal.
    pub sha256: String,
    /// When it was fixed.
    pub at: Timestamp,
}

/// The signature of the current snapshot. Attempts count from 1 within the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Signing {
    /// The procedure asks for none, or nothing is frozen yet.
    NotRequired,
    /// A snapshot waits for its signature.
    Needed,
    /// Signed attributes were prepared; the browser has not confirmed the hash yet.
    Prepared { attempt: u32, credential: String, requested_hash: String },
    /// The provider asked the phone; silence ends at `expires_at`.
    Waiting { attempt: u32, credential: String, requested_hash: String, handle: String, expires_at: Timestamp },
    /// Verified: the container covers exactly the snapshot's bytes.
    Signed { attempt: u32, at: Timestamp, signer: String },
    /// The signer refused on the phone.
    Rejected { attempt: u32 },
    /// The signer stayed silent.
    Expired { attempt: u32 },
    /// The citizen withdrew the request.
    Cancelled { attempt: u32 },
    /// The provider failed or the signature did not verify; `code` names why (`provider`, `certificate`, `digest`, ...).
    Failed { attempt: u32, code: String },
}

/// The online payment of the fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Payment {
    /// The service is free, or nothing is frozen yet.
    NotRequired,
    /// There was a fee and a claim removed it entirely.
    Waived { gross: u64, basis: String },
    /// This much is owed and no order is open.
    Quoted { amount: u64 },
    /// An order is open at the provider until `expires_at`.
    Pending { attempt: u32, order: String, amount: u64, expires_at: Timestamp },
    /// The provider confirmed the money, once.
    Paid { attempt: u32, order: String, amount: u64, at: Timestamp, transaction: String },
    /// The provider said no; not final, a late success still counts. `code` is the provider's.
    Failed { attempt: u32, order: String, amount: u64, code: String },
    /// Money may have been taken (VNPAY 07 or an unknown code): do not pay again, we keep asking.
    Suspect { attempt: u32, order: String, amount: u64, code: String },
}

/// The hand-over to the one-stop desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Filing {
    /// Not asked yet.
    NotYet,
    /// Queued or being retried; `tries` counts refused or lost attempts.
    Sending { since: Timestamp, tries: u32 },
    /// The desk answered with its official code.
    Accepted { code: String, at: Timestamp },
}

/// The national status codes 1 to 10; any other number is kept and shown as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NationalStatus(pub u8);

/// One status change that the desk reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessEvent {
    /// The desk's own counter within the dossier; orders and de-duplicates.
    pub sequence: u32,
    pub status: NationalStatus,
    pub at: Timestamp,
    /// Who acted, as the desk names them.
    pub actor: String,
    /// What the officer wrote for the citizen, or empty.
    pub note: String,
    /// The promised day of the result (`YYYY-MM-DD`), when one is set.
    pub appointment: Option<String>,
}

/// The dossier at the desk: its history in order of sequence; the last one is the current status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Business(pub Vec<BusinessEvent>);

/// Everything that decides what may happen next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub stage: Stage,
    /// Counts every accepted event; the version for optimistic locking.
    pub version: u64,
    /// Present from freezing on; kept after thawing until the next freeze only as a number to count from.
    pub snapshot: Option<Snapshot>,
    /// Number of the last snapshot ever made.
    pub snapshots: u32,
    /// Number of the last signing attempt ever made.
    pub signing_attempts: u32,
    /// Number of the last payment attempt ever made.
    pub payment_attempts: u32,
    pub requirements: Option<Requirements>,
    pub signing: Signing,
    pub payment: Payment,
    pub filing: Filing,
    pub business: Business,
}

/// What the citizen may ask for now. The browser offers only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Edit,
    Freeze,
    Thaw,
    PrepareSigning,
    ConfirmSigning,
    CancelSigning,
    StartPayment,
    CancelPayment,
    File,
    Discard,
}

/// Why an event was not accepted: the dossier stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The hash the browser confirmed is not the one that was prepared.
    HashDiffers,
    /// The amount or order does not match.
    AmountDiffers,
    /// Already done; nothing to repeat.
    AlreadyDone,
}

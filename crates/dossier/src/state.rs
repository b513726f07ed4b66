//! What a dossier can be: its stage, the four axes beside it (signing, payment, filing, business), and fees asked for after filing.
//!
//! Only the vocabulary lives here; which event leads where is decided in `machine`.

mod due;
mod others;
mod payment;
mod reading;
mod signing;

pub use due::{Due, DueClock, DueItem, DueOver, Notice, NoticeOver};
pub use others::{Declined, Means, Other};
pub use payment::{Order, Outcome, Payment, RefundDecision, RefundOf};
pub use signing::Signing;

use crate::content::is_nothing;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A moment as RFC 3339 in UTC, to the second (`2026-11-21T08:05:00Z`); it sorts as text.
pub type Timestamp = String;

/// Where the dossier is in the citizen's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Requirements {
    /// Whether a digital signature is asked for: the citizen's own, unless `organisation` says whose.
    pub signature: bool,
    /// The tax code of the organisation that the dossier is for, whose certificate must sign it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Whether confirming by electronic identity is enough: instead of the signature, or by itself where none is asked for.
    pub confirmation: bool,
    /// Whether a print of the snapshot that is signed by hand, scanned, is enough instead of the signature.
    pub paper: bool,
    /// Fee to be paid online at filing, in đồng, after reductions; zero means no payment screen.
    pub fee: u64,
    /// Fee before reductions, in đồng.
    pub gross_fee: u64,
    /// The legal basis of the reduction when `fee < gross_fee`.
    pub waiver_basis: Option<String>,
    /// What the procedure charges once the office asks for it, in đồng, after reductions. It is owed when, and as, a notice says so.
    #[serde(skip_serializing_if = "is_nothing")]
    pub on_notice: u64,
    /// What it charges when the result is handed over; asked for by a notice as well, or at the counter.
    #[serde(skip_serializing_if = "is_nothing")]
    pub on_result: u64,
    /// Who must agree besides the person who files it, before anything is paid or sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Other>,
    /// Whether they agree one after another, as they are listed, and not in any order.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_order: bool,
}

/// A fixed version of the dossier: what is signed and submitted is exactly this.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// Counts from 1 and is never used twice in a dossier.
    pub number: u32,
    /// SHA-256 of the canonical bytes, lower-case hexadecimal.
    pub sha256: String,
    /// When it was fixed.
    pub at: Timestamp,
}

/// The hand-over to the one-stop desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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

impl Filing {
    /// The official code, once the desk has given one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Accepted { code, .. } => Some(code),
            Self::NotYet | Self::Sending { .. } => None,
        }
    }
}

/// The national status codes 1 to 10; any other number is kept and shown as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct NationalStatus(pub u8);

/// One status change that the desk reported.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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
    /// A fee that the office asks for with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// A fee that it does not ask for any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<NoticeOver>,
    /// Money that it gives back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<RefundDecision>,
}

/// The dossier at the desk: its history in order of sequence; the last one is the current status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Business(pub Vec<BusinessEvent>);

/// Everything that decides what may happen next.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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
    /// The signature of the snapshot by the person who files it.
    pub signing: Signing,
    /// Those of the others who sign as well and have begun to, by personal id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cosigning: BTreeMap<String, Signing>,
    /// Who of the others has agreed to the snapshot, by personal id, and when.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub agreed: BTreeMap<String, Timestamp>,
    /// Who of them did not, and so opened the dossier again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<Declined>,
    /// The payment of the snapshot's fee.
    pub payment: Payment,
    /// Every order ever opened, in order of attempt.
    pub orders: Vec<Order>,
    /// The hand-over to the desk.
    pub filing: Filing,
    /// What the desk reported.
    pub business: Business,
    /// Every fee that the office has asked for after filing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dues: Vec<Due>,
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
            cosigning: BTreeMap::new(),
            agreed: BTreeMap::new(),
            declined: None,
            payment: Payment::NotRequired,
            orders: Vec::new(),
            filing: Filing::NotYet,
            business: Business::default(),
            dues: Vec::new(),
        }
    }
}

impl State {
    /// The others who must agree to what is fixed and have not, as they are listed.
    pub fn awaited(&self) -> impl Iterator<Item = &Other> {
        let others = self.requirements.iter().flat_map(|asked| &asked.others);
        others.filter(|other| !self.agreed.contains_key(&other.id))
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// What the citizen may ask for now. The browser offers only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
    /// Stand by the snapshot by proving to the identity provider who one is, instead of signing.
    ConfirmIdentity,
    /// Hand in the scan of a print of the snapshot that was signed by hand, instead of signing.
    SignOnPaper,
    /// Ask the others who must agree, and remind them.
    Invite,
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
    /// A signature, or that of the others who must agree, is needed first.
    SignatureNeeded,
    /// Nobody asks this person to agree.
    NotAsked,
    /// Others agree before this person does.
    OthersFirst,
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
    /// The desk asked for something else, or decided something else, before under the same name.
    NoticeDiffers,
    /// The hash the browser confirmed is not the one that was prepared.
    HashDiffers,
    /// The amount or order does not match.
    AmountDiffers,
    /// Already done; nothing to repeat.
    AlreadyDone,
}

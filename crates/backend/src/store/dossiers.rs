//! Dossiers: events, their fold, the draft beside them, frozen bytes, attempts to sign, orders to pay.

use std::collections::BTreeMap;

use contract::{Hands, RightOver};
use dossier::content::{Helper, Represented};
use dossier::signature::Source;
use dossier::{Effect, Event, State};
use eform::migrate::Report;
use eform::{Answers, Facts};

use super::{Measured, Stored};

/// A dossier as lists show it; `state` is the fold of its events.
#[derive(Clone, Debug)]
pub struct DossierRecord {
    pub id: String,
    /// Twelve digits of the citizen it belongs to.
    pub owner: String,
    pub procedure: String,
    /// Version of the procedure that it is pinned to.
    pub version: String,
    pub language: String,
    pub subject: Option<String>,
    /// Whom the owner acts for, if not for themselves.
    pub acting_for: Option<Represented>,
    /// The first day (`YYYY-MM-DD` in Vietnam) on which a right by law is over.
    pub acting_until: Option<String>,
    /// Why a right by law is over before that day, once its register has said so.
    pub acting_over: Option<RightOver>,
    /// Who helps to fill it in, if somebody does; never beside `acting_for`.
    pub help: Option<HelpRecord>,
    pub page: Option<String>,
    pub state: State,
    pub created_at: i64,
    pub updated_at: i64,
}

/// The help with a dossier, and when it went from hand to hand.
#[derive(Clone, Debug)]
pub struct HelpRecord {
    pub by: Helper,
    /// Full name of the citizen whose dossier it is, as vouched for when the mandate was given.
    pub citizen: String,
    pub handed_over_at: Option<i64>,
    pub taken_up_at: Option<i64>,
}

impl HelpRecord {
    /// Who has the dossier.
    #[must_use]
    pub fn hands(&self) -> Hands {
        match (self.taken_up_at, self.handed_over_at) {
            (Some(_), _) => Hands::Citizen,
            (None, Some(_)) => Hands::Waiting,
            (None, None) => Hands::Helper,
        }
    }
}

/// The answers so far.
#[derive(Clone, Debug)]
pub struct DraftRecord {
    pub answers: Answers,
    pub facts: Facts,
    pub trouble: BTreeMap<String, String>,
    pub revision: u64,
    pub saved_at: i64,
}

/// One save of a draft.
#[derive(Clone, Debug)]
pub struct Save {
    pub dossier: String,
    /// The revision that the change was made on.
    pub revision: u64,
    pub answers: Answers,
    /// New facts and troubles, when registers were asked again.
    pub facts: Option<(Facts, BTreeMap<String, String>)>,
    pub subject: Option<String>,
    pub page: Option<String>,
    /// The language to go on in; `None` keeps it.
    pub language: Option<String>,
    pub at: i64,
}

/// A snapshot's bytes and what they were made with.
#[derive(Clone, Debug)]
pub struct Frozen {
    pub number: u32,
    /// Canonical JSON.
    pub content: Vec<u8>,
    /// The day that conditions and fees were decided on.
    pub today: String,
    pub applicant_name: String,
    pub applicant_id: String,
    /// The calendars and lists that conditions were decided with, as JSON; none in what was fixed before they were kept.
    pub lists: Option<String>,
}

/// One attempt to sign: what is needed to build the container when the signature comes.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub number: u32,
    pub snapshot: u32,
    /// The signer's certificate first, then its issuers; DER.
    pub chain: Vec<Vec<u8>>,
    /// RFC 3339.
    pub signing_time: String,
    /// The signed attributes, DER `SET OF`.
    pub attributes: Vec<u8>,
    /// The container as it was signed while it waits for its time-stamp, and since when (Unix seconds).
    pub unstamped: Option<(Vec<u8>, i64)>,
    /// The container, as it will stay, while it waits for an answer about its certificate, and since when (Unix seconds).
    pub unchecked: Option<(Vec<u8>, i64)>,
    /// The finished container, once verified.
    pub container: Option<Vec<u8>>,
}

/// What was said about the revocation of a signer's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationAnswer {
    pub source: Source,
    /// DER, byte for byte as it came.
    pub answer: Vec<u8>,
}

/// One order at a payment provider.
#[derive(Clone, Debug)]
pub struct Order {
    /// Ours, unique at the provider.
    pub reference: String,
    pub dossier: String,
    /// The short name of the provider that it was opened with, and that is asked about it ever after.
    pub provider: String,
    /// In đồng.
    pub amount: u64,
    pub way: Way,
    /// Unix seconds.
    pub created_at: i64,
    /// The provider's own number of the money that came for it.
    pub transaction: Option<String>,
}

/// How the citizen pays an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the provider's page at this address.
    Redirect(String),
    /// By a bank transfer; the text of its `VietQR` code.
    Transfer(String),
    /// Nowhere: no page is known yet (decision 0033), or it was paid before it was opened, by money that came again for another order.
    None,
}

/// A draft that moved to another version of its form: what it was, and what became of it.
#[derive(Clone, Debug)]
pub struct MovedRecord {
    /// The answers as they were.
    pub answers: Answers,
    pub report: Report,
    /// Unix seconds.
    pub at: i64,
}

/// What a move writes.
#[derive(Clone, Debug)]
pub struct Move {
    pub record: MovedRecord,
    /// The revision that it was made on.
    pub revision: u64,
    /// The answers as they are now.
    pub answers: Answers,
    pub subject: Option<String>,
    /// Where the citizen stopped, when there is still such a page.
    pub page: Option<String>,
    /// Answers that are at another path now, with the files that were uploaded for them: old path, new path.
    pub paths: Vec<(String, String)>,
}

/// A command that was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    pub owner: String,
    /// Method and path.
    pub route: String,
    pub key: String,
    /// SHA-256 of the body.
    pub fingerprint: String,
    /// The dossier that it opened or changed.
    pub dossier: String,
    pub status: u16,
    /// Empty once the dossier's answers were erased.
    pub body: String,
}

/// What is written in the same transaction as the events.
#[derive(Clone, Debug)]
pub enum Extra {
    /// The bytes of a new snapshot, with the facts they were decided on and the files that they name.
    Frozen {
        frozen: Frozen,
        files: Vec<String>,
        facts: Facts,
        trouble: BTreeMap<String, String>,
        revision: u64,
        measured: Measured,
    },
    Prepared(Attempt),
    /// A file that counts as the scan of what was signed by hand: it must be there.
    Scan {
        file: String,
    },
    /// The verified container of an attempt that waits for its time-stamp: the signature can be fetched only once.
    Unstamped {
        attempt: u32,
        container: Vec<u8>,
        at: i64,
    },
    /// The same, when it waits for nothing but an answer about its certificate.
    Unchecked {
        attempt: u32,
        container: Vec<u8>,
        at: i64,
    },
    /// The verified container of an attempt.
    Container {
        attempt: u32,
        container: Vec<u8>,
    },
    /// What was said about the certificate of an attempt's signature.
    Revocation {
        attempt: u32,
        answer: RevocationAnswer,
        at: i64,
    },
    /// The container of an attempt is void, also one that waits.
    DropContainer {
        attempt: u32,
    },
    Ordered(Order),
    /// The address of the page on which an order is paid, which the provider was asked for after the order was on record.
    Page {
        order: String,
        url: String,
    },
    /// The draft in another version of its form.
    Moved(Box<Move>),
    /// The provider's own number of the money; unique per provider.
    Transaction {
        order: String,
        transaction: String,
    },
    /// The raw answers, hidden branches included, and every snapshot but the one that was filed.
    EraseDraft {
        filed: u32,
    },
    /// All frozen bytes, containers and the subject as well: the citizen threw the dossier away.
    EraseAll,
}

/// One atomic step of a dossier.
#[derive(Clone, Debug)]
pub struct Append {
    pub dossier: String,
    /// The version that the events were decided on.
    pub expected_version: u64,
    pub events: Vec<Event>,
    /// The fold after the events.
    pub state: State,
    /// What must be done because of it, with its due time.
    pub tasks: Vec<(Effect, i64)>,
    pub extras: Vec<Extra>,
    pub answered: Option<Answered>,
    pub at: i64,
}

/// The room of dossiers.
pub trait Dossiers {
    /// Opens a dossier with its first draft.
    ///
    /// # Errors
    /// The key was answered already, or the store failed.
    fn create(&self, record: DossierRecord, draft: DraftRecord, answered: Option<Answered>) -> Stored<()>;
    /// One dossier.
    ///
    /// # Errors
    /// The store failed.
    fn dossier(&self, id: &str) -> Stored<Option<DossierRecord>>;
    /// Dossiers that others opened for this person (twelve digits) and did not throw away, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn acted(&self, person: &str) -> Stored<Vec<DossierRecord>>;
    /// Drafts of others that this person has in hand to fill in, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn helped(&self, person: &str) -> Stored<Vec<DossierRecord>>;
    /// The helper hands a dossier over; the first time counts.
    ///
    /// # Errors
    /// The store failed.
    fn hand_over(&self, dossier: &str, at: i64) -> Stored<()>;
    /// The citizen takes up a dossier that somebody has helped with, with this as its draft; gives the new revision.
    ///
    /// # Errors
    /// `Conflict` when the revision is another or the dossier is no draft.
    fn take_up(&self, save: Save) -> Stored<u64>;
    /// A citizen's dossiers that are not thrown away, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn dossiers(&self, owner: &str) -> Stored<Vec<DossierRecord>>;
    /// The draft, until it is erased.
    ///
    /// # Errors
    /// The store failed.
    fn draft(&self, dossier: &str) -> Stored<Option<DraftRecord>>;
    /// Saves answers; gives the new revision.
    ///
    /// # Errors
    /// `Conflict` when the revision is another or the dossier is no draft.
    fn save(&self, save: Save) -> Stored<u64>;
    /// Moves that the citizen has not seen yet, oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn moved(&self, dossier: &str) -> Stored<Vec<MovedRecord>>;
    /// The citizen has seen all moves.
    ///
    /// # Errors
    /// The store failed.
    fn seen(&self, dossier: &str, at: i64) -> Stored<()>;
    /// Appends events with everything that belongs to them, or nothing at all.
    ///
    /// # Errors
    /// `Conflict`, `AnsweredAlready`, `Duplicate`.
    fn append(&self, append: Append) -> Stored<()>;
    /// The latest event of a kind, by its name in JSON.
    ///
    /// # Errors
    /// The store failed.
    fn latest(&self, dossier: &str, kind: &str) -> Stored<Option<Event>>;
    /// All events of a kind, by its name in JSON, the earliest first.
    ///
    /// # Errors
    /// The store failed.
    fn events_of(&self, dossier: &str, kind: &str) -> Stored<Vec<Event>>;
    /// All events of some kinds, each with when it was recorded (Unix seconds), in the order in which they happened.
    ///
    /// # Errors
    /// The store failed.
    fn events_among(&self, dossier: &str, kinds: &[&str]) -> Stored<Vec<(i64, Event)>>;
    /// The dossiers about which a person (twelve digits) has answered, or has begun to sign, as one of the others who must agree.
    ///
    /// # Errors
    /// The store failed.
    fn cosigned(&self, person: &str) -> Stored<Vec<String>>;
    /// The register that knows of the right by law to act for somebody has ended it.
    ///
    /// # Errors
    /// The store failed.
    fn end_acting(&self, dossier: &str, cause: RightOver) -> Stored<()>;
    /// Makes sure that what was erased is gone from the disk as well.
    ///
    /// # Errors
    /// The store failed.
    fn scrub(&self) -> Stored<()>;
    /// A snapshot's bytes.
    ///
    /// # Errors
    /// The store failed.
    fn frozen(&self, dossier: &str, number: u32) -> Stored<Option<Frozen>>;
    /// An attempt to sign.
    ///
    /// # Errors
    /// The store failed.
    fn attempt(&self, dossier: &str, number: u32) -> Stored<Option<Attempt>>;
    /// What was said about the certificate of an attempt's signature.
    ///
    /// # Errors
    /// The store failed.
    fn revocation(&self, dossier: &str, attempt: u32) -> Stored<Option<RevocationAnswer>>;
    /// An order by our reference.
    ///
    /// # Errors
    /// The store failed.
    fn order(&self, order: &str) -> Stored<Option<Order>>;
    /// The order that took the money which has this number at a provider.
    ///
    /// # Errors
    /// The store failed.
    fn order_of(&self, provider: &str, transaction: &str) -> Stored<Option<Order>>;
    /// The answer that this key got before.
    ///
    /// # Errors
    /// The store failed.
    fn answered(&self, owner: &str, route: &str, key: &str) -> Stored<Option<Answered>>;
}

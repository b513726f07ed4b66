//! What the backend remembers, as a port: traits and the records that cross them. No SQL here, no decisions either.
//!
//! Calls block; [`crate::app::App::store`] moves them off the async threads. `sqlite` is the adapter.

pub mod consents;
pub mod dossiers;
pub mod files;
pub mod invitations;
pub mod lookups;
pub mod mandates;
pub mod papers;
pub mod receipts;
pub mod reuse;
pub mod sessions;
pub mod sqlite;
pub mod tasks;
pub mod uploads;
pub mod versions;

pub use consents::{ConsentRecord, Consents};
pub use dossiers::{
    Answered, Append, Attempt, DossierRecord, Dossiers, DraftRecord, Extra, Frozen, HelpRecord, Move,
    MovedRecord, Order, RevocationAnswer, Save, Way,
};
pub use files::{FileRecord, Files};
pub use invitations::{InvitationRecord, Invitations};
pub use lookups::{LookupRecord, Lookups};
pub use mandates::{MandateRecord, Mandates};
pub use papers::{PaperRecord, PaperSource, Papers, UseRecord};
pub use receipts::{ReceiptRecord, Receipts};
pub use reuse::{EarlierRecord, Measured, ReuseRoom, ReuseTotal};
pub use sessions::{Ended, SessionRecord, Sessions, SignIn, StandsBy};
pub use tasks::{Looked, Task, Tasks};
pub use uploads::{Begun, Quota, Settled, UploadRecord, Uploads};
pub use versions::{VersionRecord, Versions};

/// Everything together.
pub trait Store:
    Sessions
    + Mandates
    + Dossiers
    + Files
    + Uploads
    + Papers
    + Receipts
    + Tasks
    + Versions
    + Consents
    + Lookups
    + Invitations
    + ReuseRoom
    + Send
    + Sync
{
}

/// Why the store did not do it. Nothing was changed.
#[derive(Debug)]
pub enum StoreError {
    /// Somebody else wrote first: another version or revision is current.
    Conflict,
    /// This idempotency key was answered in the meantime.
    AnsweredAlready,
    /// A rule of the database forbids it: the same provider transaction twice, say.
    Duplicate,
    /// The store itself failed; the text is for the log and holds no citizen's value.
    Broken(String),
}

/// What a store call returns.
pub type Stored<T> = Result<T, StoreError>;

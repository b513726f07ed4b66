//! Questions to registers, each noted as it happened. What was answered is not noted.

use contract::LookupOutcome;
use dossier::content::Right;

use super::Stored;

/// One question to one register.
#[derive(Clone, Debug)]
pub struct LookupRecord {
    /// Twelve digits of the person it was about.
    pub subject: String,
    /// Twelve digits of who was signed in.
    pub actor: String,
    /// By what right, when that is somebody else.
    pub right: Option<Right>,
    /// Its name.
    pub register: String,
    /// A procedure's code.
    pub purpose: String,
    /// The dossier that it was asked for, if there was one already.
    pub dossier: Option<String>,
    pub outcome: LookupOutcome,
    /// The register's own, of its answer.
    pub reference: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

/// The room of look-ups.
pub trait Lookups {
    /// Adds one; it cannot be changed afterwards.
    ///
    /// # Errors
    /// The store failed.
    fn add_lookup(&self, record: LookupRecord) -> Stored<()>;
    /// What was asked about a person or by them and is not older than `since`, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn lookups(&self, person: &str, since: i64) -> Stored<Vec<LookupRecord>>;
    /// Erases what is older than `since`: look-ups, and decisions that do not count any more. A refusal counts until there is a later decision,
    /// a consent has ended by itself long before.
    ///
    /// # Errors
    /// The store failed.
    fn erase_history(&self, since: i64) -> Stored<()>;
}

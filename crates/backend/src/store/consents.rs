//! Decisions about asking registers.

use contract::AskedOf;

use super::Stored;

/// One decision.
#[derive(Clone, Debug)]
pub struct ConsentRecord {
    /// Ours; registers are told it.
    pub reference: String,
    pub owner: String,
    /// A procedure's code.
    pub purpose: String,
    pub agreed: bool,
    /// Whether it took back a consent that was in force.
    pub withdraws: bool,
    /// Version of the words that were shown.
    pub text: String,
    /// What it is about.
    pub registers: Vec<AskedOf>,
    /// Unix seconds.
    pub at: i64,
}

/// The room of consents.
pub trait Consents {
    /// A citizen's latest decision for each purpose, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn consents(&self, owner: &str) -> Stored<Vec<ConsentRecord>>;
    /// Every decision of a citizen that is not older than `since`, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn decisions(&self, owner: &str, since: i64) -> Stored<Vec<ConsentRecord>>;
    /// The latest decision for one purpose.
    ///
    /// # Errors
    /// The store failed.
    fn consent(&self, owner: &str, purpose: &str) -> Stored<Option<ConsentRecord>>;
    /// Records a decision; those before it are kept.
    ///
    /// # Errors
    /// The store failed.
    fn decide(&self, record: ConsentRecord) -> Stored<()>;
}

//! What did not have to be given: counts of each snapshot, and what a citizen gave before.

use std::collections::BTreeMap;

use eform::Reuse;
use serde_json::Value;

use super::Stored;

/// What a snapshot's count and its offers are.
#[derive(Clone, Debug)]
pub struct Measured {
    pub reuse: Reuse,
    /// Values by fact that may be offered in the citizen's next dossier, once this one is filed.
    pub again: BTreeMap<String, Value>,
}

/// A value that a citizen gave in a filed dossier.
#[derive(Clone, Debug)]
pub struct EarlierRecord {
    pub fact: String,
    pub value: Value,
    pub dossier: String,
    /// Unix seconds.
    pub at: i64,
}

/// The filed dossiers of one service, added up.
#[derive(Clone, Debug)]
pub struct ReuseTotal {
    pub procedure: String,
    pub dossiers: u64,
    /// How many citizens they are for, or how many have filed them: the fewer of both.
    pub applicants: u64,
    pub reuse: Reuse,
}

/// The room of what did not have to be given.
pub trait ReuseRoom {
    /// What a citizen gave before.
    ///
    /// # Errors
    /// The store failed.
    fn earlier(&self, owner: &str) -> Stored<Vec<EarlierRecord>>;
    /// Forgets it.
    ///
    /// # Errors
    /// The store failed.
    fn forget_earlier(&self, owner: &str) -> Stored<()>;
    /// The count of a snapshot.
    ///
    /// # Errors
    /// The store failed.
    fn reuse(&self, dossier: &str, snapshot: u32) -> Stored<Option<Reuse>>;
    /// The counts of all filed dossiers, by service.
    ///
    /// # Errors
    /// The store failed.
    fn reuse_totals(&self) -> Stored<Vec<ReuseTotal>>;
}

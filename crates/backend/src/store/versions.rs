//! Procedures as they were when dossiers were opened with them.

use std::collections::BTreeMap;

use super::Stored;

/// One version of one procedure, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    pub code: String,
    pub version: String,
    pub schema: String,
    /// By language.
    pub texts: BTreeMap<String, String>,
}

/// The room of versions.
pub trait Versions {
    /// Every version that was ever kept.
    ///
    /// # Errors
    /// The store failed.
    fn versions(&self) -> Stored<Vec<VersionRecord>>;
    /// Keeps these versions as they are now.
    ///
    /// # Errors
    /// The store failed.
    fn keep_versions(&self, versions: Vec<VersionRecord>) -> Stored<()>;
}

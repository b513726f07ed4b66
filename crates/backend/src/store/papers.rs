//! The citizen's own store of papers as records, with each use of a paper. Their bytes live in [`crate::files`].

use super::{FileRecord, Stored};

/// Where a paper comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperSource {
    /// The electronic result of a dossier.
    Result,
    /// Uploaded for a dossier and filed with it.
    Upload,
}

impl PaperSource {
    /// The word in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Upload => "upload",
        }
    }
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRecord {
    pub id: String,
    /// Twelve digits of the citizen it belongs to.
    pub owner: String,
    pub source: PaperSource,
    /// Unique within the source: the desk's id of a result, our handle of an uploaded file.
    pub origin: String,
    pub component: String,
    pub title: String,
    /// Twelve digits of whom it is about, when they are known.
    pub holder: Option<String>,
    /// The issuer's number, or the official code of the dossier it was filed with.
    pub reference: String,
    pub issuer: Option<String>,
    /// `YYYY-MM-DD`.
    pub issued_on: String,
    /// The last good day.
    pub valid_until: Option<String>,
    pub dossier: String,
    pub name: String,
    pub size: u64,
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`.
    pub kind: String,
    pub kept_at: i64,
}

/// One use of a paper in a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseRecord {
    /// The file of the dossier that it became.
    pub file: String,
    pub paper: String,
    pub dossier: String,
    /// Path of the answer when it was attached.
    pub field: String,
    pub title: String,
    /// As in [`PaperSource::as_str`].
    pub source: String,
    pub reference: String,
    pub issued_on: String,
    pub at: i64,
    /// The file is still a file of the dossier: the citizen did not take it out.
    pub is_there: bool,
}

/// The room of papers.
pub trait Papers {
    /// Remembers a paper whose bytes are safely stored. `false` when it is known already, also when it was removed, or
    /// when the citizen has the same bytes of the same component.
    ///
    /// # Errors
    /// The store failed.
    fn keep_paper(&self, paper: PaperRecord) -> Stored<bool>;
    /// Whether a paper of this origin is or was in the store.
    ///
    /// # Errors
    /// The store failed.
    fn knows_paper(&self, source: PaperSource, origin: &str) -> Stored<bool>;
    /// A citizen's papers, newest first.
    ///
    /// # Errors
    /// The store failed.
    fn papers(&self, owner: &str) -> Stored<Vec<PaperRecord>>;
    /// One paper of a citizen.
    ///
    /// # Errors
    /// The store failed.
    fn paper(&self, owner: &str, id: &str) -> Stored<Option<PaperRecord>>;
    /// Removes a paper; `true` when no other record names the same bytes any more.
    ///
    /// # Errors
    /// The store failed.
    fn remove_paper(&self, owner: &str, id: &str, at: i64) -> Stored<bool>;
    /// Makes a paper a file of a dossier and gives its handle, or that of the file which it is already for the same answer; none when the
    /// paper is not there any more.
    ///
    /// # Errors
    /// The store failed.
    fn use_paper(&self, used: UseRecord, file: FileRecord) -> Stored<Option<String>>;
    /// Uses in a dossier, oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn uses_in(&self, dossier: &str) -> Stored<Vec<UseRecord>>;
    /// Uses of a citizen's papers in all dossiers, newest first, also of papers that were removed.
    ///
    /// # Errors
    /// The store failed.
    fn uses_by(&self, owner: &str) -> Stored<Vec<UseRecord>>;
    /// Whether the citizen wants the uploads of this dossier kept.
    ///
    /// # Errors
    /// The store failed.
    fn keeps_uploads(&self, dossier: &str) -> Stored<bool>;
    /// The citizen's choice.
    ///
    /// # Errors
    /// The store failed.
    fn keep_uploads(&self, dossier: &str, keep: bool, at: i64) -> Stored<()>;
}

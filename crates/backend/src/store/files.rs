//! The citizens' files as records. Their bytes live in [`crate::files`].

use super::Stored;

/// One uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    pub id: String,
    pub dossier: String,
    /// Path of the answer it was uploaded for.
    pub field: String,
    /// The citizen's own name of it, NFC.
    pub name: String,
    pub size: u64,
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`.
    pub kind: String,
    pub created_at: i64,
}

/// The room of files.
pub trait Files {
    /// One file of a dossier.
    ///
    /// # Errors
    /// The store failed.
    fn file(&self, dossier: &str, id: &str) -> Stored<Option<FileRecord>>;
    /// All files of a dossier, oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn files(&self, dossier: &str) -> Stored<Vec<FileRecord>>;
    /// Forgets a file; `true` when no other record names the same bytes any more.
    ///
    /// # Errors
    /// The store failed.
    fn remove_file(&self, dossier: &str, id: &str) -> Stored<bool>;
    /// The same, as long as the dossier is a draft.
    ///
    /// # Errors
    /// `Conflict` when it is none any more, or the store failed.
    fn remove_draft_file(&self, dossier: &str, id: &str) -> Stored<bool>;
    /// The same, as long as nothing counts as signed by hand.
    ///
    /// # Errors
    /// `Conflict` when something does, or the store failed.
    fn remove_scan(&self, dossier: &str, id: &str) -> Stored<bool>;
    /// Whether a file of a dossier or a paper of a citizen's store has these bytes.
    ///
    /// # Errors
    /// The store failed.
    fn is_named(&self, sha256: &str) -> Stored<bool>;
}

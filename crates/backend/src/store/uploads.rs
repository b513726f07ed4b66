//! Files on their way as records. Their pieces live in [`crate::files`], what becomes of them is decided in
//! [`crate::uploads`].

use contract::UploadState;

use super::{FileRecord, Stored};

/// A file on its way, or with news that its citizen has not taken off the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRecord {
    pub id: String,
    pub dossier: String,
    /// Path of the answer it is for.
    pub field: String,
    /// The citizen's own name of it, NFC.
    pub name: String,
    /// Bytes in all.
    pub size: u64,
    /// Of all bytes, as announced.
    pub sha256: String,
    /// Bytes that are here.
    pub received: u64,
    pub state: UploadState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What it became.
    pub file: Option<String>,
    pub created_at: i64,
    /// When its last piece came.
    pub touched_at: i64,
    /// When the scanner is asked next.
    pub due_at: Option<i64>,
    /// How often the scanner gave no answer.
    pub tries: u32,
}

/// How many bytes there may be, apart from papers of the citizen's own store: attaching one copies nothing.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// Of one dossier, files and uploads together.
    pub dossier: u64,
    /// Of all drafts of one citizen.
    pub citizen: u64,
    /// Uploads of one dossier, finished ones included.
    pub uploads: u64,
}

/// What became of an announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is on the list.
    New,
    /// The same file for the same answer was on the list already.
    Again(Box<UploadRecord>),
    /// It would be more than the quota.
    Full,
}

/// A verdict about a whole file.
#[derive(Clone, Debug)]
pub struct Settled {
    pub state: UploadState,
    pub reason: Option<&'static str>,
    /// The record of what was stored.
    pub file: Option<FileRecord>,
    /// When the scanner is asked.
    pub due_at: Option<i64>,
}

/// The room of uploads.
pub trait Uploads {
    /// Puts a file on the list, unless it is there or too much. An earlier try of it that was refused makes room.
    ///
    /// # Errors
    /// The store failed.
    fn begin_upload(&self, new: UploadRecord, quota: Quota) -> Stored<Begun>;
    /// One upload of a dossier.
    ///
    /// # Errors
    /// The store failed.
    fn upload(&self, dossier: &str, id: &str) -> Stored<Option<UploadRecord>>;
    /// All uploads of a dossier, oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn uploads(&self, dossier: &str) -> Stored<Vec<UploadRecord>>;
    /// A piece is on the disk; `false` when the upload has moved on or is gone.
    ///
    /// # Errors
    /// The store failed.
    fn advance_upload(&self, id: &str, from: u64, to: u64, at: i64) -> Stored<bool>;
    /// Records a verdict, with the stored file's record; `false` when the upload was broken off meanwhile.
    ///
    /// # Errors
    /// The store failed.
    fn settle_upload(&self, id: &str, settled: Settled) -> Stored<bool>;
    /// Asks the scanner again later.
    ///
    /// # Errors
    /// The store failed.
    fn postpone_upload(&self, id: &str, due_at: i64) -> Stored<()>;
    /// Takes an upload off the list.
    ///
    /// # Errors
    /// The store failed.
    fn end_upload(&self, dossier: &str, id: &str) -> Stored<()>;
    /// Uploads that the scanner is to be asked about at `now`.
    ///
    /// # Errors
    /// The store failed.
    fn uploads_to_scan(&self, now: i64, limit: u32) -> Stored<Vec<UploadRecord>>;
    /// Unfinished uploads without a new piece since `moment`.
    ///
    /// # Errors
    /// The store failed.
    fn abandoned_uploads(&self, moment: i64, limit: u32) -> Stored<Vec<UploadRecord>>;
    /// When the scanner is to be asked next.
    ///
    /// # Errors
    /// The store failed.
    fn next_scan(&self) -> Stored<Option<i64>>;
    /// Those of these handles that no upload has which still needs its pieces.
    ///
    /// # Errors
    /// The store failed.
    fn without_upload(&self, handles: Vec<String>) -> Stored<Vec<String>>;
}

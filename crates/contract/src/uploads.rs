//! Sending a file in pieces that survive a lost line: begin, send at an offset, ask for the offset, go on.
//!
//! As the working group's draft for resumable uploads has it (draft-ietf-httpbis-resumable-upload), with the length known
//! from the beginning: `PATCH` with `Upload-Offset`, `HEAD` answers where to go on. Each piece proves itself with
//! `Content-Digest` (RFC 9530), the whole with the digest that was named when it began.

use serde::{Deserialize, Serialize};

use crate::endpoint::{_Endpoint, endpoint};
use crate::{FileView, Nothing};

/// Announces a file. The same file for the same answer, begun before and not yet whole, goes on where it stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewUpload {
    /// Path of the answer it is for; of a scan what [`scan_field`](crate::scan_field) says.
    pub field: String,
    /// The citizen's own name of the file.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of all bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Pieces are missing.
    Sending,
    /// Whole; the virus scanner has not answered yet.
    Checking,
    /// Stored: `file` says as what. It counts as handed in when the answers name it.
    Clean,
    /// Not taken: `reason` says why. Its bytes are gone.
    Refused,
    /// The scanner found something. Its bytes are gone.
    Infected,
}

/// A file on its way. It stays in the list until it is ended, so that a page that was closed learns what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadView {
    /// Our own opaque handle.
    pub id: String,
    /// Path of the answer it is for.
    pub field: String,
    /// The citizen's own name of the file, NFC.
    pub name: String,
    /// Bytes in all.
    pub size: u64,
    /// SHA-256 of all bytes as it was announced.
    pub sha256: String,
    /// Bytes that are here.
    pub offset: u64,
    /// How far it has come.
    pub state: UploadState,
    /// Why it was refused: `type`, `mismatch` (its name says another kind than its bytes), `damaged`, `digest` (other
    /// bytes than announced), `too_large`, `encrypted`, `active` (a PDF that runs programs), `embedded` (a PDF with files
    /// inside).
    pub reason: Option<String>,
    /// What was stored. Its digest differs from `sha256` when hidden facts about who took a picture were left out.
    pub file: Option<FileView>,
    /// When an unfinished file is erased, RFC 3339.
    pub expires_at: Option<String>,
}

/// Files of a dossier that are on their way or have news.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadList {
    /// Oldest first.
    pub uploads: Vec<UploadView>,
}

/// Largest piece, in bytes.
pub const PIECE_BYTES: usize = 4 * 1024 * 1024;

eform::from_json! {
    UploadView { id, field, name, size, sha256, offset, state, reason, file, expires_at }
    UploadList { uploads }
}
eform::word_from_json! {
    UploadState { Sending = "sending", Checking = "checking", Clean = "clean", Refused = "refused", Infected = "infected" }
}

endpoint!(ListUploads = Get "/api/dossiers/{id}/uploads", "Files of a dossier that are on their way or have news.", Nothing => UploadList);
endpoint!(BeginUpload = Post "/api/dossiers/{id}/uploads", "Announce a file, or find where the same one stopped.", NewUpload => UploadView,
    DESCRIPTION = "422 `file_empty`, 413 `file_too_large` and `file_quota`: what is already clear before a byte is sent.");
endpoint!(OneUpload = Get "/api/dossiers/{id}/uploads/{upload}", "How far a file has come; `HEAD` has it in `Upload-Offset`.", Nothing => UploadView);
endpoint!(EndUpload = Delete "/api/dossiers/{id}/uploads/{upload}", "Break off an unfinished file, or take the news about a finished one off the list; a stored file stays.", Nothing => Nothing);

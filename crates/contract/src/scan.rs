//! A print of the fixed dossier that was signed by hand: its scan travels as any file does (`uploads`), is for no answer but for one
//! snapshot, and counts once the citizen says that it does.

use eform::kinds::file::File;
use serde::{Deserialize, Serialize};

use crate::DossierView;
use crate::endpoint::{_Endpoint, endpoint};

/// What stands in [`NewUpload::field`](crate::NewUpload::field) for the scan of a print of this snapshot. Nothing else can be uploaded while
/// a dossier is fixed.
#[must_use]
pub fn scan_field(snapshot: u32) -> String {
    format!("signed_paper_{snapshot}")
}

/// What a scan may be: one file with all sheets.
#[must_use]
pub fn scan_slot() -> File {
    File {
        component: String::new(),
        accept: ["pdf", "jpg", "png"].map(str::to_owned).to_vec(),
        max_files: 1,
        max_bytes: 20 << 20,
        holder: None,
        alternative: None,
        covered_by: Vec::new(),
    }
}

/// That a file is the scan of what was fixed, signed by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scanned {
    /// SHA-256 of the canonical bytes as the citizen's browser made them of what is on its screen, lower-case hexadecimal: the print says
    /// the same.
    pub sha256: String,
    /// The id of the stored file ([`FileView::id`](crate::FileView::id)).
    pub file: String,
}

endpoint!(SignOnPaper = Post "/api/dossiers/{id}/scan", "Hand in the scan of a print of the snapshot that was signed by hand, instead of signing it.", Scanned => DossierView,
    IDEMPOTENT = true, TAGGED = true,
    DESCRIPTION = "The file was uploaded before, for the answer `signed_paper_<number of the snapshot>`, and is clean. 404 when there is no such file.");

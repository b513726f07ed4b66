//! The citizen's own store of papers: results of earlier dossiers and papers that were filed once, and their way into drafts.

use dossier::content::PaperSource;
use serde::{Deserialize, Serialize};

use crate::endpoint::{_Endpoint, endpoint};
use crate::{FileView, Nothing};

/// One paper of the store.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperView {
    /// Our own opaque handle.
    pub id: String,
    /// What it is called: by its issuer, or as the form called it that it was uploaded for.
    pub title: String,
    /// Code of the component that it is in lists of documents.
    pub component: String,
    /// Twelve digits of the person that it is about, when they are known.
    pub holder: Option<String>,
    /// Whom the dossier that it comes from is about, as lists of dossiers say.
    pub about: Option<String>,
    /// `result`: electronic result of a dossier; `upload`: uploaded for a dossier and filed with it.
    pub source: String,
    /// The issuer's number of a result; the official code of the dossier that the paper was filed with.
    pub reference: String,
    /// The office that issued it; none for an upload.
    pub issuer: Option<String>,
    /// When it was issued or filed (`YYYY-MM-DD`).
    pub at: String,
    /// The last day on which it is good; none when it does not end.
    pub valid_until: Option<String>,
    /// Whether it is good today.
    pub is_valid: bool,
    /// The dossier that it comes from; none when that is somebody else's, who had a mandate.
    pub dossier: Option<String>,
    /// Title of that dossier's service, in the language asked for.
    pub service: String,
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it came into the store, RFC 3339.
    pub kept_at: String,
    /// The dossiers that it was used in, newest first.
    pub uses: Vec<PaperUse>,
}

/// One use of a paper: who used it for what, and who received it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperUse {
    /// Handle of the dossier.
    pub dossier: String,
    /// Title of its service, in the language asked for.
    pub service: String,
    /// When it was attached, RFC 3339.
    pub at: String,
    /// The official code, once an office has received the dossier.
    pub code: Option<String>,
    /// Name of the office that received it.
    pub office: Option<String>,
}

/// The citizen's papers, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperList {
    /// All that are in the store.
    pub papers: Vec<PaperView>,
}

/// A paper of the store that fits a slot of a draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperOffer {
    /// Handle of the paper.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it came from.
    pub paper: PaperSource,
    /// The last day on which it is good; none when it does not end.
    pub valid_until: Option<String>,
}

/// What the store has for one document of a draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperSlot {
    /// Path of the answer.
    pub field: String,
    /// Papers of its component that are good today and about the right person, newest first.
    pub offers: Vec<PaperOffer>,
    /// The one that is attached without asking: the document is required, nothing is attached, and the store knows that
    /// the paper is about the person that the form asks for. Not one that the citizen took out of this draft before.
    pub automatic: Option<String>,
}

/// What the store has for a draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftPapers {
    /// Documents that are asked for now and that the store has something for.
    pub slots: Vec<PaperSlot>,
    /// Whether papers uploaded for this dossier are kept in the store once it is filed. `false` until the citizen says so.
    pub keep: bool,
}

/// Which paper for which document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperChoice {
    /// Path of the answer.
    pub field: String,
    /// Handle of the paper.
    pub paper: String,
}

/// Asks to attach papers. An empty list means every one that the store attaches without asking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsePapers {
    /// What the citizen chose.
    pub choices: Vec<PaperChoice>,
}

/// A paper of the store as a file of the draft; nothing was uploaded again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsedPaper {
    /// Path of the answer it belongs to. The answer is saved as any other.
    pub field: String,
    /// The file.
    pub file: FileView,
    /// The sixth member of the file in the answer, `paper`; it goes into what is signed.
    pub paper: PaperSource,
}

/// What was attached; a paper that was attached already is told again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsedPapers {
    /// In the order of the form, or of the choices.
    pub files: Vec<UsedPaper>,
}

/// Whether papers uploaded for this dossier are kept in the store once it is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeepPapers {
    /// The citizen's choice.
    pub keep: bool,
}

eform::from_json! {
    PaperView {
        id, title, component, holder, about, source, reference, issuer, at, valid_until, is_valid, dossier, service, name, size, sha256,
        kind as "type", kept_at, uses
    }
    PaperUse { dossier, service, at, code, office }
    PaperList { papers }
    PaperOffer { id, title, paper, valid_until }
    PaperSlot { field, offers, automatic }
    DraftPapers { slots, keep }
    UsedPaper { field, file, paper }
    UsedPapers { files }
}

endpoint!(ListPapers = Get "/api/papers", "The citizen's own store of papers, with the uses of each (`lang`).", Nothing => PaperList, QUERY = &["lang"]);
endpoint!(RemovePaper = Delete "/api/papers/{paper}", "Take a paper out of the store and out of every draft.", Nothing => Nothing,
    DESCRIPTION = "A dossier that is frozen or filed keeps its copy, which is part of the record.");
endpoint!(PapersForDraft = Get "/api/dossiers/{id}/papers", "What the store has for a draft; nothing for a dossier that is none any more.", Nothing => DraftPapers);
endpoint!(AttachPapers = Post "/api/dossiers/{id}/papers", "Attach papers of the store to a draft.", UsePapers => UsedPapers,
    DESCRIPTION = "Each becomes a file of the draft with the digest that it has in the store; the caller saves the answer that names it.");
endpoint!(KeepUploads = Post "/api/dossiers/{id}/papers/keep", "Say whether papers uploaded for this dossier are kept once it is filed.", KeepPapers => Nothing);

//! Drafts and dossiers: creating, saving, freezing, filing and reading them.

use std::collections::BTreeMap;

use dossier::content::{Represented, Right};
use dossier::{Command, Declined, Snapshot, State};
use eform::{Answers, Facts};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{ActingOver, ConsentAsked, FixedLists, Help, Nothing};

/// Asks for a new draft. With an open draft of the same service the answer is `draft_exists`, unless `another`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDossier {
    /// National code of the procedure.
    pub procedure: String,
    /// Language of the texts that will be shown and signed (`vi`, `en`).
    pub language: String,
    /// The citizen has seen that one is open and wants a second.
    #[serde(default)]
    pub another: bool,
    /// The [`Principal`](crate::Principal) whom the citizen acts for; left out to act for oneself. It cannot be changed later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<String>,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// The citizen: a dossier to finish, or something that the office asks for.
    You,
    /// Who helps to fill it in; the citizen may take it back and need not.
    Helper,
    /// The office, from the moment that nothing is left to sign or pay.
    Office,
    /// Nobody: the matter is over, the draft was thrown away, or nobody may go on with it.
    Nobody,
}

/// One line of "my dossiers".
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierSummary {
    /// Our own opaque handle.
    pub id: String,
    /// National code of the procedure.
    pub procedure: String,
    /// The service's title in the language asked for.
    pub title: String,
    /// Whom or what it is about, from the answers, when the procedure names such an answer.
    pub subject: Option<String>,
    /// Full name of whom the citizen acts for, if not for themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<String>,
    /// By what right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_as: Option<Right>,
    /// That right is over, and the dossier was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_over: Option<ActingOver>,
    /// Who helps with it, if somebody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// Stage and axes of the dossier, as the state machine has them.
    pub state: State,
    /// What the citizen may do now.
    pub allowed: Vec<Command>,
    /// Whose turn it is.
    pub waiting_for: WaitingFor,
    /// The form page where the citizen stopped.
    pub page: Option<String>,
    /// When the draft was opened, RFC 3339.
    pub created_at: String,
    /// When the dossier last changed, RFC 3339.
    pub updated_at: String,
}

/// The citizen's dossiers, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierList {
    /// Drafts and filed dossiers together.
    pub dossiers: Vec<DossierSummary>,
}

/// What the citizen has entered so far. Present until filing has erased it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Raw answers by path, hidden branches included.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Answers,
    /// What registers and the identity provider know, by name of the fact.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub facts: Facts,
    /// Counts every save; as `"<revision>"` the entity tag in `ETag` and `If-Match`.
    pub revision: u64,
    /// When the last change was stored, RFC 3339.
    pub saved_at: String,
    /// The form page where the citizen stopped.
    pub page: Option<String>,
    /// Registers that should have answered and did not (`population`: `unknown_person`, `unavailable`).
    pub register_trouble: BTreeMap<String, String>,
    /// What the form would ask registers for, and what the citizen decided; none when it needs no register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentAsked>,
}

/// What the browser needs, besides its own answers, to make the signed bytes itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrozenContext {
    /// The day that conditions and fees were decided on (`YYYY-MM-DD`).
    pub today: String,
    /// Full name of the citizen who submits, as the identity provider gives it.
    pub applicant_name: String,
    /// Twelve digits; the citizen's own.
    pub applicant_id: String,
    /// Digests and fees that were fixed; the browser compares its own with them.
    pub snapshot: Snapshot,
    /// The calendars and lists that it was fixed with; those that are in force may be others by now. None for what was fixed before
    /// they were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lists: Option<FixedLists>,
}

/// One dossier in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierView {
    /// Our own opaque handle.
    pub id: String,
    /// National code of the procedure.
    pub procedure: String,
    /// Version of the procedure that the dossier is pinned to.
    pub version: String,
    /// Language of the texts that are shown and signed (`vi`, `en`).
    pub language: String,
    /// The service's title in that language.
    pub title: String,
    /// Whom or what it is about, from the answers, when the procedure names such an answer.
    pub subject: Option<String>,
    /// Whom the citizen acts for, if not for themselves; fixed when the draft was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Represented>,
    /// The right to that is over, and the dossier was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_over: Option<ActingOver>,
    /// Who helps with it, if somebody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// Stage and axes of the dossier, as the state machine has them.
    pub state: State,
    /// What the citizen may do now.
    pub allowed: Vec<Command>,
    /// Whose turn it is.
    pub waiting_for: WaitingFor,
    /// How each fee can be paid that can be paid now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paying: Vec<crate::Paying>,
    /// The version of the form that is in force instead of this draft's; it moves there before it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<String>,
    /// What became of the answers when the form changed, until the citizen has seen it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::Moved>))]
    pub moved: Vec<Value>,
    /// Every refusal of one of the others who must agree, the earliest first: each has opened the dossier again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Declined>,
    /// The answers, as long as they are kept.
    pub draft: Option<Draft>,
    /// What the bytes are made from, once they are fixed.
    pub frozen: Option<FrozenContext>,
    /// When the draft was opened, RFC 3339.
    pub created_at: String,
    /// When the dossier last changed, RFC 3339.
    pub updated_at: String,
}

impl DossierView {
    /// The help, when it is the helper who asks.
    #[must_use]
    pub fn helping(&self) -> Option<&Help> {
        self.help.as_ref().filter(|help| help.is_helper)
    }

    /// How a fee can be paid now: the one that the office has asked for under this number, or that of what is about to be filed.
    #[must_use]
    pub fn paying(&self, due: Option<u32>) -> Option<&crate::Paying> {
        self.paying.iter().find(|paying| paying.due == due)
    }
}

/// Changes since the revision named in `If-Match`; `null` takes an answer away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveAnswers {
    /// New raw answers by path.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub changes: BTreeMap<String, Value>,
    /// The form page the citizen is on.
    pub page: Option<String>,
    /// The language the citizen goes on in (`vi`, `en`): its texts of the same version are then shown and signed. Left
    /// out to keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A true save.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saved {
    /// The draft's revision after this save.
    pub revision: u64,
    /// When it was stored, RFC 3339.
    pub saved_at: String,
}

/// Asks to fix the dossier; the browser names the revision it has shown on the review page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Freeze {
    /// Revision of the draft that is on the citizen's screen.
    pub revision: u64,
    /// The warnings that the citizen has seen and says to be right; every one that stands must be among them.
    #[serde(default)]
    pub confirmed: Vec<dossier::content::Confirmation>,
}

/// An uploaded file as the backend stored it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileView {
    /// Our own opaque handle of the file.
    pub id: String,
    /// The citizen's own name of the file, NFC.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`, decided by the bytes.
    #[serde(rename = "type")]
    pub kind: String,
}

eform::from_json! {
    DossierSummary { id, procedure, title, subject, acting_for, acting_as, acting_over, help, state, allowed, waiting_for, page, created_at, updated_at }
    DossierList { dossiers }
    Draft { answers, facts, revision, saved_at, page, register_trouble, consent }
    FrozenContext { today, applicant_name, applicant_id, snapshot, lists }
    DossierView {
        id, procedure, version, language, title, subject, acting_for, acting_over, help, state, allowed, waiting_for, paying or default, newer, moved or default, refusals or default, draft, frozen,
        created_at, updated_at
    }
    Saved { revision, saved_at }
    FileView { id, name, size, sha256, kind as "type" }
}
eform::word_from_json! {
    WaitingFor { You = "you", Helper = "helper", Office = "office", Nobody = "nobody" }
}

endpoint!(ListDossiers = Get "/api/dossiers", "The citizen's drafts and dossiers (`lang`).", Nothing => DossierList, QUERY = &["lang"]);
endpoint!(CreateDossier = Post "/api/dossiers", "Open a draft; registers are asked for what they know.", NewDossier => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(OneDossier = Get "/api/dossiers/{id}", "One dossier with its state and the commands it allows.", Nothing => DossierView, TAGGED = true);
endpoint!(SaveDraft = Patch "/api/dossiers/{id}/answers", "Save changed answers.", SaveAnswers => Saved, IF_MATCH = true, TAGGED = true,
    DESCRIPTION = "Nothing is stored (422 `invalid_answers`) when a path is none of the form (`path.unknown`, `path.computed`) or a value has a \
        shape that no widget of its kind holds (`malformed`); answers that are wrong or unfinished are stored as they are.");
endpoint!(AskRegisters = Post "/api/dossiers/{id}/facts", "Ask the registers again for a draft, for instance after one did not answer.", Nothing => DossierView, TAGGED = true,
    DESCRIPTION = "As far as the citizen has agreed. What is known by now is filled in and the revision grows; what stays silent stays named. A \
        dossier that is fixed stays as it is.");
endpoint!(Discard = Delete "/api/dossiers/{id}", "Throw a draft away and erase its answers.", Nothing => Nothing);
endpoint!(Frozen = Post "/api/dossiers/{id}/freeze", "Check everything and fix the bytes that are signed and submitted.", Freeze => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(Thaw = Post "/api/dossiers/{id}/thaw", "Go back to editing; a signature is dropped.", Nothing => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(FileDossier = Post "/api/dossiers/{id}/file", "Submit, when nothing is left to sign or pay.", Nothing => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(ReceiptFor = Get "/api/dossiers/{id}/receipt", "What was submitted, when, with every file's digest.", Nothing => dossier::Receipt);
endpoint!(DownloadContent = Get "/api/dossiers/{id}/dossier.json", "The canonical bytes (RFC 8785) of the frozen dossier, as an attachment.", Nothing => dossier::Content);

//! "My information": everything that the portal knows about the citizen, from where, and who used it when. The same document is the
//! export.

use dossier::content::{Document, Right};
use dossier::{BusinessEvent, Due, Order, Payment};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::endpoint::{_Endpoint, endpoint};
use crate::{
    ActingOver, Consent, FeeReceipt, Lookup, MandateList, Nothing, OpenSession, OwnAnswer, PaperView,
    PastDecision,
};

/// The value of `format`.
pub const MINE_FORMAT: &str = "congdan/mine/1";

/// Everything that is known about the citizen. Left out: files on their way, answers as they were before their draft moved to another form
/// (the draft shows them), uses of papers that were taken out. No secret is in it: no token, no cookie.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mine {
    /// Always [`MINE_FORMAT`].
    pub format: String,
    /// When it was put together, RFC 3339.
    pub made_at: String,
    /// What the identity provider vouched for at this sign-in.
    pub person: MinePerson,
    /// Drafts and dossiers, newest first.
    pub dossiers: Vec<MineDossier>,
    /// What others did or began for the citizen, newest first: by mandate.
    pub acted: Vec<MineActed>,
    /// Dossiers of others that the citizen is asked to agree to, or has answered about, the newest answer or invitation first.
    pub cosigned: Vec<MineCosigned>,
    /// The citizen's own store of papers, with the uses of each.
    pub papers: Vec<PaperView>,
    /// Contact details that the citizen gave in a dossier that was filed, kept to be offered in the next form.
    pub earlier: Vec<MineFact>,
    /// Which registers may be asked for which service.
    pub consents: Vec<Consent>,
    /// Every decision about registers, newest first, for [`HISTORY_YEARS`](crate::HISTORY_YEARS).
    pub decisions: Vec<PastDecision>,
    /// Every question to a register about the citizen, or by them for somebody else, newest first, as long.
    pub lookups: Vec<Lookup>,
    /// Whom the citizen authorised, and by whom they are.
    pub mandates: MandateList,
    /// Where the citizen is signed in.
    pub sessions: Vec<OpenSession>,
}

/// What the identity provider vouched for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinePerson {
    /// Full name.
    pub name: String,
    /// Twelve digits.
    pub id: String,
    /// Day, month or year, as far as it is known.
    pub birth: Option<String>,
    /// `female` or `male`.
    pub sex: Option<String>,
    /// Level of assurance (`LoA1`, `LoA2`).
    pub level: String,
    /// When, RFC 3339.
    pub signed_in_at: String,
}

/// One draft or dossier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MineDossier {
    /// Our own opaque handle.
    pub id: String,
    /// National code of the procedure.
    pub procedure: String,
    /// Title of the service, in the language asked for.
    pub service: String,
    /// The official code, once an office has received it.
    pub code: Option<String>,
    /// Name of the office that received it.
    pub office: Option<String>,
    /// Name of the person or enterprise that it is for, when that is not the citizen: then neither answers nor facts are here, they are not
    /// the citizen's.
    pub acting_for: Option<String>,
    /// By what right.
    pub acting_as: Option<Right>,
    /// Full name of who helped to fill it in, if somebody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped_by: Option<String>,
    /// `draft`: the citizen may delete it; `record`: it is on its way to an office or with it, and is kept by law.
    pub kept_as: String,
    /// When it was opened, RFC 3339.
    pub created_at: String,
    /// When it last changed, RFC 3339.
    pub updated_at: String,
    /// What the citizen typed into a draft, by path; the values that were fixed, of a dossier.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// What came from a register or the identity provider.
    pub facts: Vec<MineFact>,
    /// Its papers.
    pub documents: Vec<Document>,
    /// The fee of what was fixed last: what is owed, or when it was paid, how much, and under which number of the provider.
    pub payment: Payment,
    /// Every order that was opened at the payment provider.
    pub orders: Vec<Order>,
    /// Fees that the office asked for after filing, and how each was paid.
    pub dues: Vec<Due>,
    /// Electronic receipts for what was paid.
    pub receipts: Vec<FeeReceipt>,
    /// What the one-stop desk reported: received, asked for more, the result. Of a dossier for somebody else without the officer's words.
    pub events: Vec<BusinessEvent>,
}

/// One draft or dossier that somebody else opened for the citizen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MineActed {
    /// Title of the service, in the language asked for.
    pub service: String,
    /// Who acts: their personal id, but for its middle.
    pub masked_id: String,
    /// The mandate by which they do.
    pub mandate: String,
    /// The official code, once an office has received it.
    pub code: Option<String>,
    /// As in [`MineDossier`].
    pub kept_as: String,
    /// Whether its content is fixed, to be signed, paid for and sent as it is.
    pub fixed: bool,
    /// The mandate is over, and the dossier was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_over: Option<ActingOver>,
    /// When it was opened, RFC 3339; registers were asked about the citizen then, as far as they do not refuse it.
    pub created_at: String,
    /// When it last changed, RFC 3339.
    pub updated_at: String,
}

/// One dossier of somebody else that the citizen is asked to agree to, or has answered about. What is in it is not theirs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MineCosigned {
    /// What leads to it, as in [`AskedToCosign`](crate::AskedToCosign), while it leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// Title of the service, in the language asked for.
    pub service: String,
    /// Who files it, as far as the citizen was told and it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicant: Option<String>,
    /// RFC 3339: when the invitation that holds now was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<String>,
    /// RFC 3339: until when it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether the citizen's answer is waited for.
    pub waits: bool,
    /// What they have answered, the earliest first.
    pub answers: Vec<OwnAnswer>,
}

/// One fact that the portal did not get from the citizen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MineFact {
    /// Name of the fact in a draft; path of the answer that it filled in a dossier.
    pub name: String,
    /// What it says.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub value: Value,
    /// The same in words, in the language asked for, of a contact detail that is kept for the next form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// `identity`, `population`, …
    pub source: String,
    /// When the source answered, RFC 3339.
    pub at: String,
    /// The source's own reference of its answer.
    pub reference: Option<String>,
}

eform::from_json! {
    Mine { format, made_at, person, dossiers, acted, cosigned or default, papers, earlier, consents, decisions, lookups, mandates, sessions }
    MinePerson { name, id, birth, sex, level, signed_in_at }
    MineDossier { id, procedure, service, code, office, acting_for, acting_as, helped_by, kept_as, created_at, updated_at, answers, facts, documents, payment, orders, dues or default, receipts or default, events }
    MineActed { service, masked_id, mandate, code, kept_as, fixed, acting_over, created_at, updated_at }
    MineCosigned { dossier, service, applicant, invited_at, until, waits, answers }
    MineFact { name, value, words, source, at, reference }
}

endpoint!(GetMine = Get "/api/mine", "Everything that the portal knows about the citizen (`lang`).", Nothing => Mine, QUERY = &["lang"]);
endpoint!(ForgetEarlier = Delete "/api/mine/earlier", "Forget the contact details that are kept for the next form.", Nothing => Nothing,
    DESCRIPTION = "Dossiers, and drafts that have them already, keep them.");
endpoint!(ExportMine = Get "/api/mine.json", "The same, as an attachment (`lang`).", Nothing => Mine, QUERY = &["lang"],
    DESCRIPTION = "`format` is `congdan/mine/1`. Moments are RFC 3339 in UTC, days `YYYY-MM-DD`. Bytes of papers are not in it: each paper and each document is downloaded by itself and has the SHA-256 that stands here.");

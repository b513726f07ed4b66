//! The signed content of a dossier (`dossier.json`): everything that the citizen stands for, and nothing else.
//!
//! Both sides build it with [`of`] and call [`Content::bytes`]. What the content means (whether the answers satisfy the
//! procedure, whether a document exists) is deliberately not decided here.

mod build;

pub use build::{Frame, Lacking, of, to_confirm};

use crate::canonical::{self, NotCanonical};
use crate::state::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The value of `format`: readers refuse what they do not know.
pub const FORMAT: &str = "congdan/dossier/1";

/// One frozen version of a dossier. Serialised through [`Content::bytes`] only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Content {
    /// Always [`FORMAT`].
    pub format: String,
    /// Our own opaque handle; the official code does not exist yet when this is signed.
    pub dossier: String,
    /// The number of the snapshot, counting from 1.
    pub snapshot: u32,
    /// What was filled in.
    pub procedure: ProcedureRef,
    /// The language of the texts that were shown (`vi`, `en`).
    pub language: String,
    /// The competent office.
    pub agency: Agency,
    /// Who submits.
    pub applicant: Applicant,
    /// For whom, when the applicant acts for somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Represented>,
    /// Who filled it in with the applicant, and stands for nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped_by: Option<Helper>,
    /// The evaluated answers: visible values only, groups as arrays.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Map<String, Value>,
    /// Where each value came from, by path.
    pub provenance: BTreeMap<String, Source>,
    /// Every attestation with its full text as shown.
    pub attestations: Vec<Attestation>,
    /// The warnings that stand and that the citizen has confirmed, for the officer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Confirmation>,
    /// Every document.
    pub documents: Vec<Document>,
    /// Documents that need not be brought: what stands in for each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<Covered>,
    /// The fee as quoted when frozen.
    pub fee: Fee,
    /// When the snapshot was made.
    pub created_at: Timestamp,
}

/// The procedure in the exact version that the citizen saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureRef {
    /// National code, as in `1.001193`.
    pub code: String,
    /// Version of the schema.
    pub version: String,
    /// SHA-256 of the schema file, lower-case hexadecimal.
    pub schema_sha256: String,
    /// SHA-256 of the texts file of [`Content::language`], lower-case hexadecimal.
    pub texts_sha256: String,
}

/// The competent office, by the units of the administrative catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agency {
    /// Two-digit code.
    pub province: String,
    /// Five-digit code.
    pub commune: String,
}

/// Who submits the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applicant {
    /// Full name.
    pub name: String,
    /// Twelve-digit personal id.
    pub id: String,
}

/// The person or enterprise that the applicant acts for, and by what right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Represented {
    /// Full name.
    pub name: String,
    /// Twelve-digit personal id; of an enterprise its ten-digit code.
    pub id: String,
    /// By what right.
    pub right: Right,
    /// Where the right is on file: the mandate's handle, or the register's reference for its answer.
    pub reference: String,
}

/// The person who helped the applicant to fill it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Helper {
    /// Full name.
    pub name: String,
    /// Twelve-digit personal id.
    pub id: String,
    /// The handle of the mandate by which the applicant asked them to.
    pub mandate: String,
}

/// By what right somebody acts for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// The law: a parent represents a child under age (Civil Code 2015, article 136).
    Parent,
    /// The law: a guardian represents a ward (Civil Code 2015, articles 57 and 58), as the population register has it (Law on Identification
    /// 26/2023/QH15, article 9).
    Guardian,
    /// A mandate that the other gave (article 562).
    Mandate,
    /// The law: who represents an enterprise (Civil Code 2015, article 137; Law on Enterprises 59/2020/QH14, article 12), as the register
    /// of enterprises has it.
    Representative,
}

/// Where one value came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// `typed`, `register`, `changed`, `computed`, `default`, ...
    pub origin: String,
    /// Which register, for values that came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When the register was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The register's own reference for its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What the citizen says about a value that could not be changed: that it is wrong, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One statement that the citizen ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attestation {
    /// Path of the field.
    pub id: String,
    /// The full text as shown.
    pub text: String,
}

/// A warning that the citizen has seen and says to be right: the answers look strange together, and are true.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Path of the field.
    pub field: String,
    /// What the form engine calls the warning.
    pub code: String,
}

/// One document: its bytes travel beside the content and are bound to it by their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// Path of the file field.
    pub field: String,
    /// Name that the citizen gave the file.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// `pdf`, `jpg`, `png` or `webp`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The paper of the citizen's own store that it is, when it was not uploaded for this dossier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperSource>,
}

/// A document that was not asked for, because a register has answered what it would prove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Covered {
    /// Path of the file field.
    pub field: String,
    /// Code of the component in the procedure's list of documents.
    pub component: String,
    /// Which register.
    pub source: String,
    /// When it answered.
    pub at: Timestamp,
    /// The register's own reference for its answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The law by which the paper need not be brought.
    pub basis: String,
}

/// Where a paper of the citizen's own store came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperSource {
    /// `result`: the electronic result of an earlier dossier; `upload`: uploaded and filed with an earlier dossier.
    pub source: String,
    /// The issuer's number of a result; the official code of the dossier that the paper was filed with.
    pub reference: String,
    /// When it was issued or filed (`YYYY-MM-DD`).
    pub at: String,
}

/// What is owed, in đồng.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fee {
    /// With the filing, before reductions.
    pub gross: u64,
    /// With the filing, after reductions.
    pub net: u64,
    /// Once the office asks for it, after reductions.
    #[serde(skip_serializing_if = "is_nothing")]
    pub on_notice: u64,
    /// When the result is handed over, after reductions.
    #[serde(skip_serializing_if = "is_nothing")]
    pub on_result: u64,
    /// Item by item.
    pub lines: Vec<FeeLine>,
    /// The legal bases that the lines name, each once, in order of appearance.
    pub basis: Vec<String>,
}

/// One item of the fee, in đồng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeLine {
    /// Id of the fee rule.
    pub id: String,
    /// Price of one.
    pub unit: u64,
    /// How many.
    pub quantity: u64,
    /// Before the reduction.
    pub gross: u64,
    /// After the reduction.
    pub net: u64,
    /// When it is paid, if not with the filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Later>,
    /// Id of the reduction that applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reduction: Option<String>,
}

/// When a fee is paid that is not paid with the filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Later {
    /// Once the office has taken the dossier in and asks for it (national status 6).
    Notice,
    /// When the result is handed over.
    Result,
}

pub(crate) fn is_nothing<T: Default + PartialEq>(amount: &T) -> bool {
    *amount == T::default()
}

eform::from_json! {
    only Content { format, dossier, snapshot, procedure, language, agency, applicant, on_behalf_of, helped_by, answers, provenance, attestations, confirmed or default, documents, covered or default, fee, created_at }
    only ProcedureRef { code, version, schema_sha256, texts_sha256 }
    only Agency { province, commune }
    only Applicant { name, id }
    only Represented { name, id, right, reference }
    only Helper { name, id, mandate }
    only Source { origin, source, at, reference, note }
    only Attestation { id, text }
    only Confirmation { field, code }
    only Document { field, name, size, sha256, kind as "type", paper }
    only Covered { field, component, source, at, reference, basis }
    only PaperSource { source, reference, at }
    only Fee { gross, net, on_notice or default, on_result or default, lines, basis }
    only FeeLine { id, unit, quantity, gross, net, paid, reduction }
}

eform::word_from_json! {
    Later { Notice = "notice", Result = "result" }
    Right { Parent = "parent", Guardian = "guardian", Mandate = "mandate", Representative = "representative" }
}

/// Why bytes are not the content of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotContent {
    /// Not JSON, or not of this shape.
    Shape,
    /// `format` names something else than [`FORMAT`].
    Format,
    /// The right shape in other bytes than the canonical ones (spaces, order, a key given twice, a fraction).
    NotCanonical,
}

impl Content {
    /// The canonical bytes: what is hashed, signed and submitted.
    ///
    /// # Errors
    /// [`NotCanonical`] when an answer holds a number outside the profile.
    pub fn bytes(&self) -> Result<Vec<u8>, NotCanonical> {
        let value = serde_json::to_value(self).map_err(|_| NotCanonical::Number)?;
        canonical::to_bytes(&value)
    }

    /// Reads canonical bytes back, strictly: `Content::parse(b)?.bytes() == b`.
    ///
    /// # Errors
    /// [`NotContent`] says what is wrong with the bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotContent> {
        let content: Self = serde_json::from_slice(bytes).map_err(|_| NotContent::Shape)?;
        if content.format != FORMAT {
            return Err(NotContent::Format);
        }
        match content.bytes() {
            Ok(again) if again == bytes => Ok(content),
            _ => Err(NotContent::NotCanonical),
        }
    }
}

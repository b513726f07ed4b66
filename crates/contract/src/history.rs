//! What the citizen decided about registers and what registers were then asked, as it happened: part of "my information". What a register
//! answered is not here; of what was decided only the last counts (`consents`).

use dossier::content::Right;
use serde::Serialize;

use crate::AskedOf;

/// For how many years a decision or a look-up is kept after its day: as long as damages may be claimed (Civil Code 2015, article 588),
/// because who processes personal data has to be able to show the consent and the use (Law on Personal Data Protection 91/2025/QH15).
/// A refusal is kept as long as it counts.
pub const HISTORY_YEARS: u16 = 3;

/// What a citizen said about asking registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Registers may be asked.
    Agreed,
    /// They may not; there was no consent in force.
    Refused,
    /// They may not any more.
    Withdrawn,
}

/// One decision. It is about the citizen's own information, and that of whom they represent by law (children under age, wards).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PastDecision {
    /// National code of the procedure: the purpose.
    pub procedure: String,
    /// The service's title in the language asked for.
    pub service: String,
    /// What it was about.
    pub registers: Vec<AskedOf>,
    /// What was said.
    pub said: Said,
    /// Version of the words that were shown.
    pub text: String,
    /// When, RFC 3339.
    pub at: String,
    /// Our reference; registers that were asked on the strength of it were told it.
    pub reference: String,
}

/// What became of a look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LookupOutcome {
    /// The register answered.
    Answered,
    /// It has nothing about this person.
    UnknownPerson,
    /// It did not answer, or not to what it was asked.
    Unavailable,
}

/// One question to a register: about the citizen, or by the citizen about somebody for whom they act.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lookup {
    /// `population`, `civil_status`, …
    pub register: String,
    /// National code of the procedure: the purpose.
    pub procedure: String,
    /// The service's title in the language asked for.
    pub service: String,
    /// When, RFC 3339.
    pub at: String,
    /// What became of it.
    pub outcome: LookupOutcome,
    /// The register's own reference of its answer; not told to who acts by mandate, whose principal it is.
    pub reference: Option<String>,
    /// Whom it was about when that is not the citizen: their personal id, but for its middle.
    pub about: Option<String>,
    /// Who acted for the citizen, when it was not the citizen who was signed in: their personal id, but for its middle.
    pub by: Option<String>,
    /// By what right, when somebody acted for another.
    pub right: Option<Right>,
    /// The citizen's dossier that it was made for, as long as there is one.
    pub dossier: Option<String>,
}

eform::word_from_json! {
    Said { Agreed = "agreed", Refused = "refused", Withdrawn = "withdrawn" }
    LookupOutcome { Answered = "answered", UnknownPerson = "unknown_person", Unavailable = "unavailable" }
}
eform::from_json! {
    PastDecision { procedure, service, registers, said, text, at, reference }
    Lookup { register, procedure, service, at, outcome, reference, about, by, right, dossier }
}

//! Consents: which registers may be asked for what, for which service, as the citizen decided. The words are the portal's; the
//! version of them that was shown travels with each decision.

use serde::{Deserialize, Serialize};

use crate::Nothing;
use crate::endpoint::{_Endpoint, endpoint};

/// Version of the words in which the portal asks. New words are asked for anew.
pub const CONSENT_TEXT: &str = "2026-11.3";
/// How many days a consent holds, if it is not withdrawn before.
pub const CONSENT_DAYS: i64 = 365;

/// What the citizen decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nothing yet, or about less, in other words, or too long ago.
    Open,
    /// Registers may be asked.
    Agreed,
    /// No register is asked; the citizen answers everything. Also after withdrawing.
    Refused,
}

/// What one register is asked for, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedOf {
    /// `population`, `civil_status`, `business`, `tax`, `health_insurance`.
    pub register: String,
    /// Names of the facts that the form names (`self.name`), and `represents.children`, `represents.wards`, `represents.enterprises`:
    /// whom the citizen represents. None in decisions of before these were kept.
    pub facts: Vec<String>,
}

/// What a draft's form would ask registers for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentAsked {
    /// The registers that hold what the form names, with just that.
    pub registers: Vec<AskedOf>,
    /// What was decided about them.
    pub decision: Decision,
}

/// A decision on record.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// National code of the procedure: the purpose.
    pub procedure: String,
    /// The service's title in the language asked for.
    pub title: String,
    /// What it is about.
    pub registers: Vec<AskedOf>,
    /// What was decided.
    pub decision: Decision,
    /// Version of the words that were shown.
    pub text: String,
    /// When it was decided, RFC 3339.
    pub at: String,
    /// When a consent ends by itself, RFC 3339.
    pub until: Option<String>,
}

/// The citizen's latest decision for each service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentList {
    /// Newest first.
    pub consents: Vec<Consent>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decide {
    /// Whether registers may be asked. `false` refuses, and withdraws what was agreed before.
    pub agree: bool,
    /// [`CONSENT_TEXT`]: the words that were on the citizen's screen.
    pub text: String,
}

eform::word_from_json! {
    Decision { Open = "open", Agreed = "agreed", Refused = "refused" }
}
eform::from_json! {
    AskedOf { register, facts }
    ConsentAsked { registers, decision }
    Consent { procedure, title, registers, decision, text, at, until }
    ConsentList { consents }
}

endpoint!(ListConsents = Get "/api/consents", "Which registers may be asked for which service (`lang`).", Nothing => ConsentList, QUERY = &["lang"]);
endpoint!(DecideConsent = Post "/api/consents/{procedure}", "Agree that registers are asked for a service, refuse it, or withdraw it (`lang`).", Decide => Consent, QUERY = &["lang"],
    DESCRIPTION = "Open drafts of the service follow at once: after agreeing registers are asked and what they know is filled in, after refusing \
        what they had said is gone. Their revision grows. What was fixed or filed stays. Older decisions are kept on record.");

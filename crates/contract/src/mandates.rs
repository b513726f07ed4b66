//! Acting for somebody else: mandates that a citizen gave or holds, and for whom a service can be begun.

use dossier::content::Represented;
use serde::{Deserialize, Serialize};

use crate::Nothing;
use crate::consents::ConsentAsked;
use crate::endpoint::endpoint;

/// Whether a mandate holds today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MandateState {
    /// It holds, and nobody of that number and name has begun anything with it yet: to be seen by who gave it, whether or not there
    /// is such a person.
    Waiting,
    /// It holds.
    InForce,
    /// The grantor took it back.
    Revoked,
    /// Its last day is over.
    Ended,
}

/// How far a mandate goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// To act for the other: fill in, sign with one's own certificate, pay, submit, follow.
    #[default]
    Act,
    /// To help: fill in and hand over. The other confirms, signs, pays and submits themselves.
    Assist,
}

/// One mandate (giấy ủy quyền; Civil Code 2015, articles 562 to 569), as one of its two sides sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mandate {
    /// Our own opaque handle.
    pub id: String,
    /// The other side's personal id with the middle hidden.
    pub masked_id: String,
    /// The other side's full name: the grantor's as vouched for, the grantee's as the grantor typed it. None when it was not asked for.
    pub name: Option<String>,
    /// National codes of the procedures that it is good for.
    pub procedures: Vec<String>,
    /// How far it goes.
    pub extent: Extent,
    /// Its last day (`YYYY-MM-DD`).
    pub ends_on: String,
    /// Whether it holds today.
    pub state: MandateState,
}

/// The citizen's mandates, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MandateList {
    /// Those that the citizen gave.
    pub given: Vec<Mandate>,
    /// Those that the citizen holds.
    pub held: Vec<Mandate>,
}

/// A mandate to be given by who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMandate {
    /// Twelve digits of the person who is authorised.
    pub grantee: String,
    /// Their full name. Only somebody who signs in with that number under this name can use the mandate; case and marks do not count.
    /// The answer is the same whether or not there is such a person.
    pub grantee_name: String,
    /// National codes of the procedures that it is good for.
    pub procedures: Vec<String>,
    /// How far it goes; left out, to act.
    #[serde(default)]
    pub extent: Extent,
    /// Its last day (`YYYY-MM-DD`), within a year.
    pub ends_on: String,
}

/// Somebody whom the citizen may act for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Principal {
    /// What a new dossier names in `acting_for`; good for this citizen only.
    pub id: String,
    /// Who that is, and by what right.
    pub person: Represented,
    /// To act for them, or only to help them: then the dossier is theirs, and not the citizen's.
    pub extent: Extent,
}

/// Everybody whom the citizen may act for in this service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrincipalList {
    /// The citizen is not among them.
    pub principals: Vec<Principal>,
    /// Whether registers may be asked who they are: as long as they may not, nobody is named whom only a register knows. None when the
    /// service needs no register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentAsked>,
    /// The register that should have said more and did not answer: who is not named here is not known to be nobody. None when it
    /// answered, and when it may not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<SilentRegister>,
}

/// A register that did not answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SilentRegister {
    /// `population`, `business`.
    pub register: String,
    /// When it was asked, RFC 3339.
    pub at: String,
}

eform::from_json! {
    Mandate { id, masked_id, name, procedures, extent, ends_on, state }
    MandateList { given, held }
    Principal { id, person, extent }
    PrincipalList { principals, consent, silent }
    SilentRegister { register, at }
}
eform::word_from_json! {
    Extent { Act = "act", Assist = "assist" }
    MandateState { Waiting = "waiting", InForce = "in_force", Revoked = "revoked", Ended = "ended" }
}

endpoint!(ListMandates = Get "/api/mandates", "Mandates that the citizen gave or holds.", Nothing => MandateList);
endpoint!(GrantMandate = Post "/api/mandates", "Authorise a person for some procedures.", NewMandate => Mandate);
endpoint!(RevokeMandate = Delete "/api/mandates/{mandate}", "Take a mandate back; only who gave it can.", Nothing => Nothing);
endpoint!(ListPrincipals = Get "/api/procedures/{code}/principals", "For whom else the citizen may begin this service.", Nothing => PrincipalList);

//! Several people who stand by one dossier: how the person who files it asks the others, and what one who is asked sees and says.

use serde::{Deserialize, Serialize};

use crate::endpoint::{_Endpoint, endpoint};
use crate::{ConfirmationRedirect, Nothing, StandBy};

/// How long a link leads to a dossier.
pub const INVITATION_DAYS: i64 = 14;
/// No reason for a refusal is longer, in characters.
pub const REASON_CHARACTERS: usize = 500;

/// Who is asked: the place in `requirements.others` of the dossier's state, counted from 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitee {
    /// Which of them.
    pub number: u32,
}

/// The link that one of the others is to open. It is told once: only its digest is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationLink {
    /// Its path at the portal.
    pub path: String,
    /// RFC 3339: until when it leads anywhere.
    pub until: String,
}

/// That a link was made for one of the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// For whom, as in [`Invitee`].
    pub number: u32,
    /// RFC 3339.
    pub made_at: String,
    /// RFC 3339: until when it leads anywhere.
    pub until: String,
    /// RFC 3339: when the person it is for first opened it.
    pub opened_at: Option<String>,
}

/// The links of a dossier that lead somewhere now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationList {
    /// At most one for each of the others.
    pub invitations: Vec<Invitation>,
}

/// What is asked of the person for whom a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// To agree or to refuse.
    Asked,
    /// To wait: the person who files it, or others, come first.
    NotYet,
    /// Nothing: they have agreed.
    Agreed,
    /// Nothing: the dossier is being changed, because one of the others has refused.
    Declined,
    /// Nothing: the dossier is being changed.
    Changing,
    /// Nothing: the dossier does not name them any more.
    NotNamed,
}

/// A dossier as one of the others who must agree sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cosigning {
    /// What is asked of them now.
    pub turn: Turn,
    /// Title of the service, in the language of the dossier.
    pub title: String,
    /// Who files it, while it is fixed.
    pub applicant: Option<String>,
    /// National code of the procedure.
    pub procedure: String,
    /// Version of the form.
    pub version: String,
    /// The language in which it was filled in.
    pub language: String,
    /// In what role they are asked, by its id in the procedure; while they are named.
    pub role: Option<String>,
    /// The law that asks them.
    pub basis: Option<String>,
    /// SHA-256 of what is fixed; while they are asked, and afterwards of what they have agreed to.
    pub sha256: Option<String>,
    /// RFC 3339: when they agreed.
    pub agreed_at: Option<String>,
}

/// That somebody does not agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    /// SHA-256 of what they do not agree to, lower-case hexadecimal.
    pub sha256: String,
    /// Why, for the person who files it.
    pub reason: String,
}

eform::word_from_json! {
    Turn {
        Asked = "asked", NotYet = "not_yet", Agreed = "agreed", Declined = "declined", Changing = "changing", NotNamed = "not_named",
    }
}

eform::from_json! {
    InvitationLink { path, until }
    Invitation { number, made_at, until, opened_at }
    InvitationList { invitations }
    Cosigning { turn, title, applicant, procedure, version, language, role, basis, sha256, agreed_at }
}

endpoint!(ListInvitations = Get "/api/dossiers/{id}/invitations", "The links that the others who must agree were given.", Nothing => InvitationList);
endpoint!(Invite = Post "/api/dossiers/{id}/invitations", "Make a link for one of the others who must agree; the one before leads nowhere any more.", Invitee => InvitationLink);
endpoint!(RevokeInvitation = Delete "/api/dossiers/{id}/invitations/{number}", "Take the link of one of the others back.", Nothing => Nothing);
endpoint!(GetCosigning = Get "/api/cosigning/{invitation}", "What the citizen is asked to agree to.", Nothing => Cosigning,
    DESCRIPTION = "A link that was replaced, taken back or is over, and one that is for somebody else, all answer 404.");
endpoint!(CosignedContent = Get "/api/cosigning/{invitation}/dossier.json", "The canonical bytes (RFC 8785) that the citizen is asked to agree to, as an attachment.", Nothing => dossier::Content);
endpoint!(AgreeToCosign = Post "/api/cosigning/{invitation}/confirmation", "Leave for the identity provider to agree there.", StandBy => ConfirmationRedirect,
    DESCRIPTION = "As `ConfirmIdentity`; it leads back to the page of the link.");
endpoint!(DeclineToCosign = Post "/api/cosigning/{invitation}/refusal", "Refuse: the dossier is open for editing afterwards.", Refusal => Cosigning);

//! Several people who stand by one dossier: how the person who files it asks the others, and what one who is asked sees and says.

use dossier::{Means, Signing};
use serde::{Deserialize, Serialize};

use crate::endpoint::{_Endpoint, endpoint};
use crate::{
    Attempt, Confirmation, ConfirmationRedirect, CredentialChoice, CredentialList, Nothing, Prepared, StandBy,
};

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
    /// Whether it leads nowhere any more, because its time is over.
    pub is_over: bool,
}

/// The links of a dossier that were neither replaced nor taken back; one that is over is told for 90 days.
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

/// What one of the others has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnWord {
    /// That they agree, by their electronic identity.
    Agreed,
    /// That they agree, by their signature.
    Signed,
    /// That they do not.
    Declined,
}

impl OwnWord {
    /// Its word as it travels, by which texts name it too.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            OwnWord::Agreed => "agreed",
            OwnWord::Signed => "signed",
            OwnWord::Declined => "declined",
        }
    }
}

/// What one of the others has answered, and to what.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAnswer {
    /// The answer.
    pub word: OwnWord,
    /// RFC 3339.
    pub at: String,
    /// SHA-256 of what was fixed then.
    pub sha256: String,
    /// Why they did not agree, in their own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether they are held to it: they have agreed to what is fixed now, or was filed.
    pub stands: bool,
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
    /// Twelve digits of who is asked: of whoever the link is for.
    pub person: String,
    /// The law that asks them.
    pub basis: Option<String>,
    /// How they may agree.
    pub by: Means,
    /// Where they may sign and need not: the law by which confirming with the electronic identity is enough.
    pub identity_basis: Option<String>,
    /// Where they may sign: the law that takes the signature which the national app gives free of charge.
    pub app_basis: Option<String>,
    /// What has become of their signature; what was fixed before or is not fixed has none.
    pub signing: Signing,
    /// Number of the last attempt to sign that anybody has made: part of what names the next request.
    pub signing_attempts: u32,
    /// SHA-256 of what is fixed; while they are asked, and afterwards of what they have agreed to.
    pub sha256: Option<String>,
    /// RFC 3339: when they agreed.
    pub agreed_at: Option<String>,
    /// RFC 3339: when the office took what they have agreed to.
    pub filed_at: Option<String>,
    /// Everything that they have answered so far, the earliest first; each to what was fixed then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<OwnAnswer>,
}

/// A dossier of somebody else that the citizen is asked to agree to now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedToCosign {
    /// What leads there in place of the invitation's token, for this citizen only.
    pub dossier: String,
    /// Title of the service, in the language asked for.
    pub title: String,
    /// Who files it.
    pub applicant: String,
    /// RFC 3339: until when the invitation holds.
    pub until: String,
}

/// What waits for the citizen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedToCosignList {
    /// The oldest invitation first.
    pub asked: Vec<AskedToCosign>,
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

eform::word_from_json! {
    OwnWord { Agreed = "agreed", Signed = "signed", Declined = "declined" }
}

eform::from_json! {
    OwnAnswer { word, at, sha256, reason, stands }
    InvitationLink { path, until }
    Invitation { number, made_at, until, opened_at, is_over }
    InvitationList { invitations }
    Cosigning {
        turn, title, applicant, procedure, version, language, role, person, basis, by, identity_basis, app_basis, signing, signing_attempts, sha256,
        agreed_at, filed_at, answers or default,
    }
    AskedToCosign { dossier, title, applicant, until }
    AskedToCosignList { asked }
}

endpoint!(ListInvitations = Get "/api/dossiers/{id}/invitations", "The links that the others who must agree were given.", Nothing => InvitationList);
endpoint!(Invite = Post "/api/dossiers/{id}/invitations", "Make a link for one of the others who must agree; the one before leads nowhere any more.", Invitee => InvitationLink);
endpoint!(RevokeInvitation = Delete "/api/dossiers/{id}/invitations/{number}", "Take the link of one of the others back.", Nothing => Nothing);
endpoint!(ListAskedToCosign = Get "/api/cosigning", "Dossiers of others that wait for the citizen, who was invited to agree to them (`lang`).",
    Nothing => AskedToCosignList, QUERY = &["lang"]);
endpoint!(GetCosigning = Get "/api/cosigning/{invitation}", "What the citizen is asked to agree to.", Nothing => Cosigning,
    DESCRIPTION = "A link that was replaced, taken back or is over, and one that is for somebody else, all answer 404; to who files the dossier, one that leads \
        somewhere answers 409 `own_dossier`.");
endpoint!(CosignedContent = Get "/api/cosigning/{invitation}/dossier.json", "The canonical bytes (RFC 8785) that the citizen is asked to agree to, or has signed, as an attachment.", Nothing => dossier::Content);
endpoint!(AnsweredContent = Get "/api/cosigning/{invitation}/answered.json", "The canonical bytes about which the citizen gave their last answer, as an attachment; while they are asked about newer ones.", Nothing => dossier::Content);
endpoint!(AgreeToCosign = Post "/api/cosigning/{invitation}/confirmation", "Leave for the identity provider to agree there.", StandBy => ConfirmationRedirect,
    DESCRIPTION = "As `ConfirmIdentity`; it leads back to the page of the link.");
endpoint!(DeclineToCosign = Post "/api/cosigning/{invitation}/refusal", "Refuse: the dossier is open for editing afterwards.", Refusal => Cosigning);
endpoint!(ListOwnCredentials = Get "/api/cosigning/{invitation}/credentials", "The certificates of who is asked to sign, at the signing providers.", Nothing => CredentialList);
endpoint!(PrepareCosigning = Post "/api/cosigning/{invitation}/signing", "Prepare the signed attributes for a certificate of who is asked to sign.", CredentialChoice => Prepared, IDEMPOTENT = true);
endpoint!(ConfirmCosigning = Post "/api/cosigning/{invitation}/signing/confirm", "Send the request to the phone, once the browser agrees with the hash.", Confirmation => Cosigning, IDEMPOTENT = true);
endpoint!(CancelCosigning = Post "/api/cosigning/{invitation}/signing/cancel", "Withdraw the request.", Attempt => Cosigning, IDEMPOTENT = true);

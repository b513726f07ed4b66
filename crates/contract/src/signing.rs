//! Remote signing as the browser takes part in it: choose a certificate, check the hash, let the request go.

use eform::json::{FromJson, Members, Read};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{DossierView, Nothing};

/// One certificate of the citizen, or of the enterprise that they act for, at a signing provider.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credential {
    /// Names it and its provider; sent back in [`CredentialChoice`].
    pub id: String,
    /// The [`Provider::id`] of where it is.
    pub provider: String,
    /// Common name of the holder.
    pub subject: String,
    /// Common name of the issuing authority.
    pub issuer: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// RFC 3339.
    pub valid_from: String,
    /// RFC 3339.
    pub valid_to: String,
    /// Why it cannot be used: `expired`, `not_yet_valid`, `revoked`, `other_person`, `organisation` (and a person must sign), `person`
    /// (and an organisation must), `other_organisation`, `algorithm`, `unasked` (nobody could be asked whether it was revoked, and somebody
    /// must be); absent when it can.
    pub unusable: Option<String>,
    /// The attempt just now failed because its authority said that it was revoked; it can be tried again.
    pub has_failed: bool,
}

/// A signing provider of this portal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// The portal's word for it.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// It did not say which certificates it has: the reference under which operators find why. Absent when it did.
    pub silent: Option<String>,
}

/// The certificates of who must sign.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialList {
    /// All of them, in the portal's order; at least one has answered.
    pub providers: Vec<Provider>,
    /// All of them, those that cannot be used included.
    pub credentials: Vec<Credential>,
}

/// Which certificate to sign with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialChoice {
    /// Its [`Credential::id`].
    pub credential: String,
}

/// All that the browser needs to recompute the requested hash before it lets the request go.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prepared {
    /// Number of this attempt, counted per dossier from 1.
    pub attempt: u32,
    /// Number of the snapshot to be signed.
    pub snapshot: u32,
    /// Signing time that goes into the signed attributes, RFC 3339 in UTC, to the second.
    pub signing_time: String,
    /// The certificate, DER in base64.
    pub certificate: String,
    /// SHA-256 of the signed attributes (DER `SET OF`), lower-case hexadecimal: what the provider will be asked to sign.
    pub requested_hash: String,
    /// What the phone will show; holds the fingerprint.
    pub description: String,
}

/// An attempt that was prepared.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preparation {
    /// What it is about.
    #[serde(flatten)]
    pub prepared: Prepared,
    /// The dossier with it.
    pub dossier: DossierView,
}

/// The browser has recomputed the chain and found this hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Number of the attempt, from [`Prepared::attempt`].
    pub attempt: u32,
    /// The hash as the browser computed it, lower-case hexadecimal SHA-256.
    pub requested_hash: String,
}

/// Names an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// Its number, as the dossier's state shows it.
    pub attempt: u32,
}

/// What the citizen stands by: the bytes that their browser made of what is on its screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandBy {
    /// SHA-256 of the canonical bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Where the citizen confirms it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmationRedirect {
    /// The identity provider's page for this, an absolute URL: the page leaves by `location.assign`. It leads back to the signing page
    /// of the dossier; `?problem=` there says why nothing was confirmed (`cancelled`, `level`, `other_person`, `moved`, `expired`,
    /// `unavailable`, `failed`).
    pub redirect_url: String,
}

/// Whom this deployment trusts, so that a browser can judge signatures by itself, and anyone with other tools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustedRoots {
    /// Certificates of the accepted root authorities, DER in base64.
    pub roots: Vec<String>,
    /// Those of authorities whose time-stamps are believed.
    pub stamp_roots: Vec<String>,
}

eform::from_json! {
    TrustedRoots { roots, stamp_roots }
    ConfirmationRedirect { redirect_url }
    Credential { id, provider, subject, issuer, serial, valid_from, valid_to, unusable, has_failed }
    Provider { id, name, silent }
    CredentialList { providers, credentials }
    Prepared { attempt, snapshot, signing_time, certificate, requested_hash, description }
}

impl FromJson for Preparation {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self { dossier: of.take("dossier")?, prepared: Prepared::from_json(Value::Object(of.rest()))? })
    }
}

eform::from_json!(@serde Preparation);

endpoint!(GetRoots = Get "/api/signing/roots", "The root authorities that signatures are accepted from.", Nothing => TrustedRoots, SIGNED_IN = false, TAGGED = true);
endpoint!(ListCredentials = Get "/api/dossiers/{id}/credentials", "The certificates of who must sign, the citizen or the enterprise that they act for, at the signing providers.", Nothing => CredentialList);
endpoint!(PrepareSigning = Post "/api/dossiers/{id}/signing", "Prepare the signed attributes for a certificate.", CredentialChoice => Preparation, IDEMPOTENT = true);
endpoint!(ConfirmSigning = Post "/api/dossiers/{id}/signing/confirm", "Send the request to the phone, once the browser agrees with the hash.", Confirmation => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(CancelSigning = Post "/api/dossiers/{id}/signing/cancel", "Withdraw the request.", Attempt => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(ConfirmIdentity = Post "/api/dossiers/{id}/confirmation", "Leave for the identity provider to stand by the snapshot there, instead of signing it.", StandBy => ConfirmationRedirect,
    DESCRIPTION = "Nothing has happened to the dossier before the citizen is back: the nonce that the identity provider signs ends with `sha256`.");

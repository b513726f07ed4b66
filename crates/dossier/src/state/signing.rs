//! What the signature of a snapshot can be. Which event leads where is decided in `machine::signing`.

use super::Timestamp;
use serde::Serialize;

/// Somebody's signature of the current snapshot. Attempts count from 1 within the dossier, whoever signs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Signing {
    /// The procedure asks for none, or nothing is frozen yet.
    NotRequired,
    /// A snapshot waits for its signature, or for what counts instead of one.
    Needed,
    /// The citizen proved to the identity provider who they are, for exactly the snapshot's bytes: it counts instead of a signature.
    Confirmed {
        /// SHA-256 of these bytes, lower-case hexadecimal.
        sha256: String,
        /// When they proved it.
        at: Timestamp,
    },
    /// The citizen handed in the scan of a print of exactly the snapshot, signed by hand: it counts instead of a signature.
    OnPaper {
        /// SHA-256 of the snapshot's bytes, lower-case hexadecimal.
        sha256: String,
        /// SHA-256 of the scan.
        scan: String,
        /// When it was handed in.
        at: Timestamp,
    },
    /// Signed attributes were prepared; the browser has not confirmed the hash yet.
    Prepared {
        /// Which attempt this is.
        attempt: u32,
        /// The provider's id of the chosen credential.
        credential: String,
        /// SHA-256 of the signed attributes, lower-case hexadecimal.
        requested_hash: String,
    },
    /// The provider asked the phone; silence ends at `expires_at`.
    Waiting {
        /// Which attempt this is.
        attempt: u32,
        /// The provider's id of the chosen credential.
        credential: String,
        /// SHA-256 of the signed attributes, lower-case hexadecimal.
        requested_hash: String,
        /// The provider's name for its open question.
        handle: String,
        /// When silence counts as an answer.
        expires_at: Timestamp,
        /// The phone agreed, and the signature is being fetched: it can be lost on the way, but silence is no answer any more.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        granted: bool,
    },
    /// Verified: the container covers exactly the snapshot's bytes.
    Signed {
        /// Which attempt succeeded.
        attempt: u32,
        /// When the container was verified.
        at: Timestamp,
        /// Name in the certificate.
        signer: String,
        /// Which kind of answer lies beside the container, that the certificate was not revoked: `ocsp` or `crl`; absent when nobody
        /// was asked or nobody answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        revocation: Option<String>,
    },
    /// The signer refused on the phone.
    Rejected {
        /// Which attempt was refused.
        attempt: u32,
    },
    /// The signer stayed silent.
    Expired {
        /// Which attempt lapsed.
        attempt: u32,
    },
    /// The citizen withdrew the request.
    Cancelled {
        /// Which attempt was withdrawn.
        attempt: u32,
    },
    /// The provider failed or the signature did not verify.
    Failed {
        /// Which attempt failed.
        attempt: u32,
        /// Names why: `provider`, `certificate`, `digest`, `lost`, ...
        code: String,
    },
}

impl Signing {
    /// The attempt that it shows.
    #[must_use]
    pub const fn attempt(&self) -> Option<u32> {
        match self {
            Self::NotRequired | Self::Needed | Self::Confirmed { .. } | Self::OnPaper { .. } => None,
            Self::Prepared { attempt, .. }
            | Self::Waiting { attempt, .. }
            | Self::Signed { attempt, .. }
            | Self::Rejected { attempt }
            | Self::Expired { attempt }
            | Self::Cancelled { attempt }
            | Self::Failed { attempt, .. } => Some(*attempt),
        }
    }
}

//! Links by which the others who must agree come to a dossier. Only digests of their tokens are kept.

use super::Stored;

/// The link of one person to one dossier.
#[derive(Clone, Debug)]
pub struct InvitationRecord {
    /// SHA-256 of what the link ends with.
    pub token: String,
    pub dossier: String,
    /// Twelve digits.
    pub person: String,
    /// Unix seconds, as all times in the store.
    pub made_at: i64,
    pub until: i64,
    /// When the person first opened it.
    pub opened_at: Option<i64>,
}

/// How long one that is over is still known, in seconds: 90 days, as long as the person who made it may ask what has become of it.
pub const KEPT_SECONDS: i64 = 90 * 86_400;

/// The room of these links.
pub trait Invitations {
    /// Remembers a link; the one that the person had to the same dossier is forgotten, and so is everybody's that has been over for
    /// [`KEPT_SECONDS`].
    ///
    /// # Errors
    /// The store failed.
    fn invite(&self, invitation: InvitationRecord) -> Stored<()>;
    /// A link by the digest of its token, unless it is over.
    ///
    /// # Errors
    /// The store failed.
    fn invitation(&self, token: &str, now: i64) -> Stored<Option<InvitationRecord>>;
    /// Those of a dossier, also those that are over.
    ///
    /// # Errors
    /// The store failed.
    fn invitations(&self, dossier: &str) -> Stored<Vec<InvitationRecord>>;
    /// Those of a person that are not over, the oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn invitations_of(&self, person: &str, now: i64) -> Stored<Vec<InvitationRecord>>;
    /// The person has opened it; the first time counts.
    ///
    /// # Errors
    /// The store failed.
    fn open_invitation(&self, token: &str, at: i64) -> Stored<()>;
    /// Forgets the link of a person to a dossier.
    ///
    /// # Errors
    /// The store failed.
    fn revoke_invitation(&self, dossier: &str, person: &str) -> Stored<()>;
}

//! Sessions, sign-ins under way, and logout tokens that were obeyed. Only digests of the cookies are kept.

use super::Stored;
use crate::identity::Name;

/// A signed-in citizen on one device.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// SHA-256 of the cookie.
    pub id: String,
    /// What the citizen's list calls it; good for nothing but ending it.
    pub handle: String,
    /// Twelve digits.
    pub person: String,
    pub name: String,
    /// The name's parts, when the identity provider keeps them apart.
    pub parts: Option<Name>,
    pub level: String,
    /// As the identity provider says, if it does.
    pub birth: Option<String>,
    pub sex: Option<String>,
    /// The provider's own name for the citizen.
    pub subject: String,
    /// The provider's own name for its session (`sid`), if it tells.
    pub provider_session: Option<String>,
    /// Family of the browser, and of the system it runs on, if they are among the common ones.
    pub browser: Option<String>,
    pub system: Option<String>,
    /// When the citizen last proved who they are. Unix seconds, as all times in the store.
    pub authenticated_at: i64,
    pub created_at: i64,
    pub seen_at: i64,
}

/// A sign-in that has left for the identity provider.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// SHA-256 of the state.
    pub id: String,
    /// SHA-256 of the pre-login cookie.
    pub browser: String,
    pub nonce: String,
    /// PKCE code verifier.
    pub verifier: String,
    /// Path of the portal to come back to.
    pub return_to: String,
    /// Who has to come back, when somebody signed in confirms who they are.
    pub person: Option<String>,
    /// The level that is needed, by the portal's own name for it.
    pub level: Option<String>,
    /// How long ago the citizen may have proved who they are, in seconds.
    pub max_age: Option<i64>,
    /// What is stood by with it instead of a signature.
    pub stands_by: Option<StandsBy>,
    pub begun_at: i64,
    pub expires_at: i64,
}

/// The bytes that somebody stands by, of which dossier.
#[derive(Clone, Debug)]
pub struct StandsBy {
    pub dossier: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Whose sessions the identity provider ends: of its session, of its subject, or of both at once.
#[derive(Clone, Debug)]
pub struct Ended {
    pub subject: Option<String>,
    pub provider_session: Option<String>,
    /// Unique name of the order; it is obeyed once.
    pub jti: String,
    pub expires_at: i64,
}

/// The room of sessions.
pub trait Sessions {
    /// Remembers a new session, and forgets those that were opened before `too_old`.
    ///
    /// # Errors
    /// The store failed.
    fn open_session(&self, session: SessionRecord, too_old: i64) -> Stored<()>;
    /// The session with this digest, whatever its age.
    ///
    /// # Errors
    /// The store failed.
    fn session(&self, id: &str) -> Stored<Option<SessionRecord>>;
    /// A citizen's sessions, whatever their age, the latest first.
    ///
    /// # Errors
    /// The store failed.
    fn sessions(&self, person: &str) -> Stored<Vec<SessionRecord>>;
    /// Notes that the session was used.
    ///
    /// # Errors
    /// The store failed.
    fn touch_session(&self, id: &str, at: i64) -> Stored<()>;
    /// Forgets a session.
    ///
    /// # Errors
    /// The store failed.
    fn close_session(&self, id: &str) -> Stored<()>;
    /// Forgets the citizen's session of this handle; says whether there was one.
    ///
    /// # Errors
    /// The store failed.
    fn revoke_session(&self, person: &str, handle: &str) -> Stored<bool>;
    /// Forgets all sessions of the citizen but the one with this digest.
    ///
    /// # Errors
    /// The store failed.
    fn revoke_others(&self, person: &str, id: &str) -> Stored<()>;
    /// Forgets the sessions that the identity provider has ended.
    ///
    /// # Errors
    /// `Duplicate` when this order was obeyed before; or the store failed.
    fn end_sessions(&self, ended: Ended, now: i64) -> Stored<()>;
    /// Remembers a sign-in, and forgets those that expired before `now`.
    ///
    /// # Errors
    /// The store failed.
    fn begin_sign_in(&self, sign_in: SignIn, now: i64) -> Stored<()>;
    /// Takes a sign-in of this browser out: it can be answered once.
    ///
    /// # Errors
    /// The store failed.
    fn take_sign_in(&self, id: &str, browser: &str) -> Stored<Option<SignIn>>;
    /// Where the last sign-in that this browser began wants to come back to.
    ///
    /// # Errors
    /// The store failed.
    fn last_return(&self, browser: &str) -> Stored<Option<String>>;
}

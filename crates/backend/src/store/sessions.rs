//! Sessions and sign-ins under way. Only digests of the cookies are kept.

use super::Stored;

/// A signed-in citizen on one device.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// SHA-256 of the cookie.
    pub id: String,
    /// Twelve digits.
    pub person: String,
    pub name: String,
    pub level: String,
    /// As the identity provider says, if it does.
    pub birth: Option<String>,
    pub sex: Option<String>,
    /// Unix seconds, as all times in the store.
    pub created_at: i64,
    pub seen_at: i64,
}

/// A sign-in that has left for the identity provider.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// SHA-256 of the pre-login cookie.
    pub id: String,
    pub state: String,
    pub nonce: String,
    /// PKCE code verifier.
    pub verifier: String,
    /// Path of the portal to come back to.
    pub return_to: String,
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
    /// Remembers a sign-in, and forgets those that expired before `now`.
    ///
    /// # Errors
    /// The store failed.
    fn begin_sign_in(&self, sign_in: SignIn, now: i64) -> Stored<()>;
    /// Takes a sign-in out: it can be answered once.
    ///
    /// # Errors
    /// The store failed.
    fn take_sign_in(&self, id: &str) -> Stored<Option<SignIn>>;
}

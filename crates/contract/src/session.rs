//! Who is signed in. The browser never sees a token, and the full personal id only inside the citizen's own answers.

use serde::Serialize;

use crate::Nothing;
use crate::endpoint::{_Endpoint, endpoint};

/// The session as the browser may know it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The signed-in citizen, if any.
    pub person: Option<Person>,
    /// Today in Vietnam (`YYYY-MM-DD`, UTC+7): the only "today" that forms use.
    pub today: String,
    /// The backend's clock, RFC 3339.
    pub now: String,
    /// When the session ends if nothing is done, RFC 3339.
    pub expires_at: Option<String>,
    /// When the session ends whatever is done, RFC 3339.
    pub ends_at: Option<String>,
}

/// The signed-in citizen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Full name as the identity provider gives it.
    pub name: String,
    /// Personal id with the middle hidden (`0011****4321`).
    pub masked_id: String,
    /// Level of assurance of the sign-in (`LoA1`, `LoA2`).
    pub level: String,
}

/// Answer to signing out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where to go to end the session at the identity provider as well.
    pub end_session_url: Option<String>,
}

/// One device on which the citizen is signed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSession {
    /// Our own opaque handle; it opens nothing.
    pub id: String,
    /// Whether it is the session of this very call.
    pub is_current: bool,
    /// Family of the browser (`Chrome`), if it is a common one.
    pub browser: Option<String>,
    /// Family of the system (`Android`), if it is a common one.
    pub system: Option<String>,
    /// When the citizen signed in there, RFC 3339.
    pub signed_in_at: String,
    /// When it was last used, RFC 3339, to the minute.
    pub seen_at: String,
    /// Of a session that has ended by itself: until when it still takes lines that were typed there before, RFC 3339. Nothing can be
    /// read with it.
    pub takes_until: Option<String>,
}

/// Where the citizen is signed in, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Sessions that are still good, and those that have ended by themselves and still take what was typed.
    pub sessions: Vec<OpenSession>,
}

eform::from_json! {
    SessionView { person, today, now, expires_at, ends_at }
    OpenSession { id, is_current, browser, system, signed_in_at, seen_at, takes_until }
    SessionList { sessions }
    Person { name, masked_id, level }
    SignedOut { end_session_url }
}

endpoint!(GetSession = Get "/api/session", "Who is signed in, and what day it is.", Nothing => SessionView, SIGNED_IN = false);
endpoint!(SignOut = Post "/api/session/sign-out", "End the session on this device.", Nothing => SignedOut, SIGNED_IN = false);
endpoint!(ListSessions = Get "/api/sessions", "Where the citizen is signed in.", Nothing => SessionList);
endpoint!(RevokeSession = Delete "/api/sessions/{session}", "End one of the citizen's sessions.", Nothing => Nothing);
endpoint!(RevokeOthers = Delete "/api/sessions", "End all of the citizen's sessions but this one.", Nothing => Nothing);

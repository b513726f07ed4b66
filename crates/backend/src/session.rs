//! Who is calling: an opaque cookie whose digest is stored, with an idle and an absolute end.
//!
//! How one signs in is `identity`'s business. No token of a provider is ever kept in a session.

mod cookie;
mod guard;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

pub use cookie::{SESSION, SIGN_IN, clear, read, set};
pub use guard::only_from_the_portal;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::identity::Person;
use crate::secret;
use crate::store::SessionRecord;

/// A session ends after half an hour without a call,
pub const IDLE_SECONDS: i64 = 30 * 60;
/// and after eight hours in any case.
pub const ABSOLUTE_SECONDS: i64 = 8 * 3600;
/// Lines typed just before the end are still taken for a few minutes; nothing is shown.
pub const LATE_SECONDS: i64 = 5 * 60;
/// How old `seen_at` may grow before it is written again: not every read should cost a write.
const TOUCH_SECONDS: i64 = 60;

/// The signed-in citizen of a request; as an extractor it answers 401 when there is none.
#[derive(Clone, Debug)]
pub struct Citizen {
    /// Twelve digits.
    pub id: String,
    pub name: String,
    pub level: String,
    /// Day, month or year in ISO, as far as the identity provider says.
    pub birth: Option<String>,
    /// `female` or `male`, if the identity provider says.
    pub sex: Option<String>,
    /// Unix seconds: when the identity provider vouched for all this.
    pub signed_in_at: i64,
    /// Unix seconds: when the session ends if nothing is done.
    pub expires_at: i64,
}

impl FromRequestParts<App> for Citizen {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        find(app, &parts.headers).await?.ok_or(Error::SignInNeeded)
    }
}

/// A citizen whose session may have ended a moment ago: good for saving an open draft, and for nothing that is read.
#[derive(Clone, Debug)]
pub struct Writer(pub Citizen);

impl FromRequestParts<App> for Writer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        until(app, &parts.headers, LATE_SECONDS).await?.map(Self).ok_or(Error::SignInNeeded)
    }
}

/// The citizen whose session cookie the request carries, if it is still good.
///
/// # Errors
/// The store failed.
pub async fn find(app: &App, headers: &HeaderMap) -> Answer<Option<Citizen>> {
    until(app, headers, 0).await
}

/// The same, `late` seconds after the end.
async fn until(app: &App, headers: &HeaderMap, late: i64) -> Answer<Option<Citizen>> {
    let Some(cookie) = read(headers, SESSION) else { return Ok(None) };
    let id = secret::sha256_hex(cookie.as_bytes());
    let now = app.clock.now().0;
    let wanted = id.clone();
    let Some(record) = app.store(move |store| store.session(&wanted)).await? else { return Ok(None) };
    let end = ends(&record);
    if now >= end + LATE_SECONDS {
        app.store(move |store| store.close_session(&id)).await?;
        return Ok(None);
    }
    if now >= end + late {
        return Ok(None);
    }
    // A late save does not wake the session up again.
    if now < end && now - record.seen_at >= TOUCH_SECONDS {
        app.store(move |store| store.touch_session(&id, now)).await?;
    }
    let expires_at = (now + IDLE_SECONDS).min(record.created_at + ABSOLUTE_SECONDS);
    Ok(Some(Citizen {
        id: record.person,
        name: record.name,
        level: record.level,
        birth: record.birth,
        sex: record.sex,
        signed_in_at: record.created_at,
        expires_at,
    }))
}

fn ends(record: &SessionRecord) -> i64 {
    (record.seen_at + IDLE_SECONDS).min(record.created_at + ABSOLUTE_SECONDS)
}

/// Opens a session and gives the cookie's value.
///
/// # Errors
/// The store failed.
pub async fn open(app: &App, person: Person) -> Answer<String> {
    let token = secret::token().ok_or_else(Error::no_randomness)?;
    let now = app.clock.now().0;
    let id = secret::sha256_hex(token.as_bytes());
    let record = SessionRecord {
        id,
        person: person.id,
        name: person.name,
        level: person.level,
        birth: person.birth,
        sex: person.sex,
        created_at: now,
        seen_at: now,
    };
    app.store(move |store| store.open_session(record, now - ABSOLUTE_SECONDS)).await?;
    Ok(token)
}

/// Ends the session of this request, if there is one.
///
/// # Errors
/// The store failed.
pub async fn close(app: &App, headers: &HeaderMap) -> Answer<()> {
    let Some(cookie) = read(headers, SESSION) else { return Ok(()) };
    let id = secret::sha256_hex(cookie.as_bytes());
    app.store(move |store| store.close_session(&id)).await
}

/// A personal id with the middle hidden (`0011****4321`).
#[must_use]
pub fn masked(id: &str) -> String {
    match (id.get(..4), id.get(id.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) if id.len() == 12 => format!("{head}****{tail}"),
        _ => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_personal_id_shows_only_its_ends() {
        assert_eq!(masked("001195004321"), "0011****4321");
        assert_eq!(masked("12345"), "****");
    }
}

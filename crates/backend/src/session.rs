//! Who is calling: an opaque cookie whose digest is stored, with an idle and an absolute end.
//!
//! How one signs in is `identity`'s business. No token of a provider is ever kept in a session.

mod cookie;
mod device;
mod guard;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use contract::SignPolicy;

pub use cookie::{SESSION, SIGN_IN, clear, read, set};
pub use guard::only_from_the_portal;

use crate::app::App;
use crate::config::{Confirm, Level};
use crate::error::{Answer, Error};
use crate::identity::{Name, Person};
use crate::secret;
use crate::store::SessionRecord;

/// How long lines that were typed under a session are still taken once it has ended by itself: a device may have slept in between.
/// Nothing is shown, and nothing else is done.
pub const LATE_SECONDS: i64 = 12 * 3600;
/// What must have been proved where that stands for a signature and nobody has decided otherwise: an electronic identity of level 2 is as
/// good as the card (Luật Căn cước 26/2023/QH15, Điều 33).
const IN_PLACE_OF_SIGNING: Confirm = Confirm { level: Some(Level::Two), max_age_minutes: Some(15) };
/// How old `seen_at` may grow before it is written again: not every read should cost a write.
const TOUCH_SECONDS: i64 = 60;

/// The signed-in citizen of a request; as an extractor it answers 401 when there is none.
#[derive(Clone, Debug)]
pub struct Citizen {
    /// Twelve digits.
    pub id: String,
    pub name: String,
    /// The name in parts, if the identity provider keeps them apart.
    pub parts: Option<Name>,
    pub level: String,
    /// Day, month or year in ISO, as far as the identity provider says.
    pub birth: Option<String>,
    /// `female` or `male`, if the identity provider says.
    pub sex: Option<String>,
    /// Unix seconds: when the identity provider vouched for all this.
    pub signed_in_at: i64,
    /// Unix seconds: when the citizen last proved who they are; 0 when nobody knows.
    pub authenticated_at: i64,
    /// Unix seconds: when the session ends if nothing is done,
    pub expires_at: i64,
    /// and when whatever is done.
    pub ends_at: i64,
    /// SHA-256 of the session's cookie.
    pub session: String,
}

impl FromRequestParts<App> for Citizen {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        find(app, &parts.headers).await?.ok_or(Error::SignInNeeded)
    }
}

/// A citizen whose session may have ended today: good for saving an open draft, and for nothing that is read.
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
    let end = ends(app, &record);
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
    let limits = app.config.session;
    let ends_at = record.created_at + limits.absolute();
    Ok(Some(Citizen {
        id: record.person,
        name: record.name,
        parts: record.parts,
        level: record.level,
        birth: record.birth,
        sex: record.sex,
        signed_in_at: record.created_at,
        authenticated_at: record.authenticated_at,
        expires_at: (now + limits.idle()).min(ends_at),
        ends_at,
        session: record.id,
    }))
}

fn ends(app: &App, record: &SessionRecord) -> i64 {
    let limits = app.config.session;
    (record.seen_at + limits.idle()).min(record.created_at + limits.absolute())
}

/// A session with which something can still be done.
pub struct Usable {
    pub record: SessionRecord,
    /// Unix seconds: when one that has ended by itself stops taking what was typed.
    pub takes_until: Option<i64>,
}

/// The citizen's sessions with which something can still be done, be it only to save what was typed; the latest first.
///
/// # Errors
/// The store failed.
pub async fn usable(app: &App, citizen: &Citizen) -> Answer<Vec<Usable>> {
    let (person, now) = (citizen.id.clone(), app.clock.now().0);
    let all = app.store(move |store| store.sessions(&person)).await?;
    let usable = all.into_iter().filter_map(|record| {
        let end = ends(app, &record);
        let takes_until = (now >= end).then_some(end + LATE_SECONDS);
        takes_until.is_none_or(|until| now < until).then_some(Usable { record, takes_until })
    });
    Ok(usable.collect())
}

/// Opens a session and gives the cookie's value.
///
/// # Errors
/// The store failed.
pub async fn open(app: &App, person: Person, headers: &HeaderMap) -> Answer<String> {
    let token = secret::token().ok_or_else(Error::no_randomness)?;
    let now = app.clock.now().0;
    let (browser, system) = device::words(headers);
    let record = SessionRecord {
        id: secret::sha256_hex(token.as_bytes()),
        handle: secret::handle().ok_or_else(Error::no_randomness)?,
        person: person.id,
        name: person.name,
        parts: person.parts,
        level: person.level.as_str().to_owned(),
        birth: person.birth,
        sex: person.sex,
        subject: person.subject,
        provider_session: person.session,
        browser,
        system,
        authenticated_at: person.authenticated_at,
        created_at: now,
        seen_at: now,
    };
    let too_old = now - app.config.session.absolute() - LATE_SECONDS;
    app.store(move |store| store.open_session(record, too_old)).await?;
    Ok(token)
}

/// What a citizen must have proved before a dossier of this procedure is signed or submitted, if anything. Where the proof stands in place
/// of a signature it is always a recent one.
#[must_use]
pub fn asked(app: &App, procedure: &str, sign: SignPolicy) -> Option<Confirm> {
    let decided = app.config.procedure.get(procedure).and_then(|decided| decided.confirm);
    let decided = decided.or(app.config.confirm);
    if sign != SignPolicy::Identity {
        return decided;
    }
    let (decided, least) = (decided.unwrap_or(IN_PLACE_OF_SIGNING), IN_PLACE_OF_SIGNING);
    Some(Confirm {
        level: decided.level.or(least.level),
        max_age_minutes: decided.max_age_minutes.or(least.max_age_minutes),
    })
}

/// The least level of electronic identity that stands for a signature of this procedure.
#[must_use]
pub fn level_in_place_of_signing(app: &App, procedure: &str) -> Level {
    asked(app, procedure, SignPolicy::Identity).and_then(|wanted| wanted.level).unwrap_or(Level::Two)
}

/// Whether the citizen has proved enough, and recently enough, to bind anybody by this procedure where it asks for `sign`.
///
/// # Errors
/// `insufficient_user_authentication` (as RFC 9470 calls it) with what is needed.
pub fn confirmed(app: &App, citizen: &Citizen, procedure: &str, sign: SignPolicy) -> Answer<()> {
    let Some(wanted) = asked(app, procedure, sign) else { return Ok(()) };
    let max_age = wanted.max_age_minutes.map(|minutes| minutes * 60);
    let age = app.clock.now().0 - citizen.authenticated_at;
    let is_enough =
        wanted.level.is_none_or(|least| Level::of(&citizen.level).is_some_and(|level| level >= least));
    let is_fresh = max_age.is_none_or(|most| age <= most);
    if is_enough && is_fresh {
        return Ok(());
    }
    Err(Error::Unconfirmed { level: wanted.level.map(Level::as_str), max_age })
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

//! `GET /api/session`, `POST /api/session/sign-out`; `GET` and `DELETE /api/sessions`, `DELETE /api/sessions/{session}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{OpenSession, Person, SessionList, SessionView, SignedOut};

use crate::app::App;
use crate::clock::Moment;
use crate::error::{Answer, Error};
use crate::session::{self, Citizen, Usable};

pub(super) async fn read(State(app): State<App>, headers: HeaderMap) -> Answer<Json<SessionView>> {
    let citizen = session::find(&app, &headers).await?;
    let now = app.clock.now();
    Ok(Json(SessionView {
        today: now.vietnamese_day(),
        now: now.rfc3339(),
        expires_at: citizen.as_ref().map(|citizen| Moment(citizen.expires_at).rfc3339()),
        ends_at: citizen.as_ref().map(|citizen| Moment(citizen.ends_at).rfc3339()),
        person: citizen.map(|citizen| Person {
            masked_id: session::masked(&citizen.id),
            name: citizen.name,
            level: citizen.level,
        }),
    }))
}

pub(super) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let was_signed_in = session::find(&app, &headers).await?.is_some();
    session::close(&app, &headers).await?;
    let end_session_url = if was_signed_in { app.identity.end_session_url().await } else { None };
    let mut response = Json(SignedOut { end_session_url }).into_response();
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, session::clear(session::SESSION));
    // The language stays: `storage` is left out because the portal keeps nothing of the citizen there.
    headers.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    Ok(response)
}

pub(super) async fn list(State(app): State<App>, citizen: Citizen) -> Answer<Json<SessionList>> {
    Ok(Json(SessionList { sessions: of(&app, &citizen).await? }))
}

/// Where the citizen is signed in, or was until a few hours ago.
pub(super) async fn of(app: &App, citizen: &Citizen) -> Answer<Vec<OpenSession>> {
    let usable = session::usable(app, citizen).await?;
    let view = |Usable { record, takes_until }| OpenSession {
        is_current: record.id == citizen.session,
        id: record.handle,
        browser: record.browser,
        system: record.system,
        signed_in_at: Moment(record.created_at).rfc3339(),
        seen_at: Moment(record.seen_at).rfc3339(),
        takes_until: takes_until.map(|until| Moment(until).rfc3339()),
    };
    Ok(usable.into_iter().map(view).collect())
}

pub(super) async fn revoke(
    State(app): State<App>,
    citizen: Citizen,
    Path(handle): Path<String>,
) -> Answer<StatusCode> {
    let was_there = app.store(move |store| store.revoke_session(&citizen.id, &handle)).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NotFound) }
}

pub(super) async fn revoke_others(State(app): State<App>, citizen: Citizen) -> Answer<StatusCode> {
    app.store(move |store| store.revoke_others(&citizen.id, &citizen.session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

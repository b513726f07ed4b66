//! `GET /api/session`, `POST /api/session/sign-out`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::{Person, SessionView, SignedOut};

use crate::app::App;
use crate::clock::Moment;
use crate::error::Answer;
use crate::session;

pub(super) async fn read(State(app): State<App>, headers: HeaderMap) -> Answer<Json<SessionView>> {
    let citizen = session::find(&app, &headers).await?;
    let now = app.clock.now();
    Ok(Json(SessionView {
        today: now.vietnamese_day(),
        now: now.rfc3339(),
        expires_at: citizen.as_ref().map(|citizen| Moment(citizen.expires_at).rfc3339()),
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

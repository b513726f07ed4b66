//! `GET /api/mine` and, as an attachment, `GET /api/mine.json`; `DELETE /api/mine/earlier`.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::Mine;

use super::services::Language;
use super::{consents, mandates, session};
use crate::app::App;
use crate::error::Answer;
use crate::mine;
use crate::session::Citizen;

pub(super) async fn read(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<Mine>> {
    Ok(Json(all(&app, &citizen, &query.lang).await?))
}

pub(super) async fn export(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Response> {
    let mut response = Json(all(&app, &citizen, &query.lang).await?).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"thong-tin-cua-toi.json\""),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok(response)
}

async fn all(app: &App, citizen: &Citizen, language: &str) -> Answer<Mine> {
    let mut mine = mine::gather(app, citizen, language).await?;
    mine.mandates = mandates::of(app, citizen).await?;
    mine.consents = consents::of(app, citizen, language).await?;
    mine.sessions = session::of(app, citizen).await?;
    Ok(mine)
}

pub(super) async fn forget(State(app): State<App>, citizen: Citizen) -> Answer<StatusCode> {
    app.store(move |store| {
        store.forget_earlier(&citizen.id)?;
        store.scrub()
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

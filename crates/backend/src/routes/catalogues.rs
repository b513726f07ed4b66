//! `GET /api/catalogues/{name}`.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::services::Language;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::web::conditional::{accepts, tagged};

/// Lists change a few times a year, and the backend judges every answer itself: an hour may pass before the browser asks again,
/// and one that cannot reach us may go on with what it has.
const LIFETIME: HeaderValue = HeaderValue::from_static("public, max-age=3600, stale-if-error=604800");

pub(super) async fn one(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(query): Query<Language>,
    headers: HeaderMap,
) -> Answer<Response> {
    let list = app.catalogues.one(&name, &query.lang).ok_or(Error::NotFound)?;
    let mut response = if accepts(&headers, "gzip") {
        tagged(&headers, &list.gzip_tag, Some("gzip"), list.gzip.clone())
    } else {
        tagged(&headers, &list.tag, None, list.plain.clone())
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, LIFETIME);
    Ok(response)
}

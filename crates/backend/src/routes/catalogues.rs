//! `GET /api/catalogues/{name}`.

use axum::Json;
use axum::extract::{Path, Query, State};
use contract::Catalogue;

use super::services::Language;
use crate::app::App;
use crate::error::{Answer, Error};

pub(super) async fn one(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(query): Query<Language>,
) -> Answer<Json<Catalogue>> {
    let today = app.clock.now().vietnamese_day();
    app.catalogues.one(&name, &query.lang, &today).map(Json).ok_or(Error::NotFound)
}

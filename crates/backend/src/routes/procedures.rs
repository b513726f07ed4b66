//! `GET /api/procedures/{code}`: the exact schema and texts.

use axum::Json;
use axum::extract::{Path, Query, State};
use contract::{Bundle, FixedLists};
use serde::Deserialize;

use super::services::vietnamese;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::session;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default = "vietnamese")]
    lang: String,
    version: Option<String>,
}

pub(super) async fn one(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer<Json<Bundle>> {
    let today = app.clock.now().vietnamese_day();
    let procedure = match &asked.version {
        Some(version) => app.procedures.version(&code, version),
        None => app.procedures.current(&code, &today),
    }
    .ok_or(Error::NotFound)?;
    let (language, texts) = procedure.texts(&asked.lang).ok_or(Error::NotFound)?;
    let FixedLists { calendars, lists } = FixedLists::of(&procedure.form);
    Ok(Json(Bundle {
        code: procedure.code.clone(),
        version: procedure.version.clone(),
        language: language.to_owned(),
        schema: procedure.schema.clone(),
        texts: texts.raw.clone(),
        schema_sha256: procedure.schema_sha256.clone(),
        texts_sha256: texts.sha256.clone(),
        sign: procedure.sign,
        level: session::asked(&app, &procedure.code, procedure.sign)
            .and_then(|asked| asked.level)
            .map(|level| level.as_str().to_owned()),
        calendars,
        lists,
    }))
}

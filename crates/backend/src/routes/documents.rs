//! `POST /api/dossiers/{id}/files`, `GET` and `DELETE /api/dossiers/{id}/files/{file}`.

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{FileView, Headers};
use dossier::{Refused, Stage};
use eform::Kind as FieldKind;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::downloads::attachment;
use super::received::raw;
use crate::app::App;
use crate::dossiers::{Whole, owned};
use crate::error::{Answer, Error};
use crate::files::{self, Kind};
use crate::jobs::erase;
use crate::secret;
use crate::session::Citizen;
use crate::store::FileRecord;

/// Largest body of an upload.
pub(super) const UPLOAD_BYTES: usize = files::MAX_BYTES;

#[derive(Deserialize)]
pub(super) struct For {
    field: String,
}

pub(super) async fn upload(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    Query(query): Query<For>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Json<FileView>> {
    let whole = open(&app, &citizen, &id).await?;
    let slot = slot(&app, &whole, &query.field)?;
    let bytes = raw(request, &app).await.map_err(|error| match error {
        Error::BodyTooLarge => Error::FileTooLarge,
        other => other,
    })?;
    let kind = Kind::of(&bytes)?;
    if !slot.accept.iter().any(|accepted| accepted == kind.as_str()) {
        return Err(Error::FileType);
    }
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if i64::try_from(size).is_ok_and(|size| size > slot.max_bytes) {
        return Err(Error::FileTooLarge);
    }
    let sent = headers.get(Headers::FILE_NAME).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = files::name(&percent_decode_str(sent).decode_utf8_lossy());
    let _turn = app.files.turn().await;
    let stored = app.files.put(bytes.to_vec()).await;
    let sha256 = stored.map_err(|error| Error::Internal(format!("files: {error}")))?;
    let record = FileRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        dossier: id,
        field: query.field,
        name,
        size,
        sha256,
        kind: kind.as_str().to_owned(),
        created_at: app.clock.now().0,
    };
    let view = FileView {
        id: record.id.clone(),
        name: record.name.clone(),
        size,
        sha256: record.sha256.clone(),
        kind: record.kind.clone(),
    };
    app.store(move |store| store.add_file(record)).await?;
    Ok(Json(view))
}

pub(super) async fn download(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, file)): Path<(String, String)>,
) -> Answer<Response> {
    owned(&app, &citizen, &id).await?;
    let record = app.store(move |store| store.file(&id, &file)).await?.ok_or(Error::NotFound)?;
    let bytes = app.files.get(&record.sha256).await;
    let bytes = bytes.map_err(|error| Error::Internal(format!("files: {error}")))?;
    Ok(attachment(bytes, &record.name))
}

pub(super) async fn remove(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, file)): Path<(String, String)>,
) -> Answer<axum::http::StatusCode> {
    open(&app, &citizen, &id).await?;
    let (dossier, wanted) = (id.clone(), file.clone());
    let record = app.store(move |store| store.file(&dossier, &wanted)).await?.ok_or(Error::NotFound)?;
    erase::remove(&app, &id, &file, &record.sha256).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// The citizen's own dossier while its answers may change.
async fn open(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = owned(app, citizen, id).await?;
    if whole.record.state.stage == Stage::Draft { Ok(whole) } else { Err(Refused::WrongStage.into()) }
}

/// The file field that a path names; rows of a group share one definition, and need not be there yet.
fn slot(app: &App, whole: &Whole, path: &str) -> Answer<eform::kinds::file::File> {
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    match procedure.form.field_at(path).map(|field| &field.kind) {
        Some(FieldKind::File(file)) => Ok(file.clone()),
        _ => Err(Error::BadRequest("This answer takes no files.")),
    }
}

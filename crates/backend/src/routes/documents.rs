//! `GET` and `DELETE /api/dossiers/{id}/files/{file}`: stored files. How they come is in `uploads`.

use axum::extract::{Path, State};
use axum::response::Response;
use dossier::{Refused, Stage};
use eform::Kind as FieldKind;

use super::downloads::attachment;
use crate::app::App;
use crate::dossiers::{Whole, owned};
use crate::error::{Answer, Error};
use crate::jobs::erase;
use crate::session::Citizen;

pub(super) async fn download(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, file)): Path<(String, String)>,
) -> Answer<Response> {
    owned(&app, &citizen, &id).await?;
    let record = app.store(move |store| store.file(&id, &file)).await?.ok_or(Error::NotFound)?;
    let bytes = app.files.get(&record.sha256).await;
    let bytes = bytes.map_err(Error::disk)?;
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
    erase::of_draft(&app, &id, &file, &record.sha256).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// The citizen's own dossier while its answers may change.
pub(super) async fn open(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = owned(app, citizen, id).await?;
    if whole.record.state.stage == Stage::Draft { Ok(whole) } else { Err(Refused::WrongStage.into()) }
}

/// The file field that a path names; rows of a group share one definition, and need not be there yet.
pub(super) fn slot(app: &App, whole: &Whole, path: &str) -> Answer<eform::kinds::file::File> {
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    match procedure.form.field_at(path).map(|field| &field.kind) {
        Some(FieldKind::File(file)) => Ok(file.clone()),
        _ => Err(Error::BadRequest("This answer takes no files.")),
    }
}

//! `GET` and `DELETE /api/dossiers/{id}/files/{file}`: stored files. How they come is in `uploads`.

use axum::extract::{Path, State};
use axum::response::Response;
use contract::scan_slot;
use dossier::{Refused, Stage};
use eform::Kind as FieldKind;

use super::downloads::attachment;
use crate::app::App;
use crate::dossiers::{Whole, filled, scan};
use crate::error::{Answer, Error};
use crate::jobs::erase;
use crate::session::Citizen;
use crate::store::FileRecord;

pub(super) async fn download(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, file)): Path<(String, String)>,
) -> Answer<Response> {
    filled(&app, &citizen, &id).await?;
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
    let whole = open(&app, &citizen, &id).await?;
    let record = app.store(move |store| store.file(&id, &file)).await?.ok_or(Error::NotFound)?;
    let FileRecord { dossier, id, sha256, .. } = &record;
    match scan::wanted(&whole) {
        None => erase::of_draft(&app, dossier, id, sha256).await?,
        Some(field) if field == record.field => erase::scan(&app, dossier, id, sha256).await?,
        Some(_) => return Err(Refused::WrongStage.into()),
    }
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// The dossier while files may come: its answers may change, or a scan of what is fixed may be handed in.
pub(super) async fn open(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = filled(app, citizen, id).await?;
    let takes_files = whole.record.state.stage == Stage::Draft || scan::wanted(&whole).is_some();
    if takes_files { Ok(whole) } else { Err(Refused::WrongStage.into()) }
}

/// The file field that a path names; rows of a group share one definition, and need not be there yet. What is fixed takes its scan only.
pub(super) fn slot(app: &App, whole: &Whole, path: &str) -> Answer<eform::kinds::file::File> {
    let record = &whole.record;
    match scan::wanted(whole) {
        Some(field) if field == path => return Ok(scan_slot()),
        Some(_) => return Err(Refused::OtherSnapshot.into()),
        None => {}
    }
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    match procedure.form.field_at(path).map(|field| &field.kind) {
        Some(FieldKind::File(file)) => Ok(file.clone()),
        _ => Err(Error::BadRequest("This answer takes no files.")),
    }
}

//! `/api/dossiers/{id}/uploads`: announcing files, sending their pieces, asking how far they are.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::{Headers, NewUpload, UploadList, UploadState, UploadView};

use super::documents::{open, slot};
use super::received::{Body, raw};
use crate::app::App;
use crate::dossiers::{Running, filled};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::Citizen;
use crate::store::UploadRecord;
use crate::uploads;

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<UploadList>> {
    filled(&app, &citizen, &id).await?;
    let mut list = Vec::new();
    for record in app.store(move |store| store.uploads(&id)).await? {
        list.push(uploads::view(&app, record).await?);
    }
    Ok(Json(UploadList { uploads: list }))
}

pub(super) async fn begin(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    request: Request,
) -> Answer<Response> {
    let whole = open(&app, &citizen, &id).await?;
    let wanted = Body::<NewUpload>::from_request(request, &app).await?.value;
    let slot = slot(&app, &whole, &wanted.field)?;
    let record = uploads::begin(&app, &id, &slot, wanted).await?;
    answer(&app, record).await
}

pub(super) async fn one(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, upload)): Path<(String, String)>,
) -> Answer<Response> {
    filled(&app, &citizen, &id).await?;
    answer(&app, known(&app, id, upload).await?).await
}

pub(super) async fn end(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, upload)): Path<(String, String)>,
) -> Answer<StatusCode> {
    open(&app, &citizen, &id).await?;
    let record = known(&app, id, upload).await?;
    uploads::end(&app, &record).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn piece(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, upload)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Response> {
    let whole = open(&app, &citizen, &id).await?;
    // One piece after the other, also when an impatient browser sends one twice.
    let _alone = Running::alone(&app, format!("upload {upload}"))?;
    let record = known(&app, id, upload).await?;
    // The verdict's answer was lost on its way: here it is again.
    if record.state != UploadState::Sending {
        return answer(&app, record).await;
    }
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let offset: Option<u64> = header(Headers::UPLOAD_OFFSET).and_then(|text| text.parse().ok());
    match offset {
        None => return Err(Error::BadRequest("Say where the piece begins: Upload-Offset.")),
        Some(offset) if offset != record.received => return Err(Error::UploadOffset(record.received)),
        Some(_) => {}
    }
    let slot = slot(&app, &whole, &record.field)?;
    let bytes = raw(request, &app).await?;
    if header(Headers::CONTENT_DIGEST) != Some(&digest(&bytes)) {
        return Err(Error::UploadDigest);
    }
    uploads::take(&app, &slot, &record, bytes.to_vec()).await?;
    answer(&app, known(&app, record.dossier, record.id).await?).await
}

/// What `Content-Digest` must say about the bytes (RFC 9530).
fn digest(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(secret::sha256(bytes)))
}

async fn known(app: &App, dossier: String, upload: String) -> Answer<UploadRecord> {
    app.store(move |store| store.upload(&dossier, &upload)).await?.ok_or(Error::NotFound)
}

async fn answer(app: &App, record: UploadRecord) -> Answer<Response> {
    let view: UploadView = uploads::view(app, record).await?;
    let is_whole = if view.state == UploadState::Sending { "?0" } else { "?1" };
    let [offset, length] = [view.offset, view.size].map(HeaderValue::from);
    let own = [
        (Headers::UPLOAD_OFFSET, offset),
        (Headers::UPLOAD_LENGTH, length),
        (Headers::UPLOAD_COMPLETE, HeaderValue::from_static(is_whole)),
    ];
    Ok((own, Json(view)).into_response())
}

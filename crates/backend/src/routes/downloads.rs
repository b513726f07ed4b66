//! `GET …/dossier.json`, `…/dossier.p7s` and what was said about its certificate: with these files and `openssl` anyone can repeat what
//! we claim.
//!
//! Everything a citizen downloads is an attachment that no browser may interpret.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dossier::Signing;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::app::App;
use crate::dossiers::agreements::{self, Container};
use crate::dossiers::owned;
use crate::error::{Answer, Error};
use crate::session::Citizen;

/// RFC 8187: what may not stand unencoded in `filename*`.
const NOT_PLAIN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b',')
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'{')
    .add(b'}');

pub(super) async fn content(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    let frozen = whole.frozen.ok_or(Error::NotFound)?;
    Ok(attachment(frozen.content, "dossier.json"))
}

pub(super) async fn signature(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    let Signing::Signed { attempt, .. } = whole.record.state.signing else { return Err(Error::NotFound) };
    let attempt = app.store(move |store| store.attempt(&id, attempt)).await?;
    let container = attempt.and_then(|attempt| attempt.container).ok_or(Error::NotFound)?;
    Ok(attachment(container, "dossier.p7s"))
}

pub(super) async fn revocation(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    let Signing::Signed { attempt, .. } = whole.record.state.signing else { return Err(Error::NotFound) };
    let said = app.store(move |store| store.revocation(&id, attempt)).await?.ok_or(Error::NotFound)?;
    Ok(attachment(said.answer, &format!("dossier.{}", said.source.code())))
}

/// The signature of one of the others, by their place in the list of them.
async fn cosigned(app: &App, citizen: &Citizen, id: &str, number: usize) -> Answer<Container> {
    let whole = owned(app, citizen, id).await?;
    let mut others = whole.record.state.requirements.iter().flat_map(|asked| &asked.others);
    let other = number.checked_sub(1).and_then(|place| others.nth(place)).ok_or(Error::NotFound)?;
    agreements::container(app, &whole, &other.id).await?.ok_or(Error::NotFound)
}

pub(super) async fn cosignature(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, number)): Path<(String, usize)>,
) -> Answer<Response> {
    let container = cosigned(&app, &citizen, &id, number).await?;
    Ok(attachment(container.bytes, &format!("dossier-{}.p7s", number + 1)))
}

pub(super) async fn cosignature_revocation(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, number)): Path<(String, usize)>,
) -> Answer<Response> {
    let container = cosigned(&app, &citizen, &id, number).await?;
    said(container, &format!("dossier-{}", number + 1))
}

/// What was said about a signature's certificate, to be saved beside it.
pub(super) fn said(container: Container, stem: &str) -> Answer<Response> {
    let said = container.revocation.ok_or(Error::NotFound)?;
    Ok(attachment(said.answer, &format!("{stem}.{}", said.source.code())))
}

/// Bytes to be saved under a name.
pub(super) fn attachment(bytes: Vec<u8>, name: &str) -> Response {
    let encoded = utf8_percent_encode(name, NOT_PLAIN);
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

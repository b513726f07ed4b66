//! What comes in: JSON bodies, refused as problem documents when they are not what the contract says.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::secret::is_hmac_sha256;

/// A JSON body, with the bytes it was read from.
pub struct Body<T> {
    pub value: T,
    /// The exact bytes; their digest is the payload's fingerprint.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
        let is_json = kind.is_some_and(|kind| {
            kind.split(';')
                .next()
                .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
        });
        let has_kind = kind.is_some();
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| too_large(&rejection))?;
        if bytes.is_empty() {
            // Commands without content may come without a body.
            let value =
                serde_json::from_str("null").map_err(|_| Error::BadRequest("The body is missing."))?;
            return Ok(Self { value, bytes });
        }
        if !is_json {
            return Err(if has_kind {
                Error::UnsupportedMediaType
            } else {
                Error::BadRequest("Name the body's type.")
            });
        }
        let value = serde_json::from_slice(&bytes)
            .map_err(|_| Error::BadRequest("The body is not what this address takes."))?;
        Ok(Self { value, bytes })
    }
}

fn too_large(rejection: &BytesRejection) -> Error {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::BodyTooLarge
    } else {
        Error::BadRequest("The body could not be read.")
    }
}

/// The raw bytes of an upload or a hook.
///
/// # Errors
/// The body is larger than the route takes, or broke off.
pub async fn raw(request: Request, app: &App) -> Answer<Bytes> {
    Bytes::from_request(request, app).await.map_err(|rejection| too_large(&rejection))
}

/// The raw bytes of what the one-stop desk sends by itself.
///
/// # Errors
/// It is not sealed with the desk's secret; as [`raw`].
pub async fn sealed_by_desk(request: Request, app: &App) -> Answer<Bytes> {
    let mac = request.headers().get("x-desk-signature").and_then(|value| value.to_str().ok());
    let mac = mac.unwrap_or_default().to_owned();
    let body = raw(request, app).await?;
    if is_hmac_sha256(&app.config.desk.hmac_secret, &body, &mac) {
        Ok(body)
    } else {
        Err(Error::SignInNeeded)
    }
}

/// Turns a status that axum made itself into ours.
#[must_use]
pub fn of_status(status: StatusCode) -> Option<axum::response::Response> {
    let error = match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Error::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::UnsupportedMediaType,
        status if status.is_client_error() => Error::BadRequest("The request is malformed."),
        status if status.is_server_error() => Error::Internal(format!("status {status} without a problem")),
        _ => return None,
    };
    Some(error.into_response())
}

//! `GET /api/signing/roots`: whom this deployment trusts, for everybody who wants to judge a signature without us.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::TrustedRoots;
use dossier::signature::Trust;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::web::conditional::{tag, tagged};

/// Roots change once in years, but one that is no longer trusted must be gone within the hour.
const LIFETIME: HeaderValue = HeaderValue::from_static("public, max-age=3600");

pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let Trust { signers, stamps } = app.trust();
    let encoded = |roots: &[Vec<u8>]| roots.iter().map(|root| STANDARD.encode(root)).collect();
    let body = serde_json::to_vec(&TrustedRoots { roots: encoded(signers), stamp_roots: encoded(stamps) })
        .map_err(|error| Error::Internal(format!("the roots cannot be written: {error}")))?;
    let mut response = tagged(&headers, &tag(&body), None, body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, LIFETIME);
    Ok(response)
}

//! What a request's headers say of an answer that never depends on who asks: which codings it may have, whether the browser
//! has it already.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::secret::sha256_hex;

/// Whether the answer may be compressed in this way (RFC 9110, `Accept-Encoding`).
pub fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|part| {
        let mut part = part.split(';');
        part.next().is_some_and(|name| name.trim() == coding)
            && !part.any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// The entity tag of some bytes.
pub fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &sha256_hex(bytes)[..32])
}

/// The bytes, or "not modified" when the browser has what bears this tag (RFC 9110, `If-None-Match`).
pub fn tagged(
    headers: &HeaderMap,
    tag: &str,
    coding: Option<&'static str>,
    bytes: impl Into<Body>,
) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes.into().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(tag).unwrap_or(HeaderValue::from_static("\"\"")));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

//! The portal's files and the headers that every answer carries: CSP, no sniffing, no framing.
//!
//! A person who navigates always gets the portal, with 404 where it has no page; a program gets a problem document.

mod assets;
pub mod conditional;
mod pages;
mod security;

pub use assets::portal;
pub use security::{cors, headers};

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::routes::of_status;

/// Leads a browser on, to a page of the portal or to somebody else's.
pub fn see(location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// An error that a library answered in its own words becomes a problem document.
pub async fn problems_only(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).map_or(&[] as &[u8], HeaderValue::as_bytes);
    // A person gets the portal's own page.
    if kind == b"application/problem+json" || kind.starts_with(b"text/html") {
        return response;
    }
    let status = response.status();
    match of_status(status) {
        Some(mut problem) => {
            for name in [header::CACHE_CONTROL, header::ALLOW] {
                if let Some(value) = response.headers().get(&name) {
                    problem.headers_mut().insert(name, value.clone());
                }
            }
            problem
        }
        None => response,
    }
}

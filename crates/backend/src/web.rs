//! The portal's files and the headers that every answer carries: CSP, no sniffing, no framing.
//!
//! A page address answers with `index.html` only when a browser navigates to it and the portal knows it; all else is 404.

mod assets;
mod security;

pub use assets::portal;
pub use security::{cors, headers};

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::routes::of_status;

/// An error that a library answered in its own words becomes a problem document.
pub async fn problems_only(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_problem = response.headers().get(header::CONTENT_TYPE)
        == Some(&HeaderValue::from_static("application/problem+json"));
    if is_problem {
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

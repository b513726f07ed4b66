//! Every change must come from a script of the portal: our header, and the browser's own word about the origin.
//!
//! Hooks of providers are outside: they prove themselves by a signature over the body.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use contract::Headers;

use crate::app::App;
use crate::error::{Answer, Error};

/// Middleware of the API.
///
/// # Errors
/// `cross_site` when a state-changing call lacks the proof.
pub async fn only_from_the_portal(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe {
        check(&app, request.headers())?;
    }
    Ok(next.run(request).await)
}

fn check(app: &App, headers: &HeaderMap) -> Answer<()> {
    if !headers.contains_key(Headers::CSRF) {
        return Err(Error::CrossSite);
    }
    let origin = headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or("null"));
    let is_ours = |origin: &str| origin == app.config.public_url || app.config.is_allowed(origin.as_bytes());
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("cross-site"));
    match (origin, site) {
        (Some(origin), _) if !is_ours(origin) => Err(Error::CrossSite),
        (None, Some(site)) if site != "same-origin" => Err(Error::CrossSite),
        _ => Ok(()),
    }
}

//! Security headers and the allow-list of other origins.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Error;

/// The policy of everything that is the portal's own.
pub const PORTAL_CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; trusted-types default; report-to csp";
/// The policy of everything that is not to be shown as a page.
const SILENT_CSP: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];

/// Middleware: the headers that every answer carries.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    // The browser sends its reports to the portal's own origin (`routes::reports`).
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let policy = if is_api { SILENT_CSP } else { PORTAL_CSP };
    if is_api && app.config.has_other_origins() {
        // Other origins are of the same site: pictures and downloads from here may stand in their pages.
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-site"));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    headers.insert(
        HeaderName::from_static("reporting-endpoints"),
        HeaderValue::from_static("csp=\"/reports/csp\""),
    );
    if app.config.public_url.starts_with("https:") {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Middleware: scripts of allowed origins may call everything of the API with the session cookie; all others may not.
/// It stands outside of the routes, so that every answer, errors included, is readable for them.
pub async fn cors(State(app): State<App>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .filter(|origin| app.config.is_allowed(origin.as_bytes()))
        .cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_preflight {
        if origin.is_some() {
            StatusCode::NO_CONTENT.into_response()
        } else {
            Error::CrossSite.into_response()
        }
    } else {
        next.run(request).await
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin, is_preflight);
    }
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue, is_preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    if !is_preflight {
        let exposed = HeaderValue::from_static("ETag, Retry-After, Content-Disposition, Upload-Offset");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        return;
    }
    let methods = HeaderValue::from_static("GET, POST, PATCH, DELETE");
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    let allowed = HeaderValue::from_static(
        "Content-Type, X-Congdan, Idempotency-Key, If-Match, Upload-Offset, Content-Digest",
    );
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}

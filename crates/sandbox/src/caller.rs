//! Who is calling: bearer tokens, basic credentials, and whether a form was sent from one of the sandbox's own pages.
//! What a caller may do is decided in each room.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;

use crate::{problem::problem, seal};

/// The bearer token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Whether a request carries this bearer token.
pub fn has_bearer(headers: &HeaderMap, token: &str) -> bool {
    bearer(headers).is_some_and(|given| seal::same(given, token))
}

/// Identifier and secret of HTTP basic credentials, form-decoded as RFC 6749 section 2.3.1 asks.
pub fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(seal::from_base64(encoded)?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

fn form_decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Refuses state-changing requests that a browser sends from a page of another site. Logout alone may come from there.
pub async fn only_from_own_pages(request: Request, next: Next) -> Response {
    let from = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_foreign = from.is_some_and(|site| site != "same-origin" && site != "none");
    let is_logout = request.uri().path() == "/identity/end_session";
    if request.method() == Method::POST && is_foreign && !is_logout {
        return problem(403, "foreign-page", "A page of another site may not change anything here.")
            .into_response();
    }
    next.run(request).await
}

//! Navigations of signing in: leave for the identity provider, come back, come back from signing out.
//!
//! Troubles lead to the sign-in page with a code; a person is looking at a browser here, not a program at JSON.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use crate::app::App;
use crate::error::{Answer, Error, incident};
use crate::identity::SignInFailed;
use crate::store::SignIn;
use crate::web::see;
use crate::{secret, session};

/// How long a citizen may take at the provider.
const SIGN_IN_SECONDS: i64 = 10 * 60;

#[derive(Deserialize)]
pub(super) struct Begin {
    #[serde(default)]
    return_to: String,
}

#[derive(Deserialize)]
pub(super) struct Finish {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

pub(super) async fn begin(State(app): State<App>, Query(query): Query<Begin>) -> Answer<Response> {
    let random = || secret::token().ok_or_else(Error::no_randomness);
    let (cookie, state, nonce, verifier) = (random()?, random()?, random()?, random()?);
    let return_to = within_portal(&query.return_to).to_owned();
    let challenge = secret::sha256_url(verifier.as_bytes());
    let url = match app.identity.authorize_url(&state, &nonce, &challenge).await {
        Ok(url) => url,
        Err(failed) => return Ok(to_sign_in_page(&app, &failed, &return_to)),
    };
    let now = app.clock.now().0;
    let id = secret::sha256_hex(cookie.as_bytes());
    let sign_in = SignIn { id, state, nonce, verifier, return_to, expires_at: now + SIGN_IN_SECONDS };
    app.store(move |store| store.begin_sign_in(sign_in, now)).await?;
    let mut response = see(&url);
    response
        .headers_mut()
        .append(header::SET_COOKIE, session::set(session::SIGN_IN, &cookie, SIGN_IN_SECONDS));
    Ok(response)
}

pub(super) async fn finish(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<Finish>,
) -> Answer<Response> {
    let begun = match session::read(&headers, session::SIGN_IN) {
        Some(cookie) => {
            let id = secret::sha256_hex(cookie.as_bytes());
            app.store(move |store| store.take_sign_in(&id)).await?
        }
        None => None,
    };
    let return_to = begun.as_ref().map_or_else(|| "/".to_owned(), |begun| begun.return_to.clone());
    let mut response = match signed_in(&app, begun, query).await {
        Ok(token) => {
            // A new sign-in never continues an old session.
            session::close(&app, &headers).await?;
            let mut response = see(&app.config.page(&return_to));
            let cookie = session::set(session::SESSION, &token, session::ABSOLUTE_SECONDS);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(failed) => to_sign_in_page(&app, &failed, &return_to),
    };
    response.headers_mut().append(header::SET_COOKIE, session::clear(session::SIGN_IN));
    Ok(response)
}

async fn signed_in(app: &App, begun: Option<SignIn>, query: Finish) -> Result<String, SignInFailed> {
    let begun = begun.ok_or(SignInFailed::Expired)?;
    let now = app.clock.now().0;
    if !secret::same(query.state.as_deref().unwrap_or_default(), &begun.state) || now > begun.expires_at {
        return Err(SignInFailed::Expired);
    }
    if !app.identity.is_issuer(query.iss.as_deref()).await? {
        return Err(SignInFailed::Failed("the callback names another issuer".to_owned()));
    }
    match (query.error.as_deref(), query.code) {
        (Some("access_denied"), _) => Err(SignInFailed::Cancelled),
        (Some("temporarily_unavailable" | "server_error"), _) => {
            Err(SignInFailed::Unavailable("the provider says so".to_owned()))
        }
        (None, Some(code)) => {
            let person = app.identity.person(&code, &begun.verifier, &begun.nonce, now).await?;
            let opened = session::open(app, person).await;
            opened.map_err(|error| SignInFailed::Failed(format!("{error:?}")))
        }
        _ => Err(SignInFailed::Failed("the callback holds neither a code nor a known error".to_owned())),
    }
}

pub(super) async fn signed_out(State(app): State<App>) -> Response {
    see(&app.config.page("/"))
}

/// Only a path of the portal: anything else could lead the citizen to another site.
fn within_portal(path: &str) -> &str {
    let is_path = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/auth/");
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { path } else { "/" }
}

fn to_sign_in_page(app: &App, failed: &SignInFailed, return_to: &str) -> Response {
    if let SignInFailed::Failed(what) | SignInFailed::Unavailable(what) = failed {
        incident(&format!("identity: {what}"));
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("problem", failed.code())
        .append_pair("return_to", return_to)
        .finish();
    see(&app.config.page(&format!("/dang-nhap?{query}")))
}

#[cfg(test)]
mod tests {
    use super::within_portal;

    #[test]
    fn one_returns_only_to_a_page_of_the_portal() {
        assert_eq!(within_portal("/ho-so/abc?a=1"), "/ho-so/abc?a=1");
        for path in ["https://evil.example", "//evil.example", "/\\evil.example", "", "/a\nb", "/auth/login"]
        {
            assert_eq!(within_portal(path), "/", "{path:?}");
        }
    }
}

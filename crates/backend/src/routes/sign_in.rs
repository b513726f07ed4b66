//! Navigations of signing in: leave for the identity provider, come back, come back from signing out; and the provider's own
//! order to end sessions.
//!
//! Troubles lead to the sign-in page with a code; a person is looking at a browser here, not a program at JSON.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::confirmation;
use crate::app::App;
use crate::config::Level;
use crate::error::{Answer, Error, incident};
use crate::identity::{SignInFailed, Wanted};
use crate::store::{SignIn, StandsBy, StoreError};
use crate::web::see;
use crate::{secret, session};

/// How long a citizen may take at the provider.
pub(super) const SIGN_IN_SECONDS: i64 = 10 * 60;
/// No path of the portal is longer.
const PATH_BYTES: usize = 1000;

#[derive(Deserialize)]
pub(super) struct Begin {
    #[serde(default)]
    return_to: String,
    level: Option<String>,
    max_age: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Finish {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

pub(super) async fn begin(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<Begin>,
) -> Answer<Response> {
    let return_to = within_portal(&query.return_to).to_owned();
    let level = query.level.as_deref().and_then(Level::of);
    let max_age = query.max_age.map(i64::from);
    let confirms = level.is_some() || max_age.is_some();
    let citizen = if confirms { session::find(&app, &headers).await? } else { None };
    let person = citizen.map(|citizen| citizen.id);
    let wish = Wish { return_to: return_to.clone(), level, max_age, person, stands_by: None };
    Ok(match leave(&app, &headers, wish).await? {
        Ok(Left { url, cookie }) => {
            let mut response = see(&url);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(failed) => to_sign_in_page(&app, &failed, &return_to),
    })
}

/// What is wanted of a sign-in.
pub(super) struct Wish {
    pub return_to: String,
    pub level: Option<Level>,
    pub max_age: Option<i64>,
    /// Who has to come back.
    pub person: Option<String>,
    pub stands_by: Option<StandsBy>,
}

/// Where the browser has to go, with what ties its way back to it.
pub(super) struct Left {
    pub url: String,
    pub cookie: HeaderValue,
}

/// Begins a sign-in.
///
/// # Errors
/// The store failed; inside, the provider did not answer.
pub(super) async fn leave(app: &App, headers: &HeaderMap, wish: Wish) -> Answer<Result<Left, SignInFailed>> {
    let random = || secret::token().ok_or_else(Error::no_randomness);
    let (state, mut nonce, verifier) = (random()?, random()?, random()?);
    // What the provider signs names the bytes as well.
    if let Some(bytes) = &wish.stands_by {
        nonce = format!("{nonce}.{}", bytes.sha256);
    }
    // Several tabs of one browser may sign in at once.
    let cookie = session::read(headers, session::SIGN_IN).filter(|cookie| cookie.len() == state.len());
    let cookie = cookie.map_or_else(random, Ok)?;
    let Wish { return_to, level, max_age, person, stands_by } = wish;
    let wanted = Wanted { nonce: &nonce, level, max_age, since: None };
    let challenge = secret::sha256_url(verifier.as_bytes());
    let url = match app.identity.authorize_url(&state, &challenge, wanted).await {
        Ok(url) => url,
        Err(failed) => return Ok(Err(failed)),
    };
    let now = app.clock.now().0;
    let sign_in = SignIn {
        id: secret::sha256_hex(state.as_bytes()),
        browser: secret::sha256_hex(cookie.as_bytes()),
        nonce,
        verifier,
        return_to,
        person,
        level: level.map(|level| level.as_str().to_owned()),
        max_age,
        stands_by,
        begun_at: now,
        expires_at: now + SIGN_IN_SECONDS,
    };
    app.store(move |store| store.begin_sign_in(sign_in, now)).await?;
    Ok(Ok(Left { url, cookie: session::set(session::SIGN_IN, &cookie, SIGN_IN_SECONDS) }))
}

pub(super) async fn finish(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<Finish>,
) -> Answer<Response> {
    let (begun, return_to) = match session::read(&headers, session::SIGN_IN) {
        Some(cookie) => begun(&app, &cookie, query.state.as_deref().unwrap_or_default()).await?,
        None => (None, "/".to_owned()),
    };
    let stands_by = begun.as_ref().is_some_and(|begun| begun.stands_by.is_some());
    match signed_in(&app, begun, query, &headers).await {
        Ok(token) => {
            // A new sign-in never continues an old session.
            session::close(&app, &headers).await?;
            let mut response = see(&app.config.page(&return_to));
            // As long as it may be good for anything; what for, the session itself says.
            let kept = app.config.session.absolute() + session::LATE_SECONDS;
            let cookie = session::set(session::SESSION, &token, kept);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        // Whoever was about to stand by a dossier is still signed in: they read there what has become of it.
        Err(failed) if stands_by => {
            report(&failed);
            Ok(see(&app.config.page(&format!("{return_to}?problem={}", failed.code()))))
        }
        Err(failed) => Ok(to_sign_in_page(&app, &failed, &return_to)),
    }
}

/// The sign-in that this browser began under this state, and where to go on; whatever becomes of it, the way back is kept.
async fn begun(app: &App, cookie: &str, state: &str) -> Answer<(Option<SignIn>, String)> {
    let (id, browser) = (secret::sha256_hex(state.as_bytes()), secret::sha256_hex(cookie.as_bytes()));
    let (begun, last) = app
        .store(move |store| match store.take_sign_in(&id, &browser)? {
            Some(begun) => Ok((Some(begun), None)),
            None => Ok((None, store.last_return(&browser)?)),
        })
        .await?;
    let return_to = begun.as_ref().map(|begun| begun.return_to.clone()).or(last);
    Ok((begun, return_to.unwrap_or_else(|| "/".to_owned())))
}

async fn signed_in(
    app: &App,
    begun: Option<SignIn>,
    query: Finish,
    headers: &HeaderMap,
) -> Result<String, SignInFailed> {
    let begun = begun.ok_or(SignInFailed::Expired)?;
    let now = app.clock.now().0;
    if now > begun.expires_at {
        return Err(SignInFailed::Expired);
    }
    if !app.identity.is_issuer(query.iss.as_deref()).await? {
        return Err(SignInFailed::Failed("the callback names another issuer".to_owned()));
    }
    match (query.error.as_deref(), query.code) {
        (Some("access_denied"), _) => Err(SignInFailed::Cancelled),
        // RFC 9470's error of the authorisation endpoint, registered by OpenID for this.
        (Some("unmet_authentication_requirements"), _) => Err(SignInFailed::Level),
        (Some("temporarily_unavailable" | "server_error"), _) => {
            Err(SignInFailed::Unavailable("the provider says so".to_owned()))
        }
        (None, Some(code)) => {
            let level = begun.level.as_deref().and_then(Level::of);
            let since = begun.stands_by.as_ref().map(|_| begun.begun_at);
            let wanted = Wanted { nonce: &begun.nonce, level, max_age: begun.max_age, since };
            let person = app.identity.person(&code, &begun.verifier, wanted, now).await?;
            if begun.person.as_ref().is_some_and(|expected| *expected != person.id) {
                return Err(SignInFailed::OtherPerson);
            }
            if let Some(bytes) = &begun.stands_by {
                confirmation::record(app, bytes, &begun.nonce, &person).await?;
            }
            let opened = session::open(app, person, headers).await;
            opened.map_err(|error| SignInFailed::Failed(format!("{error:?}")))
        }
        _ => Err(SignInFailed::Failed("the callback holds neither a code nor a known error".to_owned())),
    }
}

pub(super) async fn signed_out(State(app): State<App>) -> Response {
    see(&app.config.page("/"))
}

/// The provider ends sessions (`OpenID Connect Back-Channel Logout` 1.0, 2.5 to 2.8): a form with a signed token.
pub(super) async fn ended(State(app): State<App>, body: Bytes) -> Answer<Response> {
    let token = form_urlencoded::parse(&body).find(|(name, _)| name == "logout_token");
    let token = token.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let now = app.clock.now().0;
    let refused = |what: &str| {
        incident(&format!("back-channel logout: {what}"));
        (StatusCode::BAD_REQUEST, axum::Json(serde_json::json!({"error": "invalid_request"}))).into_response()
    };
    let ended = match app.identity.ended(&token, now).await {
        Ok(ended) => ended,
        Err(SignInFailed::Unavailable(what)) => return Err(Error::Provider("identity", what)),
        Err(SignInFailed::Failed(what)) => return Ok(refused(&what)),
        Err(other) => return Ok(refused(other.code())),
    };
    match app.stored(move |store| store.end_sessions(ended, now)).await {
        Ok(()) => Ok(StatusCode::OK.into_response()),
        Err(StoreError::Duplicate) => Ok(refused("obeyed before")),
        Err(error) => Err(error.into()),
    }
}

/// Only a path of the portal: anything else could lead the citizen to another site.
fn within_portal(path: &str) -> &str {
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    let climbs = plain
        .split('/')
        .any(|part| ["..", "."].contains(&part.to_ascii_lowercase().replace("%2e", ".").as_str()));
    let is_path = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/auth/") && !climbs;
    let is_plain =
        path.len() <= PATH_BYTES && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { path } else { "/" }
}

fn report(failed: &SignInFailed) {
    if let SignInFailed::Failed(what) | SignInFailed::Unavailable(what) = failed {
        incident(&format!("identity: {what}"));
    }
}

fn to_sign_in_page(app: &App, failed: &SignInFailed, return_to: &str) -> Response {
    report(failed);
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
        for path in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "/a\nb",
            "/auth/login",
            "/./auth/login",
            "/ho-so/../auth/login",
            "/%2E%2e/auth/login",
            &format!("/{}", "a".repeat(1000)),
        ] {
            assert_eq!(within_portal(path), "/", "{path:?}");
        }
    }
}

//! One request with `fetch`, untyped. It outlives the page that sent it (`keepalive`) when it is small enough to.

use gloo_net::http::{Request, Response};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit};

use super::ahead;

/// Browsers refuse to keep more than 64 KiB alive; with room for other requests of the same page.
const KEPT_ALIVE: usize = 48 * 1024;

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// Sends; `None` when no whole answer came within `deadline` milliseconds. A first read may have been asked ahead of the app.
pub async fn fetch(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
    deadline: u32,
) -> Option<Answer> {
    if method == "GET"
        && let Some(answer) = ahead::taken(url).await
    {
        return Some(answer);
    }
    let response = sent(method, url, headers, body, deadline).await?;
    let body = response.text().await.ok()?;
    Some(Answer { status: response.status(), body })
}

/// Reads bytes; with the status, as [`fetch`].
pub async fn bytes(url: &str, deadline: u32) -> Option<(u16, Vec<u8>)> {
    let response = sent("GET", url, &[], None, deadline).await?;
    let body = response.binary().await.ok()?;
    Some((response.status(), body))
}

async fn sent(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
    deadline: u32,
) -> Option<Response> {
    let options = RequestInit::new();
    options.set_method(method);
    // Cookies travel to the backend even when it lives on another origin of the same site.
    options.set_credentials(RequestCredentials::Include);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(deadline)));
    let names = Headers::new().ok()?;
    for (name, value) in headers {
        names.set(name, value).ok()?;
    }
    options.set_headers(&names);
    if let Some(body) = body {
        options.set_body(&JsValue::from_str(body));
        if body.len() < KEPT_ALIVE {
            _ = js_sys::Reflect::set(&options, &"keepalive".into(), &JsValue::TRUE);
        }
    }
    // The builder of gloo-net knows no `keepalive`, so it gets the request ready-made.
    let request = web_sys::Request::new_with_str_and_init(url, &options).ok()?;
    Request::from(request).send().await.ok()
}

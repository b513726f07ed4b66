//! One request on the wire, untyped: headers, deadline, repeats of reads. Compiled once for all endpoints.

use contract::{Headers, Method};
use gloo_net::http::{RequestBuilder, Response};

use super::ApiError;
use crate::browser::{net, timer};

/// Long enough for a slow line, short enough to say so (milliseconds).
const DEADLINE: u32 = 25_000;
/// Pauses before a read is repeated (milliseconds).
const BACK_OFF: [i32; 2] = [500, 1500];

pub(super) struct Outgoing {
    pub method: Method,
    pub url: String,
    pub body: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

/// Sends and gives the body of a success. A read that may be repeated is, when the trouble may pass.
pub(super) async fn send(outgoing: Outgoing, may_repeat: bool) -> Result<String, ApiError> {
    let mut pauses = BACK_OFF.iter().take(if may_repeat { BACK_OFF.len() } else { 0 });
    loop {
        let result = once(&outgoing).await;
        match (&result, pauses.next()) {
            (Err(error), Some(pause)) if error.is_passing() && net::is_online() => timer::pause(*pause).await,
            _ => return result,
        }
    }
}

async fn once(outgoing: &Outgoing) -> Result<String, ApiError> {
    let method = match outgoing.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let deadline = net::deadline(DEADLINE);
    let mut request = RequestBuilder::new(&outgoing.url)
        .method(method)
        .credentials(net::with_cookies())
        .abort_signal(Some(&deadline))
        .header("Accept", "application/json");
    if outgoing.method != Method::Get {
        request = request.header(Headers::CSRF, "1");
    }
    for (name, value) in &outgoing.headers {
        request = request.header(name, value);
    }
    let request = match &outgoing.body {
        Some(body) => request.header("Content-Type", "application/json").body(body.as_str()),
        None => request.build(),
    };
    let response: Response =
        request.map_err(|_| ApiError::garbled())?.send().await.map_err(|_| ApiError::Offline)?;
    let is_success = response.ok();
    let status = response.status();
    let body = response.text().await.map_err(|_| ApiError::Offline)?;
    if is_success { Ok(body) } else { Err(ApiError::from_answer(status, &body)) }
}

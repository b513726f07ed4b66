//! One request on the wire, untyped: headers, deadline, repeats of reads. Compiled once for all endpoints.

use std::pin::Pin;

use contract::{Headers, Method};

use super::ApiError;
use crate::browser::{fetch, net, timer};

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

/// Sends and gives the body of a success. A read that may be repeated is, when the trouble may pass. Boxed, so that calls do not each
/// bring a copy of it.
pub(super) fn send(
    outgoing: Outgoing,
    may_repeat: bool,
) -> Pin<Box<dyn Future<Output = Result<String, ApiError>>>> {
    Box::pin(sent(outgoing, may_repeat))
}

async fn sent(outgoing: Outgoing, may_repeat: bool) -> Result<String, ApiError> {
    repeated(if may_repeat { BACK_OFF.len() } else { 0 }, async || once(&outgoing).await).await
}

/// Reads bytes, as [`send`] does text.
pub(super) async fn bytes(url: &str) -> Result<Vec<u8>, ApiError> {
    repeated(BACK_OFF.len(), async || {
        let (status, body) = fetch::bytes(url, DEADLINE).await.ok_or(ApiError::Offline)?;
        if (200..300).contains(&status) {
            Ok(body)
        } else {
            Err(ApiError::from_answer(status, &String::from_utf8_lossy(&body)))
        }
    })
    .await
}

async fn repeated<T>(times: usize, once: impl AsyncFn() -> Result<T, ApiError>) -> Result<T, ApiError> {
    let mut pauses = BACK_OFF.iter().take(times);
    loop {
        let result = once().await;
        match (&result, pauses.next()) {
            (Err(error), Some(pause)) if error.is_passing() && net::is_online() => timer::pause(*pause).await,
            _ => return result,
        }
    }
}

async fn once(outgoing: &Outgoing) -> Result<String, ApiError> {
    let mut headers = vec![("Accept", "application/json")];
    if outgoing.method != Method::Get {
        headers.push((Headers::CSRF, "1"));
    }
    if outgoing.body.is_some() {
        headers.push(("Content-Type", "application/json"));
    }
    headers.extend(outgoing.headers.iter().map(|(name, value)| (*name, value.as_str())));
    let body = outgoing.body.as_deref();
    let answer = fetch::fetch(outgoing.method.as_str(), &outgoing.url, &headers, body, DEADLINE).await;
    let answer = answer.ok_or(ApiError::Offline)?;
    if (200..300).contains(&answer.status) {
        Ok(answer.body)
    } else {
        Err(ApiError::from_answer(answer.status, &answer.body))
    }
}

//! The typed client of the contract: one call per endpoint, with deadlines, repeats and errors that a page can act on.
//!
//! Pages get an [`ApiError`], never a status or a sentence; what to say about it is decided where it is shown.

mod error;
mod send;
pub mod upload;

use contract::{Endpoint, Headers, Method, fill_path};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

pub use error::ApiError;

use crate::browser::timer;
use crate::config::use_config;
use send::{Outgoing, send};

/// An answer on its way. What is asked is written down at once, and sent when it is awaited.
pub trait Answer<R>: Future<Output = Result<R, ApiError>> {}

impl<R, F: Future<Output = Result<R, ApiError>>> Answer<R> for F {}

/// The way to the backend; cheap to copy into callbacks.
#[derive(Clone, Copy)]
pub struct Api {
    base: &'static str,
    signed_out: RwSignal<u32>,
    last_answer: StoredValue<i64>,
}

/// Gives every page its way to the backend.
pub fn provide_api() -> Api {
    let api = Api::at(&use_config().backend);
    provide_context(api);
    api
}

/// The way to the backend.
#[must_use]
pub fn use_api() -> Api {
    use_context().unwrap_or_else(|| Api::at(""))
}

impl Api {
    fn at(base: &'static str) -> Api {
        Api { base, signed_out: RwSignal::new(0), last_answer: StoredValue::new(0) }
    }

    /// When the backend last answered, in milliseconds of this device's clock: each answer prolongs the session.
    #[must_use]
    pub fn last_answer(self) -> i64 {
        self.last_answer.get_value()
    }

    /// Counts the answers that said nobody is signed in.
    #[must_use]
    pub fn signed_out(self) -> Signal<u32> {
        self.signed_out.into()
    }

    /// The full address of a download or navigation at the backend.
    #[must_use]
    pub fn address(self, pattern: &str, values: &[&str]) -> String {
        [self.base, &fill_path(pattern, values)].concat()
    }

    /// The address that starts signing in and comes back to `return_to`, a path of the portal.
    #[must_use]
    pub fn login_address(self, return_to: &str) -> String {
        [self.base, contract::paths::LOGIN, "?return_to=", return_to].concat()
    }

    /// The address where a citizen confirms who they are, and comes back to `return_to`.
    #[must_use]
    pub fn confirm_address(self, return_to: &str, level: Option<&str>, max_age: Option<u64>) -> String {
        let mut address = self.login_address(return_to);
        if let Some(level) = level {
            address.extend(["&level=", level]);
        }
        if let Some(max_age) = max_age {
            address.extend(["&max_age=", &max_age.to_string()]);
        }
        address
    }

    /// Reads: no body, repeated with back-off when the network or the backend stumbles.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub fn get<E: Endpoint>(self, path: &[&str], query: &[(&str, &str)]) -> impl Answer<E::Reply> + use<E> {
        self.finish(self.outgoing(E::METHOD, E::PATH, path, query))
    }

    /// Reads a download, repeated as every read.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn bytes(self, pattern: &str, values: &[&str]) -> Result<Vec<u8>, ApiError> {
        self.notice(send::bytes(&self.address(pattern, values)).await)
    }

    /// Sends a body. `key` is the idempotency key of the command, for endpoints that want one.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub fn send<E: Endpoint>(
        self,
        path: &[&str],
        body: &E::Body,
        key: Option<String>,
    ) -> impl Answer<E::Reply> + use<E> {
        let mut outgoing = self.outgoing(E::METHOD, E::PATH, path, &[]);
        outgoing.body = serde_json::to_string(body).ok().filter(|text| text != "null");
        if let Some(key) = key {
            outgoing.headers.push((Headers::IDEMPOTENCY, key));
        }
        self.finish(outgoing)
    }

    /// Saves a change that was made on `revision`; a draft that has moved on answers with a conflict.
    ///
    /// # Errors
    /// As [`ApiError`] says; [`ApiError::Conflict`] carries the current revision.
    pub fn save<E: Endpoint>(
        self,
        path: &[&str],
        body: &E::Body,
        revision: u64,
    ) -> impl Answer<E::Reply> + use<E> {
        let mut outgoing = self.outgoing(E::METHOD, E::PATH, path, &[]);
        outgoing.body = serde_json::to_string(body).ok();
        outgoing.headers.push((Headers::IF_MATCH, ["\"", &revision.to_string(), "\""].concat()));
        self.finish(outgoing)
    }

    fn outgoing(self, method: Method, pattern: &str, path: &[&str], query: &[(&str, &str)]) -> Outgoing {
        let mut url = self.address(pattern, path);
        for (at, (name, value)) in query.iter().enumerate() {
            url.extend([if at == 0 { "?" } else { "&" }, name, "=", value]);
        }
        Outgoing { method, url, body: None, headers: Vec::new() }
    }

    // One for each type that is read, however many calls answer with it.
    async fn finish<R: DeserializeOwned>(self, outgoing: Outgoing) -> Result<R, ApiError> {
        let is_read = outgoing.method == Method::Get;
        let text = self.notice(send(outgoing, is_read).await)?;
        read(if text.is_empty() { "null" } else { &text })
    }

    fn notice<T>(self, result: Result<T, ApiError>) -> Result<T, ApiError> {
        if result.is_ok() {
            self.last_answer.set_value(timer::milliseconds());
        }
        if matches!(result, Err(ApiError::SignInNeeded)) {
            self.signed_out.update(|count| *count += 1);
        }
        result
    }
}

/// Out of line: one copy for each type that is read, however many calls answer with it.
#[inline(never)]
fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::garbled())
}

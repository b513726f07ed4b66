//! An authorization request, read and checked before anything is shown: client and address first, because a refusal
//! may only be sent to an address that is known.

use time::OffsetDateTime;

use super::Session;
use crate::{
    config::IdentityClient,
    params::{Params, with_query},
};

/// A request that may be shown to the citizen.
#[derive(Debug)]
pub struct Request {
    state: Option<String>,
    /// Comes back in the identity token.
    pub nonce: Option<String>,
    /// The PKCE challenge, S256.
    pub challenge: String,
    redirect_uri: String,
    prompt: Option<String>,
    max_age: Option<i64>,
}

/// Why a request is not shown.
#[derive(Debug)]
pub enum Refused {
    /// Client or address unknown: only a page can say so.
    Here,
    /// Sent back to the client.
    Back(Box<Request>, &'static str),
}

impl Request {
    /// Reads a request from its parameters.
    pub fn read(params: &Params, client: &IdentityClient) -> Result<Self, Refused> {
        let is_known = params.get("client_id") == Some(&client.id)
            && params.get("redirect_uri") == Some(&client.redirect_uri);
        if !is_known {
            return Err(Refused::Here);
        }
        let request = Request {
            state: params.get("state").map(str::to_owned),
            nonce: params.get("nonce").map(str::to_owned),
            challenge: params.get("code_challenge").unwrap_or_default().to_owned(),
            redirect_uri: client.redirect_uri.clone(),
            prompt: params.get("prompt").map(str::to_owned),
            max_age: params.get("max_age").and_then(|text| text.parse().ok()),
        };
        match request.defect(params) {
            Some(error) => Err(Refused::Back(Box::new(request), error)),
            None => Ok(request),
        }
    }

    fn defect(&self, params: &Params) -> Option<&'static str> {
        let has_challenge = params.get("code_challenge_method") == Some("S256")
            && self.challenge.len() == 43
            && self
                .challenge
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let is_age = params.get("max_age").is_none() || self.max_age.is_some_and(|age| age >= 0);
        let scopes = params.get("scope").unwrap_or_default();
        if params.has_repeats() {
            Some("invalid_request")
        } else if params.get("request").is_some() {
            Some("request_not_supported")
        } else if params.get("request_uri").is_some() {
            Some("request_uri_not_supported")
        } else if params.get("response_type") != Some("code") {
            Some("unsupported_response_type")
        } else if !scopes.split(' ').any(|scope| scope == "openid") {
            Some("invalid_scope")
        } else if !has_challenge || !is_age {
            Some("invalid_request")
        } else {
            None
        }
    }

    /// Whether nothing may be shown.
    pub fn is_silent(&self) -> bool {
        self.prompt.as_deref() == Some("none")
    }

    /// Whether an earlier sign-in in this browser is good enough.
    pub fn accepts(&self, session: &Session, now: OffsetDateTime) -> bool {
        let age = now.unix_timestamp() - session.auth_time;
        self.prompt.as_deref() != Some("login") && self.max_age.is_none_or(|limit| age <= limit)
    }

    /// The address that carries an answer back.
    pub fn answer(&self, issuer: &str, name: &str, value: &str) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        with_query(&self.redirect_uri, [(name, value), ("iss", issuer)].into_iter().chain(state))
    }
}

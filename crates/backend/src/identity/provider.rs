//! The provider's HTTP side: discovery, token endpoint, userinfo, keys; no answer may be endless. Whether a token is to be
//! believed is decided in `token` and `claims`.

use std::sync::Mutex;

use jsonwebtoken::jwk::JwkSet;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::SignInFailed;
use crate::config::Identity as Settings;

/// No answer of a provider is larger than this.
const ANSWER_BYTES: usize = 256 * 1024;
/// Strangers who send tokens with keys we do not know make us ask no more often than this, also while nobody answers.
const KEYS_SECONDS: i64 = 60;

/// What discovery tells us and we use.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
    pub userinfo_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// What a code is exchanged for.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub id_token: String,
    #[serde(default)]
    access_token: String,
}

/// The provider's public keys as last seen, and when they were last asked for.
#[derive(Default)]
pub(super) struct Keys(Mutex<(Option<JwkSet>, Option<i64>)>);

impl Keys {
    /// The keys that were seen last.
    pub(super) fn known(&self) -> Option<JwkSet> {
        self.0.lock().ok()?.0.clone()
    }

    /// Whether keys may be asked for on a stranger's word.
    pub(super) fn may_be_asked_for(&self, now: i64) -> bool {
        self.0.lock().is_ok_and(|kept| kept.1.is_none_or(|at| now >= at + KEYS_SECONDS))
    }

    /// Notes that they are about to be asked for, whatever comes of it.
    pub(super) fn are_asked_for(&self, now: i64) {
        if let Ok(mut kept) = self.0.lock() {
            kept.1 = Some(now);
        }
    }

    /// Asks for the keys.
    pub(super) async fn renewed(&self, web: &Client, metadata: &Metadata) -> Result<JwkSet, SignInFailed> {
        let keys: JwkSet = read(web.get(&metadata.jwks_uri)).await?;
        if let Ok(mut kept) = self.0.lock() {
            kept.0 = Some(keys.clone());
        }
        Ok(keys)
    }
}

/// Fetches the metadata and checks that it speaks of the configured issuer.
pub(super) async fn discover(web: &Client, issuer: &str) -> Result<Metadata, SignInFailed> {
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let metadata: Metadata = read(web.get(url)).await?;
    if metadata.issuer == issuer {
        Ok(metadata)
    } else {
        Err(SignInFailed::Failed("discovery names another issuer".to_owned()))
    }
}

/// Exchanges the code.
pub(super) async fn exchange(
    web: &Client,
    metadata: &Metadata,
    settings: &Settings,
    code: &str,
    verifier: &str,
) -> Result<Tokens, SignInFailed> {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &settings.redirect_uri),
        ("code_verifier", verifier),
    ];
    // RFC 6749, 2.3.1: both halves are form-encoded before they are put into the header.
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let request = web
        .post(&metadata.token_endpoint)
        .basic_auth(encoded(&settings.client_id), Some(encoded(&settings.client_secret)))
        .form(&form);
    read(request).await
}

/// What the userinfo endpoint says of the subject that the id token named. The access token is used here and nowhere else.
pub(super) async fn described(
    web: &Client,
    metadata: &Metadata,
    tokens: &Tokens,
    subject: &str,
) -> Result<Map<String, Value>, SignInFailed> {
    let missing = || SignInFailed::Failed("discovery names no userinfo endpoint".to_owned());
    let endpoint = metadata.userinfo_endpoint.as_ref().ok_or_else(missing)?;
    let said: Map<String, Value> = read(web.get(endpoint).bearer_auth(&tokens.access_token)).await?;
    if said.get("sub").and_then(Value::as_str) == Some(subject) {
        Ok(said)
    } else {
        Err(SignInFailed::Failed("userinfo speaks of another subject".to_owned()))
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, SignInFailed> {
    let away = |error: reqwest::Error| SignInFailed::Unavailable(error.without_url().to_string());
    let mut answer = request.send().await.map_err(away)?;
    let status = answer.status();
    if status.is_server_error() {
        return Err(SignInFailed::Unavailable(format!("status {status}")));
    }
    if !status.is_success() {
        return Err(SignInFailed::Failed(format!("status {status}")));
    }
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(away)? {
        if bytes.len() + part.len() > ANSWER_BYTES {
            return Err(SignInFailed::Failed("an answer without end".to_owned()));
        }
        bytes.extend_from_slice(&part);
    }
    // The text of a serde error may quote a value; its place is enough.
    serde_json::from_slice(&bytes).map_err(|error| {
        SignInFailed::Failed(format!("not the JSON that was expected, column {}", error.column()))
    })
}

//! The provider's HTTP side: discovery, token endpoint, keys. Whether a token is to be believed is decided in `claims`.

use jsonwebtoken::jwk::JwkSet;
use reqwest::Client;
use serde::Deserialize;

use super::SignInFailed;
use crate::config::Identity as Settings;

/// What discovery tells us and we use.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// Fetches the metadata and checks that it speaks of the configured issuer.
pub(super) async fn discover(web: &Client, issuer: &str) -> Result<Metadata, SignInFailed> {
    let url = format!("{issuer}/.well-known/openid-configuration");
    let metadata: Metadata = read(web.get(url)).await?;
    if metadata.issuer == issuer {
        Ok(metadata)
    } else {
        Err(SignInFailed::Failed("discovery names another issuer".to_owned()))
    }
}

/// The provider's public keys, fetched anew for each sign-in, so that a key rotation needs no restart.
pub(super) async fn keys(web: &Client, metadata: &Metadata) -> Result<JwkSet, SignInFailed> {
    read(web.get(&metadata.jwks_uri)).await
}

/// Exchanges the code for an id token.
pub(super) async fn exchange(
    web: &Client,
    metadata: &Metadata,
    settings: &Settings,
    code: &str,
    verifier: &str,
) -> Result<String, SignInFailed> {
    #[derive(Deserialize)]
    struct Tokens {
        id_token: String,
    }
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
    read::<Tokens>(request).await.map(|tokens| tokens.id_token)
}

async fn read<T: for<'de> Deserialize<'de>>(request: reqwest::RequestBuilder) -> Result<T, SignInFailed> {
    let away = |error: reqwest::Error| SignInFailed::Unavailable(error.without_url().to_string());
    let answer = request.send().await.map_err(away)?;
    let status = answer.status();
    if status.is_server_error() {
        return Err(SignInFailed::Unavailable(format!("status {status}")));
    }
    if !status.is_success() {
        return Err(SignInFailed::Failed(format!("status {status}")));
    }
    answer.json().await.map_err(|error| SignInFailed::Failed(error.without_url().to_string()))
}

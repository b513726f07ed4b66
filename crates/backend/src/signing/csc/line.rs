//! Calls to a CSC service with its token. What is called, and what the answers mean, is not known here.

use std::sync::Mutex;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::wire::Token;
use crate::config;
use crate::signing::silent;

/// The way to one service.
pub(super) struct Line {
    settings: config::Signing,
    web: reqwest::Client,
    token: Mutex<Option<String>>,
}

/// An answer of the service: a document, or its own word for an error.
pub(super) enum Said<T> {
    Yes(T),
    /// 202: nothing yet.
    NotYet,
    /// The `error` of an OAuth error object.
    No(String),
}

impl Line {
    pub(super) fn new(settings: &config::Signing, web: reqwest::Client) -> Self {
        let mut settings = settings.clone();
        settings.base.truncate(settings.base.trim_end_matches('/').len());
        Self { settings, web, token: Mutex::new(None) }
    }

    /// What this deployment calls the service.
    pub(super) fn id(&self) -> &str {
        &self.settings.id
    }

    async fn fresh_token(&self) -> Result<String, String> {
        let url = format!("{}/oauth2/token", self.settings.base);
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (id, secret) = (encoded(&self.settings.client_id), encoded(&self.settings.client_secret));
        let request = self.web.post(url).basic_auth(id, Some(secret));
        let answer = request.form(&[("grant_type", "client_credentials")]).send().await.map_err(silent)?;
        if !answer.status().is_success() {
            return Err(format!("token: status {}", answer.status()));
        }
        let token = answer.json::<Token>().await.map_err(silent)?.access_token;
        if let Ok(mut kept) = self.token.lock() {
            *kept = Some(token.clone());
        }
        Ok(token)
    }

    /// One call; a token that is no longer good is replaced once.
    pub(super) async fn call<T: for<'de> Deserialize<'de>>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<Said<T>, String> {
        self.call_within(path, body, None).await
    }

    /// One call that may take longer than others.
    pub(super) async fn call_within<T: for<'de> Deserialize<'de>>(
        &self,
        path: &str,
        body: &Value,
        patience: Option<Duration>,
    ) -> Result<Said<T>, String> {
        let kept = self.token.lock().ok().and_then(|kept| kept.clone());
        let mut token = match kept {
            Some(token) => token,
            None => self.fresh_token().await?,
        };
        for is_last in [false, true] {
            let url = format!("{}/{path}", self.settings.base);
            let mut request = self.web.post(url).bearer_auth(&token).json(body);
            if let Some(patience) = patience {
                request = request.timeout(patience);
            }
            let answer = request.send().await.map_err(silent)?;
            let status = answer.status();
            match status.as_u16() {
                401 if !is_last => token = self.fresh_token().await?,
                202 if path == "credentials/authorizeCheck" => return Ok(Said::NotYet),
                200..=299 => return answer.json().await.map(Said::Yes).map_err(silent),
                400..=499 if status != 401 && status != 429 => {
                    let said: Value = answer.json().await.map_err(silent)?;
                    return Ok(Said::No(said["error"].as_str().unwrap_or("error").to_owned()));
                }
                _ => return Err(format!("{path}: status {status}")),
            }
        }
        Err(format!("{path}: the service token is refused"))
    }

    /// A call that has to be answered with a document.
    pub(super) async fn must<T: for<'de> Deserialize<'de>>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<T, String> {
        match self.call(path, body).await? {
            Said::Yes(answer) => Ok(answer),
            Said::NotYet => Err(format!("{path}: not yet")),
            Said::No(error) => Err(format!("{path}: {error}")),
        }
    }
}

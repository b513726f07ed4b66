//! The population register over its HTTP protocol.

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::{Entry, Register, Silence};
use crate::config;
use crate::later::Later;

/// A client of the register.
pub struct HttpRegister {
    base: String,
    token: String,
    web: reqwest::Client,
}

impl HttpRegister {
    /// A client for the configured register.
    #[must_use]
    pub fn new(config: &config::Register, web: reqwest::Client) -> Self {
        Self { base: config.base.clone(), token: config.token.clone(), web }
    }

    async fn ask(&self, id: &str, purpose: &str) -> Result<Entry, Silence> {
        #[derive(Deserialize)]
        struct Answer {
            reference: String,
            as_of: String,
            person: Value,
        }
        // The address holds a personal id: no error may carry it.
        let away = |error: reqwest::Error| Silence::Unavailable(error.without_url().to_string());
        let request = self.web.get(format!("{}/people/{id}", self.base)).bearer_auth(&self.token);
        let answer = request.header("X-Purpose", purpose).send().await.map_err(away)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Silence::UnknownPerson),
            status => return Err(Silence::Unavailable(format!("status {status}"))),
        }
        let answer: Answer = answer.json().await.map_err(away)?;
        if answer.person.get("id").and_then(Value::as_str) != Some(id) {
            return Err(Silence::Unavailable("it spoke of another person".to_owned()));
        }
        Ok(Entry { reference: answer.reference, as_of: answer.as_of, person: answer.person })
    }
}

impl Register for HttpRegister {
    fn look_up<'a>(&'a self, id: &'a str, purpose: &'a str) -> Later<'a, Result<Entry, Silence>> {
        Box::pin(self.ask(id, purpose))
    }
}

//! The registers through a data-sharing platform, in the message protocol for REST of X-Road: one service code for each
//! register, the purpose, the reference of the consent and an id with each question. What the platform or a register
//! answers amiss is silence.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Entry, Question, Register, Registers, Silence};
use crate::config;
use crate::later::Later;
use crate::secret;

/// A client of the platform.
pub struct Platform {
    config: config::Register,
    web: reqwest::Client,
}

impl Platform {
    /// A client for the configured platform.
    #[must_use]
    pub fn new(config: &config::Register, web: reqwest::Client) -> Self {
        Self { config: config.clone(), web }
    }

    fn service(&self, register: Register) -> &str {
        let services = &self.config.services;
        match register {
            Register::Population => &services.population,
            Register::CivilStatus => &services.civil_status,
            Register::Business => &services.business,
            Register::Tax => &services.tax,
            Register::HealthInsurance => &services.health_insurance,
        }
    }

    async fn send(&self, question: Question) -> Result<Entry, Silence> {
        #[derive(Deserialize)]
        struct Answer {
            reference: String,
            as_of: String,
            record: Value,
        }
        let away = |error: reqwest::Error| Silence::Unavailable(error.without_url().to_string());
        let id = secret::handle().ok_or_else(|| Silence::Unavailable("no randomness".to_owned()))?;
        let url = format!("{}/r1/{}", self.config.base, self.service(question.register));
        // The person is named in the body: an address is written into logs on the way.
        let body = json!({
            "subject": question.subject,
            "purpose": question.purpose,
            "consent": question.consent,
            "fields": question.fields,
        });
        let request = self.web.post(url).bearer_auth(&self.config.token).json(&body);
        let request = request.header("X-Road-Client", &self.config.client).header("X-Road-Id", &id);
        let answer = request.send().await.map_err(away)?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        if let Some(kind) = header("x-road-error") {
            return Err(Silence::Unavailable(format!("platform: {kind}")));
        }
        if header("x-road-id") != Some(&id) {
            return Err(Silence::Unavailable("it answered another question".to_owned()));
        }
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Silence::UnknownPerson),
            status => return Err(Silence::Unavailable(format!("status {status}"))),
        }
        let answer: Answer = answer.json().await.map_err(away)?;
        Ok(Entry { reference: answer.reference, as_of: answer.as_of, record: answer.record })
    }
}

impl Registers for Platform {
    fn ask(&self, question: Question) -> Later<'_, Result<Entry, Silence>> {
        Box::pin(self.send(question))
    }

    fn patience(&self) -> Duration {
        Duration::from_millis(self.config.timeout_ms)
    }
}

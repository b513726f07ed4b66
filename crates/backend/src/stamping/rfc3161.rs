//! A time-stamping authority over HTTP (RFC 3161, 3.4). The token is looked at when the container is judged; here only whether it
//! answers the question.

use aws_lc_rs::rand;
use dossier::signature::{pem_certificates, stamp_request, stamp_token, stamped};
use reqwest::header::{ACCEPT, CONTENT_TYPE};

use super::StampProvider;
use crate::config;
use crate::later::Later;

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";
/// A token with a path of certificates has a few kilobytes.
const LARGEST: usize = 64 * 1024;

/// A client of one authority.
pub struct Authority {
    settings: config::Stamp,
    web: reqwest::Client,
    roots: Vec<Vec<u8>>,
}

impl Authority {
    /// A client that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn new(settings: &config::Stamp, web: reqwest::Client) -> Result<Self, String> {
        let path = settings.roots.display();
        let pem = std::fs::read_to_string(&settings.roots).map_err(|error| format!("{path}: {error}"))?;
        let roots = pem_certificates(&pem).map_err(|fault| format!("{path}: {fault}"))?;
        Ok(Self { settings: settings.clone(), web, roots })
    }

    async fn ask(&self, question: Vec<u8>) -> Result<Vec<u8>, String> {
        let silent = |error: reqwest::Error| error.without_url().to_string();
        let request = self.web.post(&self.settings.url).header(CONTENT_TYPE, QUERY).header(ACCEPT, REPLY);
        let mut answer = request.body(question).send().await.map_err(silent)?;
        if !answer.status().is_success() {
            return Err(format!("status {}", answer.status()));
        }
        if answer.headers().get(CONTENT_TYPE).is_none_or(|kind| kind != REPLY) {
            return Err("the answer is no time-stamp reply".to_owned());
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(silent)? {
            bytes.extend(piece);
            if bytes.len() > LARGEST {
                return Err("the answer is too long".to_owned());
            }
        }
        Ok(bytes)
    }
}

impl StampProvider for Authority {
    fn stamp<'a>(&'a self, container: &'a [u8]) -> Later<'a, Result<Vec<u8>, String>> {
        Box::pin(async move {
            let mut nonce = [0; 8];
            rand::fill(&mut nonce).map_err(|_| "no randomness".to_owned())?;
            let question = stamp_request(container, nonce).map_err(|fault| format!("{fault:?}"))?;
            let answer = self.ask(question).await?;
            let token = stamp_token(&answer, nonce).map_err(|why| format!("{why:?}"))?;
            stamped(container, &token).map_err(|fault| format!("{fault:?}"))
        })
    }

    fn roots(&self) -> &[Vec<u8>] {
        &self.roots
    }

    fn is_required(&self) -> bool {
        self.settings.required
    }
}

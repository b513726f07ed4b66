//! Remote signing over the gateways that follow the guide of decision 769/QĐ-BTTTT: VNPT `SmartCA` (`sp769`, version 1) and the national
//! gateway eSign (`sign_v2`). `get_certificate`, `sign` of one hash, `status`. The caller is known by name and password in each body; the
//! signature comes with the status, again whenever it is asked for.
//!
//! What differs between the two is in `dialect`, what the words of both mean in `wire`. That a gateway calls back is only a reason to ask.

mod dialect;
mod wire;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::canonical;
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Asked, Decision, Failure, Fetched, Offered, Question, Reason, SigningProvider, ToSign, Unasked, roots,
    silent, together,
};
use crate::config;
use crate::later::Later;
use crate::secret;
use dialect::Dialect;
use wire::{Answer, Certificates, Opened, Signatures, Word};

/// How long the gateway waits for a phone.
const PATIENCE_SECONDS: i64 = 300;
/// Between two questions about the same phone, as the gateway asks for; its call back is faster.
const PAUSE_SECONDS: i64 = 10;

/// A client of one gateway.
pub struct Gateway {
    settings: config::Signing,
    dialect: Dialect,
    web: reqwest::Client,
    roots: Vec<Vec<u8>>,
}

/// What the gateway sends when a transaction has moved; what it says about it is not read.
#[derive(Deserialize)]
struct CallBack {
    sp_id: String,
    transaction_id: String,
}

impl Gateway {
    /// A client of `SmartCA` that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn smartca(settings: &config::Signing, web: reqwest::Client) -> Result<Self, String> {
        Self::new(settings, Dialect::SmartCa, web)
    }

    /// A client of the national gateway that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn esign(settings: &config::Signing, web: reqwest::Client) -> Result<Self, String> {
        Self::new(settings, Dialect::ESign, web)
    }

    fn new(settings: &config::Signing, dialect: Dialect, web: reqwest::Client) -> Result<Self, String> {
        let mut settings = settings.clone();
        settings.base.truncate(settings.base.trim_end_matches('/').len());
        Ok(Self { roots: roots(&settings)?, settings, dialect, web })
    }

    async fn call(&self, path: &str, body: &Value) -> Result<Answer, String> {
        let url = format!("{}/{path}", self.settings.base);
        let answer = self.web.post(url).json(body).send().await.map_err(silent)?;
        let status = answer.status().as_u16();
        // Refusals are JSON whatever their status; a proxy's page is an outage.
        let envelope = answer.json().await.map_err(|_| format!("status {status}, and no JSON"))?;
        Ok(Answer { status, envelope })
    }

    /// Name and password of the caller, with what else a method takes.
    fn signed_in(&self, mut body: Value) -> Value {
        body["sp_id"] = json!(self.settings.client_id);
        body["sp_password"] = json!(self.settings.client_secret);
        body
    }

    /// The certificates of a citizen, at one authority when the gateway stands before several.
    async fn held(&self, citizen: &str, authority: Option<&str>) -> Result<Vec<Offered>, String> {
        let transaction = secret::handle().ok_or("no random numbers")?;
        let mut body = json!({ "user_id": citizen, "transaction_id": transaction });
        if let Some(authority) = authority {
            body["ca_name"] = json!(authority);
        }
        let answer = self.call(self.dialect.certificates(), &self.signed_in(body)).await?;
        let mut offered = match answer.word() {
            Word::Done => wire::all_offered(answer.data::<Certificates>()?),
            _ => return Err(format!("get_certificate: {}", answer.about())),
        };
        for one in &mut offered {
            one.id = dialect::key(authority, &one.id);
        }
        Ok(offered)
    }

    /// All that a citizen holds, at every authority whose certificates are wanted.
    async fn list(&self, citizen: &str) -> Result<Vec<Offered>, String> {
        if self.dialect == Dialect::SmartCa {
            return self.held(citizen, None).await;
        }
        let asked = self.settings.authorities.iter().map(|name| async move {
            self.held(citizen, Some(name)).await.map_err(|what| format!("{name}: {what}"))
        });
        together(&self.settings.id, join_all(asked).await)
    }

    async fn request(&self, question: &Question<'_>) -> Result<Asked, Unasked> {
        let (authority, serial) = self.dialect.of_key(question.to_sign.credential);
        let mut body = self.signed_in(json!({
            "user_id": question.signer,
            "transaction_id": question.transaction,
            "transaction_desc": question.description,
            "serial_number": serial,
            "time_stamp": stamp(question.prepared_at),
            "sign_files": [{
                // Both sides are to show it, so it is what the citizen compares anyway.
                "doc_id": question.fingerprint.replace(' ', "-"),
                "file_type": "json",
                "sign_type": "hash",
                "data_to_be_signed": canonical::hex(question.to_sign.hash),
            }],
        }));
        if let Some(authority) = authority {
            body["ca_name"] = json!(authority);
        }
        let answer = self.call(self.dialect.sign(), &body).await.map_err(Unasked::Silent)?;
        if let Word::Waiting | Word::Done = answer.word() {
            let opened: Opened = answer.data().map_err(Unasked::Silent)?;
            return Ok(Asked { handle: opened.tran_code, expires_in: PATIENCE_SECONDS });
        }
        let what = format!("sign: {}", answer.about());
        if answer.is_outage() {
            return Err(Unasked::Silent(what));
        }
        Err(Unasked::Refused(Failure { reason: answer.word().reason(), what }))
    }

    async fn status<'a>(&self, handle: &str, to_sign: ToSign<'a>) -> Result<Decision<'a>, String> {
        if !wire::is_code(handle) {
            let what = "the transaction's code is none".to_owned();
            return Ok(Decision::Failed(Failure { reason: Reason::Provider, what }));
        }
        let (path, body) = self.dialect.status(handle);
        let body = if self.dialect == Dialect::ESign { self.signed_in(body) } else { body };
        let answer = self.call(&path, &body).await?;
        Ok(match answer.word() {
            Word::Waiting => Decision::Waiting,
            Word::Done => {
                let fetched = signature(answer.data()?, to_sign);
                Decision::Agreed(Box::pin(std::future::ready(Ok(fetched))))
            }
            Word::Expired => Decision::Expired,
            Word::Rejected => Decision::Rejected,
            Word::KeyFailed | Word::SignFailed | Word::CredentialStatus | Word::Quota => {
                Decision::Failed(Failure {
                    reason: answer.word().reason(),
                    what: format!("status: {}", answer.about()),
                })
            }
            // Our own account, or nothing we know: the phone may still answer, so it is asked again until its time is over.
            Word::SpCredential | Word::Unknown => return Err(format!("status: {}", answer.about())),
        })
    }
}

/// The one signature. Its algorithm is not told: it is the certificate's.
fn signature(said: Signatures, to_sign: ToSign<'_>) -> Fetched {
    let algorithm =
        dossier::signature::Certificate::parse(to_sign.certificate).and_then(|one| one.algorithm());
    let Some(algorithm) = algorithm else {
        return Fetched::Failed("the key has no algorithm that we accept".to_owned());
    };
    match said.signatures.as_slice() {
        [one] => match STANDARD.decode(&one.signature_value) {
            Ok(signature) => Fetched::Signed { signature, algorithm },
            Err(_) => Fetched::Failed("status: no base64".to_owned()),
        },
        other => Fetched::Failed(format!("status: {} signatures for one hash", other.len())),
    }
}

/// `20261121010005Z` of an RFC 3339 moment in UTC.
fn stamp(moment: &str) -> String {
    moment.chars().filter(char::is_ascii_digit).chain(['Z']).collect()
}

impl SigningProvider for Gateway {
    fn name(&self) -> Later<'_, Result<String, String>> {
        let name = self.settings.name.clone().unwrap_or_else(|| self.settings.id.clone());
        Box::pin(std::future::ready(Ok(name)))
    }

    fn offered<'a>(&'a self, citizen: &'a str) -> Later<'a, Result<Vec<Offered>, String>> {
        Box::pin(self.list(citizen))
    }

    fn one<'a>(&'a self, account: &'a str, key: &'a str) -> Later<'a, Result<Option<Offered>, String>> {
        Box::pin(async move {
            let (authority, _) = self.dialect.of_key(key);
            Ok(self.held(account, authority).await?.into_iter().find(|one| one.id == key))
        })
    }

    fn ask<'a>(&'a self, question: Question<'a>) -> Later<'a, Result<Asked, Unasked>> {
        Box::pin(async move { self.request(&question).await })
    }

    fn decision<'a>(
        &'a self,
        handle: &'a str,
        to_sign: ToSign<'a>,
    ) -> Later<'a, Result<Decision<'a>, String>> {
        Box::pin(self.status(handle, to_sign))
    }

    fn pause(&self) -> i64 {
        PAUSE_SECONDS
    }

    fn called_back(&self, authorization: &str, body: &[u8]) -> Option<String> {
        let secret = self.settings.webhook_secret.as_ref()?;
        let given = authorization.strip_prefix("Bearer ")?;
        let call: CallBack = serde_json::from_slice(body).ok()?;
        let is_theirs = secret::same(given, secret) && call.sp_id == self.settings.client_id;
        is_theirs.then_some(call.transaction_id)
    }

    fn roots(&self) -> &[Vec<u8>] {
        &self.roots
    }
}

#[cfg(test)]
mod tests {
    use super::stamp;

    #[test]
    fn the_moment_is_written_as_the_gateway_writes_it() {
        assert_eq!(stamp("2026-11-21T01:00:05Z"), "20261121010005Z");
    }
}

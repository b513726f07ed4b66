//! Remote signing over the Cloud Signature Consortium API v2: service token, `credentials/list`, `authorize` that answers a
//! handle, `authorizeCheck`, `signHash`. One hash per request, mode `S`.

mod wire;

use std::sync::{Mutex, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{
    Asked, Decision, Failure, Fetched, Offered, Question, Reason, SigningProvider, ToSign, Unasked, roots,
    silent,
};
use crate::config;
use crate::later::Later;
use wire::{Authorized, Info, Listed, SHA256, Sad, Signatures, Token};

/// How long we wait for a phone when the service does not say.
const PATIENCE_SECONDS: i64 = 300;
/// Between two questions about the same phone.
const PAUSE_SECONDS: i64 = 2;

/// A client of one CSC service.
pub struct Csc {
    settings: config::Signing,
    web: reqwest::Client,
    roots: Vec<Vec<u8>>,
    token: Mutex<Option<String>>,
    /// What citizens know it as, once that is known.
    name: OnceLock<String>,
}

/// An answer of the service: a document, or its own word for an error.
enum Said<T> {
    Yes(T),
    /// 202: nothing yet.
    NotYet,
    /// The `error` of an OAuth error object.
    No(String),
}

impl Csc {
    /// A client that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn new(settings: &config::Signing, web: reqwest::Client) -> Result<Self, String> {
        let roots = roots(settings)?;
        let mut settings = settings.clone();
        settings.base.truncate(settings.base.trim_end_matches('/').len());
        let name = settings.name.clone().map_or_else(OnceLock::new, OnceLock::from);
        Ok(Self { settings, web, roots, token: Mutex::new(None), name })
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
    async fn call<T: for<'de> serde::Deserialize<'de>>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<Said<T>, String> {
        let kept = self.token.lock().ok().and_then(|kept| kept.clone());
        let mut token = match kept {
            Some(token) => token,
            None => self.fresh_token().await?,
        };
        for is_last in [false, true] {
            let url = format!("{}/{path}", self.settings.base);
            let answer = self.web.post(url).bearer_auth(&token).json(body).send().await.map_err(silent)?;
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

    async fn must<T: for<'de> serde::Deserialize<'de>>(&self, path: &str, body: &Value) -> Result<T, String> {
        match self.call(path, body).await? {
            Said::Yes(answer) => Ok(answer),
            Said::NotYet => Err(format!("{path}: not yet")),
            Said::No(error) => Err(format!("{path}: {error}")),
        }
    }

    async fn list(&self, citizen: &str) -> Result<Vec<Offered>, String> {
        let body =
            json!({ "userID": citizen, "credentialInfo": true, "certificates": "chain", "certInfo": true });
        let listed: Listed = self.must("credentials/list", &body).await?;
        Ok(wire::all_offered(listed))
    }

    async fn authorize(&self, question: &Question<'_>) -> Result<Asked, String> {
        let ToSign { credential, hash, .. } = question.to_sign;
        let body = json!({
            "credentialID": credential, "numSignatures": 1, "hashes": [STANDARD.encode(hash)],
            "hashAlgorithmOID": SHA256, "description": question.description
        });
        let authorized: Authorized = self.must("credentials/authorize", &body).await?;
        let expires_in = authorized.expires_in.unwrap_or(PATIENCE_SECONDS);
        Ok(Asked { handle: authorized.handle, expires_in })
    }

    async fn check<'a>(&'a self, handle: &str, to_sign: ToSign<'a>) -> Result<Decision<'a>, String> {
        Ok(match self.call::<Sad>("credentials/authorizeCheck", &json!({ "handle": handle })).await? {
            Said::NotYet => Decision::Waiting,
            Said::Yes(sad) => Decision::Agreed(Box::pin(self.sign(to_sign, sad.sad))),
            Said::No(error) => match error.as_str() {
                "access_denied" => Decision::Rejected,
                "expired" => Decision::Expired,
                _ => Decision::Failed(Failure {
                    reason: Reason::Provider,
                    what: format!("authorizeCheck: {error}"),
                }),
            },
        })
    }

    /// `sad` is the leave to fetch this one signature, once.
    async fn sign(&self, to_sign: ToSign<'_>, sad: String) -> Result<Fetched, String> {
        let ToSign { credential, hash, .. } = to_sign;
        let wanted = json!({ "credentialID": credential, "certificates": "chain" });
        let info: Info = self.must("credentials/info", &wanted).await?;
        let Some(algorithm) = wire::offered(credential.to_owned(), info)?.algorithm else {
            return Ok(Fetched::Failed("the key has no algorithm that we accept".to_owned()));
        };
        let body = json!({
            "credentialID": credential, "SAD": sad, "hashes": [STANDARD.encode(hash)],
            "hashAlgorithmOID": SHA256, "signAlgo": wire::oid(algorithm), "operationMode": "S"
        });
        match self.call::<Signatures>("signatures/signHash", &body).await? {
            Said::Yes(answer) => match answer.signatures.as_slice() {
                [one] => match STANDARD.decode(one) {
                    Ok(signature) => Ok(Fetched::Signed { signature, algorithm }),
                    Err(_) => Ok(Fetched::Failed("signHash: no base64".to_owned())),
                },
                other => Ok(Fetched::Failed(format!("signHash: {} signatures for one hash", other.len()))),
            },
            Said::NotYet => Err("signHash: not yet".to_owned()),
            Said::No(error) => Ok(Fetched::Failed(format!("signHash: {error}"))),
        }
    }
}

impl SigningProvider for Csc {
    fn name(&self) -> Later<'_, Result<String, String>> {
        Box::pin(async {
            if let Some(name) = self.name.get() {
                return Ok(name.clone());
            }
            let info: wire::Service = self.must("info", &json!({})).await?;
            Ok(self.name.get_or_init(|| info.name).clone())
        })
    }

    fn offered<'a>(&'a self, citizen: &'a str) -> Later<'a, Result<Vec<Offered>, String>> {
        Box::pin(self.list(citizen))
    }

    fn ask<'a>(&'a self, question: Question<'a>) -> Later<'a, Result<Asked, Unasked>> {
        Box::pin(async move { self.authorize(&question).await.map_err(Unasked::Silent) })
    }

    fn decision<'a>(
        &'a self,
        handle: &'a str,
        to_sign: ToSign<'a>,
    ) -> Later<'a, Result<Decision<'a>, String>> {
        Box::pin(self.check(handle, to_sign))
    }

    fn pause(&self) -> i64 {
        PAUSE_SECONDS
    }

    fn called_back(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }

    fn roots(&self) -> &[Vec<u8>] {
        &self.roots
    }
}

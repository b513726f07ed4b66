//! Remote signing over the API of the Cloud Signature Consortium, version 2 and version 1.0.4: service token, the citizen's credentials,
//! authorization by the phone, `signHash` of one hash.
//!
//! The versions differ in names and in how one learns what the phone said: that is in `v1` and `v2`. In both it is the service that asks the
//! citizen: a credential that wants a PIN or a one-time password through the portal, or that leads the citizen away, is not used.

mod line;
mod v1;
mod v2;
mod wire;

use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{
    Asked, Decision, Failure, Fetched, Offered, Question, Reason, SigningProvider, ToSign, Unasked, roots,
};
use crate::config;
use crate::later::Later;
use line::{Line, Said};
use v1::Grants;
use wire::{Info, Signatures};

/// How long we wait for a phone when the service does not say.
const PATIENCE_SECONDS: i64 = 300;
/// Between two questions about the same phone.
const PAUSE_SECONDS: i64 = 2;

/// A client of one CSC service.
pub struct Csc {
    line: Arc<Line>,
    version: Version,
    roots: Vec<Vec<u8>>,
    /// What citizens know it as, once that is known.
    name: OnceLock<String>,
}

/// What the service speaks.
enum Version {
    /// An authorization is one call that ends when the phone has answered.
    V1(Grants),
    /// An authorization is a handle that is asked about.
    V2,
}

impl Csc {
    /// A client of version 1 that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn v1(settings: &config::Signing, web: reqwest::Client) -> Result<Self, String> {
        Self::new(settings, Version::V1(Grants::default()), web)
    }

    /// A client of version 2 that trusts the certificates of the configured PEM file.
    ///
    /// # Errors
    /// The file cannot be read or holds no certificate.
    pub fn v2(settings: &config::Signing, web: reqwest::Client) -> Result<Self, String> {
        Self::new(settings, Version::V2, web)
    }

    fn new(settings: &config::Signing, version: Version, web: reqwest::Client) -> Result<Self, String> {
        let roots = roots(settings)?;
        let name = settings.name.clone().map_or_else(OnceLock::new, OnceLock::from);
        Ok(Self { line: Arc::new(Line::new(settings, web)), version, roots, name })
    }

    async fn list(&self, citizen: &str) -> Result<Vec<Offered>, String> {
        match self.version {
            Version::V1(_) => v1::list(&self.line, citizen).await,
            Version::V2 => v2::list(&self.line, citizen).await,
        }
    }

    async fn one(&self, citizen: &str, key: &str) -> Result<Option<Offered>, String> {
        let all = match self.version {
            Version::V1(_) => v1::one(&self.line, citizen, key).await?,
            Version::V2 => v2::list(&self.line, citizen).await?,
        };
        Ok(all.into_iter().find(|one| one.id == key))
    }

    async fn authorize(&self, question: &Question<'_>) -> Result<Asked, String> {
        match &self.version {
            Version::V1(grants) => grants.ask(&self.line, question),
            Version::V2 => v2::authorize(&self.line, question).await,
        }
    }

    async fn check<'a>(&'a self, handle: &str, to_sign: ToSign<'a>) -> Result<Decision<'a>, String> {
        let said = match &self.version {
            Version::V1(grants) => grants.check(handle)?,
            Version::V2 => v2::check(&self.line, handle).await?,
        };
        Ok(match said {
            Said::NotYet => Decision::Waiting,
            Said::Yes(grant) => Decision::Agreed(Box::pin(self.sign(to_sign, grant.sad))),
            Said::No(error) => match error.as_str() {
                "access_denied" => Decision::Rejected,
                "expired" => Decision::Expired,
                _ => {
                    let what = format!("authorize: {error}");
                    Decision::Failed(Failure { reason: Reason::Provider, what })
                }
            },
        })
    }

    /// `sad` is the leave to fetch this one signature, once.
    async fn sign(&self, to_sign: ToSign<'_>, sad: String) -> Result<Fetched, String> {
        let ToSign { credential, hash, .. } = to_sign;
        let wanted = json!({ "credentialID": credential, "certificates": "chain", "authInfo": true });
        let info: Info = self.line.must("credentials/info", &wanted).await?;
        let Some(algorithm) = wire::offered(credential.to_owned(), info)?.algorithm else {
            return Ok(Fetched::Failed("the key has no algorithm that we accept".to_owned()));
        };
        let hashes = [STANDARD.encode(hash)];
        let mut body = json!({ "credentialID": credential, "SAD": sad, "signAlgo": wire::oid(algorithm) });
        match self.version {
            Version::V1(_) => v1::add_hashes(&mut body, &hashes),
            Version::V2 => v2::add_hashes(&mut body, &hashes),
        }
        match self.line.call::<Signatures>("signatures/signHash", &body).await? {
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
            let info: wire::Service = self.line.must("info", &json!({})).await?;
            Ok(self.name.get_or_init(|| info.name).clone())
        })
    }

    fn offered<'a>(&'a self, citizen: &'a str) -> Later<'a, Result<Vec<Offered>, String>> {
        Box::pin(self.list(citizen))
    }

    fn one<'a>(&'a self, account: &'a str, key: &'a str) -> Later<'a, Result<Option<Offered>, String>> {
        Box::pin(self.one(account, key))
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

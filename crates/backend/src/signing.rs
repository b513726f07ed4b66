//! Remote signing as a port: which certificates a citizen has, asking the phone, and what came of it.
//!
//! Containers are built and judged by `dossier::signature`; when they are is decided in `jobs`.

pub mod csc;

use std::fmt;

use dossier::signature::{Algorithm, Certificate};

use crate::later::Later;

/// One certificate at the provider.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The provider's id of the key.
    pub id: String,
    /// The signer's certificate first, then its issuers; DER.
    pub chain: Vec<Vec<u8>>,
    /// The provider's own word on it (`valid`, `expired`, `revoked`, `suspended`).
    pub status: String,
    /// How this key signs; none when it does so in no way that we accept.
    pub algorithm: Option<Algorithm>,
}

impl Offered {
    /// The signer's certificate, when it can be read.
    #[must_use]
    pub fn certificate(&self) -> Option<Certificate> {
        self.chain.first().and_then(|der| Certificate::parse(der))
    }

    /// Why this citizen cannot sign with it now; `now` is RFC 3339 in UTC.
    #[must_use]
    pub fn unusable(&self, citizen: &str, now: &str) -> Option<&'static str> {
        let Some(certificate) = self.certificate() else { return Some("revoked") };
        let (from, to) = certificate.validity();
        if certificate.citizen_id().as_deref() != Some(citizen) {
            Some("other_person")
        } else if now < from.as_str() {
            Some("not_yet_valid")
        } else if now > to.as_str() || self.status == "expired" {
            Some("expired")
        } else if self.status != "valid" {
            Some("revoked")
        } else if self.algorithm.is_none() {
            Some("algorithm")
        } else {
            None
        }
    }
}

/// The provider has asked the phone.
#[derive(Clone, Debug)]
pub struct Asked {
    pub handle: String,
    /// Seconds until silence counts as an answer.
    pub expires_in: i64,
}

/// What the phone said.
#[derive(Debug)]
pub enum Decision {
    Waiting,
    /// Yes: the signature can be fetched with this, once.
    Granted(Grant),
    Rejected,
    Expired,
    /// The provider said something that can never become a signature.
    Failed(String),
}

/// The provider's leave to fetch one signature; never stored, never logged.
pub struct Grant(pub String);

impl fmt::Debug for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Grant")
    }
}

/// What came when a signature was fetched.
#[derive(Debug)]
pub enum Fetched {
    /// The raw signature over the hash.
    Signed { signature: Vec<u8>, algorithm: Algorithm },
    /// The provider will not give it, or not any more.
    Failed(String),
}

/// A remote signing service.
pub trait SigningProvider: Send + Sync {
    /// The provider's name, as it calls itself.
    fn name(&self) -> Later<'_, Result<String, String>>;
    /// The citizen's certificates.
    fn offered<'a>(&'a self, citizen: &'a str) -> Later<'a, Result<Vec<Offered>, String>>;
    /// Asks the phone to sign one hash.
    fn ask<'a>(
        &'a self,
        credential: &'a str,
        hash: &'a [u8],
        description: &'a str,
    ) -> Later<'a, Result<Asked, String>>;
    /// Whether the phone has answered. An error means: ask again later.
    fn decision<'a>(&'a self, handle: &'a str) -> Later<'a, Result<Decision, String>>;
    /// Fetches the signature. An error means that nothing is known: it may have been made, and be lost.
    fn fetch<'a>(
        &'a self,
        credential: &'a str,
        hash: &'a [u8],
        grant: &'a Grant,
    ) -> Later<'a, Result<Fetched, String>>;
    /// The certification authorities that are trusted; DER.
    fn roots(&self) -> &[Vec<u8>];
}

//! Remote signing as a port: which certificates a citizen has, asking the phone, and what came of it.
//!
//! Containers are built and judged by `dossier::signature`; when they are is decided in `jobs`.

pub mod csc;

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
    /// How this key signs.
    pub algorithm: Algorithm,
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
    /// The raw signature over the hash.
    Signed {
        signature: Vec<u8>,
        algorithm: Algorithm,
    },
    Rejected,
    Expired,
    /// The provider said something that can never become a signature.
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
    /// Whether the phone has answered, and the signature if it agreed. An error means: ask again later.
    fn decision<'a>(
        &'a self,
        credential: &'a str,
        hash: &'a [u8],
        handle: &'a str,
    ) -> Later<'a, Result<Decision, String>>;
    /// The certification authorities that are trusted; DER.
    fn roots(&self) -> &[Vec<u8>];
}

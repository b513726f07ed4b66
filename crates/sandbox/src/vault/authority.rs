//! What an issuing authority answers about its certificates with: its own key for lists, and the key of a responder that it certified
//! for OCSP. What is said with them is not known here.

use std::io;

use aws_lc_rs::digest::{Digest, SHA256};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use serde::{Deserialize, Serialize};

use super::{bytes, key, sign};
use crate::der::{Part, split};

/// An issuing authority after its certificates are issued.
pub struct Authority {
    certificate: Vec<u8>,
    key: EcdsaKeyPair,
    responder: Vec<u8>,
    responder_key: EcdsaKeyPair,
}

/// What is on disk beside the authority's certificate; in base64.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    pub pkcs8: String,
    pub responder: String,
    pub responder_pkcs8: String,
}

impl Authority {
    /// Its name in addresses, of the authority of the signing service.
    pub const ISSUING: &str = "issuing";
    /// Of the gateway's.
    pub const GATEWAY: &str = "smartca";

    pub(super) fn unpack(stored: &Stored, certificate: &[u8]) -> io::Result<Self> {
        Ok(Self {
            certificate: certificate.to_vec(),
            key: key(&ECDSA_P256_SHA256_ASN1_SIGNING, &stored.pkcs8)?,
            responder: bytes(&stored.responder)?,
            responder_key: key(&ECDSA_P256_SHA256_ASN1_SIGNING, &stored.responder_pkcs8)?,
        })
    }

    /// The certificate, DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The responder's certificate, DER.
    pub fn responder(&self) -> &[u8] {
        &self.responder
    }

    /// Signs a SHA-256 digest with the authority's own key: ECDSA, DER.
    pub fn sign(&self, digest: &[u8]) -> Option<Vec<u8>> {
        sign(&self.key, &Digest::import_less_safe(digest, &SHA256).ok()?)
    }

    /// Signs a SHA-256 digest with the responder's key: ECDSA, DER.
    pub fn answer(&self, digest: &[u8]) -> Option<Vec<u8>> {
        sign(&self.responder_key, &Digest::import_less_safe(digest, &SHA256).ok()?)
    }
}

/// The fields of a certificate (RFC 5280, 4.1): version, serial number, algorithm, issuer, validity, subject, key, and at the end its
/// extensions.
pub fn fields(certificate: &[u8]) -> Option<Vec<Part<'_>>> {
    let whole = split(certificate)?;
    let parts = split(whole.first()?.content)?;
    split(parts.first()?.content)
}

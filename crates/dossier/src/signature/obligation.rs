//! One signature that still has to be calculated: what the pure half of a judgement leaves to AWS-LC or to `WebCrypto`.

use super::algorithm::{Curve, Digest, Method, Scheme, method};
use super::der::{BIT_STRING, NULL, SEQUENCE, element};
use super::fault::SignatureFault;
use const_oid::db::rfc5912::RSA_ENCRYPTION;
use der::asn1::UintRef;
use der::{Decode, Encode, Sequence};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

/// "This key made this signature over these bytes", not yet calculated. Key and signature have the right form and strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    method: Method,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

/// RFC 3279, 2.2.3.
#[derive(Sequence)]
struct EcdsaSignature<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

impl Obligation {
    /// The signature over `message`, when the key fits the scheme, is strong enough, and an ECDSA signature has its one form.
    pub(super) fn new(
        scheme: (Scheme, Digest),
        key: &SubjectPublicKeyInfoOwned,
        message: &[u8],
        signature: &[u8],
    ) -> Result<Self, SignatureFault> {
        let method = method(scheme, key)?;
        if let Method::Ecdsa(curve, _) = method {
            two_numbers(curve, signature).ok_or(SignatureFault::SignatureWrong)?;
        }
        let (message, signature) = (message.to_vec(), signature.to_vec());
        Ok(Self { method, key: public_key(method, key)?, message, signature })
    }

    /// How it was made.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The key as DER `SubjectPublicKeyInfo`; RSA always under the algorithm `rsaEncryption`, the only one that `WebCrypto` imports.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// What was signed.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The signature as the container has it: ECDSA as DER `SEQUENCE { r, s }`.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The signature as `WebCrypto` wants it: ECDSA as r and s in full length, one after the other (IEEE P1363).
    #[must_use]
    pub fn fixed_signature(&self) -> Vec<u8> {
        match self.method {
            Method::Ecdsa(curve, _) => two_numbers(curve, &self.signature).unwrap_or_default(),
            Method::RsaPkcs1(_) | Method::RsaPss(_) => self.signature.clone(),
        }
    }
}

/// Strict DER of two numbers that fit the curve, neither of them zero.
fn two_numbers(curve: Curve, signature: &[u8]) -> Option<Vec<u8>> {
    let numbers = EcdsaSignature::from_der(signature).ok()?;
    let mut fixed = Vec::with_capacity(2 * curve.length());
    for number in [numbers.r.as_bytes(), numbers.s.as_bytes()] {
        let zeros = curve.length().checked_sub(number.len())?;
        if number.iter().all(|byte| *byte == 0) {
            return None;
        }
        fixed.resize(fixed.len() + zeros, 0);
        fixed.extend(number);
    }
    Some(fixed)
}

fn public_key(method: Method, key: &SubjectPublicKeyInfoOwned) -> Result<Vec<u8>, SignatureFault> {
    let unreadable = |_| SignatureFault::CertificateUnreadable;
    match method {
        Method::Ecdsa(..) => key.to_der().map_err(unreadable),
        Method::RsaPkcs1(_) | Method::RsaPss(_) => {
            let rsa = element(SEQUENCE, &[&RSA_ENCRYPTION.to_der().map_err(unreadable)?, NULL]);
            let bits = key.subject_public_key.as_bytes().unwrap_or_default();
            Ok(element(SEQUENCE, &[&rsa, &element(BIT_STRING, &[&[0], bits])]))
        }
    }
}

//! The algorithms that webpki is given in place of arithmetic: each answers that the signature holds. Whoever builds paths with them
//! owes the arithmetic of every path (see `path`).

use rustls_pki_types::alg_id::{
    ECDSA_P256, ECDSA_P384, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, RSA_ENCRYPTION, RSA_PKCS1_SHA256,
    RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512,
};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// RSASSA-PSS as OpenSSL writes it, without the NULL after each digest (RFC 4055, 2.1 wants both forms read).
const fn pss_without_null(bytes: &'static [u8; 61]) -> AlgorithmIdentifier {
    AlgorithmIdentifier::from_slice(bytes)
}

/// The bytes of [`pss_without_null`]: the last arc of the digest, and the length of the salt.
const fn pss(digest: u8, salt: u8) -> [u8; 61] {
    [
        0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10, 0x30, 48, 0xa0, 13, 0x30, 11, 0x06, 9, 0x60,
        0x86, 0x48, 1, 0x65, 3, 4, 2, digest, 0xa1, 26, 0x30, 24, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7,
        0x0d, 1, 1, 8, 0x30, 11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, digest, 0xa2, 3, 2, 1, salt,
    ]
}

/// A kind of key, and a kind of signature by it.
#[derive(Debug)]
pub(super) struct Unproven(AlgorithmIdentifier, AlgorithmIdentifier);

impl SignatureVerificationAlgorithm for Unproven {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }
}

/// What paths may be signed with: the same as containers.
pub(super) const EVERY: [&dyn SignatureVerificationAlgorithm; 15] = [
    &Unproven(ECDSA_P256, ECDSA_SHA256),
    &Unproven(ECDSA_P256, ECDSA_SHA384),
    &Unproven(ECDSA_P256, ECDSA_SHA512),
    &Unproven(ECDSA_P384, ECDSA_SHA256),
    &Unproven(ECDSA_P384, ECDSA_SHA384),
    &Unproven(ECDSA_P384, ECDSA_SHA512),
    &Unproven(RSA_ENCRYPTION, RSA_PKCS1_SHA256),
    &Unproven(RSA_ENCRYPTION, RSA_PKCS1_SHA384),
    &Unproven(RSA_ENCRYPTION, RSA_PKCS1_SHA512),
    &Unproven(RSA_ENCRYPTION, RSA_PSS_SHA256),
    &Unproven(RSA_ENCRYPTION, RSA_PSS_SHA384),
    &Unproven(RSA_ENCRYPTION, RSA_PSS_SHA512),
    &Unproven(RSA_ENCRYPTION, pss_without_null(&pss(1, 32))),
    &Unproven(RSA_ENCRYPTION, pss_without_null(&pss(2, 48))),
    &Unproven(RSA_ENCRYPTION, pss_without_null(&pss(3, 64))),
];

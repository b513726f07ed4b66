//! The arithmetic half of judging a container, natively: AWS-LC calculates what `examine` left open. In the browser `WebCrypto` does,
//! with the same [`Examined::conclude`] after it.

use super::algorithm::{Curve, Digest, Method};
use super::examine::{Examined, Signer, Times, Trust, examine};
use super::fault::SignatureFault;
use super::obligation::Obligation;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA512_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};

/// Judges a container.
///
/// `content` is the canonical bytes, `trust` the accepted roots (roots alone are those of signers), `times` the moments to judge by (a text is: now). Revocation
/// is not looked at.
///
/// # Errors
/// [`SignatureFault`]: the first reason against it, in the order structure, attributes, content, certificate, signature, time-stamp, path, time.
pub fn verify<'a>(
    container: &[u8],
    content: &[u8],
    trust: impl Into<Trust<'a>>,
    times: impl Into<Times<'a>>,
) -> Result<Signer, SignatureFault> {
    let examined: Examined = examine(container, content, trust, times)?;
    let holds: Vec<bool> = examined.obligations().iter().map(holds).collect();
    examined.conclude(&holds)
}

/// Whether a signature is the key's own over its message.
#[must_use]
pub fn holds(obligation: &Obligation) -> bool {
    use Curve::{P256, P384};
    use Digest::{Sha256, Sha384, Sha512};
    let algorithm: &'static dyn VerificationAlgorithm = match obligation.method() {
        Method::Ecdsa(P256, Sha256) => &ECDSA_P256_SHA256_ASN1,
        Method::Ecdsa(P256, Sha384) => &ECDSA_P256_SHA384_ASN1,
        Method::Ecdsa(P256, Sha512) => &ECDSA_P256_SHA512_ASN1,
        Method::Ecdsa(P384, Sha256) => &ECDSA_P384_SHA256_ASN1,
        Method::Ecdsa(P384, Sha384) => &ECDSA_P384_SHA384_ASN1,
        Method::Ecdsa(P384, Sha512) => &ECDSA_P384_SHA512_ASN1,
        Method::RsaPkcs1(Sha256) => &RSA_PKCS1_2048_8192_SHA256,
        Method::RsaPkcs1(Sha384) => &RSA_PKCS1_2048_8192_SHA384,
        Method::RsaPkcs1(Sha512) => &RSA_PKCS1_2048_8192_SHA512,
        Method::RsaPss(Sha256) => &RSA_PSS_2048_8192_SHA256,
        Method::RsaPss(Sha384) => &RSA_PSS_2048_8192_SHA384,
        Method::RsaPss(Sha512) => &RSA_PSS_2048_8192_SHA512,
    };
    UnparsedPublicKey::new(algorithm, obligation.key())
        .verify(obligation.message(), obligation.signature())
        .is_ok()
}

//! Judging a whole container: is it a good signature over exactly this content, by someone an accepted authority vouches for?

use super::certificate::{Certificate, check_path};
use super::envelope::{self, Envelope};
use super::fault::SignatureFault;
use super::moment::Moment;
use crate::canonical;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ID_EC_PUBLIC_KEY, RSA_ENCRYPTION, SECP_256_R_1, SHA_256_WITH_RSA_ENCRYPTION,
};
use der::asn1::{AnyRef, UintRef};
use der::{Any, Decode, Sequence};

/// Clocks of provider and backend may differ by this much, in seconds.
const CLOCK_SLACK: u64 = 300;

/// Who signed, as the certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Common name.
    pub name: String,
    /// Twelve-digit personal id, when the certificate names one.
    pub citizen_id: Option<String>,
    /// Serial number of the certificate, lower-case hexadecimal.
    pub serial: String,
    /// Common name of the authority that issued the certificate.
    pub issuer: String,
    /// When the signer says it was signed, RFC 3339 in UTC. Level B has no independent proof of it.
    pub signing_time: String,
    /// First moment of the certificate.
    pub not_before: String,
    /// Last moment of the certificate.
    pub not_after: String,
    /// The certificate as DER.
    pub certificate: Vec<u8>,
}

impl Signer {
    /// Refuses everyone but the person with this twelve-digit id.
    ///
    /// # Errors
    /// [`SignatureFault::OtherSigner`], also when the certificate names no id.
    pub fn must_be(&self, citizen_id: &str) -> Result<(), SignatureFault> {
        if self.citizen_id.as_deref() == Some(citizen_id) { Ok(()) } else { Err(SignatureFault::OtherSigner) }
    }
}

/// Judges a container.
///
/// `content` is the canonical bytes, `roots` the accepted roots as DER, `at` the moment for which the certificates must be valid
/// (RFC 3339 in UTC to the second). Revocation is not looked at.
///
/// # Errors
/// [`SignatureFault`]: the first reason against it, in the order structure, attributes, content, certificate, signature, path, time.
pub fn verify(
    container: &[u8],
    content: &[u8],
    roots: &[Vec<u8>],
    at: &str,
) -> Result<Signer, SignatureFault> {
    let at = Moment::parse(at).and_then(Moment::unix).ok_or(SignatureFault::BadMoment)?;
    let envelope = envelope::open(container)?;
    if envelope.message_digest != canonical::sha256(content) {
        return Err(SignatureFault::ContentDiffers);
    }
    let certificate = signer_certificate(&envelope)?;
    check_signature(&envelope, &certificate)?;
    check_path(&certificate, &envelope.certificates, roots, at)?;
    if envelope.signing_time > at + CLOCK_SLACK || !certificate.is_valid_at(envelope.signing_time) {
        return Err(SignatureFault::SigningTime);
    }
    let (not_before, not_after) = certificate.validity();
    Ok(Signer {
        name: certificate.name(),
        citizen_id: certificate.citizen_id(),
        serial: certificate.serial(),
        issuer: certificate.issuer_name(),
        signing_time: Moment::text(envelope.signing_time),
        not_before,
        not_after,
        certificate: certificate.der().to_vec(),
    })
}

/// The certificate that `SignerInfo` names, which must be the one that the signer committed to.
fn signer_certificate(envelope: &Envelope) -> Result<Certificate, SignatureFault> {
    let (issuer, serial) = &envelope.signer_id;
    let certificate = envelope
        .certificates
        .iter()
        .filter_map(|der| Certificate::parse(der))
        .find(|one| one.issuer() == issuer && one.serial_der() == serial)
        .ok_or(SignatureFault::CertificateMissing)?;
    if envelope.certificate_hash != canonical::sha256(certificate.der()) {
        return Err(SignatureFault::CertificateDiffers);
    }
    Ok(certificate)
}

fn check_signature(envelope: &Envelope, certificate: &Certificate) -> Result<(), SignatureFault> {
    let key = certificate.key();
    let algorithm: &'static dyn VerificationAlgorithm = match envelope.algorithm.oid {
        ECDSA_WITH_SHA_256 if envelope.algorithm.parameters.is_none() => {
            require_p256(&key.algorithm)?;
            &ECDSA_P256_SHA256_ASN1
        }
        // RFC 5652 names the scheme or only the key; the digest is SHA-256 in both (checked with the envelope).
        SHA_256_WITH_RSA_ENCRYPTION | RSA_ENCRYPTION
            if envelope.algorithm.parameters.as_ref().is_none_or(Any::is_null) =>
        {
            require_rsa_2048(key.algorithm.oid, key.subject_public_key.raw_bytes())?;
            &RSA_PKCS1_2048_8192_SHA256
        }
        _ => return Err(SignatureFault::Algorithm),
    };
    UnparsedPublicKey::new(algorithm, key.subject_public_key.raw_bytes())
        .verify(&envelope.attributes, &envelope.signature)
        .map_err(|_| SignatureFault::SignatureWrong)
}

fn require_p256(algorithm: &x509_cert::spki::AlgorithmIdentifierOwned) -> Result<(), SignatureFault> {
    if algorithm.oid != ID_EC_PUBLIC_KEY {
        return Err(SignatureFault::Algorithm);
    }
    let curve = algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    if curve == Some(SECP_256_R_1) { Ok(()) } else { Err(SignatureFault::KeyTooWeak) }
}

/// RFC 8017, A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: AnyRef<'a>,
}

fn require_rsa_2048(oid: ObjectIdentifier, key: &[u8]) -> Result<(), SignatureFault> {
    if oid != RSA_ENCRYPTION {
        return Err(SignatureFault::Algorithm);
    }
    let key = RsaPublicKey::from_der(key).map_err(|_| SignatureFault::CertificateUnreadable)?;
    let is_full = key.modulus.as_bytes().first().is_some_and(|byte| byte & 0x80 != 0);
    if key.modulus.as_bytes().len() > 256 || (key.modulus.as_bytes().len() == 256 && is_full) {
        Ok(())
    } else {
        Err(SignatureFault::KeyTooWeak)
    }
}

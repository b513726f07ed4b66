//! The closed list of algorithms: what an `AlgorithmIdentifier` names, whether a key fits it, and whether both are strong enough.
//!
//! RSA of 2048 to 8192 bits (PKCS#1 v1.5, and PSS with every parameter written and equal; RFC 8017, RFC 4055) and ECDSA on P-256 and
//! P-384 (RFC 5480), each with SHA-256, SHA-384 or SHA-512. The arithmetic itself does not live here.

use super::fault::SignatureFault;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ECDSA_WITH_SHA_512, ID_EC_PUBLIC_KEY, ID_MGF_1, ID_RSASSA_PSS,
    ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION, SECP_224_R_1, SECP_256_R_1, SECP_384_R_1,
    SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION,
};
use der::asn1::UintRef;
use der::{Any, Decode, Sequence};
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// secp192r1, RFC 5480, 2.1.1.1
const SECP_192_R_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.1");

/// A digest that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// RFC 5754, 2: without parameters or with NULL.
    pub(super) fn read(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        if !algorithm.parameters.as_ref().is_none_or(Any::is_null) {
            return None;
        }
        match algorithm.oid {
            ID_SHA_256 => Some(Self::Sha256),
            ID_SHA_384 => Some(Self::Sha384),
            ID_SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The digest of some bytes.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        use sha2::Digest as _;
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// A named curve that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
}

impl Curve {
    /// Bytes of a coordinate, and of each of the two numbers of a signature.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }
}

/// How a signature was made, with everything that its arithmetic needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(Digest),
    /// RSASSA-PSS: MGF1 with the same digest, and a salt of the digest's length.
    RsaPss(Digest),
    /// ECDSA.
    Ecdsa(Curve, Digest),
}

/// What an algorithm identifier names, before a key is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    RsaPkcs1,
    RsaPss,
    Ecdsa,
}

/// RFC 4055, 3.1. What is left out would mean SHA-1, so nothing but the trailer may be.
#[derive(Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u16>,
}

/// The scheme and digest of a signature.
///
/// `digest` is the digest algorithm that a container names beside it, and must be the same (RFC 5652, 5.4); a certificate names none.
pub(super) fn scheme(
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Digest>,
) -> Result<(Scheme, Digest), SignatureFault> {
    let parameters = algorithm.parameters.as_ref();
    let is_rsa = parameters.is_none_or(Any::is_null);
    let named = match algorithm.oid {
        ECDSA_WITH_SHA_256 if parameters.is_none() => Some((Scheme::Ecdsa, Digest::Sha256)),
        ECDSA_WITH_SHA_384 if parameters.is_none() => Some((Scheme::Ecdsa, Digest::Sha384)),
        ECDSA_WITH_SHA_512 if parameters.is_none() => Some((Scheme::Ecdsa, Digest::Sha512)),
        SHA_256_WITH_RSA_ENCRYPTION if is_rsa => Some((Scheme::RsaPkcs1, Digest::Sha256)),
        SHA_384_WITH_RSA_ENCRYPTION if is_rsa => Some((Scheme::RsaPkcs1, Digest::Sha384)),
        SHA_512_WITH_RSA_ENCRYPTION if is_rsa => Some((Scheme::RsaPkcs1, Digest::Sha512)),
        // RFC 5652 lets a container name only the key; then the digest algorithm says the rest.
        RSA_ENCRYPTION if is_rsa => digest.map(|digest| (Scheme::RsaPkcs1, digest)),
        ID_RSASSA_PSS => parameters.and_then(pss_digest).map(|digest| (Scheme::RsaPss, digest)),
        _ => None,
    };
    named.filter(|(_, named)| digest.is_none_or(|digest| digest == *named)).ok_or(SignatureFault::Algorithm)
}

/// The one digest that all parameters agree on.
fn pss_digest(parameters: &Any) -> Option<Digest> {
    let parameters: PssParameters = parameters.decode_as().ok()?;
    let digest = Digest::read(&parameters.hash?)?;
    let mask = parameters.mask.filter(|mask| mask.oid == ID_MGF_1)?;
    let inner: AlgorithmIdentifierOwned = mask.parameters?.decode_as().ok()?;
    let is_equal = Digest::read(&inner) == Some(digest) && usize::from(parameters.salt?) == digest.length();
    (is_equal && parameters.trailer.is_none()).then_some(digest)
}

/// Whether a key can have made such a signature, and is strong enough.
pub(super) fn method(
    (scheme, digest): (Scheme, Digest),
    key: &SubjectPublicKeyInfoOwned,
) -> Result<Method, SignatureFault> {
    match (scheme, key.algorithm.oid) {
        (Scheme::Ecdsa, ID_EC_PUBLIC_KEY) => Ok(Method::Ecdsa(curve(key)?, digest)),
        (Scheme::RsaPkcs1, RSA_ENCRYPTION) => rsa(key).map(|()| Method::RsaPkcs1(digest)),
        (Scheme::RsaPss, RSA_ENCRYPTION) => rsa(key).map(|()| Method::RsaPss(digest)),
        // A key that is for PSS alone, and perhaps for this digest alone (RFC 4055, 1.2).
        (Scheme::RsaPss, ID_RSASSA_PSS) => {
            let parameters = key.algorithm.parameters.as_ref();
            if parameters.is_none_or(|parameters| pss_digest(parameters) == Some(digest)) {
                rsa(key).map(|()| Method::RsaPss(digest))
            } else {
                Err(SignatureFault::Algorithm)
            }
        }
        _ => Err(SignatureFault::Algorithm),
    }
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Result<Curve, SignatureFault> {
    let named = key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as().ok());
    let curve = match named {
        Some(SECP_256_R_1) => Curve::P256,
        Some(SECP_384_R_1) => Curve::P384,
        Some(SECP_192_R_1 | SECP_224_R_1) => return Err(SignatureFault::KeyTooWeak),
        _ => return Err(SignatureFault::Algorithm),
    };
    // RFC 5480, 2.2: the uncompressed form, which everyone can read.
    let point = key.subject_public_key.as_bytes().unwrap_or_default();
    let is_whole = point.first() == Some(&4) && point.len() == 1 + 2 * curve.length();
    if is_whole { Ok(curve) } else { Err(SignatureFault::CertificateUnreadable) }
}

/// RFC 8017, A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// 2048 to 8192 bits, with an odd exponent from 3 to 33 bits: beyond that, browsers and libraries disagree.
fn rsa(key: &SubjectPublicKeyInfoOwned) -> Result<(), SignatureFault> {
    let key = key.subject_public_key.as_bytes().unwrap_or_default();
    let key = RsaPublicKey::from_der(key).map_err(|_| SignatureFault::CertificateUnreadable)?;
    let exponent = key.exponent.as_bytes();
    match (bits(key.modulus.as_bytes()), bits(exponent)) {
        (0..2048, _) | (_, 0..2) => Err(SignatureFault::KeyTooWeak),
        (2048..=8192, 2..=33) if exponent.last().is_some_and(|last| last & 1 == 1) => Ok(()),
        _ => Err(SignatureFault::Algorithm),
    }
}

/// The bits of a number without leading zeros.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(unused)
}

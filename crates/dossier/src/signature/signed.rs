//! Reading signed attributes (RFC 5652, 11; RFC 5035): each that is wanted exactly once, with one value.

use super::algorithm::Digest;
use super::der::{CONTEXT_4, SEQUENCE, element};
use super::fault::SignatureFault;
use cms::signed_data::SignerInfo;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE, ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_MESSAGE_DIGEST,
    ID_SIGNING_TIME,
};
use der::asn1::OctetString;
use der::{Any, Decode, Encode, Sequence};
use sha1::Digest as _;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

/// id-aa-CMSAlgorithmProtection, RFC 6211
const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");
const CERTIFICATES: &str = "signing-certificate-v2";

/// RFC 5035, 4 and 5; the policies are not read.
#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<EssCertId>,
    policies: Option<Any>,
}

/// RFC 5035, 4; without an algorithm it has the form of the older one as well (5).
#[derive(Sequence)]
struct EssCertId {
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    issuer_serial: Option<Any>,
}

/// The hash of a certificate, and its issuer and serial number if they are said (as DER).
pub(super) struct Committed {
    /// None is SHA-1, which is good enough to tell a certificate that its own key has signed for (RFC 5035, 5).
    digest: Option<Digest>,
    hash: Vec<u8>,
    issuer_serial: Option<Vec<u8>>,
}

impl Committed {
    /// Whether it is the hash of this certificate.
    pub(super) fn fits(&self, der: &[u8]) -> bool {
        let hash = self.digest.map_or_else(|| sha1::Sha1::digest(der).to_vec(), |digest| digest.of(der));
        self.hash == hash
    }

    /// Whether issuer and serial number are these, if they are said.
    pub(super) fn is_named(&self, issuer: &[u8], serial: &[u8]) -> bool {
        self.issuer_serial.as_ref().is_none_or(|named| *named == issuer_serial(issuer, serial))
    }
}

/// RFC 5035, 4: `IssuerSerial` with the issuer as the one general name (a directory name).
fn issuer_serial(issuer: &[u8], serial: &[u8]) -> Vec<u8> {
    let name = element(CONTEXT_4, &[issuer]);
    element(SEQUENCE, &[&element(SEQUENCE, &[&name]), serial])
}

/// Also sees to content-type, which RFC 5652 11.1 wants equal to the type of the content.
pub(super) fn message_digest(
    signer: &SignerInfo,
    content: ObjectIdentifier,
    by: Digest,
) -> Result<Vec<u8>, SignatureFault> {
    const NAME: &str = "message-digest";
    let kind: ObjectIdentifier = attribute(signer, ID_CONTENT_TYPE, "content-type")?;
    if kind != content {
        return Err(SignatureFault::AttributeWrong("content-type"));
    }
    let digest: OctetString = attribute(signer, ID_MESSAGE_DIGEST, NAME)?;
    if digest.as_bytes().len() == by.length() {
        Ok(digest.as_bytes().to_vec())
    } else {
        Err(SignatureFault::AttributeWrong(NAME))
    }
}

/// Seconds since 1970.
pub(super) fn signing_time(signer: &SignerInfo) -> Result<u64, SignatureFault> {
    let time: Time = attribute(signer, ID_SIGNING_TIME, "signing-time")?;
    Ok(time.to_unix_duration().as_secs())
}

/// signing-certificate-v2; each digest is one that is accepted, SHA-256 where none is named.
pub(super) fn certificates(signer: &SignerInfo) -> Result<Vec<Committed>, SignatureFault> {
    committed(signer, ID_AA_SIGNING_CERTIFICATE_V_2)
}

/// What a time-stamp's authority commits to: signing-certificate-v2, the older signing-certificate, or both (RFC 5816, 2.2.1).
pub(super) fn stamp_certificates(signer: &SignerInfo) -> Vec<Result<Vec<Committed>, SignatureFault>> {
    let both = [ID_AA_SIGNING_CERTIFICATE_V_2, ID_AA_SIGNING_CERTIFICATE].map(|kind| committed(signer, kind));
    both.into_iter().filter(|one| !matches!(one, Err(SignatureFault::AttributeMissing(_)))).collect()
}

fn committed(signer: &SignerInfo, kind: ObjectIdentifier) -> Result<Vec<Committed>, SignatureFault> {
    let wrong = SignatureFault::AttributeWrong(CERTIFICATES);
    let value: SigningCertificate = attribute(signer, kind, CERTIFICATES)?;
    if value.certs.is_empty() {
        return Err(wrong);
    }
    let read = |id: &EssCertId| {
        let digest = match &id.hash_algorithm {
            _ if kind == ID_AA_SIGNING_CERTIFICATE => None,
            Some(algorithm) => Some(Digest::read(algorithm).ok_or(SignatureFault::Algorithm)?),
            None => Some(Digest::Sha256),
        };
        let hash = id.cert_hash.as_bytes().to_vec();
        let issuer_serial = id.issuer_serial.as_ref().map(Encode::to_der).transpose().map_err(|_| wrong)?;
        let length = digest.map_or(20, Digest::length);
        if hash.len() == length { Ok(Committed { digest, hash, issuer_serial }) } else { Err(wrong) }
    };
    value.certs.iter().map(read).collect()
}

/// RFC 6211, 2.
#[derive(Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    signature: Option<AlgorithmIdentifierOwned>,
}

/// Whoever signed the names of the algorithms must have signed those that stand outside.
pub(super) fn check_protection(signer: &SignerInfo) -> Result<(), SignatureFault> {
    const NAME: &str = "algorithm-protection";
    match attribute::<AlgorithmProtection>(signer, ALGORITHM_PROTECTION, NAME) {
        Ok(named) => {
            let is_same = named.digest == signer.digest_alg
                && named.signature.as_ref() == Some(&signer.signature_algorithm);
            if is_same { Ok(()) } else { Err(SignatureFault::Algorithm) }
        }
        Err(SignatureFault::AttributeMissing(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// The one value of the attribute that must be there exactly once.
fn attribute<T>(signer: &SignerInfo, oid: ObjectIdentifier, name: &'static str) -> Result<T, SignatureFault>
where
    T: for<'a> Decode<'a>,
{
    let mut found =
        signer.signed_attrs.iter().flat_map(|set| set.iter()).filter(|attribute| attribute.oid == oid);
    let attribute = found.next().ok_or(SignatureFault::AttributeMissing(name))?;
    let (None, [value]) = (found.next(), attribute.values.as_slice()) else {
        return Err(SignatureFault::AttributeWrong(name));
    };
    value.to_der().ok().and_then(|der| T::from_der(&der).ok()).ok_or(SignatureFault::AttributeWrong(name))
}

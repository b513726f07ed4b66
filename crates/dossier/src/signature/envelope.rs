//! Reading a container strictly: structure, algorithms and signed attributes. Whether the signature and its certificate are good is
//! decided in `examine` and `path`.

use super::algorithm::{Digest, Scheme, scheme};
use super::der::{CONTEXT_4, SEQUENCE, element};
use super::fault::SignatureFault;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo, SignerInfos};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA,
    ID_SIGNING_TIME,
};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, Tag, Tagged};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

/// id-aa-CMSAlgorithmProtection, RFC 6211
const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");

/// The parts of a container that has the right form.
pub(super) struct Envelope {
    /// The signed attributes as they were signed (tag 0x31).
    pub(super) attributes: Vec<u8>,
    /// The digest of the content, of the right length for the digest algorithm.
    pub(super) message_digest: Vec<u8>,
    /// Seconds since 1970.
    pub(super) signing_time: u64,
    /// Certificates that the signer committed to, the signer's own first.
    pub(super) committed: Vec<Committed>,
    /// Issuer and serial number of the signer's certificate, as DER.
    pub(super) signer_id: (Vec<u8>, Vec<u8>),
    /// How it was signed, with the digest algorithm of the content as well.
    pub(super) scheme: (Scheme, Digest),
    pub(super) signature: Vec<u8>,
    /// As DER.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// RFC 5652, 5.1, with certificates as they stand: the `cms` crate sorts those of the same length in an order that is not DER's.
#[derive(Sequence)]
struct SignedData {
    version: CmsVersion,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    content: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    certificates: Option<SetOfVec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    lists: Option<SetOfVec<Any>>,
    signers: SignerInfos,
}

/// RFC 5035, 4; the policies are not read.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    policies: Option<Any>,
}

/// The hash of a certificate, and its issuer and serial number if they are said (as DER).
pub(super) struct Committed {
    pub(super) digest: Digest,
    pub(super) hash: Vec<u8>,
    pub(super) issuer_serial: Option<Vec<u8>>,
}

/// RFC 5035, 4.
#[derive(Sequence)]
struct EssCertIdV2 {
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    issuer_serial: Option<Any>,
}

/// Reads a container. One that another encoder wrote differently, byte for byte, is refused: DER has one form.
pub(super) fn open(container: &[u8]) -> Result<Envelope, SignatureFault> {
    let malformed = |_| SignatureFault::Malformed;
    let info = ContentInfo::from_der(container).map_err(malformed)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(SignatureFault::NotSignedData);
    }
    let data: SignedData = info.content.decode_as().map_err(malformed)?;
    if data.to_der().map_err(malformed)? != info.content.to_der().map_err(malformed)? {
        return Err(SignatureFault::Malformed);
    }
    if data.content.econtent_type != ID_DATA {
        return Err(SignatureFault::NotSignedData);
    }
    if data.content.econtent.is_some() {
        return Err(SignatureFault::Attached);
    }
    let [signer] = data.signers.0.as_slice() else { return Err(SignatureFault::SignerCount) };
    if data.lists.is_some() || signer.unsigned_attrs.is_some() {
        return Err(SignatureFault::Unexpected);
    }
    if data.version != CmsVersion::V1 || signer.version != CmsVersion::V1 {
        return Err(SignatureFault::Malformed);
    }
    let digest = Digest::read(&signer.digest_alg).ok_or(SignatureFault::Algorithm)?;
    if !data.digest_algorithms.iter().eq([&signer.digest_alg]) {
        return Err(SignatureFault::Algorithm);
    }
    let scheme = scheme(&signer.signature_algorithm, Some(digest))?;
    check_protection(signer)?;
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else {
        return Err(SignatureFault::Malformed);
    };
    let mut certificates = Vec::new();
    for choice in data.certificates.iter().flat_map(SetOfVec::iter) {
        if choice.tag() != Tag::Sequence {
            return Err(SignatureFault::Unexpected);
        }
        let certificate = choice.to_der().map_err(malformed)?;
        x509_cert::Certificate::from_der(&certificate).map_err(malformed)?;
        certificates.push(certificate);
    }
    Ok(Envelope {
        attributes: signer
            .signed_attrs
            .as_ref()
            .map(Encode::to_der)
            .transpose()
            .map_err(malformed)?
            .unwrap_or_default(),
        message_digest: message_digest(signer, digest)?,
        signing_time: signing_time(signer)?,
        committed: committed(signer)?,
        signer_id: (id.issuer.to_der().map_err(malformed)?, id.serial_number.to_der().map_err(malformed)?),
        scheme,
        signature: signer.signature.as_bytes().to_vec(),
        certificates,
    })
}

/// Also sees to content-type, which RFC 5652 11.1 wants equal to the type of the content.
fn message_digest(signer: &SignerInfo, by: Digest) -> Result<Vec<u8>, SignatureFault> {
    const NAME: &str = "message-digest";
    let kind: ObjectIdentifier = attribute(signer, ID_CONTENT_TYPE, "content-type")?;
    if kind != ID_DATA {
        return Err(SignatureFault::AttributeWrong("content-type"));
    }
    let digest: OctetString = attribute(signer, ID_MESSAGE_DIGEST, NAME)?;
    if digest.as_bytes().len() == by.length() {
        Ok(digest.as_bytes().to_vec())
    } else {
        Err(SignatureFault::AttributeWrong(NAME))
    }
}

fn signing_time(signer: &SignerInfo) -> Result<u64, SignatureFault> {
    let time: Time = attribute(signer, ID_SIGNING_TIME, "signing-time")?;
    Ok(time.to_unix_duration().as_secs())
}

/// signing-certificate-v2; each digest is one that is accepted, SHA-256 where none is named.
fn committed(signer: &SignerInfo) -> Result<Vec<Committed>, SignatureFault> {
    const NAME: &str = "signing-certificate-v2";
    let wrong = SignatureFault::AttributeWrong(NAME);
    let value: SigningCertificateV2 = attribute(signer, ID_AA_SIGNING_CERTIFICATE_V_2, NAME)?;
    if value.certs.is_empty() {
        return Err(wrong);
    }
    let read = |id: &EssCertIdV2| {
        let digest = match &id.hash_algorithm {
            Some(algorithm) => Digest::read(algorithm).ok_or(SignatureFault::Algorithm)?,
            None => Digest::Sha256,
        };
        let hash = id.cert_hash.as_bytes().to_vec();
        let issuer_serial = id.issuer_serial.as_ref().map(Encode::to_der).transpose().map_err(|_| wrong)?;
        if hash.len() == digest.length() { Ok(Committed { digest, hash, issuer_serial }) } else { Err(wrong) }
    };
    value.certs.iter().map(read).collect()
}

/// RFC 5035, 4: `IssuerSerial` with the issuer as the one general name (a directory name).
pub(super) fn issuer_serial(issuer: &[u8], serial: &[u8]) -> Vec<u8> {
    let name = element(CONTEXT_4, &[issuer]);
    element(SEQUENCE, &[&element(SEQUENCE, &[&name]), serial])
}

/// RFC 6211, 2.
#[derive(Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    signature: Option<AlgorithmIdentifierOwned>,
}

/// Whoever signed the names of the algorithms must have signed those that stand outside.
fn check_protection(signer: &SignerInfo) -> Result<(), SignatureFault> {
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

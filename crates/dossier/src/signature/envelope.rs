//! Reading a container strictly: structure and signed attributes. Whether the signature and its certificate are good is decided in
//! `verify` and `certificate`.

use super::fault::SignatureFault;
use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA,
    ID_SIGNING_TIME,
};
use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::OctetString;
use der::{Any, Decode, Encode, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

/// The parts of a container that has the right form.
pub(super) struct Envelope {
    /// The signed attributes as they were signed (tag 0x31).
    pub(super) attributes: Vec<u8>,
    pub(super) message_digest: Vec<u8>,
    /// Seconds since 1970.
    pub(super) signing_time: u64,
    /// SHA-256 of the certificate that the signer committed to.
    pub(super) certificate_hash: Vec<u8>,
    /// Issuer and serial number of the signer's certificate, as DER.
    pub(super) signer_id: (Vec<u8>, Vec<u8>),
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: Vec<u8>,
    /// As DER.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// RFC 5035, 4; the policies are not read.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    policies: Option<Any>,
}

/// RFC 5035, 4; the hash says more than issuer and serial number, so those are not read.
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
    if data.encap_content_info.econtent_type != ID_DATA {
        return Err(SignatureFault::NotSignedData);
    }
    if data.encap_content_info.econtent.is_some() {
        return Err(SignatureFault::Attached);
    }
    let [signer] = data.signer_infos.0.as_slice() else { return Err(SignatureFault::SignerCount) };
    if data.crls.is_some() || signer.unsigned_attrs.is_some() {
        return Err(SignatureFault::Unexpected);
    }
    if data.version != CmsVersion::V1 || signer.version != CmsVersion::V1 {
        return Err(SignatureFault::Malformed);
    }
    if !is_sha256(&signer.digest_alg) || !data.digest_algorithms.iter().eq([&signer.digest_alg]) {
        return Err(SignatureFault::Algorithm);
    }
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else {
        return Err(SignatureFault::Malformed);
    };
    let mut certificates = Vec::new();
    for choice in data.certificates.iter().flat_map(|set| set.0.iter()) {
        match choice {
            CertificateChoices::Certificate(certificate) => {
                certificates.push(certificate.to_der().map_err(malformed)?);
            }
            CertificateChoices::Other(_) => return Err(SignatureFault::Unexpected),
        }
    }
    Ok(Envelope {
        attributes: signer
            .signed_attrs
            .as_ref()
            .map(Encode::to_der)
            .transpose()
            .map_err(malformed)?
            .unwrap_or_default(),
        message_digest: message_digest(signer)?,
        signing_time: signing_time(signer)?,
        certificate_hash: certificate_hash(signer)?,
        signer_id: (id.issuer.to_der().map_err(malformed)?, id.serial_number.to_der().map_err(malformed)?),
        algorithm: signer.signature_algorithm.clone(),
        signature: signer.signature.as_bytes().to_vec(),
        certificates,
    })
}

/// Also sees to content-type, which RFC 5652 11.1 wants equal to the type of the content.
fn message_digest(signer: &SignerInfo) -> Result<Vec<u8>, SignatureFault> {
    let kind: ObjectIdentifier = attribute(signer, ID_CONTENT_TYPE, "content-type")?;
    if kind != ID_DATA {
        return Err(SignatureFault::AttributeWrong("content-type"));
    }
    let digest: OctetString = attribute(signer, ID_MESSAGE_DIGEST, "message-digest")?;
    Ok(digest.as_bytes().to_vec())
}

fn signing_time(signer: &SignerInfo) -> Result<u64, SignatureFault> {
    let time: Time = attribute(signer, ID_SIGNING_TIME, "signing-time")?;
    Ok(time.to_unix_duration().as_secs())
}

fn certificate_hash(signer: &SignerInfo) -> Result<Vec<u8>, SignatureFault> {
    const NAME: &str = "signing-certificate-v2";
    let value: SigningCertificateV2 = attribute(signer, ID_AA_SIGNING_CERTIFICATE_V_2, NAME)?;
    let first = value.certs.first().ok_or(SignatureFault::AttributeWrong(NAME))?;
    match &first.hash_algorithm {
        Some(algorithm) if !is_sha256(algorithm) => Err(SignatureFault::Algorithm),
        Some(_) | None => Ok(first.cert_hash.as_bytes().to_vec()),
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

/// SHA-256 without parameters or with NULL (RFC 5754, 2).
fn is_sha256(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.oid == ID_SHA_256 && algorithm.parameters.as_ref().is_none_or(Any::is_null)
}

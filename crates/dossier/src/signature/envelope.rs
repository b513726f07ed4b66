//! Reading a container or a time-stamp token strictly: structure, algorithms, certificates. Signed attributes are read in `signed`;
//! whether the signature and its certificate are good is decided in `examine`, `stamp` and `path`.

use super::algorithm::{Digest, Scheme, scheme};
use super::certificate::Certificate;
use super::fault::SignatureFault;
use super::signed::{self, Committed};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo, SignerInfos};
use const_oid::db::rfc3161::{ID_AA_TIME_STAMP_TOKEN, ID_CT_TST_INFO};
use const_oid::db::rfc5911::{ID_DATA, ID_SIGNED_DATA};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, Tag, Tagged};
use x509_cert::spki::AlgorithmIdentifierOwned;

/// What a container and a time-stamp token have in common.
pub(super) struct Envelope {
    /// The signed attributes as they were signed (tag 0x31).
    pub(super) attributes: Vec<u8>,
    /// The digest of the content, of the right length for the digest algorithm.
    pub(super) message_digest: Vec<u8>,
    /// Certificates that the signer committed to, the signer's own first; one list for each attribute that does so.
    committed: Vec<Vec<Committed>>,
    /// Issuer and serial number of the signer's certificate, as DER.
    signer_id: (Vec<u8>, Vec<u8>),
    /// How it was signed, with the digest algorithm of the content as well.
    pub(super) scheme: (Scheme, Digest),
    pub(super) signature: Vec<u8>,
    /// As DER.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// A container that has the right form.
pub(super) struct Container {
    pub(super) envelope: Envelope,
    /// Seconds since 1970.
    pub(super) signing_time: u64,
    /// The token of a time-stamp over the signature, as DER.
    pub(super) stamp: Option<Vec<u8>>,
}

/// RFC 5652, 5.1, with certificates as they stand: the `cms` crate sorts those of the same length in an order that is not DER's.
#[derive(Sequence)]
pub(super) struct SignedData {
    version: CmsVersion,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    content: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    certificates: Option<SetOfVec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    lists: Option<SetOfVec<Any>>,
    pub(super) signers: SignerInfos,
}

/// Reads a container.
pub(super) fn open(container: &[u8]) -> Result<Container, SignatureFault> {
    let data = signed_data(container)?;
    if data.content.econtent_type != ID_DATA {
        return Err(SignatureFault::NotSignedData);
    }
    if data.content.econtent.is_some() {
        return Err(SignatureFault::Attached);
    }
    let signer = only_signer(&data)?;
    let stamp = stamp(signer)?;
    let envelope = read(&data, signer, CmsVersion::V1, vec![signed::certificates(signer)])?;
    Ok(Container { envelope, signing_time: signed::signing_time(signer)?, stamp })
}

/// Reads a time-stamp token (RFC 3161, 2.4.2): the envelope, and the DER of what it says.
pub(super) fn open_token(token: &[u8]) -> Result<(Envelope, Vec<u8>), SignatureFault> {
    let data = signed_data(token)?;
    if data.content.econtent_type != ID_CT_TST_INFO {
        return Err(SignatureFault::NotSignedData);
    }
    let info = data.content.econtent.as_ref().and_then(|info| info.decode_as::<OctetString>().ok());
    let info = info.ok_or(SignatureFault::Malformed)?;
    let signer = only_signer(&data)?;
    if signer.unsigned_attrs.is_some() {
        return Err(SignatureFault::Unexpected);
    }
    let envelope = read(&data, signer, CmsVersion::V3, signed::stamp_certificates(signer))?;
    Ok((envelope, info.as_bytes().to_vec()))
}

/// What any CMS holds. One that another encoder wrote differently, byte for byte, is refused: DER has one form.
pub(super) fn signed_data(container: &[u8]) -> Result<SignedData, SignatureFault> {
    let malformed = |_| SignatureFault::Malformed;
    let info = ContentInfo::from_der(container).map_err(malformed)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(SignatureFault::NotSignedData);
    }
    let data: SignedData = info.content.decode_as().map_err(malformed)?;
    if data.to_der().map_err(malformed)? == info.content.to_der().map_err(malformed)? {
        Ok(data)
    } else {
        Err(SignatureFault::Malformed)
    }
}

pub(super) fn only_signer(data: &SignedData) -> Result<&SignerInfo, SignatureFault> {
    if let [signer] = data.signers.0.as_slice() { Ok(signer) } else { Err(SignatureFault::SignerCount) }
}

/// The one thing that may be there unsigned: one time-stamp (ETSI EN 319 122-1, 5.3).
fn stamp(signer: &SignerInfo) -> Result<Option<Vec<u8>>, SignatureFault> {
    let Some(unsigned) = &signer.unsigned_attrs else { return Ok(None) };
    let [attribute] = unsigned.as_slice() else { return Err(SignatureFault::Unexpected) };
    match attribute.values.as_slice() {
        [token] if attribute.oid == ID_AA_TIME_STAMP_TOKEN => {
            token.to_der().map(Some).map_err(|_| SignatureFault::Malformed)
        }
        _ => Err(SignatureFault::Unexpected),
    }
}

fn read(
    data: &SignedData,
    signer: &SignerInfo,
    version: CmsVersion,
    committed: Vec<Result<Vec<Committed>, SignatureFault>>,
) -> Result<Envelope, SignatureFault> {
    let malformed = |_| SignatureFault::Malformed;
    if data.lists.is_some() {
        return Err(SignatureFault::Unexpected);
    }
    if data.version != version || signer.version != CmsVersion::V1 {
        return Err(SignatureFault::Malformed);
    }
    let digest = Digest::read(&signer.digest_alg).ok_or(SignatureFault::Algorithm)?;
    if !data.digest_algorithms.iter().eq([&signer.digest_alg]) {
        return Err(SignatureFault::Algorithm);
    }
    let scheme = scheme(&signer.signature_algorithm, Some(digest))?;
    signed::check_protection(signer)?;
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
    let attributes = signer.signed_attrs.as_ref().map(Encode::to_der).transpose().map_err(malformed)?;
    Ok(Envelope {
        attributes: attributes.unwrap_or_default(),
        message_digest: signed::message_digest(signer, data.content.econtent_type, digest)?,
        committed: committed.into_iter().collect::<Result<_, _>>()?,
        signer_id: (id.issuer.to_der().map_err(malformed)?, id.serial_number.to_der().map_err(malformed)?),
        scheme,
        signature: signer.signature.as_bytes().to_vec(),
        certificates,
    })
}

impl Envelope {
    /// The certificate that `SignerInfo` names, which must be the one that the signer committed to. Further ones that the signer
    /// committed to (RFC 5035, 4: the path) must be inside.
    pub(super) fn signer_certificate(&self) -> Result<Certificate, SignatureFault> {
        let (issuer, serial) = &self.signer_id;
        let certificate = self
            .certificates
            .iter()
            .filter_map(|der| Certificate::parse(der))
            .find(|one| one.issuer() == issuer && one.serial_der() == serial)
            .ok_or(SignatureFault::CertificateMissing)?;
        let is_meant = |list: &Vec<Committed>| {
            let Some((own, others)) = list.split_first() else { return false };
            own.is_named(issuer, serial)
                && own.fits(certificate.der())
                && others.iter().all(|other| self.certificates.iter().any(|der| other.fits(der)))
        };
        if !self.committed.is_empty() && self.committed.iter().all(is_meant) {
            Ok(certificate)
        } else {
            Err(SignatureFault::CertificateDiffers)
        }
    }
}

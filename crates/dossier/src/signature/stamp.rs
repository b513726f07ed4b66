//! Time-stamps (RFC 3161) over a signature: asking for one, putting it into a container (`CAdES` baseline T), and the pure half of
//! judging it. Sending the question to an authority deliberately does not live here.

use super::algorithm::Digest;
use super::container::BadInput;
use super::der::{OCTET_STRING, SEQUENCE, element};
use super::envelope::{self, Envelope};
use super::fault::SignatureFault;
use super::moment::Moment;
use super::path::Purpose;
use super::proof::{Obligations, Proof};
use cms::content_info::ContentInfo;
use cms::signed_data::SignerInfos;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc3161::ID_AA_TIME_STAMP_TOKEN;
use const_oid::db::rfc5280::ID_KP_TIME_STAMPING;
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::asn1::{Int, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, Tag, Tagged};
use x509_cert::attr::Attribute;
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// id-sha256 without parameters (RFC 5754, 2).
const SHA256: &[u8] = &[0x30, 11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const VERSION_1: &[u8] = &[0x02, 1, 1];
const TRUE: &[u8] = &[0x01, 1, 0xff];
const INTEGER: u8 = 0x02;

/// An authority's word that a signature was there at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The moment, RFC 3339 in UTC, without its fraction of a second.
    pub at: String,
    /// Common name of the time-stamping authority.
    pub authority: String,
}

/// Why an answer brings no time-stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStamp {
    /// The authority gave none; its status (RFC 3161, 2.4.2).
    Refused(u8),
    /// This is no answer of such an authority.
    NotAnAnswer,
    /// It answers another question, or one that was asked before.
    OtherQuestion,
}

/// RFC 3161, 2.4.2.
#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    imprint: MessageImprint,
    serial: Int,
    /// `GeneralizedTime`, perhaps with a fraction.
    time: Any,
    accuracy: Option<Accuracy>,
    #[asn1(default = "bool::default")]
    ordering: bool,
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    extensions: Option<Extensions>,
}

/// RFC 3161, 2.4.1.
#[derive(Sequence)]
struct MessageImprint {
    algorithm: AlgorithmIdentifierOwned,
    hash: OctetString,
}

/// RFC 3161, 2.4.2.
#[derive(Sequence)]
struct Accuracy {
    seconds: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// RFC 3161, 2.4.2.
#[derive(Sequence)]
struct Answer {
    status: StatusInfo,
    token: Option<Any>,
}

/// RFC 4210, 5.2.3.
#[derive(Sequence)]
struct StatusInfo {
    status: u8,
    text: Option<Vec<Any>>,
    failure: Option<der::asn1::BitString>,
}

/// What a time-stamping authority is sent (`application/timestamp-query`): the SHA-256 of the container's signature, and a wish for
/// the authority's certificate. `nonce` ties the answer to this question; its first bit is dropped, for a positive number.
///
/// # Errors
/// [`BadInput::Container`] when it is none.
pub fn stamp_request(container: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, BadInput> {
    let hash = Digest::Sha256.of(&signature(container)?);
    let imprint = element(SEQUENCE, &[SHA256, &element(OCTET_STRING, &[&hash])]);
    Ok(element(SEQUENCE, &[VERSION_1, &imprint, &number(nonce), TRUE]))
}

/// The token in an authority's answer (`application/timestamp-reply`) to [`stamp_request`] with this nonce.
///
/// Whether the token is true is decided when the container that it was put into is examined.
///
/// # Errors
/// [`NoStamp`] says why there is none.
pub fn stamp_token(answer: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, NoStamp> {
    let answer = Answer::from_der(answer).map_err(|_| NoStamp::NotAnAnswer)?;
    // Granted, or granted with changes that the judgement will see.
    let (0 | 1, Some(token)) = (answer.status.status, answer.token) else {
        return Err(NoStamp::Refused(answer.status.status));
    };
    let token = token.to_der().map_err(|_| NoStamp::NotAnAnswer)?;
    let (_, info) = envelope::open_token(&token).map_err(|_| NoStamp::NotAnAnswer)?;
    let info = info_of(&info).map_err(|_| NoStamp::NotAnAnswer)?;
    let asked = Int::from_der(&number(nonce)).ok();
    if asked.is_some() && info.nonce == asked { Ok(token) } else { Err(NoStamp::OtherQuestion) }
}

/// The container with a time-stamp token as the one thing that is not signed: level T. A token that was there is replaced.
///
/// # Errors
/// [`BadInput`] names the argument that does not fit.
pub fn stamped(container: &[u8], token: &[u8]) -> Result<Vec<u8>, BadInput> {
    let unfit = |_| BadInput::Container;
    let mut data = envelope::signed_data(container).map_err(|_| BadInput::Container)?;
    let mut signer = envelope::only_signer(&data).map_err(|_| BadInput::Container)?.clone();
    let token = Any::from_der(token).map_err(|_| BadInput::Token)?;
    let values = SetOfVec::try_from([token]).map_err(|_| BadInput::Token)?;
    let attribute = Attribute { oid: ID_AA_TIME_STAMP_TOKEN, values };
    signer.unsigned_attrs = Some(SetOfVec::try_from([attribute]).map_err(unfit)?);
    data.signers = SignerInfos(SetOfVec::try_from([signer]).map_err(unfit)?);
    let content = Any::encode_from(&data).map_err(unfit)?;
    ContentInfo { content_type: ID_SIGNED_DATA, content }.to_der().map_err(unfit)
}

/// What a time-stamp says, and what has to be proven for it to be believed.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) stamp: Stamp,
    /// The moment in seconds since 1970.
    pub(super) at: u64,
    pub(super) proof: Proof,
}

/// Examines a token over the signature of a container, without arithmetic. Its authority's path must be valid at the moment of the
/// time-stamp and still at `until` (seconds since 1970): after that, somebody could have found the key.
///
/// # Errors
/// One of the reasons that begin with `Stamp`.
pub(super) fn examine(
    token: &[u8],
    signature: &[u8],
    roots: &[Vec<u8>],
    until: u64,
    obligations: &mut Obligations,
) -> Result<Claim, SignatureFault> {
    let (envelope, info) = envelope::open_token(token).map_err(of_stamp)?;
    let (_, digest) = envelope.scheme;
    if envelope.message_digest != digest.of(&info) {
        return Err(SignatureFault::StampWrong);
    }
    let info = info_of(&info)?;
    let imprint = Digest::read(&info.imprint.algorithm).ok_or(SignatureFault::StampAlgorithm)?;
    if info.imprint.hash.as_bytes() != imprint.of(signature) {
        return Err(SignatureFault::StampDiffers);
    }
    let at = moment(&info)?;
    let certificate = envelope.signer_certificate().map_err(of_stamp)?;
    if !certificate.is_only_for(ID_KP_TIME_STAMPING) {
        return Err(SignatureFault::StampCertificate);
    }
    let Envelope { attributes, signature, certificates, scheme, .. } = &envelope;
    let stamp = Stamp { at: Moment::text(at), authority: certificate.name() };
    let proof = obligations
        .own(*scheme, &certificate, attributes, signature)
        .map(|own| {
            obligations.proof(own, Purpose::Stamping, (&certificate, certificates), roots, &[at, until])
        })
        .map_err(of_stamp)?;
    Ok(Claim { stamp, at, proof })
}

/// What is wrong with a token, in the words for time-stamps.
pub(super) fn of_stamp(fault: SignatureFault) -> SignatureFault {
    use SignatureFault as F;
    match fault {
        F::Algorithm | F::KeyTooWeak => F::StampAlgorithm,
        F::CertificateMissing | F::CertificateDiffers | F::CertificateUnreadable | F::KeyUsage => {
            F::StampCertificate
        }
        F::SignatureWrong => F::StampWrong,
        F::Untrusted | F::Expired | F::NotYetValid => F::StampUntrusted,
        _ => F::StampMalformed,
    }
}

fn info_of(der: &[u8]) -> Result<TstInfo, SignatureFault> {
    let info = TstInfo::from_der(der).map_err(|_| SignatureFault::StampMalformed)?;
    let has_critical = info.extensions.iter().flatten().any(|extension| extension.critical);
    if info.version == 1 && !has_critical { Ok(info) } else { Err(SignatureFault::StampMalformed) }
}

fn moment(info: &TstInfo) -> Result<u64, SignatureFault> {
    let is_time = info.time.tag() == Tag::GeneralizedTime;
    let seconds = if is_time { Moment::generalized(info.time.value()) } else { None };
    seconds.ok_or(SignatureFault::StampMalformed)
}

/// The signature that is stamped.
fn signature(container: &[u8]) -> Result<Vec<u8>, BadInput> {
    let data = envelope::signed_data(container).map_err(|_| BadInput::Container)?;
    let signer = envelope::only_signer(&data).map_err(|_| BadInput::Container)?;
    Ok(signer.signature.as_bytes().to_vec())
}

/// A positive number as DER.
fn number(mut nonce: [u8; 8]) -> Vec<u8> {
    // The second bit keeps the encoding at its full length: DER drops leading zeros.
    nonce[0] = nonce[0] & 0x7f | 0x40;
    element(INTEGER, &[&nonce])
}

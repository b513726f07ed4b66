//! Questions to OCSP responders and their answers (RFC 6960, 4.1 and 4.2): what one says about a certificate, and whether its
//! responder may say it.

use super::algorithm::{Digest, scheme};
use super::certificate::Certificate;
use super::obligation::Obligation;
use super::revocation::{AnswerFault, Question, Said, of_answer};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::ID_KP_OCSP_SIGNING;
use const_oid::db::rfc5912::ID_SHA_1;
use const_oid::db::rfc6960::ID_PKIX_OCSP_BASIC;
use der::asn1::{AnyRef, BitStringRef, GeneralizedTime, Int, OctetString};
use der::{Any, Decode, Encode, Enumerated, Sequence, Tag, TagNumber, Tagged};
use sha1::Digest as _;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// RFC 6960, 4.2.1.
#[derive(Clone, Copy, Enumerated)]
#[asn1(type = "ENUMERATED")]
#[repr(u8)]
enum Status {
    Successful = 0,
    Malformed = 1,
    Internal = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

/// RFC 6960, 4.2.1.
#[derive(Sequence)]
struct Response {
    status: Status,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

/// RFC 6960, 4.2.1.
#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

/// RFC 6960, 4.2.1, with what was signed as it stands.
#[derive(Sequence)]
struct Basic<'a> {
    signed: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitStringRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<Any>>,
}

/// RFC 6960, 4.2.1; version 1 is the default and is never written.
#[derive(Sequence)]
struct Data {
    responder: Any,
    produced: GeneralizedTime,
    responses: Vec<Single>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// RFC 6960, 4.2.1.
#[derive(Sequence)]
struct Single {
    id: CertId,
    status: Any,
    this: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// RFC 6960, 4.1.1.
#[derive(Sequence)]
struct CertId {
    algorithm: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: Int,
}

/// RFC 6960, 4.1.1, without what is optional in it.
#[derive(Sequence)]
struct Request {
    questions: Questions,
}

/// RFC 6960, 4.1.1.
#[derive(Sequence)]
struct Questions {
    list: Vec<Asked>,
}

/// RFC 6960, 4.1.1.
#[derive(Sequence)]
struct Asked {
    id: CertId,
}

/// The question about one certificate. It is named with SHA-1, the one digest that every responder knows (RFC 5019, 2.1.1).
pub(super) fn request(question: &Question<'_>) -> Option<Vec<u8>> {
    let of = |bytes: &[u8]| OctetString::new(sha1::Sha1::digest(bytes).to_vec()).ok();
    let id = CertId {
        algorithm: AlgorithmIdentifierOwned { oid: ID_SHA_1, parameters: Some(Any::null()) },
        issuer_name: of(question.certificate.issuer())?,
        issuer_key: of(question.issuer.key().subject_public_key.as_bytes()?)?,
        serial: Int::from_der(question.certificate.serial_der()).ok()?,
    };
    Request { questions: Questions { list: vec![Asked { id }] } }.to_der().ok()
}

/// What the answer says about the certificate in question.
pub(super) fn read(der: &[u8], question: &Question<'_>) -> Result<Said, AnswerFault> {
    let malformed = |_| AnswerFault::Malformed;
    let response = Response::from_der(der).map_err(malformed)?;
    let (Status::Successful, Some(bytes)) = (response.status, response.bytes) else {
        return Err(AnswerFault::Unknown);
    };
    if bytes.kind != ID_PKIX_OCSP_BASIC {
        return Err(AnswerFault::Malformed);
    }
    let basic = Basic::from_der(bytes.response.as_bytes()).map_err(malformed)?;
    let signed = basic.signed.to_der().map_err(malformed)?;
    let data = Data::from_der(&signed).map_err(malformed)?;
    let single = data.responses.iter().find(|single| is_about(&single.id, question));
    let single = single.ok_or(AnswerFault::OtherCertificate)?;
    let extensions = data.extensions.iter().chain(&single.extensions).flatten();
    if extensions.into_iter().any(|extension| extension.critical) {
        return Err(AnswerFault::Critical);
    }
    let produced = data.produced.to_unix_duration().as_secs();
    let responder = responder(&basic, &data.responder, question, produced)?;
    let signature = basic.signature.as_bytes().ok_or(AnswerFault::Malformed)?;
    let by = scheme(&basic.algorithm, None).map_err(of_answer)?;
    let mut signatures = vec![Obligation::new(by, responder.key(), &signed, signature).map_err(of_answer)?];
    if responder.der() != question.issuer.der() {
        signatures.push(responder.signed_with(question.issuer.key()).map_err(of_answer)?);
    }
    Ok(Said {
        from: single.this.to_unix_duration().as_secs(),
        until: single.next.map(|next| next.to_unix_duration().as_secs()),
        revoked: revoked(&single.status)?,
        signatures,
    })
}

/// Name and key of the issuer, by any digest that is known, and the serial number.
fn is_about(id: &CertId, question: &Question<'_>) -> bool {
    let digest = Digest::read(&id.algorithm);
    if digest.is_none() && id.algorithm.oid != ID_SHA_1 {
        return false;
    }
    let of =
        |bytes: &[u8]| digest.map_or_else(|| sha1::Sha1::digest(bytes).to_vec(), |digest| digest.of(bytes));
    let key = question.issuer.key().subject_public_key.as_bytes().unwrap_or_default();
    id.issuer_name.as_bytes() == of(question.certificate.issuer())
        && id.issuer_key.as_bytes() == of(key)
        && id.serial.to_der().is_ok_and(|serial| serial == question.certificate.serial_der())
}

/// Who answers: the issuer, or one whom it certified for answers, at the time of the answer (RFC 6960, 4.2.2.2).
fn responder(
    basic: &Basic<'_>,
    named: &Any,
    question: &Question<'_>,
    at: u64,
) -> Result<Certificate, AnswerFault> {
    let is_named = |one: &Certificate| match named.tag() {
        tag if tag == context(1) => named.value() == one.subject(),
        tag if tag == context(2) => {
            let key = one.key().subject_public_key.as_bytes().unwrap_or_default();
            OctetString::from_der(named.value())
                .is_ok_and(|hash| hash.as_bytes() == &sha1::Sha1::digest(key)[..])
        }
        _ => false,
    };
    if is_named(question.issuer) {
        return Ok(question.issuer.clone());
    }
    let certificates = basic.certificates.iter().flatten().filter_map(|one| one.to_der().ok());
    certificates
        .filter_map(|der| Certificate::parse(&der))
        .find(|one| {
            is_named(one)
                && one.issuer() == question.issuer.subject()
                && one.is_for(ID_KP_OCSP_SIGNING)
                && one.usage_allows(KeyUsage::digital_signature)
                && one.is_valid_at(at)
        })
        .ok_or(AnswerFault::Responder)
}

/// RFC 6960, 4.2.1: since when it is revoked; none when it is good.
fn revoked(status: &Any) -> Result<Option<u64>, AnswerFault> {
    let primitive = |number| Tag::ContextSpecific { constructed: false, number: TagNumber(number) };
    match status.tag() {
        tag if tag == primitive(0) => Ok(None),
        tag if tag == context(1) => {
            let time = GeneralizedTime::from_der(status.value().get(..17).unwrap_or_default());
            time.map(|time| Some(time.to_unix_duration().as_secs())).map_err(|_| AnswerFault::Malformed)
        }
        tag if tag == primitive(2) => Err(AnswerFault::Unknown),
        _ => Err(AnswerFault::Malformed),
    }
}

fn context(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

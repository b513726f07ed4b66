//! Lists of revoked certificates (RFC 5280, 5): whole ones of the certificate's own issuer. Parts of lists, and lists that speak for
//! other authorities, are refused by their critical extensions.

use super::algorithm::scheme;
use super::obligation::Obligation;
use super::revocation::{AnswerFault, Question, Said, of_answer};
use const_oid::db::rfc5280::ID_CE_CRL_NUMBER;
use der::asn1::{AnyRef, BitStringRef, Int};
use der::{Any, Decode, Encode, Sequence};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

/// RFC 5280, 5.1, with what was signed as it stands.
#[derive(Sequence)]
struct Signed<'a> {
    list: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitStringRef<'a>,
}

/// RFC 5280, 5.1.
#[derive(Sequence)]
struct List {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    issuer: Any,
    this: Time,
    next: Time,
    entries: Option<Vec<Entry>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// RFC 5280, 5.1.
#[derive(Sequence)]
struct Entry {
    serial: Int,
    since: Time,
    extensions: Option<Extensions>,
}

/// What the list says about the certificate in question. It must have a number and an end, as RFC 5280 wants.
pub(super) fn read(der: &[u8], question: &Question<'_>) -> Result<Said, AnswerFault> {
    let malformed = |_| AnswerFault::Malformed;
    let signed = Signed::from_der(der).map_err(malformed)?;
    let bytes = signed.list.to_der().map_err(malformed)?;
    let list = List::from_der(&bytes).map_err(malformed)?;
    // Version 2 is written as 1.
    if list.version != 1 || list.algorithm != signed.algorithm {
        return Err(AnswerFault::Malformed);
    }
    if list.issuer.to_der().map_err(malformed)? != question.certificate.issuer() {
        return Err(AnswerFault::OtherCertificate);
    }
    if !question.issuer.usage_allows(KeyUsage::crl_sign) {
        return Err(AnswerFault::Responder);
    }
    let mut entries = list.entries.iter().flatten();
    let is_own = |entry: &&Entry| {
        entry.serial.to_der().is_ok_and(|serial| serial == question.certificate.serial_der())
    };
    let entry = entries.find(is_own);
    let own = entry.and_then(|entry| entry.extensions.as_ref());
    if list.extensions.iter().chain(own).flatten().any(|extension| extension.critical) {
        return Err(AnswerFault::Critical);
    }
    if !list.extensions.iter().flatten().any(|extension| extension.extn_id == ID_CE_CRL_NUMBER) {
        return Err(AnswerFault::Malformed);
    }
    let by = scheme(&signed.algorithm, None).map_err(of_answer)?;
    let signature = signed.signature.as_bytes().ok_or(AnswerFault::Malformed)?;
    Ok(Said {
        from: list.this.to_unix_duration().as_secs(),
        until: Some(list.next.to_unix_duration().as_secs()),
        revoked: entry.map(|entry| entry.since.to_unix_duration().as_secs()),
        signatures: vec![Obligation::new(by, question.issuer.key(), &bytes, signature).map_err(of_answer)?],
    })
}

//! The answer of an OCSP responder (RFC 6960, 4.2.1): one that the authority certified for answers, signed with ECDSA on P-256 and
//! SHA-256. Certificates are named with SHA-1 or SHA-256; a nonce is given back.

use time::{Duration, OffsetDateTime, UtcOffset};

use super::{ECDSA_SHA256, Issued};
use crate::{
    clock,
    der::{
        BIT_STRING, CONTEXT_0, CONTEXT_1, CONTEXT_2, ENUMERATED, GENERALIZED_TIME, OCTET_STRING, OID, Part,
        SEQUENCE, element, split,
    },
    fault::Fault,
    seal,
    vault::{Authority, StampKey, fields},
};

const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const BASIC: &[u8] = &[OID, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
const NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];
/// How long an answer is good.
const GOOD: Duration = Duration::days(1);

/// What is asked about, as DER.
struct Question<'a> {
    ids: Vec<Part<'a>>,
    nonce: Option<&'a [u8]>,
}

/// What the responder knows, and how it misbehaves.
struct Known<'a> {
    authority: &'a Authority,
    issued: &'a [Issued],
    now: OffsetDateTime,
    fault: Fault,
}

/// An answer to a question at this moment, true or as a fault has it: `other` is who answers for the authority without its leave.
pub fn make(
    (authority, other): (&Authority, &StampKey),
    issued: &[Issued],
    question: &[u8],
    now: OffsetDateTime,
    fault: Fault,
) -> Vec<u8> {
    let Some(question) = read(question) else { return refusal(1) };
    let is_other = fault == Fault::OtherResponder;
    let certificate = if is_other { other.certificate() } else { authority.responder() };
    let sign = |digest: &[u8]| if is_other { other.sign(digest) } else { authority.answer(digest) };
    let basic = signed(&Known { authority, issued, now, fault }, &question, certificate, sign);
    let Some(basic) = basic else { return refusal(2) };
    let bytes = element(SEQUENCE, &[BASIC, &element(OCTET_STRING, &[&basic])]);
    element(SEQUENCE, &[&element(ENUMERATED, &[&[0]]), &element(CONTEXT_0, &[&bytes])])
}

/// RFC 6960, 4.2.1: a status and nothing else.
fn refusal(status: u8) -> Vec<u8> {
    element(SEQUENCE, &[&element(ENUMERATED, &[&[status]])])
}

/// RFC 6960, 4.1.1.
fn read(question: &[u8]) -> Option<Question<'_>> {
    let whole = split(question)?;
    let parts = split(whole.first()?.content)?;
    let parts = split(parts.first()?.content)?;
    let list = split(parts.iter().find(|part| part.tag == SEQUENCE)?.content)?;
    let ids: Option<Vec<_>> = list.iter().map(|one| split(one.content)?.first().copied()).collect();
    let extensions = parts.iter().find(|part| part.tag == CONTEXT_2).map(|part| split(part.content));
    let extensions = extensions.flatten().and_then(|list| split(list.first()?.content)).unwrap_or_default();
    let is_nonce = |part: &&Part<'_>| {
        split(part.content)
            .is_some_and(|parts| parts.first().is_some_and(|oid| oid.tag == OID && oid.content == NONCE))
    };
    Some(Question { ids: ids?, nonce: extensions.iter().find(is_nonce).map(|part| part.whole) })
}

fn signed(
    known: &Known<'_>,
    question: &Question<'_>,
    certificate: &[u8],
    sign: impl Fn(&[u8]) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let Known { now, fault, .. } = *known;
    let shift = if fault == Fault::Stale { GOOD * 3 } else { Duration::ZERO };
    let (this, next) = (now - shift, now - shift + GOOD);
    let name = element(CONTEXT_1, &[fields(certificate)?.get(5)?.whole]);
    let mut singles = Vec::new();
    for id in &question.ids {
        let status = status(known, *id)?;
        let next = element(CONTEXT_0, &[&time(next)]);
        singles.extend(element(SEQUENCE, &[id.whole, &status, &time(this), &next]));
    }
    let nonce = question.nonce.map(|nonce| element(CONTEXT_1, &[&element(SEQUENCE, &[nonce])]));
    let singles = element(SEQUENCE, &[&singles]);
    let data = element(SEQUENCE, &[&name, &time(this), &singles, &nonce.unwrap_or_default()]);
    let mut to_sign = data.clone();
    if fault == Fault::BadSignature {
        to_sign.push(0);
    }
    let signature = sign(&seal::sha256(&to_sign))?;
    let certificates = element(CONTEXT_0, &[&element(SEQUENCE, &[certificate])]);
    Some(element(SEQUENCE, &[&data, ECDSA_SHA256, &element(BIT_STRING, &[&[0], &signature]), &certificates]))
}

/// RFC 6960, 4.2.1: good, revoked since, or unknown.
fn status(known: &Known<'_>, id: Part<'_>) -> Option<Vec<u8>> {
    let Known { authority, issued, now, fault } = *known;
    let parts = split(id.content)?;
    let [algorithm, name, key, serial] = parts[..] else { return None };
    let algorithm = split(algorithm.content)?;
    let digest: fn(&[u8]) -> Vec<u8> = match algorithm.first()?.content {
        SHA1 => seal::sha1,
        SHA256 => seal::sha256,
        _ => return Some(vec![0x82, 0]),
    };
    let own = fields(authority.certificate())?;
    let bits = split(own.get(6)?.content)?.last()?.content.get(1..)?;
    let is_own = name.content == digest(own.get(5)?.whole) && key.content == digest(bits);
    let found = issued.iter().find(|one| is_own && one.serial == serial.content);
    Some(match found {
        Some(one) if fault != Fault::Unknown => match one.revoked_under(fault, now.unix_timestamp()) {
            Some(since) => element(CONTEXT_1, &[&time(clock::at(since))]),
            None => vec![0x80, 0],
        },
        _ => vec![0x82, 0],
    })
}

fn time(moment: OffsetDateTime) -> Vec<u8> {
    let text = clock::stamp(moment.to_offset(UtcOffset::UTC)) + "Z";
    element(GENERALIZED_TIME, &[text.as_bytes()])
}

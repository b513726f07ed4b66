//! A time-stamp token: CMS signed data (RFC 5652) over what the authority says (RFC 3161, 2.4.2), signed with ECDSA on P-256 and
//! SHA-256, the certificate named by SHA-256 (RFC 5816).

use time::{OffsetDateTime, UtcOffset};

use super::Question;
use crate::{
    clock,
    der::{CONTEXT_0, GENERALIZED_TIME, INTEGER, OCTET_STRING, SEQUENCE, SET, element},
    fault::Fault,
    seal,
    vault::{StampKey, fields},
};

const VERSION_1: &[u8] = &[INTEGER, 1, 1];
const VERSION_3: &[u8] = &[INTEGER, 1, 3];
/// The sandbox's policy, below a number that belongs to nobody.
const POLICY: &[u8] = &[0x06, 9, 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 1];
/// Right to the second.
const ACCURACY: &[u8] = &[SEQUENCE, 3, INTEGER, 1, 1];
const TST_INFO: &[u8] = &[0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
const SIGNED_DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const SHA256: &[u8] = &[SEQUENCE, 11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const ECDSA_SHA256: &[u8] = &[SEQUENCE, 10, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const CONTENT_TYPE: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];

/// A token that answers a question at this moment, true or spoilt by a fault.
pub fn make(key: &StampKey, question: &Question<'_>, now: OffsetDateTime, fault: Fault) -> Option<Vec<u8>> {
    let info = info(question, now, fault);
    let certificate = key.certificate();
    let (issuer, serial) = issuer_and_serial(certificate)?;
    let named = element(SEQUENCE, &[&element(OCTET_STRING, &[&seal::sha256(certificate)])]);
    let mut attributes = [
        attribute(CONTENT_TYPE, TST_INFO),
        attribute(MESSAGE_DIGEST, &element(OCTET_STRING, &[&seal::sha256(&info)])),
        attribute(SIGNING_CERTIFICATE_V2, &element(SEQUENCE, &[&element(SEQUENCE, &[&named])])),
    ];
    attributes.sort();
    let attributes = attributes.concat();
    let mut to_sign = element(SET, &[&attributes]);
    if fault == Fault::BadSignature {
        to_sign.push(0);
    }
    let signature = key.sign(&seal::sha256(&to_sign))?;
    let signer = element(
        SEQUENCE,
        &[
            VERSION_1,
            &element(SEQUENCE, &[issuer, serial]),
            SHA256,
            &element(CONTEXT_0, &[&attributes]),
            ECDSA_SHA256,
            &element(OCTET_STRING, &[&signature]),
        ],
    );
    let content = element(SEQUENCE, &[TST_INFO, &element(CONTEXT_0, &[&element(OCTET_STRING, &[&info])])]);
    let certificates =
        if question.wants_certificate { element(CONTEXT_0, &[certificate]) } else { Vec::new() };
    let data = [VERSION_3, &element(SET, &[SHA256]), &content, &certificates, &element(SET, &[&signer])];
    Some(element(SEQUENCE, &[SIGNED_DATA, &element(CONTEXT_0, &[&element(SEQUENCE, &data)])]))
}

/// What the authority says.
fn info(question: &Question<'_>, now: OffsetDateTime, fault: Fault) -> Vec<u8> {
    let other = element(SEQUENCE, &[SHA256, &element(OCTET_STRING, &[&seal::sha256(question.imprint)])]);
    let imprint = if fault == Fault::WrongImprint { &other } else { question.imprint };
    let mut serial = seal::sha256(seal::random_name().as_bytes());
    serial.truncate(16);
    serial[0] = serial[0] & 0x7f | 0x40;
    let time = clock::stamp(now.to_offset(UtcOffset::UTC)) + "Z";
    let nonce = match fault {
        Fault::WrongNonce => &[INTEGER, 1, 7],
        _ => question.nonce.unwrap_or_default(),
    };
    let serial = element(INTEGER, &[&serial]);
    let time = element(GENERALIZED_TIME, &[time.as_bytes()]);
    element(SEQUENCE, &[VERSION_1, POLICY, imprint, &serial, &time, ACCURACY, nonce])
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[kind, &element(SET, &[value])])
}

/// The issuer and the serial number of a certificate, as DER.
fn issuer_and_serial(certificate: &[u8]) -> Option<(&[u8], &[u8])> {
    let fields = fields(certificate)?;
    Some((fields.get(3)?.whole, fields.get(1)?.whole))
}

//! A list of revoked certificates (RFC 5280, 5): whole, numbered by its moment, signed by the authority itself with ECDSA on P-256 and
//! SHA-256.

use time::{Duration, OffsetDateTime, UtcOffset};

use super::{ECDSA_SHA256, Issued};
use crate::{
    clock,
    der::{BIT_STRING, CONTEXT_0, INTEGER, OCTET_STRING, OID, SEQUENCE, UTC_TIME, element, split},
    fault::Fault,
    seal,
    vault::{Authority, fields},
};

/// Version 2 is written as 1.
const VERSION_2: &[u8] = &[INTEGER, 1, 1];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 14];
const AUTHORITY_KEY: &[u8] = &[OID, 3, 0x55, 0x1d, 35];
const NUMBER: &[u8] = &[OID, 3, 0x55, 0x1d, 20];
/// How long a list is good.
const GOOD: Duration = Duration::days(7);

/// The list at this moment, true or as a fault has it.
pub fn make(authority: &Authority, issued: &[Issued], now: OffsetDateTime, fault: Fault) -> Option<Vec<u8>> {
    let shift = if fault == Fault::Stale { GOOD * 3 } else { Duration::ZERO };
    let this = now - shift;
    let own = fields(authority.certificate())?;
    let mut entries = Vec::new();
    for one in issued {
        if let Some(since) = one.revoked_under(fault, now.unix_timestamp()) {
            entries.extend(element(SEQUENCE, &[&element(INTEGER, &[&one.serial]), &time(clock::at(since))]));
        }
    }
    // RFC 5280, 5.1.2.6: without any, the list of them is absent.
    let entries = if entries.is_empty() { entries } else { element(SEQUENCE, &[&entries]) };
    let number = u32::try_from(this.unix_timestamp()).ok()?.to_be_bytes();
    let number = extension(NUMBER, &element(INTEGER, &[&[0], &number]));
    let key = element(SEQUENCE, &[&element(0x80, &[key_id(&own)?])]);
    let extensions = element(SEQUENCE, &[&extension(AUTHORITY_KEY, &key), &number]);
    let extensions = element(CONTEXT_0, &[&extensions]);
    let (this, next) = (time(this), time(this + GOOD));
    let parts = [VERSION_2, ECDSA_SHA256, own.get(5)?.whole, &this, &next, &entries, &extensions];
    let list = element(SEQUENCE, &parts);
    let mut to_sign = list.clone();
    if fault == Fault::BadSignature {
        to_sign.push(0);
    }
    let signature = authority.sign(&seal::sha256(&to_sign))?;
    Some(element(SEQUENCE, &[&list, ECDSA_SHA256, &element(BIT_STRING, &[&[0], &signature])]))
}

/// The name of the authority's key in its certificate.
fn key_id<'a>(own: &[crate::der::Part<'a>]) -> Option<&'a [u8]> {
    let list = split(own.last()?.content)?;
    let found = split(list.first()?.content)?.into_iter().find_map(|one| {
        let parts = split(one.content)?;
        (parts.first()?.content == SUBJECT_KEY).then_some(parts.last()?.content)
    });
    Some(split(found?)?.first()?.content)
}

fn extension(oid: &[u8], value: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[oid, &element(OCTET_STRING, &[value])])
}

/// RFC 5280, 5.1.2.4: before 2050 with two digits for the year.
fn time(moment: OffsetDateTime) -> Vec<u8> {
    let text = clock::stamp(moment.to_offset(UtcOffset::UTC)) + "Z";
    element(UTC_TIME, &[&text.as_bytes()[2..]])
}

//! The signed attributes of `CAdES` baseline B, and the hash that the signing provider is asked to sign.
//!
//! Four attributes: content-type (id-data), message-digest, signing-time (RFC 5652, 11.1 to 11.3) and signing-certificate-v2
//! (RFC 5035; SHA-256 of the certificate, which is the default algorithm and therefore not written).

use super::der::{OCTET_STRING, SEQUENCE, SET, element, set_of};
use crate::canonical;

/// id-contentType, 1.2.840.113549.1.9.3
const CONTENT_TYPE: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
/// id-messageDigest, 1.2.840.113549.1.9.4
const MESSAGE_DIGEST: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
/// id-signingTime, 1.2.840.113549.1.9.5
const SIGNING_TIME: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5];
/// id-aa-signingCertificateV2, 1.2.840.113549.1.9.16.2.47
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x06, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
/// id-data, 1.2.840.113549.1.7.1
pub(super) const DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The text is not a moment of the form `2026-11-21T08:05:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

/// The DER `SET OF Attribute` (tag 0x31) that is hashed and signed; a container stores the same bytes under tag 0xA0.
///
/// `message_digest` is the SHA-256 of the canonical bytes, `signing_time` an RFC 3339 moment in UTC to the second,
/// `certificate_der` the signer's certificate.
///
/// # Errors
/// [`NotATime`] when `signing_time` has another form.
///
/// ```
/// use dossier::{canonical, signature};
/// let digest = canonical::sha256(b"{}");
/// let attributes = signature::signed_attributes(&digest, "2026-11-21T08:05:00Z", b"certificate").unwrap();
/// assert_eq!(attributes[0], 0x31);
/// assert_eq!(signature::requested_hash(&attributes), canonical::sha256(&attributes));
/// ```
pub fn signed_attributes(
    message_digest: &[u8; 32],
    signing_time: &str,
    certificate_der: &[u8],
) -> Result<Vec<u8>, NotATime> {
    let hash = canonical::sha256(certificate_der);
    let certificate_id = element(SEQUENCE, &[&element(OCTET_STRING, &[&hash])]);
    let signing_certificate = element(SEQUENCE, &[&element(SEQUENCE, &[&certificate_id])]);
    Ok(set_of(vec![
        attribute(CONTENT_TYPE, DATA),
        attribute(MESSAGE_DIGEST, &element(OCTET_STRING, &[message_digest])),
        attribute(SIGNING_TIME, &time(signing_time)?),
        attribute(SIGNING_CERTIFICATE_V2, &signing_certificate),
    ]))
}

/// What the provider is asked to sign: the SHA-256 of [`signed_attributes`]. It is not the hash of the content.
#[must_use]
pub fn requested_hash(attributes: &[u8]) -> [u8; 32] {
    canonical::sha256(attributes)
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[kind, &element(SET, &[value])])
}

/// RFC 5652 11.3: `UTCTime` for the years 1950 to 2049, `GeneralizedTime` otherwise.
fn time(text: &str) -> Result<Vec<u8>, NotATime> {
    let bytes = text.as_bytes();
    if bytes.len() != 20 {
        return Err(NotATime);
    }
    let mut digits = Vec::with_capacity(15);
    for (byte, form) in bytes.iter().zip(b"0000-00-00T00:00:00Z") {
        match form {
            b'0' if byte.is_ascii_digit() => digits.push(*byte),
            b'0' => return Err(NotATime),
            mark if mark == byte => {}
            _ => return Err(NotATime),
        }
    }
    if !is_real(&digits) {
        return Err(NotATime);
    }
    digits.push(b'Z');
    let is_short = (b"1950".as_slice()..b"2050".as_slice()).contains(&&digits[..4]);
    Ok(if is_short { element(UTC_TIME, &[&digits[2..]]) } else { element(GENERALIZED_TIME, &[&digits]) })
}

/// Whether fourteen digits name a day of the calendar and a second of the day.
fn is_real(digits: &[u8]) -> bool {
    let number = |from: usize, to: usize| {
        digits[from..to].iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day) && number(8, 10) < 24 && number(10, 12) < 60 && number(12, 14) < 60
}

//! The signed attributes of `CAdES` baseline B, and the hash that the signing provider is asked to sign.
//!
//! Four attributes: content-type (id-data), message-digest, signing-time (RFC 5652, 11.1 to 11.3) and signing-certificate-v2
//! (RFC 5035; SHA-256 of the certificate, which is the default algorithm and therefore not written).

use super::der::{OCTET_STRING, SEQUENCE, SET, element, set_of};
use super::moment::Moment;
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
    Ok(set_of(&[
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
    let moment = Moment::parse(text).ok_or(NotATime)?;
    let tag = if moment.is_utc_time() { UTC_TIME } else { GENERALIZED_TIME };
    Ok(element(tag, &[&moment.asn1()]))
}

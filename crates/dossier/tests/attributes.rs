//! The hand-written signed attributes are, byte for byte, what the `cms` and `der` crates encode.
#![cfg(feature = "container")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNING_TIME,
};
use der::asn1::{GeneralizedTime, OctetString, SetOfVec, UtcTime};
use der::{Any, DateTime, Encode, Sequence};
use dossier::canonical;
use dossier::signature::{NotATime, requested_hash, signed_attributes};
use proptest::prelude::*;
use std::str::FromStr;
use x509_cert::attr::{Attribute, Attributes};

#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

#[derive(Sequence)]
struct EssCertIdV2 {
    cert_hash: OctetString,
}

fn any(value: &impl Encode) -> Any {
    der::Decode::from_der(&value.to_der().unwrap()).unwrap()
}

fn attribute(oid: const_oid::ObjectIdentifier, value: Any) -> Attribute {
    Attribute { oid, values: SetOfVec::try_from(vec![value]).unwrap() }
}

fn as_the_crates_encode(digest: [u8; 32], time: &str, certificate: &[u8]) -> Vec<u8> {
    let moment = DateTime::from_str(time).unwrap();
    let time = match UtcTime::from_date_time(moment) {
        Ok(utc) => any(&utc),
        Err(_) => any(&GeneralizedTime::from_date_time(moment)),
    };
    let cert_hash = OctetString::new(canonical::sha256(certificate).to_vec()).unwrap();
    let certificate = SigningCertificateV2 { certs: vec![EssCertIdV2 { cert_hash }] };
    let attributes: Attributes = SetOfVec::try_from(vec![
        attribute(ID_CONTENT_TYPE, any(&ID_DATA)),
        attribute(ID_MESSAGE_DIGEST, any(&OctetString::new(digest.to_vec()).unwrap())),
        attribute(ID_SIGNING_TIME, time),
        attribute(ID_AA_SIGNING_CERTIFICATE_V_2, any(&certificate)),
    ])
    .unwrap();
    attributes.to_der().unwrap()
}

proptest! {
    #[test]
    fn signed_attributes_are_what_the_crates_encode(
        digest: [u8; 32],
        certificate: Vec<u8>,
        (year, month, day) in (1970..2200_u16, 1..=12_u8, 1..=28_u8),
        (hour, minute, second) in (0..24_u8, 0..60_u8, 0..60_u8),
    ) {
        let time = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        let ours = signed_attributes(&digest, &time, &certificate).unwrap();
        prop_assert_eq!(&ours, &as_the_crates_encode(digest, &time, &certificate));
        prop_assert_eq!(requested_hash(&ours), canonical::sha256(&ours));
    }
}

#[test]
fn the_years_around_the_change_of_form_are_encoded_as_the_crates_do() {
    for time in
        ["1999-12-31T23:59:59Z", "2000-02-29T00:00:00Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"]
    {
        let ours = signed_attributes(&[7; 32], time, b"certificate").unwrap();
        assert_eq!(ours, as_the_crates_encode([7; 32], time, b"certificate"), "{time}");
    }
}

#[test]
fn a_time_that_is_none_makes_no_attributes() {
    for time in ["", "2026-11-21", "2026-11-21T08:05:00+07:00", "2026-02-30T08:05:00Z"] {
        assert_eq!(signed_attributes(&[0; 32], time, b""), Err(NotATime), "{time}");
    }
}

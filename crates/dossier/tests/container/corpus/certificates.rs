//! Containers without the signer's certificate, with another one, or with one that is out of time or meant for something else.

use super::{Case, someone, with};
use crate::asn1::{CERTIFICATES, SIGNED_DATA, edit, element};
use crate::people::{AT, CONTENT, Person, Wish};
use dossier::canonical::sha256;
use dossier::signature::{Algorithm, SignatureFault as Fault, signed_attributes};
use rcgen::{ExtendedKeyUsagePurpose, KeyUsagePurpose};

pub fn cases() -> Vec<Case> {
    let mut cases = missing();
    cases.extend(flawed());
    cases.extend(times());
    cases
}

fn missing() -> Vec<Case> {
    // The second has another key, the same issuer's name and the same serial number.
    let (person, other) = (someone(), someone());
    let good = person.sign(CONTENT);
    let own = &person.chain[0];
    // Two that nobody asks for, in the order of DER, where the first has more bytes above 0x7f.
    let stranger = with(&Wish { serial: 99, ..Wish::default() }).chain[0].clone();
    let ending = |end: [u8; 2]| [&stranger[..stranger.len() - 2], &end].concat();
    let more = [ending([1, 0xff]), ending([2, 0])];
    let case = |name: &str, container: Vec<u8>, fault| Case::refused(name, &person, container, fault);
    vec![
        Case::accepted(
            "certificates_of_the_same_length",
            &person,
            edit(&good, CERTIFICATES, &|parts| {
                parts.extend(more.clone());
                parts.sort();
            }),
        ),
        case(
            "another_kind_of_certificate",
            edit(&good, CERTIFICATES, &|parts| parts.push(element(0xa3, &[6, 1, 42, 5, 0]))),
            Fault::Unexpected,
        ),
        case(
            "no_certificates",
            edit(&good, SIGNED_DATA, &|parts| drop(parts.remove(3))),
            Fault::CertificateMissing,
        ),
        case(
            "only_the_issuers_certificate",
            edit(&good, CERTIFICATES, &|parts| parts.retain(|one| one != own)),
            Fault::CertificateMissing,
        ),
        case(
            "certificate_swapped_for_a_namesake",
            edit(&good, CERTIFICATES, &|parts| {
                parts.retain(|one| one != own);
                parts.push(other.chain[0].clone());
                parts.sort();
            }),
            Fault::CertificateDiffers,
        ),
    ]
}

fn flawed() -> Vec<Case> {
    use ExtendedKeyUsagePurpose::{ClientAuth, EmailProtection, ServerAuth, TimeStamping};
    let wish = Wish::default;
    let flaws = [
        ("certificate_expired", Wish { years: (2020, 2026), ..wish() }, Fault::Expired),
        ("certificate_not_yet_valid", Wish { years: (2027, 2046), ..wish() }, Fault::NotYetValid),
        (
            "key_for_encryption",
            Wish { usages: vec![KeyUsagePurpose::KeyEncipherment], ..wish() },
            Fault::KeyUsage,
        ),
        ("certificate_of_a_server", Wish { purposes: vec![ServerAuth], ..wish() }, Fault::KeyUsage),
        (
            "certificate_of_a_time_stamp_service",
            Wish { purposes: vec![TimeStamping], ..wish() },
            Fault::KeyUsage,
        ),
        ("certificate_of_an_authority", Wish { is_authority: true, ..wish() }, Fault::KeyUsage),
        ("issuer_that_is_no_authority", Wish { issuer_is_authority: false, ..wish() }, Fault::KeyUsage),
        (
            "issuer_that_may_only_sign_lists",
            Wish { issuer_usages: vec![KeyUsagePurpose::CrlSign], ..wish() },
            Fault::KeyUsage,
        ),
        (
            "unknown_critical_extension",
            Wish { critical_extension: true, ..wish() },
            Fault::CertificateUnreadable,
        ),
    ];
    let refused = flaws.into_iter().map(|(name, wish, fault)| {
        let person = with(&wish);
        Case::refused(name, &person, person.sign(CONTENT), fault)
    });
    let purposes = [("certificate_for_mail", EmailProtection), ("certificate_of_a_client", ClientAuth)];
    let accepted = purposes.into_iter().map(|(name, purpose)| {
        let person = with(&Wish { purposes: vec![ServerAuth, purpose], ..Wish::default() });
        Case::accepted(name, &person, person.sign(CONTENT))
    });
    refused.chain(accepted).collect()
}

fn times() -> Vec<Case> {
    let person = Person::new(Algorithm::EcdsaP256Sha256, &Wish { years: (2020, 2027), ..Wish::default() });
    let signed_at =
        |time: &str| person.wrap(&signed_attributes(&sha256(CONTENT), time, &person.chain[0]).unwrap());
    let late = |name: &str, time| Case::refused(name, &person, signed_at(time), Fault::SigningTime);
    // Years after its last day, the certificate was good at the moment that is proven.
    let (now, proven) = ("2030-01-01T00:00:00Z".to_owned(), Some(AT.to_owned()));
    let fine = || Case::accepted("", &person, signed_at(AT));
    let too_late = Some("2027-01-02T00:00:00Z".to_owned());
    vec![
        late("signed_in_the_future", "2026-11-21T08:10:01Z"),
        late("signed_next_year", "2027-11-21T08:05:00Z"),
        late("signed_before_the_certificate", "2019-12-31T23:59:59Z"),
        Case::accepted("signed_by_a_clock_five_minutes_ahead", &person, signed_at("2026-11-21T08:10:00Z")),
        Case {
            name: "expired_since_then".to_owned(),
            now: now.clone(),
            expected: Err(Fault::Expired),
            ..fine()
        },
        Case { name: "expired_after_the_proven_time".to_owned(), now: now.clone(), proven, ..fine() },
        Case {
            name: "expired_before_the_proven_time".to_owned(),
            now: now.clone(),
            proven: too_late,
            expected: Err(Fault::Expired),
            ..fine()
        },
        Case {
            name: "signed_after_the_proven_time".to_owned(),
            now,
            proven: Some("2026-11-20T08:05:00Z".to_owned()),
            expected: Err(Fault::SigningTime),
            ..fine()
        },
        Case {
            name: "proven_in_the_future".to_owned(),
            proven: Some("2026-11-21T08:10:01Z".to_owned()),
            expected: Err(Fault::BadMoment),
            ..fine()
        },
    ]
}

//! The negative corpus: each container is wrong in one way, and is refused for exactly that.

use super::asn1::{
    ATTRIBUTES, CERTIFICATES, CONTENT_INFO, SIGNED_DATA, SIGNER, SIGNERS, edit, element, inside, with_parts,
};
use super::openssl::Folder;
use super::people::{AT, CONTENT, Person, Wish};
use dossier::canonical;
use dossier::signature::{Algorithm, SignatureFault as Fault, container, signed_attributes, verify};
use rcgen::{ExtendedKeyUsagePurpose, KeyUsagePurpose};

const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];
const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
const DIGESTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 5];

fn someone() -> Person {
    Person::new(Algorithm::EcdsaP256Sha256, &Wish::default())
}

fn algorithm(oid: &[u8]) -> Vec<u8> {
    element(0x30, &element(6, oid))
}

#[track_caller]
fn refused(person: &Person, container: &[u8], fault: Fault) {
    assert_eq!(verify(container, CONTENT, &person.roots(), AT), Err(fault));
}

#[test]
fn no_flipped_bit_anywhere_in_a_container_goes_unnoticed() {
    let person = someone();
    let good = person.sign(CONTENT);
    assert!(verify(&good, CONTENT, &person.roots(), AT).is_ok());
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1 << (place % 8);
        assert!(verify(&bad, CONTENT, &person.roots(), AT).is_err(), "byte {place}");
    }
    for length in 0..good.len() {
        assert!(verify(&good[..length], CONTENT, &person.roots(), AT).is_err(), "{length} bytes");
    }
}

#[test]
fn other_forms_than_der_are_malformed() {
    let person = someone();
    let good = person.sign(CONTENT);
    refused(&person, b"", Fault::Malformed);
    refused(&person, b"{}", Fault::Malformed);
    refused(&person, &[good.as_slice(), &[0]].concat(), Fault::Malformed);
    let long_length = [&[good[0], 0x83, 0, good[2], good[3]], &good[4..]].concat();
    refused(&person, &long_length, Fault::Malformed);
    let indefinite = [&[good[0], 0x80], &good[4..], &[0, 0]].concat();
    refused(&person, &indefinite, Fault::Malformed);
    refused(&person, &edit(&good, ATTRIBUTES, &|parts| parts.reverse()), Fault::Malformed);
    refused(&person, &edit(&good, SIGNED_DATA, &|parts| parts.push(vec![5, 0])), Fault::Malformed);
    refused(&person, &edit(&good, SIGNED_DATA, &|parts| parts[0] = vec![2, 1, 3]), Fault::Malformed);
}

#[test]
fn only_detached_signed_data_is_taken() {
    let person = someone();
    let good = person.sign(CONTENT);
    refused(&person, &edit(&good, &[], &|parts| parts[0] = element(6, DATA)), Fault::NotSignedData);
    refused(
        &person,
        &edit(&good, CONTENT_INFO, &|parts| parts[0] = element(6, DIGESTED_DATA)),
        Fault::NotSignedData,
    );
    let attached = edit(&good, CONTENT_INFO, &|parts| parts.push(element(0xa0, &element(4, CONTENT))));
    refused(&person, &attached, Fault::Attached);
}

#[test]
fn nothing_unsigned_travels_in_a_container() {
    let person = someone();
    let good = person.sign(CONTENT);
    let attribute = element(0x30, &[element(6, SHA1), element(0x31, &[5, 0])].concat());
    let unsigned = edit(&good, SIGNER, &|parts| parts.push(element(0xa1, &attribute)));
    refused(&person, &unsigned, Fault::Unexpected);
    let lists = edit(&good, SIGNED_DATA, &|parts| parts.insert(4, element(0xa1, &[])));
    refused(&person, &lists, Fault::Unexpected);
}

#[test]
fn exactly_one_signer_is_taken() {
    let (person, other) = (someone(), someone());
    let good = person.sign(CONTENT);
    refused(&person, &edit(&good, SIGNERS, &|parts| parts.clear()), Fault::SignerCount);
    let second = inside(&inside(&inside(&inside(&other.sign(CONTENT))[1])[0])[4]).remove(0);
    let both = edit(&good, SIGNERS, &|parts| {
        parts.push(second.clone());
        parts.sort();
    });
    refused(&person, &both, Fault::SignerCount);
}

#[test]
fn weak_or_unfitting_algorithms_are_refused() {
    let person = someone();
    let good = person.sign(CONTENT);
    for digest in [SHA1, SHA512] {
        let changed = edit(&good, SIGNER, &|parts| parts[2] = algorithm(digest));
        refused(&person, &changed, Fault::Algorithm);
        let changed = edit(&changed, &[1, 0, 1], &|parts| parts[0] = algorithm(digest));
        refused(&person, &changed, Fault::Algorithm);
    }
    refused(&person, &edit(&good, SIGNER, &|parts| parts[4] = algorithm(SHA256)), Fault::Algorithm);
    let attributes = person.attributes(CONTENT);
    let as_rsa =
        container(&attributes, &person.chain, &person.raw(&attributes), Algorithm::RsaSha256).unwrap();
    refused(&person, &as_rsa, Fault::Algorithm);
    let rsa = Person::new(Algorithm::RsaSha256, &Wish::default());
    let attributes = rsa.attributes(CONTENT);
    let as_ec =
        container(&attributes, &rsa.chain, &rsa.raw(&attributes), Algorithm::EcdsaP256Sha256).unwrap();
    refused(&rsa, &as_ec, Fault::Algorithm);
}

#[test]
fn every_attribute_must_be_there_once_with_one_good_value() {
    let person = someone();
    let attributes = person.attributes(CONTENT);
    let names = ["content-type", "signing-time", "message-digest", "signing-certificate-v2"];
    for (place, name) in names.into_iter().enumerate() {
        let parts = inside(&attributes);
        let mut fewer = parts.clone();
        fewer.remove(place);
        refused(&person, &person.wrap(&with_parts(&attributes, &fewer)), Fault::AttributeMissing(name));
        let torn = edit(&person.sign(CONTENT), ATTRIBUTES, &|parts| drop(parts.remove(place)));
        refused(&person, &torn, Fault::AttributeMissing(name));

        let with_value = |value: &[u8]| {
            let mut changed = parts.clone();
            changed[place] = edit(&changed[place], &[1], &|values| *values = vec![value.to_vec()]);
            changed.sort();
            person.wrap(&with_parts(&attributes, &changed))
        };
        refused(&person, &with_value(&[5, 0]), Fault::AttributeWrong(name));

        let mut twice = parts.clone();
        let other = edit(&parts[place], &[1], &|values| *values = vec![vec![5, 0]]);
        twice.push(other);
        twice.sort();
        refused(&person, &person.wrap(&with_parts(&attributes, &twice)), Fault::AttributeWrong(name));

        let mut two_values = parts.clone();
        two_values[place] = edit(&parts[place], &[1], &|values| {
            values.push(vec![5, 0]);
            values.sort();
        });
        two_values.sort();
        refused(&person, &person.wrap(&with_parts(&attributes, &two_values)), Fault::AttributeWrong(name));
    }
    let none = edit(&person.sign(CONTENT), SIGNER, &|parts| drop(parts.remove(3)));
    refused(&person, &none, Fault::AttributeMissing("content-type"));
    let other_type = edit(&attributes, &[0, 1], &|values| *values = vec![element(6, DIGESTED_DATA)]);
    refused(&person, &person.wrap(&other_type), Fault::AttributeWrong("content-type"));
}

#[test]
fn another_content_is_refused_however_alike_it_looks() {
    let person = someone();
    let good = person.sign(CONTENT);
    let text = std::str::from_utf8(CONTENT).unwrap();
    let others = [
        text.replace("Trần", "Tra\u{302}\u{300}n"),
        text.replace("Bình", "Binh"),
        format!("{text}\n"),
        text.replace(':', ": "),
        String::new(),
    ];
    for other in others {
        assert_ne!(other, text);
        assert_eq!(
            verify(&good, other.as_bytes(), &person.roots(), AT),
            Err(Fault::ContentDiffers),
            "{other}"
        );
    }
    let other = person.sign(b"{}");
    refused(&person, &other, Fault::ContentDiffers);
}

#[test]
fn the_certificate_must_be_there_and_be_the_one_that_was_signed_with() {
    let person = someone();
    let good = person.sign(CONTENT);
    let own = &person.chain[0];
    refused(&person, &edit(&good, SIGNED_DATA, &|parts| drop(parts.remove(3))), Fault::CertificateMissing);
    let without = edit(&good, CERTIFICATES, &|parts| parts.retain(|one| one != own));
    refused(&person, &without, Fault::CertificateMissing);
    // Another certificate under the same issuer's name and the same number.
    let other = someone();
    let swapped = edit(&good, CERTIFICATES, &|parts| {
        parts.retain(|one| one != own);
        parts.push(other.chain[0].clone());
        parts.sort();
    });
    refused(&person, &swapped, Fault::CertificateDiffers);
}

#[test]
fn the_signature_must_be_the_certificates_own_over_the_attributes() {
    let (person, other) = (someone(), someone());
    let attributes = person.attributes(CONTENT);
    let build = |raw: &[u8]| container(&attributes, &person.chain, raw, Algorithm::EcdsaP256Sha256).unwrap();
    assert!(verify(&build(&person.raw(&attributes)), CONTENT, &person.roots(), AT).is_ok());
    refused(&person, &build(&other.raw(&attributes)), Fault::SignatureWrong);
    refused(&person, &build(&person.raw(CONTENT)), Fault::SignatureWrong);
    let as_stored = [&[0xa0], &attributes[1..]].concat();
    refused(&person, &build(&person.raw(&as_stored)), Fault::SignatureWrong);
    refused(&person, &build(b""), Fault::SignatureWrong);
}

#[test]
fn the_path_must_lead_to_an_accepted_root() {
    let (person, other) = (someone(), someone());
    let good = person.sign(CONTENT);
    assert_eq!(verify(&good, CONTENT, &other.roots(), AT), Err(Fault::Untrusted));
    assert_eq!(verify(&good, CONTENT, &[], AT), Err(Fault::Untrusted));
    assert_eq!(verify(&good, CONTENT, &[person.chain[0].clone()], AT), Err(Fault::Untrusted));
    let issuer = &person.chain[1];
    refused(
        &person,
        &edit(&good, CERTIFICATES, &|parts| parts.retain(|one| one != issuer)),
        Fault::Untrusted,
    );
    let old_root =
        Person::new(Algorithm::EcdsaP256Sha256, &Wish { root_years: (2010, 2025), ..Wish::default() });
    refused(&old_root, &old_root.sign(CONTENT), Fault::Untrusted);
}

#[test]
fn certificates_count_only_in_their_time_and_for_their_purpose() {
    let cases = [
        (Wish { years: (2020, 2026), ..Wish::default() }, Fault::Expired),
        (Wish { years: (2027, 2046), ..Wish::default() }, Fault::NotYetValid),
        (Wish { usages: vec![KeyUsagePurpose::KeyEncipherment], ..Wish::default() }, Fault::KeyUsage),
        (Wish { purposes: vec![ExtendedKeyUsagePurpose::ServerAuth], ..Wish::default() }, Fault::KeyUsage),
        (Wish { purposes: vec![ExtendedKeyUsagePurpose::TimeStamping], ..Wish::default() }, Fault::KeyUsage),
        (Wish { is_authority: true, ..Wish::default() }, Fault::KeyUsage),
        (Wish { issuer_is_authority: false, ..Wish::default() }, Fault::KeyUsage),
        (Wish { issuer_usages: vec![KeyUsagePurpose::CrlSign], ..Wish::default() }, Fault::KeyUsage),
        (Wish { critical_extension: true, ..Wish::default() }, Fault::CertificateUnreadable),
        (Wish { curve: &rcgen::PKCS_ECDSA_P384_SHA384, ..Wish::default() }, Fault::KeyTooWeak),
    ];
    for (wish, fault) in cases {
        let person = Person::new(Algorithm::EcdsaP256Sha256, &wish);
        assert_eq!(verify(&person.sign(CONTENT), CONTENT, &person.roots(), AT), Err(fault));
    }
    for purpose in [ExtendedKeyUsagePurpose::EmailProtection, ExtendedKeyUsagePurpose::ClientAuth] {
        let wish = Wish { purposes: vec![ExtendedKeyUsagePurpose::ServerAuth, purpose], ..Wish::default() };
        let person = Person::new(Algorithm::EcdsaP256Sha256, &wish);
        assert!(verify(&person.sign(CONTENT), CONTENT, &person.roots(), AT).is_ok());
    }
}

#[test]
fn a_short_rsa_key_is_too_weak() {
    let folder = Folder::new("weak");
    folder.write("dossier.json", CONTENT);
    folder.weak_rsa();
    assert_eq!(verify(&folder.sign_cms(), CONTENT, &[], &Folder::now()), Err(Fault::KeyTooWeak));
}

#[test]
fn the_time_of_signing_must_be_past_and_within_the_certificate() {
    let person = someone();
    let digest = canonical::sha256(CONTENT);
    for time in ["2026-11-21T08:10:01Z", "2027-11-21T08:05:00Z", "2019-12-31T23:59:59Z"] {
        let attributes = signed_attributes(&digest, time, &person.chain[0]).unwrap();
        refused(&person, &person.wrap(&attributes), Fault::SigningTime);
    }
    // Five minutes between two clocks are no reason.
    let attributes = signed_attributes(&digest, "2026-11-21T08:10:00Z", &person.chain[0]).unwrap();
    assert!(verify(&person.wrap(&attributes), CONTENT, &person.roots(), AT).is_ok());
    assert_eq!(verify(&person.sign(CONTENT), CONTENT, &person.roots(), "today"), Err(Fault::BadMoment));
}

#[test]
fn only_an_id_of_twelve_digits_after_the_prefix_names_a_citizen() {
    for subject_id in
        ["001195004321", "CCCD:00119500432", "CCCD:0011950043210", "CCCD:00119500432x", "CMND:001195004321"]
    {
        let person = Person::new(Algorithm::EcdsaP256Sha256, &Wish { subject_id, ..Wish::default() });
        let signer = verify(&person.sign(CONTENT), CONTENT, &person.roots(), AT).unwrap();
        assert_eq!(signer.citizen_id, None, "{subject_id}");
        assert_eq!(signer.must_be("001195004321"), Err(Fault::OtherSigner));
    }
}

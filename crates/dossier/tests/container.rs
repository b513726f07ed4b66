//! Containers: the corpus gets its verdicts, anew and as it is stored, `openssl cms` agrees with every good one, no changed bit goes
//! unnoticed, and nothing is accepted before its arithmetic. The cases are in `container/corpus`.
#![cfg(feature = "arithmetic")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "container/asn1.rs"]
mod asn1;
#[path = "container/authority.rs"]
mod authority;
#[path = "container/corpus/mod.rs"]
mod corpus;
#[path = "container/judged.rs"]
mod judged;
#[path = "container/openssl.rs"]
mod openssl;
#[path = "container/people.rs"]
mod people;
#[path = "container/stored.rs"]
mod stored;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use corpus::Case;
use dossier::signature::{
    Algorithm, AnswerFault, Curve, Digest, Method, SignatureFault, SubjectId, examine, holds, ocsp_requests,
    pem_certificates, verify,
};
use judged::{evidence, said, surprise, surprising_answer};
use openssl::Folder;
use people::{AT, CONTENT, ORGANISATION_ID, Person, SERIAL_NUMBER, USER_ID, Wish, pem};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

/// Made once for all tests.
static NEW: LazyLock<Vec<Case>> = LazyLock::new(corpus::all);

fn someone() -> Person {
    Person::new(Algorithm::EcdsaP256Sha256, &Wish::default())
}

#[test]
fn every_answer_about_a_certificate_gets_its_verdict_anew_and_as_it_is_stored() {
    let stored = stored::read(&stored::folder());
    let surprises: Vec<String> = NEW.iter().chain(&stored).filter_map(surprising_answer).collect();
    assert!(surprises.is_empty(), "{surprises:#?}");
    let told: BTreeSet<String> =
        stored.into_iter().filter_map(|case| case.answer).map(|answer| answer.verdict).collect();
    let of_all = AnswerFault::EVERY.iter().map(|fault| fault.code());
    // A signer who was accepted has an issuer, and was judged at a moment.
    let missing: Vec<&str> = of_all
        .filter(|code| !["issuer_missing", "bad_moment"].contains(code) && !told.contains(*code))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn one_answer_that_says_revoked_outweighs_the_others() {
    let find = |name: &str| NEW.iter().find(|case| case.name == name).unwrap();
    let case = find("ocsp_revoked");
    let answer = |name: &str| evidence(find(name).answer.as_ref().unwrap());
    let (good, revoked, stale) =
        (answer("ocsp_of_the_authority_good"), answer("ocsp_revoked"), answer("ocsp_cut_short"));
    assert_eq!(said(case, &[]), "not_looked_at");
    assert_eq!(said(case, &[stale, good]), "good");
    assert_eq!(said(case, &[good, revoked, stale]), "revoked");
    assert_eq!(said(case, &[revoked, good]), "revoked");
}

#[test]
fn the_question_to_a_responder_is_the_one_that_openssl_asks() {
    let case = NEW.iter().find(|case| case.name == "ocsp_of_the_authority_good").unwrap();
    let examined = examine(&case.container, &case.content, case.trust(), case.times()).unwrap();
    let (signer, issuers) = (examined.claim(), examined.issuers());
    let folder = Folder::new("question");
    folder.write("issuer.pem", pem(&issuers[..1]).as_bytes());
    folder.write("signer.pem", pem(std::slice::from_ref(&signer.certificate)).as_bytes());
    folder.must("ocsp -no_nonce -issuer issuer.pem -cert signer.pem -reqout question");
    assert_eq!(ocsp_requests(signer, issuers), [folder.read("question")]);
}

#[test]
fn every_container_of_a_new_corpus_gets_its_verdict() {
    let surprises: Vec<String> = NEW.iter().filter_map(surprise).collect();
    assert!(surprises.is_empty(), "{surprises:#?}");
}

#[test]
fn every_container_of_the_stored_corpus_gets_its_verdict() {
    let cases = stored::read(&stored::folder());
    let surprises: Vec<String> = cases.iter().filter_map(surprise).collect();
    assert!(surprises.is_empty(), "{surprises:#?}");
    assert!(cases.iter().filter(|case| case.expected.is_err()).count() >= 40);
}

#[test]
fn the_stored_corpus_has_every_case_once_and_every_reason() {
    let told = |case: &Case| (case.name.clone(), format!("{:?}", case.expected));
    let stored: Vec<_> = stored::read(&stored::folder()).iter().map(told).collect();
    let made: BTreeSet<_> = NEW.iter().map(told).collect();
    assert_eq!(stored.len(), made.len(), "a name is there twice");
    let stored: BTreeSet<_> = stored.into_iter().collect();
    assert_eq!(stored, made, "store it again: cargo run -p dossier --features arithmetic --example corpus");
    let told: BTreeSet<&str> = stored::read(&stored::folder())
        .iter()
        .filter_map(|case| case.expected.err())
        .map(SignatureFault::code)
        .collect();
    let of_all = SignatureFault::EVERY.iter().map(|fault| fault.code());
    // Whose signature it must be is asked of an accepted container.
    let missing: Vec<&str> = of_all.filter(|code| *code != "other_signer" && !told.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// OpenSSL tries one issuer of a name and key, and stops when that is the forged certificate; which it is depends on their order.
const BEYOND_OPENSSL: &str = "issuer_beside_its_forgery";

#[test]
fn openssl_accepts_every_good_container_and_none_for_another_content() {
    let good = |case: &&Case| case.expected.is_ok() && case.name != BEYOND_OPENSSL;
    for case in NEW.iter().filter(good) {
        let folder = Folder::new("good");
        folder.write("root.pem", pem(&case.roots).as_bytes());
        folder.write("dossier.p7s", &case.container);
        folder.write("dossier.json", &case.content);
        let at = case.stamped_at.as_ref().or(case.proven.as_ref()).unwrap_or(&case.now);
        let at = der::DateTime::from_str(at).unwrap();
        let at = at.unix_duration().as_secs();
        assert_eq!(folder.verify_cms(at), Ok(()), "{}", case.name);
        let mut changed = case.content.clone();
        changed[case.content.len() / 2] ^= 1;
        folder.write("dossier.json", &changed);
        assert!(folder.verify_cms(at).is_err(), "{}", case.name);
    }
}

#[test]
fn our_container_verifies_with_the_person_in_it() {
    for algorithm in [Algorithm::EcdsaP256Sha256, Algorithm::RsaSha256] {
        let person = Person::new(algorithm, &Wish::default());
        let signer = verify(&person.sign(CONTENT), CONTENT, &person.roots(), AT).unwrap();
        assert_eq!(signer.name, "Nguyễn Thị Bích Hằng");
        assert_eq!(signer.citizen_id.as_deref(), Some("001195004321"));
        assert_eq!(signer.issuer, "Test issuing authority");
        assert_eq!(signer.signing_time, AT);
        assert_eq!(signer.certificate, person.chain[0]);
        assert_eq!(signer.must_be("001195004321"), Ok(()));
        assert_eq!(signer.must_be("079190001234"), Err(SignatureFault::OtherSigner));
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_container_spoilt_at_random_says_nothing_else_than_before(
        of: Index, at: Index, length in 0..8_usize, bytes in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let case = of.get(&NEW);
        let mut spoilt = case.container.clone();
        let from = at.index(spoilt.len() + 1);
        let to = (from + length).min(spoilt.len());
        spoilt.splice(from..to, bytes);
        // Parts that nobody asks for may differ (a certificate that is not on the path), never who signed, when and with what.
        let said = |container: &[u8]| verify(container, &case.content, case.trust(), case.times());
        prop_assert!(said(&spoilt).is_err() || said(&spoilt) == said(&case.container));
    }
}

#[test]
fn nothing_is_accepted_before_its_arithmetic() {
    let person = someone();
    let examined = examine(&person.sign(CONTENT), CONTENT, &person.roots(), AT).unwrap();
    assert_eq!(examined.claim().citizen_id.as_deref(), Some("001195004321"));
    // The signature, the signer's certificate and the issuer's.
    assert_eq!(examined.obligations().len(), 3);
    let conclude = |holds: &[bool]| examined.clone().conclude(holds).map(|signer| signer.name);
    assert_eq!(conclude(&[]), Err(SignatureFault::SignatureWrong));
    assert_eq!(conclude(&[false, true, true]), Err(SignatureFault::SignatureWrong));
    assert_eq!(conclude(&[true]), Err(SignatureFault::Untrusted));
    assert_eq!(conclude(&[true, false, true]), Err(SignatureFault::Untrusted));
    assert_eq!(conclude(&[true, true, false]), Err(SignatureFault::Untrusted));
    assert!(conclude(&[true, true, true]).is_ok());
}

#[test]
fn a_signature_on_a_curve_is_also_there_as_two_fixed_numbers() {
    // About one in 128 signatures has a number that is shorter than 32 bytes.
    let person = someone();
    for _ in 0..300 {
        let examined = examine(&person.sign(CONTENT), CONTENT, &person.roots(), AT).unwrap();
        let own = &examined.obligations()[0];
        assert_eq!(own.method(), Method::Ecdsa(Curve::P256, Digest::Sha256));
        let fixed = own.fixed_signature();
        assert_eq!(fixed.len(), 64);
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, own.key());
        assert!(holds(own) && key.verify(own.message(), &fixed).is_ok());
    }
}

#[test]
fn numbers_of_people_and_organisations_are_read_from_the_subject() {
    let ids = |subject_id: &'static str| {
        let wish = Wish { subject_kind: USER_ID, subject_id, ..Wish::default() };
        let person = Person::new(Algorithm::EcdsaP256Sha256, &wish);
        dossier::signature::Certificate::parse(&person.chain[0]).unwrap().subject_ids()
    };
    assert_eq!(ids("CCCD:001195004321"), [SubjectId::Citizen("001195004321".to_owned())]);
    assert_eq!(ids("CMND:011950043"), [SubjectId::IdentityCard("011950043".to_owned())]);
    for code in ["0101243150", "0101243150-001", "001195004321"] {
        let text: &'static str = format!("MST:{code}").leak();
        assert_eq!(ids(text), [SubjectId::TaxCode(code.to_owned())]);
    }
    for text in ["CMND:01195004", "MST:010124315", "MST:0101243150-01", "MST:", "MST", "cccd:001195004321"] {
        assert_eq!(ids(text), [], "{text}");
    }
}

#[test]
fn an_organisation_is_known_by_its_tax_code_and_is_nobody_who_works_for_it() {
    let signer = |subject_kind, subject_id: &'static str| {
        let wish = Wish { subject_id, subject_kind, ..Wish::default() };
        let person = Person::new(Algorithm::EcdsaP256Sha256, &wish);
        verify(&person.sign(CONTENT), CONTENT, &person.roots(), AT).unwrap()
    };
    let code = "0101243150";
    for (kind, text) in [
        (SERIAL_NUMBER, "MST:0101243150"),
        (USER_ID, "MST:0101243150"),
        (ORGANISATION_ID, "MST:0101243150"),
        (ORGANISATION_ID, "VATVN-0101243150"),
    ] {
        assert_eq!(signer(kind, text).must_be(code), Ok(()), "{text}");
    }
    for (kind, text) in [
        (USER_ID, "MST:0101243150-001"),
        (USER_ID, "MST:0100109106"),
        (SERIAL_NUMBER, "CCCD:001195004321"),
        (SERIAL_NUMBER, "VATVN-0101243150"),
        (ORGANISATION_ID, "NTRVN-0101243150"),
        (ORGANISATION_ID, "CCCD:001195004321"),
    ] {
        assert_eq!(signer(kind, text).must_be(code), Err(SignatureFault::OtherSigner), "{text}");
    }
    let own = signer(USER_ID, "MST:001195004321");
    assert_eq!(own.must_be("001195004321"), Err(SignatureFault::OtherSigner), "a tax code is no personal id");
}

#[test]
fn a_certificate_says_how_its_key_signs_and_of_a_key_that_is_not_accepted_nothing() {
    let of = |algorithm, curve| {
        let person = Person::new(algorithm, &Wish { curve, ..Wish::default() });
        dossier::signature::Certificate::parse(&person.chain[0]).unwrap().algorithm()
    };
    let (ecdsa, rsa) = (Algorithm::EcdsaP256Sha256, Algorithm::RsaSha256);
    assert_eq!(of(ecdsa, &rcgen::PKCS_ECDSA_P256_SHA256), Some(ecdsa));
    assert_eq!(of(ecdsa, &rcgen::PKCS_ECDSA_P384_SHA384), Some(ecdsa));
    assert_eq!(of(ecdsa, &rcgen::PKCS_ECDSA_P521_SHA512), None);
    assert_eq!(of(rsa, &rcgen::PKCS_ECDSA_P256_SHA256), Some(rsa));
}

#[test]
fn roots_are_read_from_pem_text() {
    let person = someone();
    let both = [person.roots()[0].clone(), person.chain[1].clone()];
    assert_eq!(pem_certificates(&pem(&person.roots())), Ok(person.roots()));
    assert_eq!(pem_certificates(&pem(&both)), Ok(both.to_vec()));
    assert_eq!(pem_certificates(""), Err(SignatureFault::CertificateUnreadable));
    assert_eq!(pem_certificates("no certificate"), Err(SignatureFault::CertificateUnreadable));
}

#[test]
fn a_moment_in_another_form_is_refused() {
    let person = someone();
    let verdict = |now| verify(&person.sign(CONTENT), CONTENT, &person.roots(), now);
    assert_eq!(verdict("today"), Err(SignatureFault::BadMoment));
    assert_eq!(verdict("2026-11-21"), Err(SignatureFault::BadMoment));
}

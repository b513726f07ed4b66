//! Good signatures by people for whom no accepted root vouches, and the ways to a root that are longer than one step.

use super::{Case, someone, with};
use crate::asn1::{CERTIFICATES, edit, element, inside};
use crate::openssl::Folder;
use crate::people::{CONTENT, Wish};
use dossier::signature::SignatureFault as Fault;

pub fn cases() -> Vec<Case> {
    let (person, other) = (someone(), someone());
    let good = person.sign(CONTENT);
    let case = |name: &str, container: Vec<u8>, fault| Case::refused(name, &person, container, fault);
    let from = |name: &str, roots| Case { roots, ..case(name, good.clone(), Fault::Untrusted) };
    let issuer = &person.chain[1];
    let with_issuers = |issuers: &[&Vec<u8>]| {
        edit(&good, CERTIFICATES, &|parts| {
            parts.retain(|one| one != issuer);
            parts.extend(issuers.iter().map(|one| (*one).clone()));
            parts.sort();
        })
    };
    let forged = flip_signature(issuer);
    let old_root = with(&Wish { root_years: (2010, 2025), ..Wish::default() });
    let long = with(&Wish { upper: Some(1), ..Wish::default() });
    let too_long = with(&Wish { upper: Some(0), ..Wish::default() });
    let mut cases = vec![
        Case::accepted("path_over_two_authorities", &long, long.sign(CONTENT)),
        Case::refused(
            "path_longer_than_an_authority_allows",
            &too_long,
            too_long.sign(CONTENT),
            Fault::Untrusted,
        ),
        Case::refused(
            "path_with_its_middle_forged",
            &long,
            edit(&long.sign(CONTENT), CERTIFICATES, &|parts| {
                parts.retain(|one| *one != long.chain[2]);
                parts.push(flip_signature(&long.chain[2]));
                parts.sort();
            }),
            Fault::Untrusted,
        ),
        from("root_of_somebody_else", other.roots()),
        from("no_roots", Vec::new()),
        from("own_certificate_as_root", vec![person.chain[0].clone()]),
        case("issuer_missing", with_issuers(&[]), Fault::Untrusted),
        case("issuer_swapped_for_a_namesake", with_issuers(&[&other.chain[1]]), Fault::Untrusted),
        case("issuer_forged", with_issuers(&[&forged]), Fault::Untrusted),
        // The namesakes have the same name and other keys: only the arithmetic tells which path is the true one.
        Case::accepted("issuer_beside_its_namesake", &person, with_issuers(&[issuer, &other.chain[1]])),
        Case::accepted("issuer_beside_its_forgery", &person, with_issuers(&[&forged, issuer])),
        Case {
            roots: [other.roots(), person.roots()].concat(),
            ..Case::accepted("root_beside_its_namesake", &person, good.clone())
        },
        Case::refused("root_expired", &old_root, old_root.sign(CONTENT), Fault::Untrusted),
    ];
    cases.extend(authorities());
    cases
}

/// Authorities that OpenSSL makes, weaker than ours would be.
fn authorities() -> Vec<Case> {
    let kinds = [
        ("authority_with_a_short_key", "rsa:1024", "-sha256", Fault::KeyTooWeak),
        ("authority_that_signs_sha1", "rsa:2048", "-sha1", Fault::Algorithm),
        (
            "authority_that_signs_pss_with_sha1",
            "rsa:2048",
            "-sha1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest",
            Fault::Algorithm,
        ),
        (
            "authority_on_another_curve",
            "ec -pkeyopt ec_paramgen_curve:secp256k1",
            "-sha256",
            Fault::Algorithm,
        ),
    ];
    let make = |(name, key, options, fault)| {
        let folder = Folder::new(name);
        folder.write("dossier.json", CONTENT);
        folder.authority(key, options, "ec -pkeyopt ec_paramgen_curve:P-256");
        let container = folder.sign_cms("-md sha256");
        Case {
            name: String::from(name),
            container,
            content: CONTENT.to_vec(),
            roots: vec![folder.certificate("root.pem")],
            stamp_roots: Vec::new(),
            now: Folder::now(),
            proven: None,
            expected: Err(fault),
            answer: None,
            stamped_at: None,
        }
    };
    kinds.into_iter().map(make).collect()
}

/// A certificate with one bit of its signature changed, where the form of the signature stays.
fn flip_signature(certificate: &[u8]) -> Vec<u8> {
    let mut parts = inside(certificate);
    let last = parts[2].len() - 1;
    parts[2][last] ^= 1;
    element(0x30, &parts.concat())
}

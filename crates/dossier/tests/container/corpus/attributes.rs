//! Containers whose signed attributes are missing, twice there, unreadable, or say something else. Where it is not said otherwise,
//! the signature over them is the person's own.

use super::{Case, someone};
use crate::asn1::{ATTRIBUTES, SIGNER, edit, element, inside};
use crate::people::{CONTENT, Person};
use dossier::canonical::sha256;
use dossier::signature::SignatureFault as Fault;

const NAMES: [&str; 4] = ["content-type", "signing-time", "message-digest", "signing-certificate-v2"];
const DIGESTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 5];
const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const PROTECTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 52];

pub fn cases() -> Vec<Case> {
    let person = someone();
    let mut cases: Vec<Case> = (0..NAMES.len()).flat_map(|place| of_each(&person, place)).collect();
    let case = |name: &str, container: Vec<u8>, fault| Case::refused(name, &person, container, fault);
    let certificate = Fault::AttributeWrong(NAMES[3]);
    let hash = sha256(&person.chain[0]);
    let own = element(0x30, &element(4, &hash));
    let sha1 = element(0x30, &[element(0x30, &element(6, SHA1)), element(4, &hash[..20])].concat());
    let short = element(0x30, &element(4, &hash[..20]));
    let absent = element(0x30, &element(4, &sha256(b"a certificate that is not there")));
    let signing = |ids: &[Vec<u8>]| value(&person, 3, &element(0x30, &element(0x30, &ids.concat())));
    let named = |serial: &[u8]| {
        let issuer = &inside(&inside(&person.chain[0])[0])[3];
        let names = element(0x30, &element(0xa4, issuer));
        let issuer_serial = element(0x30, &[names.as_slice(), serial].concat());
        signing(&[element(0x30, &[element(4, &hash), issuer_serial].concat())])
    };
    let serial = inside(&inside(&person.chain[0])[0])[1].clone();
    let issuing = element(0x30, &element(4, &sha256(&person.chain[1])));
    cases.extend([
        case(
            "no_signed_attributes",
            edit(&person.sign(CONTENT), SIGNER, &|parts| drop(parts.remove(3))),
            Fault::AttributeMissing(NAMES[0]),
        ),
        case(
            "content_type_of_another_content",
            value(&person, 0, &element(6, DIGESTED_DATA)),
            Fault::AttributeWrong(NAMES[0]),
        ),
        case(
            "message_digest_cut_short",
            value(&person, 2, &element(4, &sha256(CONTENT)[..20])),
            Fault::AttributeWrong(NAMES[2]),
        ),
        case("certificate_by_a_sha1_digest", signing(&[sha1]), Fault::Algorithm),
        case("certificate_digest_cut_short", signing(&[short]), certificate),
        case("certificate_list_empty", signing(&[]), certificate),
        case("certificate_named_second", signing(&[issuing.clone(), own.clone()]), Fault::CertificateDiffers),
        case("further_certificate_not_inside", signing(&[own.clone(), absent]), Fault::CertificateDiffers),
        case("certificate_with_another_serial", named(&[2, 1, 7]), Fault::CertificateDiffers),
        Case::accepted("certificate_with_its_serial", &person, named(&serial)),
        Case::accepted("path_committed_to", &person, signing(&[own, issuing])),
        Case::accepted("algorithms_protected", &person, protected(&person, 2)),
        case("other_algorithms_protected", protected(&person, 3), Fault::Algorithm),
    ]);
    cases
}

/// The signed attributes with another value of the one in this place.
fn value(person: &Person, place: usize, value: &[u8]) -> Vec<u8> {
    let mut parts = inside(&person.attributes(CONTENT));
    parts[place] = edit(&parts[place], &[1], &|values| *values = vec![value.to_vec()]);
    person.wrap_parts(parts)
}

/// RFC 6211, with `ecdsa-with-SHA256` as the protected algorithm, or the one of another last arc.
fn protected(person: &Person, last: u8) -> Vec<u8> {
    let digest = element(0x30, &element(6, &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]));
    let signature = element(0xa1, &element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, last]));
    let both = element(0x30, &[digest, signature].concat());
    let mut parts = inside(&person.attributes(CONTENT));
    parts.push(element(0x30, &[element(6, PROTECTION), element(0x31, &both)].concat()));
    person.wrap_parts(parts)
}

/// What can happen to each of the four attributes.
fn of_each(person: &Person, place: usize) -> Vec<Case> {
    let name = NAMES[place];
    let parts = inside(&person.attributes(CONTENT));
    let mut fewer = parts.clone();
    fewer.remove(place);
    let mut twice = parts.clone();
    twice.push(edit(&parts[place], &[1], &|values| *values = vec![vec![5, 0]]));
    let mut two_values = parts.clone();
    two_values[place] = edit(&parts[place], &[1], &|values| {
        values.push(vec![5, 0]);
        values.sort();
    });
    let torn = edit(&person.sign(CONTENT), ATTRIBUTES, &|parts| drop(parts.remove(place)));
    let case = |what: &str, container: Vec<u8>, fault| {
        Case::refused(&format!("{}_{what}", name.replace('-', "_")), person, container, fault)
    };
    vec![
        case("never_signed", person.wrap_parts(fewer), Fault::AttributeMissing(name)),
        case("torn_out", torn, Fault::AttributeMissing(name)),
        case("null", value(person, place, &[5, 0]), Fault::AttributeWrong(name)),
        case("twice", person.wrap_parts(twice), Fault::AttributeWrong(name)),
        case("with_two_values", person.wrap_parts(two_values), Fault::AttributeWrong(name)),
    ]
}

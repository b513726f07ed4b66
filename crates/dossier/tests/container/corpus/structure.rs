//! Containers that have another form: no DER, no detached signed data, more or fewer signers, something unsigned inside.

use super::{Case, someone};
use crate::asn1::{ATTRIBUTES, CONTENT_INFO, SIGNED_DATA, SIGNER, SIGNERS, edit, element, inside};
use crate::people::CONTENT;
use dossier::signature::SignatureFault as Fault;

const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
const DIGESTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 5];
const COUNTERSIGNATURE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 6];

pub fn cases() -> Vec<Case> {
    let (person, other) = (someone(), someone());
    let good = person.sign(CONTENT);
    let case = |name: &str, container: Vec<u8>, fault| Case::refused(name, &person, container, fault);
    let malformed = |name: &str, container: Vec<u8>| case(name, container, Fault::Malformed);
    let attribute = element(0x30, &[element(6, COUNTERSIGNATURE), element(0x31, &[5, 0])].concat());
    let second = inside(&inside(&inside(&inside(&other.sign(CONTENT))[1])[0])[4]).remove(0);
    vec![
        malformed("empty", Vec::new()),
        malformed("json_instead_of_der", b"{}".to_vec()),
        malformed("pem_instead_of_der", b"-----BEGIN CMS-----\n".to_vec()),
        malformed("one_byte_after_the_end", [good.as_slice(), &[0]].concat()),
        malformed("a_second_container_after_the_end", [good.as_slice(), &good].concat()),
        malformed("last_byte_cut_off", good[..good.len() - 1].to_vec()),
        malformed("length_with_a_leading_zero", [&[good[0], 0x83, 0, good[2], good[3]], &good[4..]].concat()),
        malformed("length_left_open", [&[good[0], 0x80], &good[4..], &[0, 0]].concat()),
        malformed("attributes_in_another_order", edit(&good, ATTRIBUTES, &|parts| parts.reverse())),
        malformed(
            "another_element_in_signed_data",
            edit(&good, SIGNED_DATA, &|parts| parts.push(vec![5, 0])),
        ),
        malformed(
            "version_three_of_signed_data",
            edit(&good, SIGNED_DATA, &|parts| parts[0] = vec![2, 1, 3]),
        ),
        malformed("version_three_of_the_signer", edit(&good, SIGNER, &|parts| parts[0] = vec![2, 1, 3])),
        malformed(
            "signer_named_by_key_identifier",
            edit(&good, SIGNER, &|parts| parts[1] = element(0x80, &[7; 20])),
        ),
        case("plain_data", edit(&good, &[], &|parts| parts[0] = element(6, DATA)), Fault::NotSignedData),
        case(
            "over_another_type_of_content",
            edit(&good, CONTENT_INFO, &|parts| parts[0] = element(6, DIGESTED_DATA)),
            Fault::NotSignedData,
        ),
        case(
            "content_inside",
            edit(&good, CONTENT_INFO, &|parts| parts.push(element(0xa0, &element(4, CONTENT)))),
            Fault::Attached,
        ),
        case(
            "an_unsigned_attribute",
            edit(&good, SIGNER, &|parts| parts.push(element(0xa1, &attribute))),
            Fault::Unexpected,
        ),
        case(
            "revocation_lists_inside",
            edit(&good, SIGNED_DATA, &|parts| parts.insert(4, element(0xa1, &[]))),
            Fault::Unexpected,
        ),
        case("no_signer", edit(&good, SIGNERS, &|parts| parts.clear()), Fault::SignerCount),
        case(
            "two_signers",
            edit(&good, SIGNERS, &|parts| {
                parts.push(second.clone());
                parts.sort();
            }),
            Fault::SignerCount,
        ),
    ]
}

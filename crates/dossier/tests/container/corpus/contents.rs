//! Good containers beside another content, however alike it looks, and signatures that somebody made over something else.

use super::{Case, someone};
use crate::asn1::{SIGNER, edit, element, inside};
use crate::people::CONTENT;
use dossier::signature::{Algorithm, SignatureFault as Fault, container};

pub fn cases() -> Vec<Case> {
    let mut cases = other_contents();
    cases.extend(other_signatures());
    cases
}

fn other_contents() -> Vec<Case> {
    let person = someone();
    let text = std::str::from_utf8(CONTENT).unwrap();
    let mut flipped = CONTENT.to_vec();
    flipped[CONTENT.len() / 2] ^= 1;
    let others = [
        ("content_with_a_flipped_bit", flipped),
        ("answer_decomposed", text.replace("Trần", "Tra\u{302}\u{300}n").into_bytes()),
        ("file_name_decomposed", text.replace("Giấy", "Gia\u{302}\u{301}y").into_bytes()),
        ("attestation_decomposed", text.replace("Tôi", "To\u{302}i").into_bytes()),
        ("answer_without_its_mark", text.replace("Bình", "Binh").into_bytes()),
        ("content_with_a_line_feed", format!("{text}\n").into_bytes()),
        ("content_with_spaces", text.replace(':', ": ").into_bytes()),
        ("content_with_a_byte_order_mark", format!("\u{feff}{text}").into_bytes()),
        ("content_of_the_next_snapshot", text.replace("\"snapshot\":1", "\"snapshot\":2").into_bytes()),
        ("content_missing", Vec::new()),
    ];
    let mut cases = Vec::new();
    for (name, content) in others {
        assert_ne!(content, CONTENT, "{name}");
        let case = Case::refused(name, &person, person.sign(CONTENT), Fault::ContentDiffers);
        cases.push(Case { content, ..case });
    }
    cases.push(Case::refused(
        "signature_of_another_dossier",
        &person,
        person.sign(b"{}"),
        Fault::ContentDiffers,
    ));
    cases
}

fn other_signatures() -> Vec<Case> {
    let (person, other) = (someone(), someone());
    let attributes = person.attributes(CONTENT);
    let own = person.raw(&attributes);
    let build = |raw: &[u8]| container(&attributes, &person.chain, raw, Algorithm::EcdsaP256Sha256).unwrap();
    let as_stored = [&[0xa0], &attributes[1..]].concat();
    let mut flipped = own.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let numbers = inside(&own);
    let fixed: Vec<u8> = numbers.iter().flat_map(|number| in_full(number)).collect();
    let with = |r: Vec<u8>| element(0x30, &[r, numbers[1].clone()].concat());
    let padded = with(element(2, &[&[0], &numbers[0][2..]].concat()));
    let case = |name: &str, raw: &[u8]| Case::refused(name, &person, build(raw), Fault::SignatureWrong);
    let mut later = inside(&attributes);
    later[1] = edit(&later[1], &[1], &|values| *values = vec![element(0x17, b"261121080501Z")]);
    vec![
        case("signature_by_another_key", &other.raw(&attributes)),
        case("signature_over_the_content_itself", &person.raw(CONTENT)),
        case("signature_over_the_stored_tag", &person.raw(&as_stored)),
        case("signature_empty", b""),
        case("signature_with_a_flipped_bit", &flipped),
        case("signature_as_two_fixed_numbers", &fixed),
        case("signature_with_a_padded_number", &padded),
        case("signature_with_zero", &with(vec![2, 1, 0])),
        case("signature_with_a_negative_number", &with(vec![2, 1, 0xff])),
        case("signature_with_a_number_too_long", &with(element(2, &[1; 33]))),
        case("signature_with_a_byte_after_it", &[own.as_slice(), &[0]].concat()),
        Case::refused(
            "signing_time_changed_after_signing",
            &person,
            edit(&person.sign(CONTENT), SIGNER, &|parts| parts[3] = element(0xa0, &later.concat())),
            Fault::SignatureWrong,
        ),
    ]
}

/// The 32 bytes of a number of P-256.
fn in_full(number: &[u8]) -> [u8; 32] {
    let mut full = [0; 32];
    let digits: Vec<u8> = number[2..].iter().copied().skip_while(|byte| *byte == 0).collect();
    full[32 - digits.len()..].copy_from_slice(&digits);
    full
}

//! Containers with every algorithm that is accepted, made by OpenSSL under authorities of every kind, and people as we sign for them.

use super::{Case, with};
use crate::openssl::Folder;
use crate::people::{CONTENT, Person, USER_ID, Wish};
use dossier::signature::Algorithm;

const DIGESTS: [&str; 3] = ["sha256", "sha384", "sha512"];
const PSS: &str = "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest";

pub fn cases() -> Vec<Case> {
    let mut cases = signed_by_openssl();
    let rsa = Person::new(Algorithm::RsaSha256, &Wish::default());
    let curve = with(&Wish { curve: &rcgen::PKCS_ECDSA_P256_SHA256, ..Wish::default() });
    cases.push(Case::accepted("ours_rsa_sha256", &rsa, rsa.sign(CONTENT)));
    cases.push(Case::accepted("ours_p256_sha256", &curve, curve.sign(CONTENT)));
    cases.extend(subjects());
    cases
}

/// A signer's key, what authority it is under, and the options of signing with each digest.
fn signed_by_openssl() -> Vec<Case> {
    let pss_root = "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest";
    let kinds = [
        ("rsa_pkcs1", "rsa:2048", "rsa:3072", "-sha512", ""),
        ("rsa_pss", "rsa:3072", "ec -pkeyopt ec_paramgen_curve:P-384", "-sha384", PSS),
        ("rsa_key_for_pss_only", "rsa-pss -pkeyopt rsa_keygen_bits:2048", "rsa:2048", "-sha384", PSS),
        ("p256", "ec -pkeyopt ec_paramgen_curve:P-256", "rsa:2048", pss_root, ""),
        ("p384", "ec -pkeyopt ec_paramgen_curve:P-384", "ec -pkeyopt ec_paramgen_curve:P-256", "-sha512", ""),
    ];
    let mut cases = Vec::new();
    for (name, key, root_key, root_options, options) in kinds {
        let folder = Folder::new(name);
        folder.write("dossier.json", CONTENT);
        folder.authority(root_key, root_options, key);
        for digest in DIGESTS {
            cases.push(Case {
                name: format!("{name}_{digest}"),
                container: folder.sign_cms(&format!("-md {digest} {options}")),
                content: CONTENT.to_vec(),
                roots: vec![folder.certificate("root.pem")],
                stamp_roots: Vec::new(),
                now: Folder::now(),
                proven: None,
                expected: Ok(Some("001195004321")),
                answer: None,
                stamped_at: None,
            });
        }
    }
    cases
}

/// Subjects as authorities name them; only one form is a personal id.
fn subjects() -> Vec<Case> {
    let of = |name: &str, subject_kind, subject_id, expected| {
        let person = with(&Wish { subject_id, subject_kind, ..Wish::default() });
        Case { expected: Ok(expected), ..Case::accepted(name, &person, person.sign(CONTENT)) }
    };
    let serial = Wish::default().subject_kind;
    vec![
        of("subject_cccd_in_the_user_id", USER_ID, "CCCD:001195004321", Some("001195004321")),
        of("subject_cmnd_in_the_user_id", USER_ID, "CMND:011950043", None),
        of("subject_mst_in_the_user_id", USER_ID, "MST:0101243150", None),
        of("subject_without_a_prefix", serial, "001195004321", None),
        of("subject_one_digit_short", serial, "CCCD:00119500432", None),
        of("subject_one_digit_long", serial, "CCCD:0011950043210", None),
        of("subject_with_a_letter", serial, "CCCD:00119500432x", None),
        of("subject_cmnd_of_twelve_digits", serial, "CMND:001195004321", None),
    ]
}

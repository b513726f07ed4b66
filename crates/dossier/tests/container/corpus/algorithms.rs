//! Containers with algorithms and keys that are not accepted, and names of algorithms that do not fit each other or the key.

use super::{Case, someone};
use crate::asn1::{SIGNER, edit, element, inside};
use crate::openssl::Folder;
use crate::people::{AT, CONTENT, Person, Wish};
use dossier::canonical::sha256;
use dossier::signature::{Algorithm, SignatureFault as Fault, container, signed_attributes};

const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];
const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];

pub fn cases() -> Vec<Case> {
    let mut cases = names();
    cases.extend(by_openssl());
    cases.extend(pss_parameters());
    cases.extend(keys());
    cases
}

fn algorithm(oid: &[u8]) -> Vec<u8> {
    element(0x30, &element(6, oid))
}

/// The container with another digest algorithm in both places.
fn with_digest(good: &[u8], oid: &[u8]) -> Vec<u8> {
    let changed = edit(good, SIGNER, &|parts| parts[2] = algorithm(oid));
    edit(&changed, &[1, 0, 1], &|parts| parts[0] = algorithm(oid))
}

fn names() -> Vec<Case> {
    let person = someone();
    let rsa = Person::new(Algorithm::RsaSha256, &Wish::default());
    let good = person.sign(CONTENT);
    let case = |name: &str, container: Vec<u8>| Case::refused(name, &person, container, Fault::Algorithm);
    let of_rsa = |name: &str, container: Vec<u8>| Case::refused(name, &rsa, container, Fault::Algorithm);
    let signed_with = |oid: &[u8]| edit(&good, SIGNER, &|parts| parts[4] = algorithm(oid));
    let attributes = person.attributes(CONTENT);
    let as_rsa = container(&attributes, &person.chain, &person.raw(&attributes), Algorithm::RsaSha256);
    let attributes = rsa.attributes(CONTENT);
    let as_ec = container(&attributes, &rsa.chain, &rsa.raw(&attributes), Algorithm::EcdsaP256Sha256);
    let null = element(0x30, &[element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]), vec![5, 0]].concat());
    let only_key = |digest: &[u8]| {
        let named = edit(&rsa.sign(CONTENT), SIGNER, &|parts| parts[4] = algorithm(RSA_ENCRYPTION));
        if digest == SHA256 { named } else { with_digest(&named, digest) }
    };
    vec![
        case("digest_sha1_of_the_signer", edit(&good, SIGNER, &|parts| parts[2] = algorithm(SHA1))),
        case("digest_sha1_everywhere", with_digest(&good, SHA1)),
        case("digest_sha512_of_the_signer", edit(&good, SIGNER, &|parts| parts[2] = algorithm(SHA512))),
        case("digest_sha512_beside_ecdsa_with_sha256", with_digest(&good, SHA512)),
        case("ecdsa_with_sha384_beside_digest_sha256", signed_with(ECDSA_SHA384)),
        case("signature_algorithm_is_a_digest", signed_with(SHA256)),
        case("ecdsa_with_null_parameters", edit(&good, SIGNER, &|parts| parts[4].clone_from(&null))),
        case("elliptic_key_under_the_name_of_rsa", as_rsa.unwrap()),
        of_rsa("rsa_key_under_the_name_of_ecdsa", as_ec.unwrap()),
        of_rsa("rsa_encryption_beside_digest_sha1", only_key(SHA1)),
        Case::accepted("rsa_encryption_beside_digest_sha256", &rsa, only_key(SHA256)),
        Case::refused(
            "rsa_encryption_beside_digest_sha512",
            &rsa,
            only_key(SHA512),
            Fault::AttributeWrong("message-digest"),
        ),
    ]
}

/// Whole containers by OpenSSL, which signs with what we do not accept.
fn by_openssl() -> Vec<Case> {
    let pss = "-md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen";
    let (rsa, curve) = ("rsa:2048", "ec -pkeyopt ec_paramgen_curve");
    let kinds = [
        ("openssl_sha1", rsa.to_owned(), "-md sha1".to_owned(), Fault::Algorithm),
        ("openssl_sha224", rsa.to_owned(), "-md sha224".to_owned(), Fault::Algorithm),
        ("openssl_sha3", rsa.to_owned(), "-md sha3-256".to_owned(), Fault::Algorithm),
        ("pss_with_the_longest_salt", rsa.to_owned(), format!("{pss}:max"), Fault::Algorithm),
        ("pss_with_a_salt_of_twenty", rsa.to_owned(), format!("{pss}:20"), Fault::Algorithm),
        (
            "pss_with_another_mask_digest",
            rsa.to_owned(),
            format!("{pss}:digest -keyopt rsa_mgf1_md:sha1"),
            Fault::Algorithm,
        ),
        ("rsa_of_1024_bits", "rsa:1024".to_owned(), "-md sha256".to_owned(), Fault::KeyTooWeak),
        ("rsa_of_2047_bits", "rsa:2047".to_owned(), "-md sha256".to_owned(), Fault::KeyTooWeak),
        ("curve_p192", format!("{curve}:P-192"), "-md sha256".to_owned(), Fault::KeyTooWeak),
        ("curve_p224", format!("{curve}:P-224"), "-md sha256".to_owned(), Fault::KeyTooWeak),
        ("curve_p521", format!("{curve}:P-521"), "-md sha512".to_owned(), Fault::Algorithm),
        ("curve_secp256k1", format!("{curve}:secp256k1"), "-md sha256".to_owned(), Fault::Algorithm),
        (
            "curve_with_its_parameters_written_out",
            format!("{curve}:P-256 -pkeyopt ec_param_enc:explicit"),
            "-md sha256".to_owned(),
            Fault::Algorithm,
        ),
    ];
    let make = |(name, key, options, fault): (&str, String, String, Fault)| {
        let folder = Folder::new(name);
        folder.write("dossier.json", CONTENT);
        folder.authority("ec -pkeyopt ec_paramgen_curve:P-256", "-sha256", &key);
        Case { expected: Err(fault), ..case(name, &folder, folder.sign_cms(&options)) }
    };
    kinds.into_iter().map(make).collect()
}

fn case(name: &str, folder: &Folder, container: Vec<u8>) -> Case {
    Case {
        name: name.to_owned(),
        container,
        content: CONTENT.to_vec(),
        roots: vec![folder.certificate("root.pem")],
        stamp_roots: Vec::new(),
        now: Folder::now(),
        proven: None,
        expected: Err(Fault::Algorithm),
        answer: None,
        stamped_at: None,
    }
}

/// A good PSS container, its parameters changed afterwards: what is left out means SHA-1.
fn pss_parameters() -> Vec<Case> {
    let folder = Folder::new("pss-parameters");
    folder.write("dossier.json", CONTENT);
    folder.authority("rsa:2048", "-sha256", "rsa:2048");
    let good = folder.sign_cms("-md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest");
    let with = |parameters: &[u8]| {
        let named = element(0x30, &[&element(6, RSA_PSS), parameters].concat());
        edit(&good, SIGNER, &|parts| parts[4].clone_from(&named))
    };
    let without = |place: usize| edit(&good, &[SIGNER, &[4, 1]].concat(), &|parts| drop(parts.remove(place)));
    let trailer = edit(&good, &[SIGNER, &[4, 1]].concat(), &|parts| parts.push(element(0xa3, &[2, 1, 1])));
    vec![
        case("pss_without_parameters", &folder, with(&[])),
        case("pss_with_null_parameters", &folder, with(&[5, 0])),
        case("pss_with_empty_parameters", &folder, with(&[0x30, 0])),
        case("pss_without_its_digest", &folder, without(0)),
        case("pss_without_its_mask", &folder, without(1)),
        case("pss_without_its_salt", &folder, without(2)),
        case("pss_with_its_trailer", &folder, trailer),
    ]
}

/// Certificates whose key was changed, by people who committed to just these.
fn keys() -> Vec<Case> {
    let (curve, rsa) = (someone(), Person::new(Algorithm::RsaSha256, &Wish::default()));
    let point = bits(&curve)[1..].to_vec();
    let mut beside = point.clone();
    beside[63] ^= 1;
    let numbers = inside(&bits(&rsa));
    let (modulus, exponent) = (numbers[0].clone(), numbers[1].clone());
    let mut even = modulus.clone();
    even[modulus.len() - 1] &= 0xfe;
    let of_rsa = |modulus: &[u8], exponent: &[u8]| element(0x30, &[modulus, exponent].concat());
    let case = |name: &str, person: &Person, key: &[u8], fault| {
        Case::refused(name, person, with_key(person, key), fault)
    };
    vec![
        case("key_beside_the_curve", &curve, &[&[4], beside.as_slice()].concat(), Fault::SignatureWrong),
        case("key_compressed", &curve, &[&[2], &point[..32]].concat(), Fault::CertificateUnreadable),
        case("key_cut_short", &curve, &[&[4], &point[..63]].concat(), Fault::CertificateUnreadable),
        case("rsa_with_an_even_modulus", &rsa, &of_rsa(&even, &exponent), Fault::SignatureWrong),
        case("rsa_with_exponent_one", &rsa, &of_rsa(&modulus, &[2, 1, 1]), Fault::KeyTooWeak),
        case("rsa_with_exponent_four", &rsa, &of_rsa(&modulus, &[2, 1, 4]), Fault::Algorithm),
        case("rsa_of_8193_bits", &rsa, &of_rsa(&element(2, &[1; 1025]), &exponent), Fault::Algorithm),
        case("rsa_key_that_is_none", &rsa, &modulus, Fault::CertificateUnreadable),
    ]
}

/// The key in a person's certificate: a point after its first byte, or two numbers.
fn bits(person: &Person) -> Vec<u8> {
    let parts = inside(&inside(&inside(&person.chain[0])[0])[6]);
    let head = if parts[1][1] < 0x80 { 2 } else { usize::from(parts[1][1] & 0x7f) + 2 };
    parts[1][head + 1..].to_vec()
}

fn with_key(person: &Person, key: &[u8]) -> Vec<u8> {
    let key = element(3, &[&[0], key].concat());
    let mut chain = person.chain.clone();
    chain[0] = edit(&chain[0], &[0, 6], &|parts| parts[1].clone_from(&key));
    person.wrap_with(&signed_attributes(&sha256(CONTENT), AT, &chain[0]).unwrap(), &chain)
}

//! Containers against independent judges: `openssl cms` verifies ours, ours verifies what `openssl cms` made, and every way of
//! tampering has its own reason. Certificates are made in `container/people.rs`.
#![cfg(feature = "container")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "container/asn1.rs"]
mod asn1;
#[path = "container/openssl.rs"]
mod openssl;
#[path = "container/people.rs"]
mod people;
#[path = "container/tampering.rs"]
mod tampering;

use dossier::signature::{Algorithm, SignatureFault, pem_certificates, verify};
use openssl::Folder;
use people::{AT, CONTENT, Person, Wish};

const ALGORITHMS: [Algorithm; 2] = [Algorithm::EcdsaP256Sha256, Algorithm::RsaSha256];

#[test]
fn openssl_accepts_our_container_and_refuses_it_for_another_content() {
    for algorithm in ALGORITHMS {
        let person = Person::new(algorithm, &Wish::default());
        let folder = Folder::new("ours");
        folder.write("root.pem", person.root_pem().as_bytes());
        folder.write("dossier.p7s", &person.sign(CONTENT));
        folder.write("dossier.json", CONTENT);
        assert_eq!(folder.verify_cms(), Ok(()), "{algorithm:?}");
        for place in [0, CONTENT.len() / 2, CONTENT.len() - 1] {
            let mut changed = CONTENT.to_vec();
            changed[place] ^= 1;
            folder.write("dossier.json", &changed);
            assert!(folder.verify_cms().is_err(), "{algorithm:?}, byte {place}");
        }
    }
}

#[test]
fn our_container_verifies_with_the_person_in_it() {
    for algorithm in ALGORITHMS {
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
fn what_openssl_signed_verifies_with_ours() {
    for algorithm in ALGORITHMS {
        let person = Person::new(algorithm, &Wish::default());
        let folder = Folder::new("theirs");
        folder.write("key.pem", person.key_pem().as_bytes());
        folder.write("signer.pem", person.signer_pem().as_bytes());
        folder.write("issuer.pem", person.issuer_pem().as_bytes());
        folder.write("dossier.json", CONTENT);
        let container = folder.sign_cms();
        let now = Folder::now();
        let signer = verify(&container, CONTENT, &person.roots(), &now).unwrap();
        assert_eq!(signer.citizen_id.as_deref(), Some("001195004321"), "{algorithm:?}");
        assert_eq!(verify(&container, b"{}", &person.roots(), &now), Err(SignatureFault::ContentDiffers));
    }
}

#[test]
fn roots_are_read_from_pem_text() {
    let person = Person::new(Algorithm::EcdsaP256Sha256, &Wish::default());
    assert_eq!(pem_certificates(&person.root_pem()), Ok(person.roots()));
    let both = format!("{}{}", person.root_pem(), person.issuer_pem());
    assert_eq!(pem_certificates(&both), Ok(vec![person.roots()[0].clone(), person.chain[1].clone()]));
    assert_eq!(pem_certificates(""), Err(SignatureFault::CertificateUnreadable));
    assert_eq!(pem_certificates("no certificate"), Err(SignatureFault::CertificateUnreadable));
}

//! A person with a key and a certificate under a root of the test, as good or as flawed as the test wishes.

use dossier::canonical;
use dossier::signature::{Algorithm, container, signed_attributes};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, RsaKeySize, SigningKey, date_time_ymd,
};

/// A content as the dossier makes it.
pub const CONTENT: &[u8] =
    r#"{"answers":{"child_name":{"family":"Trần","given":"An","middle":"Bình"}},"snapshot":1}"#.as_bytes();
/// The moment of signing and of the check.
pub const AT: &str = "2026-11-21T08:05:00Z";

/// How the certificates differ from good ones.
#[derive(Clone)]
pub struct Wish {
    /// First and last year of the person's certificate.
    pub years: (i32, i32),
    /// First and last year of the root.
    pub root_years: (i32, i32),
    pub usages: Vec<KeyUsagePurpose>,
    pub purposes: Vec<ExtendedKeyUsagePurpose>,
    pub issuer_usages: Vec<KeyUsagePurpose>,
    pub issuer_is_authority: bool,
    pub is_authority: bool,
    pub critical_extension: bool,
    pub curve: &'static rcgen::SignatureAlgorithm,
    pub subject_id: &'static str,
    pub serial: u64,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            years: (2020, 2046),
            root_years: (2020, 2048),
            usages: vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment],
            purposes: vec![],
            issuer_usages: vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
            issuer_is_authority: true,
            is_authority: false,
            critical_extension: false,
            curve: &rcgen::PKCS_ECDSA_P256_SHA256,
            subject_id: "CCCD:001195004321",
            serial: 4321,
        }
    }
}

pub struct Person {
    key: KeyPair,
    algorithm: Algorithm,
    /// The person's certificate, then the issuing authority's.
    pub chain: Vec<Vec<u8>>,
    root: Vec<u8>,
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

fn authority(common: &str, (first, last): (i32, i32), usages: &[KeyUsagePurpose]) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(common);
    params.not_before = date_time_ymd(first, 1, 1);
    params.not_after = date_time_ymd(last, 1, 1);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = usages.to_vec();
    params
}

impl Person {
    pub fn new(algorithm: Algorithm, wish: &Wish) -> Self {
        let signing = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let root_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let root = CertifiedIssuer::self_signed(authority("Test root", wish.root_years, &signing), root_key)
            .unwrap();
        let mut issuing = authority("Test issuing authority", (2020, 2047), &wish.issuer_usages);
        if !wish.issuer_is_authority {
            issuing.is_ca = IsCa::ExplicitNoCa;
        }
        let issuing_key = KeyPair::generate().unwrap();
        let issuing = CertifiedIssuer::signed_by(issuing, issuing_key, &root).unwrap();
        let key = match algorithm {
            Algorithm::EcdsaP256Sha256 => KeyPair::generate_for(wish.curve).unwrap(),
            Algorithm::RsaSha256 => {
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
            }
        };
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Nguyễn Thị Bích Hằng");
        params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 5]), wish.subject_id);
        params.not_before = date_time_ymd(wish.years.0, 1, 1);
        params.not_after = date_time_ymd(wish.years.1, 1, 1);
        params.serial_number = Some(wish.serial.into());
        params.key_usages.clone_from(&wish.usages);
        params.extended_key_usages.clone_from(&wish.purposes);
        if wish.is_authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        if wish.critical_extension {
            let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], vec![5, 0]);
            extension.set_criticality(true);
            params.custom_extensions.push(extension);
        }
        let own = params.signed_by(&key, &issuing).unwrap();
        Self {
            key,
            algorithm,
            chain: vec![own.der().to_vec(), issuing.der().to_vec()],
            root: root.der().to_vec(),
        }
    }

    pub fn roots(&self) -> Vec<Vec<u8>> {
        vec![self.root.clone()]
    }

    pub fn attributes(&self, content: &[u8]) -> Vec<u8> {
        signed_attributes(&canonical::sha256(content), AT, &self.chain[0]).unwrap()
    }

    /// The raw signature over some attributes.
    pub fn raw(&self, attributes: &[u8]) -> Vec<u8> {
        self.key.sign(attributes).unwrap()
    }

    pub fn sign(&self, content: &[u8]) -> Vec<u8> {
        self.wrap(&self.attributes(content))
    }

    /// Signs attributes, whatever they are, and builds the container.
    pub fn wrap(&self, attributes: &[u8]) -> Vec<u8> {
        container(attributes, &self.chain, &self.raw(attributes), self.algorithm).unwrap()
    }

    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }

    pub fn signer_pem(&self) -> String {
        pem(&self.chain[0])
    }

    pub fn issuer_pem(&self) -> String {
        pem(&self.chain[1])
    }

    pub fn root_pem(&self) -> String {
        pem(&self.root)
    }
}

fn pem(der: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (place, three) in der.chunks(3).enumerate() {
        if place % 16 == 0 {
            text.push('\n');
        }
        let bits = three
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for letter in 0..4 {
            let is_padding = letter > three.len();
            text.push(if is_padding { '=' } else { char::from(LETTERS[bits >> (18 - 6 * letter) & 63]) });
        }
    }
    format!("-----BEGIN CERTIFICATE-----{text}\n-----END CERTIFICATE-----\n")
}

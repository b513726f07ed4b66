//! A person with a key and a certificate under a root of the test, as good or as flawed as the test wishes.

use crate::asn1::element;
use dossier::canonical;
use dossier::signature::{Algorithm, container, signed_attributes};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, RsaKeySize, SigningKey, date_time_ymd,
};

/// A content as the dossier makes it: an answer, a file's name and an attestation have letters with marks.
pub const CONTENT: &[u8] = r#"{"answers":{"child_name":{"family":"Trần","given":"An","middle":"Bình"}},"attestation":"Tôi cam đoan","documents":[{"name":"Giấy chứng sinh.pdf"}],"snapshot":1}"#.as_bytes();
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
    /// How many authorities may follow the one between root and issuing authority; without it there is none between.
    pub upper: Option<u8>,
    pub curve: &'static rcgen::SignatureAlgorithm,
    pub subject_id: &'static str,
    /// The attribute that holds it.
    pub subject_kind: &'static [u64],
    pub serial: u64,
}

/// Attributes of a subject: serialNumber, user id and organizationIdentifier.
pub const SERIAL_NUMBER: &[u64] = &[2, 5, 4, 5];
pub const USER_ID: &[u64] = &[0, 9, 2342, 19_200_300, 100, 1, 1];
pub const ORGANISATION_ID: &[u64] = &[2, 5, 4, 97];

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
            upper: None,
            curve: &rcgen::PKCS_ECDSA_P256_SHA256,
            subject_id: "CCCD:001195004321",
            subject_kind: SERIAL_NUMBER,
            serial: 4321,
        }
    }
}

pub struct Person {
    key: KeyPair,
    algorithm: Algorithm,
    /// The person's certificate, then the issuing authority's, then those above it but the root.
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
        issuing.use_authority_key_identifier_extension = true;
        if !wish.issuer_is_authority {
            issuing.is_ca = IsCa::ExplicitNoCa;
        }
        let upper = wish.upper.map(|length| {
            let mut upper = authority("Test upper authority", (2020, 2047), &signing);
            upper.use_authority_key_identifier_extension = true;
            upper.is_ca = IsCa::Ca(BasicConstraints::Constrained(length));
            CertifiedIssuer::signed_by(upper, KeyPair::generate().unwrap(), &root).unwrap()
        });
        let above = upper.as_ref().unwrap_or(&root);
        let issuing = CertifiedIssuer::signed_by(issuing, KeyPair::generate().unwrap(), above).unwrap();
        let key = match algorithm {
            Algorithm::EcdsaP256Sha256 => KeyPair::generate_for(wish.curve).unwrap(),
            Algorithm::RsaSha256 => {
                KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
            }
        };
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Nguyễn Thị Bích Hằng");
        params.distinguished_name.push(DnType::CustomDnType(wish.subject_kind.to_vec()), wish.subject_id);
        params.not_before = date_time_ymd(wish.years.0, 1, 1);
        params.not_after = date_time_ymd(wish.years.1, 1, 1);
        params.serial_number = Some(wish.serial.into());
        // OpenSSL asks only one issuer of a name, and chooses it by this.
        params.use_authority_key_identifier_extension = true;
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
            chain: [own.der(), issuing.der()]
                .into_iter()
                .chain(upper.as_ref().map(CertifiedIssuer::der))
                .map(|der| der.to_vec())
                .collect(),
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
        self.wrap_with(attributes, &self.chain)
    }

    /// The same, with other certificates.
    pub fn wrap_with(&self, attributes: &[u8], chain: &[Vec<u8>]) -> Vec<u8> {
        container(attributes, chain, &self.raw(attributes), self.algorithm).unwrap()
    }

    /// A container with these attributes (each as DER), sorted and signed, whatever they are.
    pub fn wrap_parts(&self, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
        parts.sort();
        self.wrap(&element(0x31, &parts.concat()))
    }
}

/// PEM text of certificates.
pub fn pem(certificates: &[Vec<u8>]) -> String {
    certificates.iter().map(|der| one_pem(der)).collect()
}

fn one_pem(der: &[u8]) -> String {
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

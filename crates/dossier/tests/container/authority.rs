//! A time-stamping authority of the test, as good or as flawed as the test wishes. OpenSSL's own is in `openssl`.

use crate::asn1::{element, inside};
use dossier::canonical::sha256;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair,
    KeyUsagePurpose, SigningKey, date_time_ymd,
};

pub const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
pub const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
pub const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
pub const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
pub const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
/// id-kp-timeStamping and id-kp-clientAuth.
pub const STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
pub const CLIENT: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
/// Of the time-stamp, if nothing else is wished: a minute after the signature.
pub const STAMPED_AT: &str = "2026-11-21T08:06:00Z";

/// How the authority's certificate differs from a good one.
#[derive(Clone)]
pub struct Wish {
    /// First and last year.
    pub years: (i32, i32),
    pub purposes: Vec<&'static [u8]>,
    pub is_critical: bool,
    pub usages: Vec<KeyUsagePurpose>,
    /// Whether there is an authority between it and the root.
    pub is_below_another: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            years: (2020, 2046),
            purposes: vec![STAMPING],
            is_critical: true,
            usages: vec![KeyUsagePurpose::DigitalSignature],
            is_below_another: false,
        }
    }
}

pub struct Authority {
    key: KeyPair,
    /// The authority's own certificate, and one between it and the root.
    pub chain: Vec<Vec<u8>>,
    root: Vec<u8>,
}

fn params(common: &str, (first, last): (i32, i32)) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, common);
    params.not_before = date_time_ymd(first, 1, 1);
    params.not_after = date_time_ymd(last, 1, 1);
    params.use_authority_key_identifier_extension = true;
    params
}

impl Authority {
    pub fn new(wish: &Wish) -> Self {
        let issuing = |common: &str| {
            let mut params = params(common, (2020, 2048));
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            params
        };
        let root =
            CertifiedIssuer::self_signed(issuing("Test time root"), KeyPair::generate().unwrap()).unwrap();
        let between = wish.is_below_another.then(|| {
            let key = KeyPair::generate().unwrap();
            CertifiedIssuer::signed_by(issuing("Test time issuing authority"), key, &root).unwrap()
        });
        let mut own = params("Test time-stamping authority", wish.years);
        own.key_usages.clone_from(&wish.usages);
        if !wish.purposes.is_empty() {
            let purposes: Vec<u8> = wish.purposes.iter().flat_map(|oid| element(6, oid)).collect();
            let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 37], element(0x30, &purposes));
            extension.set_criticality(wish.is_critical);
            own.custom_extensions.push(extension);
        }
        let key = KeyPair::generate().unwrap();
        let own = own.signed_by(&key, between.as_ref().unwrap_or(&root)).unwrap();
        let chain = [own.der()].into_iter().chain(between.as_ref().map(CertifiedIssuer::der));
        Self { key, chain: chain.map(|der| der.to_vec()).collect(), root: root.der().to_vec() }
    }

    pub fn roots(&self) -> Vec<Vec<u8>> {
        vec![self.root.clone()]
    }

    /// A good token over a signature.
    pub fn stamp(&self, signature: &[u8]) -> Vec<u8> {
        self.wrap(&info(SHA256, &sha256(signature), time(STAMPED_AT)))
    }

    /// A token with this information, whatever it is.
    pub fn wrap(&self, info: &[u8]) -> Vec<u8> {
        self.wrap_with(info, &self.attributes(info))
    }

    /// The signed attributes, each as DER.
    pub fn attributes(&self, info: &[u8]) -> Vec<Vec<u8>> {
        vec![
            attribute(CONTENT_TYPE, &element(6, TST_INFO)),
            attribute(MESSAGE_DIGEST, &element(4, &sha256(info))),
            commitment(SIGNING_CERTIFICATE_V2, &sha256(&self.chain[0])),
        ]
    }

    /// A token with these signed attributes, sorted and signed.
    pub fn wrap_with(&self, info: &[u8], attributes: &[Vec<u8>]) -> Vec<u8> {
        let mut attributes = attributes.to_vec();
        attributes.sort();
        let to_sign = element(0x31, &attributes.concat());
        let certificate = inside(&inside(&self.chain[0])[0]);
        let (serial, issuer) = (certificate[1].clone(), certificate[3].clone());
        let digest = element(0x30, &element(6, SHA256));
        let signer = [
            vec![2, 1, 1],
            element(0x30, &[issuer, serial].concat()),
            digest.clone(),
            element(0xa0, &attributes.concat()),
            element(0x30, &element(6, ECDSA_SHA256)),
            element(4, &self.key.sign(&to_sign).unwrap()),
        ];
        let mut certificates = self.chain.clone();
        certificates.sort();
        let content = [element(6, TST_INFO), element(0xa0, &element(4, info))].concat();
        let data = [
            vec![2, 1, 3],
            element(0x31, &digest),
            element(0x30, &content),
            element(0xa0, &certificates.concat()),
            element(0x31, &element(0x30, &signer.concat())),
        ];
        let data = element(0xa0, &element(0x30, &data.concat()));
        element(0x30, &[element(6, SIGNED_DATA), data].concat())
    }
}

pub fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(0x30, &[element(6, kind), element(0x31, value)].concat())
}

/// The attribute that names a certificate by its hash alone.
pub fn commitment(kind: &[u8], hash: &[u8]) -> Vec<u8> {
    attribute(kind, &element(0x30, &element(0x30, &element(0x30, &element(4, hash)))))
}

/// What a token says: the digest of what is stamped, and a moment as DER.
pub fn info(digest: &[u8], hash: &[u8], time: Vec<u8>) -> Vec<u8> {
    let imprint = element(0x30, &[element(0x30, &element(6, digest)), element(4, hash)].concat());
    let parts =
        [vec![2, 1, 1], element(6, &[0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 1]), imprint, vec![2, 1, 7], time];
    element(0x30, &parts.concat())
}

/// A moment as `GeneralizedTime`.
pub fn time(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).chain([b'Z']).collect();
    element(0x18, &digits)
}

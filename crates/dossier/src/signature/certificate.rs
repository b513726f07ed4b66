//! Certificates: what they say about a person, and whether a path leads from one to an accepted root.
//!
//! Paths are built and checked by webpki (names, dates, constraints, signatures); the key usage bits that webpki leaves out are
//! checked here. Revocation deliberately does not live here: it needs answers from the outside.

use super::fault::SignatureFault;
use super::moment::Moment;
use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::name::Name;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");

/// Purposes under which people sign documents. A certificate without purposes is good for any.
const PURPOSES: [&[usize]; 6] = [
    &[2, 5, 29, 37, 0],                  // anyExtendedKeyUsage
    &[1, 3, 6, 1, 5, 5, 7, 3, 2],        // clientAuth: usual in personal certificates of public authorities
    &[1, 3, 6, 1, 5, 5, 7, 3, 4],        // emailProtection
    &[1, 3, 6, 1, 5, 5, 7, 3, 36],       // documentSigning, RFC 9336
    &[1, 3, 6, 1, 4, 1, 311, 10, 3, 12], // documentSigning as Microsoft names it
    &[1, 2, 840, 113_583, 1, 1, 5],      // documentSigning as Adobe names it
];

/// What paths may be signed with: nothing weaker than the containers themselves.
const PATH_ALGORITHMS: [&dyn SignatureVerificationAlgorithm; 8] = [
    webpki::aws_lc_rs::ECDSA_P256_SHA256,
    webpki::aws_lc_rs::ECDSA_P256_SHA384,
    webpki::aws_lc_rs::ECDSA_P384_SHA256,
    webpki::aws_lc_rs::ECDSA_P384_SHA384,
    webpki::aws_lc_rs::ECDSA_P521_SHA512,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
];

/// One X.509 certificate, read but not judged.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    inner: x509_cert::Certificate,
}

impl Certificate {
    /// Reads the DER of one certificate; none when it is anything else.
    #[must_use]
    pub fn parse(der: &[u8]) -> Option<Self> {
        let inner = x509_cert::Certificate::from_der(der).ok()?;
        let issuer = inner.tbs_certificate().issuer().to_der().ok()?;
        let serial = inner.tbs_certificate().serial_number().to_der().ok()?;
        Some(Self { der: der.to_vec(), issuer, serial, inner })
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Common name of the subject, or empty.
    #[must_use]
    pub fn name(&self) -> String {
        attribute(self.inner.tbs_certificate().subject(), COMMON_NAME).unwrap_or_default()
    }

    /// Common name of the authority that issued it, or empty.
    #[must_use]
    pub fn issuer_name(&self) -> String {
        attribute(self.inner.tbs_certificate().issuer(), COMMON_NAME).unwrap_or_default()
    }

    /// The twelve digits after `CCCD:` in the subject's serialNumber or user id.
    #[must_use]
    pub fn citizen_id(&self) -> Option<String> {
        [SERIAL_NUMBER, USER_ID].into_iter().find_map(|oid| {
            let text = attribute(self.inner.tbs_certificate().subject(), oid)?;
            let digits = text.strip_prefix("CCCD:")?;
            (digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| digits.to_owned())
        })
    }

    /// The certificate's serial number in lower-case hexadecimal.
    #[must_use]
    pub fn serial(&self) -> String {
        crate::canonical::hex(self.inner.tbs_certificate().serial_number().as_bytes())
    }

    /// First and last moment, RFC 3339 in UTC.
    #[must_use]
    pub fn validity(&self) -> (String, String) {
        let (first, last) = self.period();
        (Moment::text(first), Moment::text(last))
    }

    /// Issuer as DER.
    pub(super) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// Serial number as DER.
    pub(super) fn serial_der(&self) -> &[u8] {
        &self.serial
    }

    pub(super) fn key(&self) -> &x509_cert::spki::SubjectPublicKeyInfoOwned {
        self.inner.tbs_certificate().subject_public_key_info()
    }

    pub(super) fn is_valid_at(&self, seconds: u64) -> bool {
        let (first, last) = self.period();
        (first..=last).contains(&seconds)
    }

    fn period(&self) -> (u64, u64) {
        let validity = self.inner.tbs_certificate().validity();
        (validity.not_before.to_unix_duration().as_secs(), validity.not_after.to_unix_duration().as_secs())
    }

    /// RFC 5280 4.2.1.3: a certificate without the extension is not restricted.
    fn usage_allows(&self, is_enough: impl Fn(&KeyUsage) -> bool) -> bool {
        match self.inner.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => is_enough(&usage),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    fn may_issue(&self) -> bool {
        self.usage_allows(KeyUsage::key_cert_sign)
    }

    fn is_authority(&self) -> bool {
        matches!(self.inner.tbs_certificate().get_extension::<BasicConstraints>(), Ok(Some((_, basic))) if basic.ca)
    }
}

/// The certificates in PEM text, as DER.
///
/// # Errors
/// [`SignatureFault::CertificateUnreadable`] when the text holds no certificate or a broken one.
pub fn pem_certificates(text: &str) -> Result<Vec<Vec<u8>>, SignatureFault> {
    let unreadable = |_| SignatureFault::CertificateUnreadable;
    let chain = x509_cert::Certificate::load_pem_chain(text.as_bytes()).map_err(unreadable)?;
    if chain.is_empty() {
        return Err(SignatureFault::CertificateUnreadable);
    }
    chain.iter().map(|certificate| certificate.to_der().map_err(unreadable)).collect()
}

/// Whether a path leads from `signer` over `others` to one of `roots`, everything valid at `at` (seconds since 1970) and used as
/// it was meant to be.
pub(super) fn check_path(
    signer: &Certificate,
    others: &[Vec<u8>],
    roots: &[Vec<u8>],
    at: u64,
) -> Result<(), SignatureFault> {
    let end = CertificateDer::from(signer.der());
    let end = EndEntityCert::try_from(&end).map_err(|error| fault(&error))?;
    let roots: Vec<CertificateDer<'_>> = roots
        .iter()
        .filter(|der| {
            Certificate::parse(der)
                .is_some_and(|root| root.is_valid_at(at) && root.is_authority() && root.may_issue())
        })
        .map(|der| CertificateDer::from(der.as_slice()))
        .collect();
    let anchors: Vec<TrustAnchor<'_>> =
        roots.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok()).collect();
    let others: Vec<CertificateDer<'_>> =
        others.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(at));
    let every_issuer_may = |path: &VerifiedPath<'_>| {
        let may = path
            .intermediate_certificates()
            .all(|issuer| Certificate::parse(&issuer.der()).is_some_and(|one| one.may_issue()));
        if may { Ok(()) } else { Err(Error::EndEntityUsedAsCa) }
    };
    end.verify_for_usage(
        &PATH_ALGORITHMS,
        &anchors,
        &others,
        time,
        SigningPurpose,
        None,
        Some(&every_issuer_may),
    )
    .map_err(|error| fault(&error))?;
    if !signer.usage_allows(|usage| usage.digital_signature() || usage.non_repudiation()) {
        return Err(SignatureFault::KeyUsage);
    }
    Ok(())
}

struct SigningPurpose;

impl ExtendedKeyUsageValidator for SigningPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let mut is_restricted = false;
        for purpose in purposes {
            is_restricted = true;
            if PURPOSES.contains(&purpose?.to_decoded_oid().as_slice()) {
                return Ok(());
            }
        }
        if is_restricted { Err(Error::EmptyEkuExtension) } else { Ok(()) }
    }
}

fn fault(error: &Error) -> SignatureFault {
    match error {
        Error::CertExpired { .. } => SignatureFault::Expired,
        Error::CertNotValidYet { .. } => SignatureFault::NotYetValid,
        Error::CaUsedAsEndEntity | Error::EndEntityUsedAsCa | Error::EmptyEkuExtension => {
            SignatureFault::KeyUsage
        }
        Error::BadDer
        | Error::BadDerTime
        | Error::ExtensionValueInvalid
        | Error::InvalidCertValidity
        | Error::InvalidSerialNumber
        | Error::MalformedExtensions
        | Error::TrailingData(_)
        | Error::UnsupportedCertVersion
        | Error::UnsupportedCriticalExtension => SignatureFault::CertificateUnreadable,
        _ => SignatureFault::Untrusted,
    }
}

fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let value = &name.iter().find(|attribute| attribute.oid == oid)?.value;
    // PrintableString, UTF8String and IA5String all hold UTF-8; the other string types are not used by anyone we accept.
    match value.to_der().ok()?.first()? {
        0x0c | 0x13 | 0x16 => String::from_utf8(value.value().to_vec()).ok(),
        _ => None,
    }
}

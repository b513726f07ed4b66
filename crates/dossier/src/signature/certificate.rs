//! Certificates: what one says about a person or an organisation and about itself. Whether a path leads from one to an accepted
//! root is in `path`, the numbers of people and organisations are read in `subject`.

use super::algorithm::{Digest, Scheme, method, scheme};
use super::container::Algorithm;
use super::fault::SignatureFault;
use super::moment::Moment;
use super::obligation::Obligation;
use super::subject::{self, SubjectId};
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use der::{Decode, Encode, Sequence};
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage,
    KeyUsage,
};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// One X.509 certificate, read but not judged.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    subject: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    inner: x509_cert::Certificate,
}

/// RFC 5280, 4.1: the bytes that were signed as they stand, and the signature over them.
#[derive(Sequence)]
struct Parts<'a> {
    signed: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitStringRef<'a>,
}

impl Certificate {
    /// Reads the DER of one certificate; none when it is anything else.
    #[must_use]
    pub fn parse(der: &[u8]) -> Option<Self> {
        let inner = x509_cert::Certificate::from_der(der).ok()?;
        let subject = inner.tbs_certificate().subject().to_der().ok()?;
        let issuer = inner.tbs_certificate().issuer().to_der().ok()?;
        let serial = inner.tbs_certificate().serial_number().to_der().ok()?;
        Some(Self { der: der.to_vec(), subject, issuer, serial, inner })
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Common name of the subject, or empty.
    #[must_use]
    pub fn name(&self) -> String {
        subject::first(self.inner.tbs_certificate().subject(), COMMON_NAME).unwrap_or_default()
    }

    /// Common name of the authority that issued it, or empty.
    #[must_use]
    pub fn issuer_name(&self) -> String {
        subject::first(self.inner.tbs_certificate().issuer(), COMMON_NAME).unwrap_or_default()
    }

    /// The numbers under which the subject is known, in the order of the certificate.
    #[must_use]
    pub fn subject_ids(&self) -> Vec<SubjectId> {
        subject::ids(self.inner.tbs_certificate().subject())
    }

    /// The personal id of twelve digits, when the certificate names exactly one.
    #[must_use]
    pub fn citizen_id(&self) -> Option<String> {
        subject::only(&self.subject_ids(), SubjectId::citizen)
    }

    /// The tax code of the organisation (or person), when the certificate names exactly one.
    #[must_use]
    pub fn tax_code(&self) -> Option<String> {
        subject::only(&self.subject_ids(), SubjectId::tax_code)
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

    /// Subject as DER.
    pub(super) fn subject(&self) -> &[u8] {
        &self.subject
    }

    /// How its key signs a SHA-256; none when it does so in no way that is accepted, or is too weak.
    #[must_use]
    pub fn algorithm(&self) -> Option<Algorithm> {
        let fits = |scheme| method((scheme, Digest::Sha256), self.key()).is_ok();
        if fits(Scheme::Ecdsa) {
            Some(Algorithm::EcdsaP256Sha256)
        } else {
            fits(Scheme::RsaPkcs1).then_some(Algorithm::RsaSha256)
        }
    }

    /// Issuer as DER.
    pub(super) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// Serial number as DER.
    pub(super) fn serial_der(&self) -> &[u8] {
        &self.serial
    }

    pub(super) fn key(&self) -> &SubjectPublicKeyInfoOwned {
        self.inner.tbs_certificate().subject_public_key_info()
    }

    /// That this certificate was signed with `key`.
    pub(super) fn signed_with(&self, key: &SubjectPublicKeyInfoOwned) -> Result<Obligation, SignatureFault> {
        let unreadable = |_| SignatureFault::CertificateUnreadable;
        let parts = Parts::from_der(&self.der).map_err(unreadable)?;
        let signature = parts.signature.as_bytes().ok_or(SignatureFault::CertificateUnreadable)?;
        let named = scheme(&parts.algorithm, None)?;
        Obligation::new(named, key, &parts.signed.to_der().map_err(unreadable)?, signature)
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
    pub(super) fn usage_allows(&self, is_enough: impl Fn(&KeyUsage) -> bool) -> bool {
        match self.inner.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => is_enough(&usage),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    /// Whether the certificate is for this purpose and no other, and says so critically (RFC 3161, 2.3).
    pub(super) fn is_only_for(&self, purpose: ObjectIdentifier) -> bool {
        let purposes = self.inner.tbs_certificate().get_extension::<ExtendedKeyUsage>();
        matches!(purposes, Ok(Some((true, ExtendedKeyUsage(purposes)))) if purposes == [purpose])
    }

    /// Whether the certificate says that it is for this purpose.
    pub(super) fn is_for(&self, purpose: ObjectIdentifier) -> bool {
        let purposes = self.inner.tbs_certificate().get_extension::<ExtendedKeyUsage>();
        matches!(purposes, Ok(Some((_, ExtendedKeyUsage(purposes)))) if purposes.contains(&purpose))
    }

    /// Where services of the issuer are (RFC 5280, 4.2.2.1); none when that cannot be read.
    pub(super) fn access(&self) -> Vec<AccessDescription> {
        let found = self.inner.tbs_certificate().get_extension::<AuthorityInfoAccessSyntax>();
        found.ok().flatten().map(|(_, access)| access.0).unwrap_or_default()
    }

    /// Where lists of revoked certificates are (RFC 5280, 4.2.1.13); none when that cannot be read.
    pub(super) fn distribution_points(&self) -> Vec<DistributionPoint> {
        let found = self.inner.tbs_certificate().get_extension::<CrlDistributionPoints>();
        found.ok().flatten().map(|(_, points)| points.0).unwrap_or_default()
    }

    pub(super) fn may_issue(&self) -> bool {
        self.usage_allows(KeyUsage::key_cert_sign)
    }

    pub(super) fn is_authority(&self) -> bool {
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

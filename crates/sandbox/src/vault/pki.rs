//! The sandbox's public key infrastructure: a root, an issuing authority, certificates for the citizens, and a time-stamping
//! authority under a root of its own.
//! It runs once, on the first start. The private keys of the roots are forgotten when it is done; those of issuing authorities are kept
//! for what they say about their certificates.

use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, CustomExtension, DistinguishedName, DnType,
    DnValue, Error, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
    SerialNumber, string::PrintableString,
};
use time::{Duration, OffsetDateTime};

use super::{Authority, Stored, StoredCredential, StoredStamp, authority, enterprise, gateway};
use crate::{
    citizen,
    der::{OID, SEQUENCE, element},
    seal,
};

pub(super) const YEAR: Duration = Duration::days(365);
/// The attribute `serialNumber` of a subject (X.520), where Vietnamese certificates carry the personal number.
const SUBJECT_SERIAL_NUMBER: [u64; 4] = [2, 5, 4, 5];
/// The choice uniformResourceIdentifier of a general name.
const URI: u8 = 0x86;

/// Makes every key and certificate.
pub fn make(now: OffsetDateTime, base: &str) -> Result<Stored, Error> {
    let names = ("Sandbox Root CA (not trusted)", "Sandbox Issuing CA (not trusted)");
    let at = format!("{base}/ca/{}", Authority::ISSUING);
    let Authorities { root, issuing, authority, issuer } = authorities(names, at, now)?;
    let mut credentials = Vec::new();
    for person in citizen::CITIZENS.iter().filter(|person| !gateway::is_only_there(person)) {
        let mut periods = vec![(now - Duration::days(30), now + YEAR * 3)];
        if person.has_expired_certificate {
            periods.insert(0, (now - YEAR * 4, now - YEAR));
        }
        for (number, period) in periods.into_iter().enumerate() {
            credentials.push(personal(person, number + 1, period, &issuer)?);
        }
    }
    credentials.extend(of_enterprise(now, &issuer)?);
    Ok(Stored {
        identity_pkcs8: seal::base64(&fresh_key()?.serialize_der()),
        root,
        issuing,
        authority: Some(authority),
        credentials,
        stamp: Some(make_stamp(now)?),
        gateway: None,
    })
}

/// Makes the time-stamping authority: a root of its own, and under it a key that may do nothing else (RFC 3161, 2.3).
pub fn make_stamp(now: OffsetDateTime) -> Result<StoredStamp, Error> {
    let root_key = fresh_key()?;
    let root_params = authority("Sandbox Time Root CA (not trusted)", now, BasicConstraints::Unconstrained)?;
    let root = root_params.self_signed(&root_key)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = named("Sandbox Time-Stamping Authority (not trusted)")?;
    params.not_before = now - Duration::days(30);
    params.not_after = now + YEAR * 10;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.custom_extensions = vec![only_stamps()];
    params.serial_number = Some(fresh_serial());
    params.use_authority_key_identifier_extension = true;
    let key = fresh_key()?;
    let certificate = params.signed_by(&key, &Issuer::new(root_params, root_key))?;
    Ok(StoredStamp {
        pkcs8: seal::base64(&key.serialize_der()),
        certificate: seal::base64(certificate.der()),
        root: seal::base64(root.der()),
    })
}

/// The extended key usage id-kp-timeStamping, alone and critical.
fn only_stamps() -> CustomExtension {
    let purpose = element(OID, &[&[0x2b, 6, 1, 5, 5, 7, 3, 8]]);
    let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 37], element(SEQUENCE, &[&purpose]));
    extension.set_criticality(true);
    extension
}

/// Two authorities, the certificates in base64.
pub(super) struct Authorities {
    pub root: String,
    pub issuing: String,
    /// What it answers with about what it has issued.
    pub authority: authority::Stored,
    /// Signs the certificates of people.
    pub issuer: Issuing,
}

/// An issuing authority at work.
pub(super) struct Issuing {
    issuer: Issuer<'static, KeyPair>,
    /// The address below which it answers.
    at: String,
}

/// Makes a root and an issuing authority below it.
pub(super) fn authorities(
    (root, issuing): (&str, &str),
    at: String,
    now: OffsetDateTime,
) -> Result<Authorities, Error> {
    let root_key = fresh_key()?;
    let root_params = authority(root, now, BasicConstraints::Unconstrained)?;
    let root = root_params.self_signed(&root_key)?;
    let root_issuer = Issuer::new(root_params, root_key);

    let issuing_key = fresh_key()?;
    let issuing_params = authority(issuing, now, BasicConstraints::Constrained(0))?;
    let issuing = issuing_params.signed_by(&issuing_key, &root_issuer)?;
    let pkcs8 = seal::base64(&issuing_key.serialize_der());
    let issuer = Issuer::new(issuing_params, issuing_key);
    let (responder_pkcs8, responder) = responder(&issuer, now)?;
    Ok(Authorities {
        root: seal::base64(root.der()),
        issuing: seal::base64(issuing.der()),
        authority: authority::Stored { pkcs8, responder, responder_pkcs8 },
        issuer: Issuing { issuer, at },
    })
}

/// The key and the certificate of who answers for an authority (RFC 6960, 4.2.2.2): whether it was revoked itself is not asked.
fn responder(issuer: &Issuer<'_, KeyPair>, now: OffsetDateTime) -> Result<(String, String), Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("Sandbox OCSP Responder (not trusted)")?;
    params.not_before = now - YEAR * 5;
    params.not_after = now + YEAR * 15;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
    params.custom_extensions =
        vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 48, 1, 5], vec![0x05, 0])];
    params.serial_number = Some(fresh_serial());
    params.use_authority_key_identifier_extension = true;
    let key = fresh_key()?;
    let certificate = params.signed_by(&key, issuer)?;
    Ok((seal::base64(&key.serialize_der()), seal::base64(certificate.der())))
}

/// The extension authorityInfoAccess (RFC 5280, 4.2.2.1): where the responder is.
fn access(responder: &str) -> CustomExtension {
    let method = element(OID, &[&[0x2b, 6, 1, 5, 5, 7, 0x30, 1]]);
    let description = element(SEQUENCE, &[&method, &element(URI, &[responder.as_bytes()])]);
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], element(SEQUENCE, &[&description]))
}

pub(super) fn fresh_key() -> Result<KeyPair, Error> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
}

fn authority(
    name: &str,
    now: OffsetDateTime,
    constraints: BasicConstraints,
) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(name)?;
    params.not_before = now - YEAR * 5;
    params.not_after = now + YEAR * 15;
    params.is_ca = IsCa::Ca(constraints);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.serial_number = Some(fresh_serial());
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn personal(
    person: &citizen::Citizen,
    number: usize,
    period: (OffsetDateTime, OffsetDateTime),
    issuer: &Issuing,
) -> Result<StoredCredential, Error> {
    let mut subject = named(person.name)?;
    subject.push(
        DnType::CustomDnType(SUBJECT_SERIAL_NUMBER.to_vec()),
        DnValue::PrintableString(PrintableString::try_from(format!("CCCD:{}", person.id))?),
    );
    issue(format!("CCCD_{}_{number}", person.id), person.id, subject, &fresh_key()?, period, issuer)
}

/// What is in the account of an enterprise, its representative holding the keys: its own certificate, that of a branch, and one of a person.
fn of_enterprise(now: OffsetDateTime, issuer: &Issuing) -> Result<Vec<StoredCredential>, Error> {
    let Some(holder) = citizen::by_slug(enterprise::HOLDER) else { return Ok(Vec::new()) };
    let branch = format!("Chi nhánh Thủ Đức - {}", enterprise::NAME);
    let subjects = [
        (enterprise::NAME.to_owned(), format!("MST:{}", enterprise::CODE)),
        (branch, format!("MST:{}-001", enterprise::CODE)),
        (holder.name.to_owned(), format!("CCCD:{}", holder.id)),
    ];
    let mut credentials = Vec::new();
    for (number, (name, own)) in subjects.into_iter().enumerate() {
        let mut subject = named(&name)?;
        subject.push(
            DnType::CustomDnType(SUBJECT_SERIAL_NUMBER.to_vec()),
            DnValue::PrintableString(PrintableString::try_from(own)?),
        );
        let id = format!("MST_{}_{}", enterprise::CODE, number + 1);
        let period = (now - Duration::days(30), now + YEAR * 3);
        let made = issue(id, holder.id, subject, &fresh_key()?, period, issuer)?;
        credentials.push(StoredCredential { account: Some(enterprise::CODE.to_owned()), ..made });
    }
    Ok(credentials)
}

/// A certificate for signing.
pub(super) fn issue(
    id: String,
    owner: &str,
    subject: DistinguishedName,
    key: &KeyPair,
    (not_before, not_after): (OffsetDateTime, OffsetDateTime),
    Issuing { issuer, at }: &Issuing,
) -> Result<StoredCredential, Error> {
    let serial = fresh_serial();
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.not_before = not_before;
    params.not_after = not_after;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.custom_extensions = vec![access(&format!("{at}/ocsp"))];
    params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![format!("{at}/crl")] }];
    params.serial_number = Some(serial.clone());
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(key, issuer)?;
    Ok(StoredCredential {
        id,
        account: None,
        owner: owner.to_owned(),
        pkcs8: seal::base64(&key.serialize_der()),
        certificate: seal::base64(certificate.der()),
        serial: seal::hex(serial.as_ref()),
        not_before: not_before.unix_timestamp(),
        not_after: not_after.unix_timestamp(),
    })
}

pub(super) fn named(common_name: &str) -> Result<DistinguishedName, Error> {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, DnValue::PrintableString(PrintableString::try_from("VN")?));
    name.push(DnType::CommonName, common_name);
    Ok(name)
}

/// Sixteen bytes: positive and without a leading zero, so that its hexadecimal form is the same everywhere.
fn fresh_serial() -> SerialNumber {
    let mut bytes = seal::sha256(seal::random_name().as_bytes());
    bytes.truncate(16);
    bytes[0] = bytes[0] & 0x7F | 0x40;
    SerialNumber::from(bytes)
}

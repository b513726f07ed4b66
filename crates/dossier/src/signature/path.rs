//! Paths of certificates to accepted roots, without arithmetic: webpki checks names, dates, purposes and constraints and is told that
//! every signature holds; the signatures of each path it finds are handed on as obligations. Key usage bits, which webpki leaves
//! out, are checked here. Revocation deliberately does not live here: it needs answers from the outside.

use super::certificate::Certificate;
use super::der::{SEQUENCE, element};
use super::fault::SignatureFault;
use super::obligation::Obligation;
use super::unproven::EVERY;
use der::Decode;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::cell::RefCell;
use std::time::Duration;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

/// More ways to a root than any real authority has with its old and new keys.
const MOST_PATHS: usize = 8;

/// What a path is for. A certificate without purposes is good for any.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// People sign documents.
    Signing,
    /// Authorities sign time-stamps.
    Stamping,
}

/// Purposes under which people sign documents.
const SIGNING: [&[usize]; 6] = [
    &[2, 5, 29, 37, 0],                  // anyExtendedKeyUsage
    &[1, 3, 6, 1, 5, 5, 7, 3, 2],        // clientAuth: usual in personal certificates of public authorities
    &[1, 3, 6, 1, 5, 5, 7, 3, 4],        // emailProtection
    &[1, 3, 6, 1, 5, 5, 7, 3, 36],       // documentSigning, RFC 9336
    &[1, 3, 6, 1, 4, 1, 311, 10, 3, 12], // documentSigning as Microsoft names it
    &[1, 2, 840, 113_583, 1, 1, 5],      // documentSigning as Adobe names it
];

/// Purposes along the path of a time-stamp: what its own certificate must have is stricter (see `stamp`).
const STAMPING: [&[usize]; 2] = [
    &[2, 5, 29, 37, 0],           // anyExtendedKeyUsage
    &[1, 3, 6, 1, 5, 5, 7, 3, 8], // timeStamping
];

/// Every path from `signer` over `others` to one of `roots` with everything valid at `at` (seconds since 1970) and used as it was
/// meant to be: the signatures along it, each certificate's by the key of the next. One whose signatures all hold is enough.
///
/// # Errors
/// The reason against the path that came nearest, when there is none.
pub(super) fn paths(
    signer: &Certificate,
    others: &[Vec<u8>],
    roots: &[Vec<u8>],
    at: u64,
    purpose: Purpose,
) -> Result<Vec<Vec<Obligation>>, SignatureFault> {
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
    let found = RefCell::new(Vec::new());
    let objection = RefCell::new(None);
    // Refusing a path makes webpki look for the next one.
    let collect = |path: &VerifiedPath<'_>| {
        match links(signer, path) {
            Ok(links) => found.borrow_mut().push(links),
            Err(fault) => *objection.borrow_mut() = Some(fault),
        }
        if found.borrow().len() < MOST_PATHS { Err(Error::UnknownIssuer) } else { Ok(()) }
    };
    let end = end.verify_for_usage(&EVERY, &anchors, &others, time, purpose, None, Some(&collect));
    let found = found.into_inner();
    if found.is_empty() {
        let of_webpki = || end.err().map_or(SignatureFault::Untrusted, |error| fault(&error));
        return Err(objection.into_inner().unwrap_or_else(of_webpki));
    }
    if !signer.usage_allows(|usage| usage.digital_signature() || usage.non_repudiation()) {
        return Err(SignatureFault::KeyUsage);
    }
    Ok(found)
}

/// The signatures along a path, from the signer's certificate to the root's key.
fn links(signer: &Certificate, path: &VerifiedPath<'_>) -> Result<Vec<Obligation>, SignatureFault> {
    let unreadable = SignatureFault::CertificateUnreadable;
    let mut links = Vec::new();
    let mut below = signer.clone();
    for issuer in path.intermediate_certificates() {
        let issuer = Certificate::parse(&issuer.der()).ok_or(unreadable)?;
        if !issuer.may_issue() {
            return Err(SignatureFault::KeyUsage);
        }
        links.push(below.signed_with(issuer.key())?);
        below = issuer;
    }
    let root = element(SEQUENCE, &[&path.anchor().subject_public_key_info]);
    let root = SubjectPublicKeyInfoOwned::from_der(&root).map_err(|_| unreadable)?;
    links.push(below.signed_with(&root)?);
    Ok(links)
}

impl ExtendedKeyUsageValidator for Purpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let allowed: &[&[usize]] = match self {
            Self::Signing => &SIGNING,
            Self::Stamping => &STAMPING,
        };
        let mut is_restricted = false;
        for purpose in purposes {
            is_restricted = true;
            if allowed.contains(&purpose?.to_decoded_oid().as_slice()) {
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
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => SignatureFault::Algorithm,
        _ => SignatureFault::Untrusted,
    }
}

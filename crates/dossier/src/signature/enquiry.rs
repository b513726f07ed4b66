//! Asking whether a signer's certificate was revoked: where it says that one may ask, and the question to an OCSP responder.
//! Sending deliberately does not live here, nor who may be asked at all: a certificate says what its maker likes.

use super::certificate::Certificate;
use super::examine::Signer;
use super::ocsp;
use super::revocation::{Question, Source};
use const_oid::db::rfc5280::ID_AD_OCSP;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

/// Where the certificate of a signer says that one may ask about it: its responders (RFC 5280, 4.2.2.1), then its lists
/// (4.2.1.13), each in its order. Lists that are parts, or of another issuer, are left out. Nothing is known of the addresses.
#[must_use]
pub fn sources(signer: &Signer) -> Vec<(Source, String)> {
    let Some(certificate) = Certificate::parse(&signer.certificate) else { return Vec::new() };
    let responders = certificate.access().into_iter().filter(|access| access.access_method == ID_AD_OCSP);
    let responders = responders.map(|access| (Source::Ocsp, access.access_location));
    let is_whole = |point: &x509_cert::ext::pkix::crl::dp::DistributionPoint| {
        point.reasons.is_none() && point.crl_issuer.is_none()
    };
    let points = certificate.distribution_points().into_iter().filter(is_whole);
    let lists = points.filter_map(|point| match point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    let lists = lists.flatten().map(|name| (Source::List, name));
    let address = |(source, name)| match name {
        GeneralName::UniformResourceIdentifier(address) => Some((source, address.to_string())),
        _ => None,
    };
    responders.chain(lists).filter_map(address).collect()
}

/// The questions to an OCSP responder (RFC 6960, 4.1) about the certificate of a signer, as DER: one, or one for each namesake among the
/// `issuers` ([`super::Examined::issuers`]). They have no nonce: an answer is good for as long as it says.
#[must_use]
pub fn ocsp_requests(signer: &Signer, issuers: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let Some(certificate) = Certificate::parse(&signer.certificate) else { return Vec::new() };
    let mut requests = Vec::new();
    for issuer in issuers.iter().filter_map(|der| Certificate::parse(der)) {
        let request = ocsp::request(&Question { certificate: &certificate, issuer: &issuer });
        requests.extend(request.filter(|one| !requests.contains(one)));
    }
    requests
}

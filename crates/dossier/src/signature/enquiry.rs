//! Asking whether a signer's certificate was revoked: where it says that one may ask, and the question to an OCSP responder.
//! Sending deliberately does not live here, nor who may be asked at all: a certificate says what its maker likes.

use super::certificate::Certificate;
use super::examine::Signer;
use super::ocsp;
use super::revocation::{Question, Source};
use const_oid::db::rfc5280::ID_AD_OCSP;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

/// Where a signer's certificate says that one may ask about it: its responders (RFC 5280, 4.2.2.1), then its lists
/// (4.2.1.13), each in its order. Lists that are parts, or of another issuer, are left out. Nothing is known of the addresses.
#[must_use]
pub fn sources(certificate: &Certificate) -> Vec<(Source, String)> {
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

#[cfg(test)]
mod tests {
    use super::{Source, ocsp_requests, sources};
    use crate::signature::certificate::Certificate;
    use crate::signature::examine::Signer;
    use rcgen::{
        CertificateParams, CertifiedIssuer, CrlDistributionPoint, CustomExtension, DnType, IsCa, KeyPair,
    };

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        [vec![tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    /// An entry of authorityInfoAccess: the last number of its method (1 is a responder, 2 the issuer's certificate), and a general name.
    fn access(method: u8, tag: u8, name: &str) -> Vec<u8> {
        let method = element(6, &[&[0x2b, 6, 1, 5, 5, 7, 0x30, method]]);
        element(0x30, &[&method, &element(tag, &[name.as_bytes()])])
    }

    fn signer(certificate: &[u8]) -> Signer {
        Signer {
            name: String::new(),
            citizen_id: None,
            tax_code: None,
            serial: String::new(),
            issuer: String::new(),
            signing_time: String::new(),
            not_before: String::new(),
            not_after: String::new(),
            certificate: certificate.to_vec(),
            stamp: None,
        }
    }

    fn authority() -> CertifiedIssuer<'static, KeyPair> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Authority");
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    }

    #[test]
    fn responders_come_before_lists_and_what_else_an_authority_offers_is_left_out() {
        let mut params = CertificateParams::default();
        let (uri, host) = (0x86, 0x82);
        let entries = [(2, uri, "http://a.example/ca"), (1, uri, "http://a.example"), (1, host, "a.example")];
        let entries = entries.map(|(method, tag, name)| access(method, tag, name)).concat();
        params.custom_extensions =
            vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], element(0x30, &[&entries]))];
        params.crl_distribution_points =
            vec![CrlDistributionPoint { uris: vec!["http://b.example/crl".to_owned()] }];
        let certificate = params.signed_by(&KeyPair::generate().unwrap(), &authority()).unwrap();
        let found = sources(&Certificate::parse(certificate.der()).unwrap());
        let wanted = [(Source::Ocsp, "http://a.example"), (Source::List, "http://b.example/crl")];
        assert_eq!(found, wanted.map(|(source, address)| (source, address.to_owned())));
    }

    #[test]
    fn a_certificate_that_names_nobody_has_no_sources_and_namesakes_get_a_question_each() {
        let (one, other) = (authority(), authority());
        let certificate =
            CertificateParams::default().signed_by(&KeyPair::generate().unwrap(), &one).unwrap();
        let signer = signer(certificate.der());
        assert_eq!(sources(&Certificate::parse(certificate.der()).unwrap()), []);
        let issuers = [one.der().to_vec(), one.der().to_vec(), other.der().to_vec()];
        let questions = ocsp_requests(&signer, &issuers);
        assert_eq!(questions.len(), 2);
        let serial = Certificate::parse(certificate.der()).unwrap().serial_der().to_vec();
        for question in questions {
            assert!(question.windows(serial.len()).any(|part| part == serial));
        }
    }
}

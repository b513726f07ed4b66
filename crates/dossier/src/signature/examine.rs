//! The pure half of judging a container: everything but arithmetic, the same natively and in the browser. What is left are
//! obligations: signatures that AWS-LC (`verify`) or `WebCrypto` calculates, after which [`Examined::conclude`] has the verdict.

use super::certificate::Certificate;
use super::envelope::{self, Envelope};
use super::fault::SignatureFault;
use super::moment::Moment;
use super::obligation::Obligation;
use super::path::paths;

/// Clocks of provider and backend may differ by this much, in seconds.
const CLOCK_SLACK: u64 = 300;

/// The moments that a container is judged by, RFC 3339 in UTC to the second.
#[derive(Clone, Copy, Debug)]
pub struct Times<'a> {
    /// The moment of the judgement.
    pub now: &'a str,
    /// A moment at which, as someone trusted says, the container was there already: when it was received, or the time of a
    /// time-stamp. Certificates need to have been valid then, and not now.
    pub proven: Option<&'a str>,
}

impl<'a> From<&'a str> for Times<'a> {
    /// Nothing is proven: everything must be valid now.
    fn from(now: &'a str) -> Self {
        Self { now, proven: None }
    }
}

impl<'a> From<&'a String> for Times<'a> {
    /// Nothing is proven: everything must be valid now.
    fn from(now: &'a String) -> Self {
        Self::from(now.as_str())
    }
}

impl Times<'_> {
    /// The moment for which certificates must be valid, in seconds since 1970.
    fn deciding(self) -> Result<u64, SignatureFault> {
        let read = |text| Moment::parse(text).and_then(Moment::unix).ok_or(SignatureFault::BadMoment);
        let now = read(self.now)?;
        let proven = self.proven.map_or(Ok(now), read)?;
        if proven <= now + CLOCK_SLACK { Ok(proven) } else { Err(SignatureFault::BadMoment) }
    }
}

/// Who signed, as the certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Common name.
    pub name: String,
    /// Twelve-digit personal id, when the certificate names one.
    pub citizen_id: Option<String>,
    /// Tax code, when the certificate names one.
    pub tax_code: Option<String>,
    /// Serial number of the certificate, lower-case hexadecimal.
    pub serial: String,
    /// Common name of the authority that issued the certificate.
    pub issuer: String,
    /// When the signer says it was signed, RFC 3339 in UTC. Level B has no independent proof of it.
    pub signing_time: String,
    /// First moment of the certificate.
    pub not_before: String,
    /// Last moment of the certificate.
    pub not_after: String,
    /// The certificate as DER.
    pub certificate: Vec<u8>,
}

impl Signer {
    /// Refuses everyone but the person with this twelve-digit id.
    ///
    /// # Errors
    /// [`SignatureFault::OtherSigner`], also when the certificate names no id.
    pub fn must_be(&self, citizen_id: &str) -> Result<(), SignatureFault> {
        if self.citizen_id.as_deref() == Some(citizen_id) { Ok(()) } else { Err(SignatureFault::OtherSigner) }
    }

    fn of(certificate: &Certificate, signing_time: u64) -> Self {
        let (not_before, not_after) = certificate.validity();
        Self {
            name: certificate.name(),
            citizen_id: certificate.citizen_id(),
            tax_code: certificate.tax_code(),
            serial: certificate.serial(),
            issuer: certificate.issuer_name(),
            signing_time: Moment::text(signing_time),
            not_before,
            not_after,
            certificate: certificate.der().to_vec(),
        }
    }
}

/// A container that says something about this content; whether it is true depends on the arithmetic.
#[derive(Clone, Debug)]
pub struct Examined {
    signer: Signer,
    /// The signer's own signature first, then those of certificates, each once.
    obligations: Vec<Obligation>,
    /// Each path by the places of its obligations; or why there is none.
    paths: Result<Vec<Vec<usize>>, SignatureFault>,
    is_time_right: bool,
}

/// Examines a container without any arithmetic.
///
/// `content` is the canonical bytes, `roots` the accepted roots as DER. Revocation is not looked at.
///
/// # Errors
/// [`SignatureFault`]: the first reason against it, in the order structure, attributes, content, certificate and its key. Reasons
/// that only count when the signature holds are told by [`Examined::conclude`].
pub fn examine<'a>(
    container: &[u8],
    content: &[u8],
    roots: &[Vec<u8>],
    times: impl Into<Times<'a>>,
) -> Result<Examined, SignatureFault> {
    let at = times.into().deciding()?;
    let envelope = envelope::open(container)?;
    let (_, digest) = envelope.scheme;
    if envelope.message_digest != digest.of(content) {
        return Err(SignatureFault::ContentDiffers);
    }
    let certificate = signer_certificate(&envelope)?;
    let own = Obligation::new(envelope.scheme, certificate.key(), &envelope.attributes, &envelope.signature)?;
    let mut obligations = vec![own];
    let paths = paths(&certificate, &envelope.certificates, roots, at).map(|paths| {
        let mut path =
            |links: Vec<Obligation>| links.into_iter().map(|one| place(&mut obligations, one)).collect();
        paths.into_iter().map(&mut path).collect()
    });
    let is_time_right =
        envelope.signing_time <= at + CLOCK_SLACK && certificate.is_valid_at(envelope.signing_time);
    Ok(Examined {
        signer: Signer::of(&certificate, envelope.signing_time),
        obligations,
        paths,
        is_time_right,
    })
}

impl Examined {
    /// What the container says about its signer. It is only a claim until [`Examined::conclude`] returns it.
    #[must_use]
    pub fn claim(&self) -> &Signer {
        &self.signer
    }

    /// The signatures to calculate.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.obligations
    }

    /// The verdict; `holds` tells of each of [`Examined::obligations`] in their order whether it does, and one that is not told of
    /// does not.
    ///
    /// # Errors
    /// The first reason against the container, in the order signature, path, time.
    pub fn conclude(self, holds: &[bool]) -> Result<Signer, SignatureFault> {
        let holds = |place: usize| holds.get(place) == Some(&true);
        if !holds(0) {
            return Err(SignatureFault::SignatureWrong);
        }
        if !self.paths?.iter().any(|path| path.iter().all(|place| holds(*place))) {
            return Err(SignatureFault::Untrusted);
        }
        if self.is_time_right { Ok(self.signer) } else { Err(SignatureFault::SigningTime) }
    }
}

/// Where the obligation is in the list, to which it is added if need be.
fn place(list: &mut Vec<Obligation>, one: Obligation) -> usize {
    list.iter().position(|known| *known == one).unwrap_or_else(|| {
        list.push(one);
        list.len() - 1
    })
}

/// The certificate that `SignerInfo` names, which must be the one that the signer committed to. Further ones that the signer
/// committed to (RFC 5035, 4: the path) must be in the container.
fn signer_certificate(envelope: &Envelope) -> Result<Certificate, SignatureFault> {
    let (issuer, serial) = &envelope.signer_id;
    let certificate = envelope
        .certificates
        .iter()
        .filter_map(|der| Certificate::parse(der))
        .find(|one| one.issuer() == issuer && one.serial_der() == serial)
        .ok_or(SignatureFault::CertificateMissing)?;
    let (own, others) = envelope.committed.split_first().ok_or(SignatureFault::CertificateDiffers)?;
    let is_named =
        own.issuer_serial.as_ref().is_none_or(|named| *named == envelope::issuer_serial(issuer, serial));
    let is_here =
        others.iter().all(|other| envelope.certificates.iter().any(|der| other.digest.of(der) == other.hash));
    if is_named && is_here && own.digest.of(certificate.der()) == own.hash {
        Ok(certificate)
    } else {
        Err(SignatureFault::CertificateDiffers)
    }
}

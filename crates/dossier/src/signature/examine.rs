//! The pure half of judging a container: everything but arithmetic, the same natively and in the browser. What is left are
//! obligations: signatures that AWS-LC (`verify`) or `WebCrypto` calculates, after which [`Examined::conclude`] has the verdict.

use super::certificate::Certificate;
use super::envelope::{self, Container};
use super::fault::SignatureFault;
use super::moment::Moment;
use super::obligation::Obligation;
use super::path::Purpose;
use super::proof::{Obligations, Proof};
use super::stamp::{self, Stamp, of_stamp};

/// Clocks of provider and backend may differ by this much, in seconds.
pub(super) const CLOCK_SLACK: u64 = 300;

/// How long a personal id is.
const CITIZEN_ID_DIGITS: usize = 12;

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
    pub(super) fn deciding(self) -> Result<u64, SignatureFault> {
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
    /// When the signer says it was signed, RFC 3339 in UTC. Only a time-stamp proves it.
    pub signing_time: String,
    /// First moment of the certificate.
    pub not_before: String,
    /// Last moment of the certificate.
    pub not_after: String,
    /// The certificate as DER.
    pub certificate: Vec<u8>,
    /// The time-stamp over the signature: level T; without one, level B.
    pub stamp: Option<Stamp>,
}

impl Signer {
    /// Refuses everyone but the person with this id of twelve digits, or the organisation with this tax code of ten, or of a branch.
    ///
    /// # Errors
    /// [`SignatureFault::OtherSigner`], also when the certificate names no id.
    pub fn must_be(&self, id: &str) -> Result<(), SignatureFault> {
        let own = match &self.citizen_id {
            Some(citizen_id) => Some(citizen_id),
            // A certificate that names a person is that person's, whoever they work for; a person's tax code is no personal id.
            None => self.tax_code.as_ref().filter(|code| code.len() != CITIZEN_ID_DIGITS),
        };
        if own.is_some_and(|own| own == id) { Ok(()) } else { Err(SignatureFault::OtherSigner) }
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
            stamp: None,
        }
    }
}

/// The roots that are accepted, as DER: of authorities that certify signers, and of those that certify time-stamps.
#[derive(Clone, Copy, Debug)]
pub struct Trust<'a> {
    /// Whose certificates sign.
    pub signers: &'a [Vec<u8>],
    /// Whose certificates sign time-stamps. Without any, a container with a time-stamp is refused.
    pub stamps: &'a [Vec<u8>],
}

impl<'a> From<&'a [Vec<u8>]> for Trust<'a> {
    /// Nobody's time-stamps.
    fn from(signers: &'a [Vec<u8>]) -> Self {
        Self { signers, stamps: &[] }
    }
}

impl<'a> From<&'a Vec<Vec<u8>>> for Trust<'a> {
    /// Nobody's time-stamps.
    fn from(signers: &'a Vec<Vec<u8>>) -> Self {
        Self::from(signers.as_slice())
    }
}

/// A container that says something about this content; whether it is true depends on the arithmetic.
#[derive(Clone, Debug)]
pub struct Examined {
    signer: Signer,
    /// The signer's own signature first, then those of its time-stamp and of certificates, each once.
    obligations: Obligations,
    proof: Proof,
    stamp: Option<Proof>,
    is_time_right: bool,
    issuers: Vec<Vec<u8>>,
}

/// Examines a container without any arithmetic.
///
/// `content` is the canonical bytes, `trust` the accepted roots (roots alone are those of signers). Revocation is not looked at.
///
/// With a time-stamp, its time is the moment at which the signer's certificate must have been valid; [`Times`] then only say until
/// when the time-stamp's own certificate must be.
///
/// # Errors
/// [`SignatureFault`]: the first reason against it, in the order structure, attributes, content, certificate and its key, time-stamp.
/// Reasons that only count when the signature holds are told by [`Examined::conclude`].
pub fn examine<'a>(
    container: &[u8],
    content: &[u8],
    trust: impl Into<Trust<'a>>,
    times: impl Into<Times<'a>>,
) -> Result<Examined, SignatureFault> {
    let trust = trust.into();
    let deciding = times.into().deciding()?;
    let Container { envelope, signing_time, stamp } = envelope::open(container)?;
    let (_, digest) = envelope.scheme;
    if envelope.message_digest != digest.of(content) {
        return Err(SignatureFault::ContentDiffers);
    }
    let certificate = envelope.signer_certificate()?;
    let mut obligations = Obligations::default();
    let own = obligations.own(envelope.scheme, &certificate, &envelope.attributes, &envelope.signature)?;
    let stamp = stamp
        .map(|token| stamp::examine(&token, &envelope.signature, trust.stamps, deciding, &mut obligations))
        .transpose()?;
    let at = stamp.as_ref().map_or(deciding, |stamp| stamp.at);
    if at > deciding + CLOCK_SLACK {
        return Err(SignatureFault::StampTime);
    }
    let along = (&certificate, envelope.certificates.as_slice());
    let proof = obligations.proof(own, Purpose::Signing, along, trust.signers, &[at]);
    let is_time_right = signing_time <= at + CLOCK_SLACK && certificate.is_valid_at(signing_time);
    let (claim, stamp) = stamp.map(|claim| (claim.stamp, claim.proof)).unzip();
    let signer = Signer { stamp: claim, ..Signer::of(&certificate, signing_time) };
    let is_issuer =
        |der: &&Vec<u8>| Certificate::parse(der).is_some_and(|one| one.subject() == certificate.issuer());
    let issuers = envelope.certificates.iter().chain(trust.signers).filter(is_issuer).cloned().collect();
    Ok(Examined { signer, obligations, proof, stamp, is_time_right, issuers })
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
        self.obligations.as_slice()
    }

    /// The certificates, in the container and among the roots, that may be the one above the signer's by their name: whom
    /// [`super::examine_revocation`] wants to know.
    #[must_use]
    pub fn issuers(&self) -> &[Vec<u8>] {
        &self.issuers
    }

    /// The verdict; `holds` tells of each of [`Examined::obligations`] in their order whether it does, and one that is not told of
    /// does not.
    ///
    /// # Errors
    /// The first reason against the container, in the order signature, time-stamp, path, time.
    pub fn conclude(self, holds: &[bool]) -> Result<Signer, SignatureFault> {
        let holds = |place: usize| holds.get(place) == Some(&true);
        self.proof.check_own(holds)?;
        if let Some(stamp) = self.stamp {
            stamp.check_own(holds).and_then(|()| stamp.check_path(holds)).map_err(of_stamp)?;
        }
        self.proof.check_path(holds)?;
        if self.is_time_right { Ok(self.signer) } else { Err(SignatureFault::SigningTime) }
    }
}

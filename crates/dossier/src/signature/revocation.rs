//! Whether the signer's certificate was revoked: answers of OCSP responders and revocation lists, kept as files beside a container,
//! judged in the same two halves. Asking for them is in `enquiry`.

use super::certificate::Certificate;
use super::examine::{CLOCK_SLACK, Signer, Times};
use super::fault::SignatureFault;
use super::list;
use super::moment::Moment;
use super::obligation::Obligation;
use super::ocsp;
use super::proof::Obligations;
use std::fmt;

/// How old an answer may be that does not say when the next one comes: a day, in seconds.
const MOST_AGE: u64 = 86_400;

/// What somebody said about a certificate, as DER.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// An answer of an OCSP responder (RFC 6960).
    Ocsp(&'a [u8]),
    /// A list of revoked certificates (RFC 5280, 5).
    List(&'a [u8]),
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An OCSP responder.
    Ocsp,
    /// A list of revoked certificates.
    List,
}

impl Source {
    /// The whole list.
    pub const EVERY: [Self; 2] = [Self::Ocsp, Self::List];

    /// A stable code for state, contract and texts, and the ending of the file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ocsp => "ocsp",
            Self::List => "crl",
        }
    }
}

impl<'a> Evidence<'a> {
    /// What a source answered, as DER.
    #[must_use]
    pub fn of(source: Source, der: &'a [u8]) -> Self {
        match source {
            Source::Ocsp => Self::Ocsp(der),
            Source::List => Self::List(der),
        }
    }
}

/// Whether a certificate was revoked at the deciding moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Nobody was asked.
    NotLookedAt,
    /// It was not.
    Good {
        /// From when the answer is, RFC 3339 in UTC.
        as_of: String,
        /// Who says so.
        source: Source,
    },
    /// It was, at or before the deciding moment.
    Revoked {
        /// Since when, RFC 3339 in UTC.
        since: String,
    },
    /// There are answers, and none can be used; why the first cannot.
    NoUsableAnswer(AnswerFault),
}

/// Why an answer about a certificate cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// It cannot be read.
    Malformed,
    /// The responder gave no answer (RFC 6960, 2.3), or does not know the certificate.
    Unknown,
    /// It is about another certificate, or another authority's.
    OtherCertificate,
    /// Nobody may say it but the authority that issued the certificate, or whom it certified for that.
    Responder,
    /// It is signed with an algorithm or key that is not accepted.
    Algorithm,
    /// It was not signed by its responder's key.
    SignatureWrong,
    /// It has critical parts that we do not know, among them those of lists that are not whole.
    Critical,
    /// It was over before the deciding moment.
    Stale,
    /// It is of the future.
    Future,
    /// The authority's certificate is not known.
    IssuerMissing,
    /// The moment given to the check is not of the form `2026-11-21T08:05:00Z`.
    BadMoment,
}

impl AnswerFault {
    /// The whole list.
    pub const EVERY: [Self; 11] = [
        Self::Malformed,
        Self::Unknown,
        Self::OtherCertificate,
        Self::Responder,
        Self::Algorithm,
        Self::SignatureWrong,
        Self::Critical,
        Self::Stale,
        Self::Future,
        Self::IssuerMissing,
        Self::BadMoment,
    ];

    /// A stable code for contract and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::OtherCertificate => "other_certificate",
            Self::Responder => "responder",
            Self::Algorithm => "algorithm",
            Self::SignatureWrong => "signature_wrong",
            Self::Critical => "critical",
            Self::Stale => "stale",
            Self::Future => "future",
            Self::IssuerMissing => "issuer_missing",
            Self::BadMoment => "bad_moment",
        }
    }
}

impl fmt::Display for AnswerFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl std::error::Error for AnswerFault {}

/// The certificate that is asked about, with one that may be its issuer's.
pub(super) struct Question<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) issuer: &'a Certificate,
}

/// What an answer says of the one certificate, in seconds since 1970; who said it is in the obligations.
pub(super) struct Said {
    pub(super) from: u64,
    pub(super) until: Option<u64>,
    pub(super) revoked: Option<u64>,
    /// That the answer was signed by whom it should be; all must hold.
    pub(super) signatures: Vec<Obligation>,
}

/// Answers that say something about a certificate; whether they are true depends on the arithmetic.
#[derive(Clone, Debug)]
pub struct ExaminedRevocation {
    obligations: Obligations,
    /// Each answer with the places of its signatures; or why it cannot be used.
    answers: Vec<Result<(Vec<usize>, Revocation), AnswerFault>>,
}

/// Examines answers about the certificate of a signer that was accepted, without any arithmetic.
///
/// `issuers` are the certificates that may be the issuer's ([`super::Examined::issuers`]).
///
/// The deciding moment is that of the signer's time-stamp, or else that of `times`. An answer is used when it was not over before then
/// (give or take five minutes; without an end, when it was at most a day old). A revocation after that moment does not undo the
/// signature. Whether the certificates of authorities were revoked is not looked at.
pub fn examine_revocation<'a>(
    signer: &Signer,
    issuers: &[Vec<u8>],
    evidence: &[Evidence<'_>],
    times: impl Into<Times<'a>>,
) -> ExaminedRevocation {
    let mut obligations = Obligations::default();
    let times = times.into();
    let answers =
        evidence.iter().flat_map(|one| answers(signer, issuers, *one, times, &mut obligations)).collect();
    ExaminedRevocation { obligations, answers }
}

impl ExaminedRevocation {
    /// The signatures to calculate.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        self.obligations.as_slice()
    }

    /// The verdict; `holds` as for [`super::Examined::conclude`]. One answer that says "revoked" is enough against any others.
    #[must_use]
    pub fn conclude(self, holds: &[bool]) -> Revocation {
        let is_true = |places: &[usize]| places.iter().all(|place| holds.get(*place) == Some(&true));
        let mut verdict = Revocation::NotLookedAt;
        for answer in self.answers {
            let said = match answer {
                Ok((places, said)) if is_true(&places) => said,
                Ok(_) => Revocation::NoUsableAnswer(AnswerFault::SignatureWrong),
                Err(fault) => Revocation::NoUsableAnswer(fault),
            };
            if weight(&said) > weight(&verdict) {
                verdict = said;
            }
        }
        verdict
    }
}

/// What outweighs what.
fn weight(said: &Revocation) -> u8 {
    match said {
        Revocation::NotLookedAt => 0,
        Revocation::NoUsableAnswer(AnswerFault::OtherCertificate | AnswerFault::Responder) => 1,
        Revocation::NoUsableAnswer(_) => 2,
        Revocation::Good { .. } => 3,
        Revocation::Revoked { .. } => 4,
    }
}

/// What one piece of evidence says, once for each certificate that may be the issuer's: namesakes are told apart by arithmetic.
fn answers(
    signer: &Signer,
    issuers: &[Vec<u8>],
    evidence: Evidence<'_>,
    times: Times<'_>,
    obligations: &mut Obligations,
) -> Vec<Result<(Vec<usize>, Revocation), AnswerFault>> {
    let Some(certificate) = Certificate::parse(&signer.certificate) else {
        return vec![Err(AnswerFault::Malformed)];
    };
    let moments = signer.stamp.as_ref().map_or_else(
        || times.deciding(),
        |stamp| Moment::parse(&stamp.at).and_then(Moment::unix).ok_or(SignatureFault::BadMoment),
    );
    let Some((at, now)) = moments.ok().zip(Moment::parse(times.now).and_then(Moment::unix)) else {
        return vec![Err(AnswerFault::BadMoment)];
    };
    let mut found = Vec::new();
    for issuer in issuers.iter().filter_map(|der| Certificate::parse(der)) {
        let question = Question { certificate: &certificate, issuer: &issuer };
        let said = match evidence {
            Evidence::Ocsp(der) => ocsp::read(der, &question),
            Evidence::List(der) => list::read(der, &question),
        };
        found.push(said.and_then(|said| judge(said, &question, evidence, (at, now), obligations)));
    }
    if found.is_empty() { vec![Err(AnswerFault::IssuerMissing)] } else { found }
}

fn judge(
    said: Said,
    question: &Question<'_>,
    evidence: Evidence<'_>,
    (at, now): (u64, u64),
    obligations: &mut Obligations,
) -> Result<(Vec<usize>, Revocation), AnswerFault> {
    let own = question.certificate.signed_with(question.issuer.key()).map_err(of_answer)?;
    let until = said.until.unwrap_or(said.from.saturating_add(MOST_AGE));
    let source = match evidence {
        Evidence::Ocsp(_) => Source::Ocsp,
        Evidence::List(_) => Source::List,
    };
    let verdict = match said.revoked {
        Some(since) if since <= at => Revocation::Revoked { since: Moment::text(since) },
        _ if said.from > now + CLOCK_SLACK => return Err(AnswerFault::Future),
        _ if until + CLOCK_SLACK < at => return Err(AnswerFault::Stale),
        _ => Revocation::Good { as_of: Moment::text(said.from), source },
    };
    let signatures = said.signatures.into_iter().chain([own]);
    Ok((signatures.map(|one| obligations.place(one)).collect(), verdict))
}

/// What is wrong with a signature or a key, in the words for answers.
pub(super) fn of_answer(fault: SignatureFault) -> AnswerFault {
    match fault {
        SignatureFault::Algorithm | SignatureFault::KeyTooWeak => AnswerFault::Algorithm,
        SignatureFault::SignatureWrong => AnswerFault::SignatureWrong,
        _ => AnswerFault::Malformed,
    }
}

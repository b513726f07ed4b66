//! Remote signing as a port: which certificates a citizen has, asking the phone, and what came of it.
//!
//! Which services there are, and which of them a credential belongs to, is in `providers`. Containers are built and judged by
//! `dossier::signature`; when they are is decided in `jobs`.

pub mod csc;
pub mod gateway;
mod providers;

use std::fmt;

use dossier::signature::{Algorithm, Certificate, pem_certificates};

use crate::config;
use crate::error::incident;
use crate::later::Later;
use crate::revocation::Revocations;
use crate::store::DossierRecord;
pub use providers::{Signer, Signers};

/// Who must sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// The citizen, by twelve digits.
    Citizen(&'a str),
    /// The organisation that the citizen acts for, by its tax code.
    Organisation(&'a str),
}

impl<'a> Holder<'a> {
    /// Of this dossier: one of the others who must agree, or, if it is none of them, whoever the dossier is of.
    #[must_use]
    pub fn of(record: &'a DossierRecord, other: Option<&'a str>) -> Self {
        if let Some(id) = other {
            return Self::Citizen(id);
        }
        let asked = record.state.requirements.as_ref().and_then(|asked| asked.organisation.as_deref());
        asked.map_or(Self::Citizen(&record.owner), Self::Organisation)
    }

    /// The account at a provider, as every provider here names one.
    #[must_use]
    pub const fn account(self) -> &'a str {
        let (Self::Citizen(account) | Self::Organisation(account)) = self;
        account
    }

    /// Why this certificate is not theirs.
    fn refuses(self, certificate: &Certificate) -> Option<&'static str> {
        let (citizen, code) = (certificate.citizen_id(), certificate.tax_code());
        match (self, citizen, code) {
            (Self::Citizen(own), Some(id), _) if id == own => None,
            (Self::Citizen(_), None, Some(_)) => Some("organisation"),
            (Self::Citizen(_), ..) => Some("other_person"),
            (Self::Organisation(own), None, Some(code)) if code == own => None,
            (Self::Organisation(_), Some(_), _) => Some("person"),
            (Self::Organisation(_), None, _) => Some("other_organisation"),
        }
    }
}

/// One certificate at the provider.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The provider's id of the key.
    pub id: String,
    /// The signer's certificate first, then its issuers; DER.
    pub chain: Vec<Vec<u8>>,
    /// The provider's own word on it (`valid`, `expired`, `revoked`, `suspended`).
    pub status: String,
    /// How this key signs; none when it does so in no way that we accept.
    pub algorithm: Option<Algorithm>,
}

impl Offered {
    /// The signer's certificate, when it can be read.
    #[must_use]
    pub fn certificate(&self) -> Option<Certificate> {
        self.chain.first().and_then(|der| Certificate::parse(der))
    }

    /// Why its holder cannot sign with it now; `now` is RFC 3339 in UTC.
    #[must_use]
    pub fn unusable(
        &self,
        holder: Holder<'_>,
        now: &str,
        revocations: Option<&dyn Revocations>,
    ) -> Option<&'static str> {
        let Some(certificate) = self.certificate() else { return Some("revoked") };
        let (from, to) = certificate.validity();
        if let Some(whose) = holder.refuses(&certificate) {
            Some(whose)
        } else if now < from.as_str() {
            Some("not_yet_valid")
        } else if now > to.as_str() || self.status == "expired" {
            Some("expired")
        } else if self.status != "valid" {
            Some("revoked")
        } else if self.algorithm.is_none() {
            Some("algorithm")
        } else if revocations.is_some_and(|one| one.is_required() && !one.can_ask(&certificate)) {
            // Said before the phone is asked: the signature could never count.
            Some("unasked")
        } else {
            None
        }
    }
}

/// What is to be signed, and with which key.
#[derive(Clone, Copy, Debug)]
pub struct ToSign<'a> {
    /// The provider's id of the key.
    pub credential: &'a str,
    /// The signer's certificate, DER.
    pub certificate: &'a [u8],
    /// SHA-256 of the signed attributes.
    pub hash: &'a [u8],
}

/// What the phone is to be asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The hash, and the key.
    pub to_sign: ToSign<'a>,
    /// The account of who signs.
    pub signer: &'a str,
    /// Our name for this attempt; no other attempt has ever had it.
    pub transaction: &'a str,
    /// When the attempt was prepared, RFC 3339 in UTC to the second.
    pub prepared_at: &'a str,
    /// What the phone shows: the service, and the fingerprint.
    pub description: &'a str,
    /// The short mark of the content that the citizen compares.
    pub fingerprint: &'a str,
}

/// The provider has asked the phone.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What the provider knows the question by.
    pub handle: String,
    /// Seconds until silence counts as an answer.
    pub expires_in: i64,
}

/// Why the phone was not asked.
#[derive(Debug)]
pub enum Unasked {
    /// Nothing is known: it may have been asked. The text is for the log.
    Silent(String),
    /// The provider will not ask it.
    Refused(Failure),
}

/// Why an attempt can never become a signature.
#[derive(Debug)]
pub struct Failure {
    /// What the citizen is told.
    pub reason: Reason,
    /// For the log: what the provider said, without a citizen's value.
    pub what: String,
}

/// What the citizen can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The provider's business, or ours with it: nothing that the citizen could do.
    Provider,
    /// The certificate has expired, or was revoked or locked.
    Certificate,
    /// No signatures are left in the citizen's plan.
    Quota,
    /// The citizen agreed, but the key was not opened: a wrong PIN, say.
    Key,
    /// The key was opened, and no signature came out.
    Signing,
}

impl Failure {
    /// Its name in the dossier's state; written to the log when somebody here must look into it.
    #[must_use]
    pub fn report(&self, provider: &str) -> &'static str {
        if matches!(self.reason, Reason::Provider | Reason::Signing) {
            incident(&format!("signing: {provider}: {}", self.what));
        }
        self.reason.code()
    }
}

impl Reason {
    /// Its name in the dossier's state.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Certificate => "certificate",
            Self::Quota => "quota",
            Self::Key => "key",
            Self::Signing => "signing",
        }
    }
}

/// What the phone said.
pub enum Decision<'a> {
    /// Nothing so far.
    Waiting,
    /// Yes: waiting for this brings the signature. Some services have it ready, others give it out once, against a grant that is never
    /// stored or logged.
    Agreed(Later<'a, Result<Fetched, String>>),
    /// No.
    Rejected,
    /// Nothing until its time was over.
    Expired,
    /// Nothing that can become a signature.
    Failed(Failure),
}

impl fmt::Debug for Decision<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting => formatter.write_str("Waiting"),
            Self::Agreed(_) => formatter.write_str("Agreed"),
            Self::Rejected => formatter.write_str("Rejected"),
            Self::Expired => formatter.write_str("Expired"),
            Self::Failed(failure) => failure.fmt(formatter),
        }
    }
}

/// What came when a signature was fetched. An error in its place means that nothing is known: it may have been made, and be lost.
#[derive(Debug)]
pub enum Fetched {
    /// The raw signature over the hash.
    Signed {
        /// As the key made it: ECDSA as DER.
        signature: Vec<u8>,
        /// How it was made.
        algorithm: Algorithm,
    },
    /// The provider will not give it, or not any more.
    Failed(String),
}

/// A remote signing service.
pub trait SigningProvider: Send + Sync {
    /// The provider's name, for citizens.
    fn name(&self) -> Later<'_, Result<String, String>>;
    /// The certificates of an account: twelve digits of a citizen, or the tax code of an organisation.
    fn offered<'a>(&'a self, account: &'a str) -> Later<'a, Result<Vec<Offered>, String>>;
    /// One of them, or none. An error means that nobody could say.
    fn one<'a>(&'a self, account: &'a str, key: &'a str) -> Later<'a, Result<Option<Offered>, String>>;
    /// Asks the phone to sign one hash.
    fn ask<'a>(&'a self, question: Question<'a>) -> Later<'a, Result<Asked, Unasked>>;
    /// Whether the phone has answered. An error means: ask again later.
    fn decision<'a>(
        &'a self,
        handle: &'a str,
        to_sign: ToSign<'a>,
    ) -> Later<'a, Result<Decision<'a>, String>>;
    /// Seconds between two questions about the same phone.
    fn pause(&self) -> i64;
    /// Our name of the attempt that a call back speaks of: a hint to ask, never a fact. None when the call does not prove that it is the
    /// provider's.
    fn called_back(&self, authorization: &str, body: &[u8]) -> Option<String>;
    /// The certification authorities that are trusted; DER.
    fn roots(&self) -> &[Vec<u8>];
}

/// Our name for an attempt to sign, at the providers: it is made of what was stored before they are asked, so that their call back
/// is understood even when their answer was lost.
#[must_use]
pub fn transaction(dossier: &str, attempt: u32) -> String {
    format!("{dossier}-{attempt}")
}

/// The dossier and the attempt that [`transaction`] has named.
#[must_use]
pub fn attempt_of(transaction: &str) -> Option<(&str, u32)> {
    let (dossier, attempt) = transaction.rsplit_once('-')?;
    Some((dossier, attempt.parse().ok()?))
}

/// The certification authorities that a service is configured with.
fn roots(settings: &config::Signing) -> Result<Vec<Vec<u8>>, String> {
    let path = settings.roots.display();
    let pem = std::fs::read_to_string(&settings.roots).map_err(|error| format!("{path}: {error}"))?;
    pem_certificates(&pem).map_err(|fault| format!("{path}: {fault}"))
}

/// What came of several questions to one service: one without an answer hides nothing of the others. When nothing was found, and not all
/// have answered, that is silence: who has something there must not read that they have nothing.
fn together<T>(service: &str, answers: Vec<Result<Vec<T>, String>>) -> Result<Vec<T>, String> {
    let (mut found, mut silent) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Ok(some) => found.extend(some),
            Err(what) => silent.push(what),
        }
    }
    let what = silent.join("; ");
    if !what.is_empty() && found.is_empty() {
        return Err(what);
    }
    if !what.is_empty() {
        incident(&format!("signing: {service}: {what}"));
    }
    Ok(found)
}

/// An error on the way, without the address it was on the way to.
fn silent(error: reqwest::Error) -> String {
    error.without_url().to_string()
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn one_question_without_an_answer_hides_nothing_but_nothing_found_is_silence() {
        let silent = || Err("A: status 503".to_owned());
        assert_eq!(together("s", vec![silent(), Ok(vec![1, 2])]), Ok(vec![1, 2]));
        assert_eq!(together("s", vec![Ok(vec![]), silent()]), Err::<Vec<u8>, _>("A: status 503".to_owned()));
        assert_eq!(together::<u8>("s", vec![Ok(vec![]), Ok(vec![])]), Ok(vec![]));
    }
}

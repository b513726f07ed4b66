//! Revocation as a port: somebody says whether the certificate of a signer was revoked.
//!
//! Answers are judged by `dossier::signature`; when somebody is asked, and what follows from it, is decided in `jobs`.

pub mod http;

use dossier::signature::{Certificate, Signer};

use crate::later::Later;
use crate::store::RevocationAnswer;

/// What was found out.
#[derive(Debug)]
pub enum Found {
    /// The certificate was not revoked, and this says so.
    Good(RevocationAnswer),
    /// It was, and this says so.
    Revoked(RevocationAnswer),
    /// Nobody said anything that can be used; the text is for the log.
    Nothing {
        what: String,
        /// Whether asking again could help.
        may_come: bool,
    },
}

/// Those who know which certificates were revoked.
pub trait Revocations: Send + Sync {
    /// Asks about the certificate of an accepted signer; `issuers` are those that may be its issuer's, `now` is RFC 3339 in UTC. What is
    /// answered is judged at once.
    fn ask<'a>(&'a self, signer: &'a Signer, issuers: &'a [Vec<u8>], now: &'a str) -> Later<'a, Found>;
    /// Whether there is anybody to ask about a certificate.
    fn can_ask(&self, certificate: &Certificate) -> bool;
    /// Whether a signature counts only with an answer. If not, one that could not be had in time is done without.
    fn is_required(&self) -> bool;
}

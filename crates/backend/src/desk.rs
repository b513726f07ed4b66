//! The one-stop desk as a port: handing a dossier over, reading its history, fetching its results. Status messages come in through
//! `routes::hooks`.

pub mod http;

use dossier::BusinessEvent;
use dossier::content::{Agency, Document};
use dossier::receipt::{IdentityProof, Scan};
use serde::Deserialize;

use crate::dossiers::agreements::Agreed;
use crate::later::Later;
use crate::receipts::ReceiptIssuer;
use crate::store::RevocationAnswer;

/// Everything that is handed over.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Our handle.
    pub handle: String,
    /// The number of the snapshot; with the handle, the key that makes a repeated delivery the same delivery.
    pub snapshot: u32,
    pub procedure: String,
    pub title: String,
    pub agency: Agency,
    pub applicant_name: String,
    pub applicant_id: String,
    /// RFC 3339; the same in every try.
    pub submitted_at: String,
    pub content: Vec<u8>,
    pub signature: Option<Vec<u8>>,
    /// What was said about the revocation of its certificate.
    pub revocation: Option<RevocationAnswer>,
    /// How the citizen proved who they are, when that stands for a signature; the identity provider itself signs nothing of it.
    pub identity: Option<IdentityProof>,
    /// The scan of a print of the content that was signed by hand, when that stands for a signature.
    pub scan: Option<(Scan, Vec<u8>)>,
    /// Who else has agreed to the content, and how.
    pub others: Vec<Agreed>,
    pub documents: Vec<(Document, Vec<u8>)>,
    pub fee: Option<Fee>,
}

/// The fee that was paid online.
#[derive(Clone, Debug)]
pub struct Fee {
    /// In đồng.
    pub amount: u64,
    /// The provider's number of the payment.
    pub receipt: String,
}

/// The desk took it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The official code.
    pub code: String,
    /// RFC 3339.
    pub received_at: String,
}

/// A payment that the desk is told of.
#[derive(Clone, Copy, Debug)]
pub struct Paid<'a> {
    /// The notice's id at the desk.
    pub notice: &'a str,
    /// In đồng.
    pub amount: u64,
    /// The provider's number of the payment.
    pub transaction: &'a str,
    /// RFC 3339.
    pub at: &'a str,
}

/// What the desk says when it is told of a payment.
#[derive(Clone, Debug)]
pub enum Known {
    /// It knows, since when (RFC 3339), and will not end the notice any more.
    Since(String),
    /// It had ended the notice before.
    Over,
}

/// An electronic result as the desk announces it.
#[derive(Clone, Debug, Deserialize)]
pub struct Given {
    /// Unique at the desk; never another document.
    pub id: String,
    /// Code under which other procedures ask for it.
    pub component: String,
    pub title: String,
    /// The issuer's own number.
    pub number: String,
    /// Twelve digits of whom it is about.
    pub holder: Option<String>,
    pub issuer: String,
    /// `YYYY-MM-DD`.
    pub issued_on: String,
    /// The last good day; none when it does not end.
    pub valid_until: Option<String>,
    /// Name of the file.
    pub name: String,
    pub sha256: String,
    pub size: u64,
}

/// A one-stop desk; the office behind it issues receipts for what it collects.
pub trait Desk: ReceiptIssuer {
    /// Hands a dossier over; the same delivery again gets the same answer. An error means: try again later.
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Later<'a, Result<Taken, String>>;
    /// Tells that a fee which it asked for is paid; told again, it answers the same. An error means: try again later.
    fn paid<'a>(&'a self, code: &'a str, paid: Paid<'a>) -> Later<'a, Result<Known, String>>;
    /// What the desk has done so far.
    fn history<'a>(&'a self, code: &'a str) -> Later<'a, Result<Vec<BusinessEvent>, String>>;
    /// The electronic results of our dossier `handle`, which the desk knows as `code`.
    fn results<'a>(&'a self, code: &'a str, handle: &'a str) -> Later<'a, Result<Vec<Given>, String>>;
    /// The bytes of a result.
    fn result<'a>(&'a self, code: &'a str, id: &'a str) -> Later<'a, Result<Vec<u8>, String>>;
}

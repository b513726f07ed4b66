//! The one-stop desk as a port: handing a dossier over, reading its history. Status messages come in through
//! `routes::hooks`.

pub mod http;

use dossier::BusinessEvent;
use dossier::content::{Agency, Document};

use crate::later::Later;

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

/// A one-stop desk.
pub trait Desk: Send + Sync {
    /// Hands a dossier over; the same delivery again gets the same answer. An error means: try again later.
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Later<'a, Result<Taken, String>>;
    /// What the desk has done so far.
    fn history<'a>(&'a self, code: &'a str) -> Later<'a, Result<Vec<BusinessEvent>, String>>;
}

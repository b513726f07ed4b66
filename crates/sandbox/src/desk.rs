//! The one-stop desk: takes dossiers over a small API of our own (`README.md`), lets an officer move them through the
//! national status codes, and pushes each move to the portal. Papers are files; the ledger holds what is said about them.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use axum::{
    Router,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use crate::world::World;

mod content;
mod dues;
mod filing;
mod officer;
mod page;
mod papers;
mod push;
mod receipts;
mod refunds;
mod results;
mod specimen;
mod status;

/// What the desk remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    /// Dossiers by code.
    dossiers: BTreeMap<String, Dossier>,
    /// Which code an idempotency key got, and for which payload.
    keys: BTreeMap<String, Filed>,
    /// The last number given out, per agency and day.
    numbers: BTreeMap<String, u32>,
    /// How many receipts were issued.
    #[serde(default)]
    receipts: u32,
}

/// The answer that belongs to an idempotency key.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Filed {
    fingerprint: String,
    code: String,
}

/// A dossier at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Dossier {
    code: String,
    handle: String,
    procedure: String,
    title: String,
    agency: Agency,
    applicant: Applicant,
    submitted_at: String,
    received_at: String,
    fee: Option<Fee>,
    callback: String,
    #[serde(default)]
    receipts_callback: String,
    is_signed: bool,
    #[serde(default)]
    revocation: Option<papers::Source>,
    #[serde(default)]
    identity: Option<Identity>,
    #[serde(default)]
    scan: Option<Scan>,
    /// Who else has agreed to the content.
    #[serde(default)]
    cosigners: Vec<Cosigner>,
    documents: Vec<Document>,
    events: Vec<Event>,
    /// What it came to.
    #[serde(default)]
    results: Vec<results::Given>,
    /// Payments of fees that were asked for here.
    #[serde(default)]
    paid: Vec<dues::Payment>,
    /// Receipts for what was paid.
    #[serde(default)]
    receipts: Vec<receipts::Receipt>,
    /// The last event that the portal has taken.
    pushed: u32,
}

/// The competent office.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Agency {
    province: String,
    commune: String,
}

/// Who applies.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Applicant {
    name: String,
    id: String,
}

/// Who proved who they are instead of signing, how, and for which bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    #[serde(default)]
    iss: String,
    sub: String,
    acr: String,
    auth_time: String,
    sha256: String,
    #[serde(default)]
    nonce: String,
}

/// The scan of a print of the content that was signed by hand; its bytes are a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Scan {
    /// What the print says, for people.
    fingerprint: String,
    at: String,
    #[serde(flatten)]
    file: Document,
}

/// Somebody else who must agree to the content, and how they did.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cosigner {
    role: String,
    name: String,
    /// By their electronic identity;
    #[serde(default)]
    proof: Option<Identity>,
    /// or by a signature of their own.
    #[serde(default)]
    signature: Option<Cosignature>,
}

/// The detached signature of one of the others; its bytes, and what was said about its certificate, are files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cosignature {
    sub: String,
    at: String,
    sha256: String,
    #[serde(default)]
    revocation: Option<papers::Source>,
}

/// What was paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Fee {
    amount: u64,
    paid: bool,
    receipt: Option<String>,
}

/// A paper as it was announced; its bytes are a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Document {
    name: String,
    sha256: String,
    size: u64,
}

/// A move of the status.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Event {
    sequence: u32,
    status: u8,
    at: String,
    actor: String,
    note: String,
    appointment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<dues::Notice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over: Option<dues::Over>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refund: Option<refunds::Decision>,
}

impl Dossier {
    fn status(&self) -> u8 {
        self.events.last().map_or(1, |event| event.status)
    }
}

/// The desk's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/desk/v1/dossiers", post(filing::receive))
        .route("/desk/v1/dossiers/{code}", get(filing::read))
        .route("/desk/v1/dossiers/{code}/payments", post(dues::paid))
        .route("/desk/v1/dossiers/{code}/results", get(results::list))
        .route("/desk/v1/dossiers/{code}/results/{id}", get(results::one))
        .route("/desk/v1/dossiers/{code}/receipts", get(receipts::list))
        .route("/desk/v1/retry", post(push::retry))
        .route("/desk", get(page::list))
        .route("/desk/dossiers/{code}", get(page::show).post(officer::act))
        .route("/desk/dossiers/{code}/dues", post(dues::act))
        .route("/desk/dossiers/{code}/receipts", post(receipts::act))
        .route("/desk/dossiers/{code}/refunds", post(refunds::act))
        .route("/desk/dossiers/{code}/files/{name}", get(officer::download))
}

/// The folder of a dossier's papers.
fn folder(world: &World, code: &str) -> PathBuf {
    world.file("papers").join(code)
}

/// Throws all papers away, after the records of them.
pub fn forget_papers(world: &World) -> io::Result<()> {
    match fs::remove_dir_all(world.file("papers")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

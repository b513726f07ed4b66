//! What the certification authorities say about their certificates: an OCSP responder (RFC 6960) over POST and GET, and a list of revoked
//! certificates (RFC 5280, 5), for each authority. How an answer and a list are written is in `answer` and `list`.

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    fault::{Fault, Part},
    problem::{Problem, problem},
    seal,
    vault::{Authority, Kind},
    world::World,
};

mod answer;
mod list;

const QUESTION: &str = "application/ocsp-request";
const ANSWER: &str = "application/ocsp-response";
const LIST: &str = "application/pkix-crl";
/// An object identifier for ECDSA with SHA-256, as an algorithm.
const ECDSA_SHA256: &[u8] = &[0x30, 10, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// What the fault `revoked` says: since so many seconds before now.
const REVOKED_BEFORE: i64 = 3_600;
/// The gateway's revoked certificate was good for so long, in seconds.
const GOOD_FOR: i64 = 86_400;

/// A certificate that an authority has issued.
struct Issued {
    /// The serial number, big-endian.
    serial: Vec<u8>,
    /// Since when it is revoked, in seconds since 1970.
    revoked: Option<i64>,
}

/// The authorities' routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/ca/{name}/ocsp", post(posted))
        .route("/ca/{name}/ocsp/{*question}", get(asked))
        .route("/ca/{name}/crl", get(list_of))
}

async fn posted(
    State(world): State<World>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != QUESTION) {
        return Err(problem(415, "media-type", "The body must be application/ocsp-request."));
    }
    respond(&world, &name, &body).await
}

/// RFC 6960, A.1: the question as base64 in the address.
async fn asked(
    State(world): State<World>,
    Path((name, question)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let question = seal::from_base64(&question).unwrap_or_default();
    respond(&world, &name, &question).await
}

async fn respond(world: &World, name: &str, question: &[u8]) -> Result<Response, Problem> {
    let (authority, issued) = find(world, name)?;
    let fault = world.answers(Part::Ocsp)?;
    if let Some(nothing) = no_answer(fault).await {
        return Ok(nothing);
    }
    let other = world.vault().stamp();
    let answer = answer::make((authority, other), &issued, question, world.now(), fault);
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, ANSWER)], answer).into_response())
}

async fn list_of(State(world): State<World>, Path(name): Path<String>) -> Result<Response, Problem> {
    let (authority, issued) = find(&world, &name)?;
    let fault = world.answers(Part::Crl)?;
    if let Some(nothing) = no_answer(fault).await {
        return Ok(nothing);
    }
    let list = list::make(authority, &issued, world.now(), fault).ok_or_else(Problem::storage)?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, LIST)], list).into_response())
}

/// What comes of faults that know nothing of the protocol.
async fn no_answer(fault: Fault) -> Option<Response> {
    match fault {
        Fault::Silent => std::future::pending().await,
        Fault::Garbage => Some(Html("<html><body>Bảo trì hệ thống</body></html>").into_response()),
        _ => None,
    }
}

/// An authority with every certificate that it has issued.
fn find<'a>(world: &'a World, name: &str) -> Result<(&'a Authority, Vec<Issued>), Problem> {
    let vault = world.vault();
    let found = match name {
        Authority::ISSUING => vault.authority().map(|authority| {
            let issued = vault.credentials().iter().map(|one| Issued::of(&one.serial, None));
            (authority, issued.collect())
        }),
        Authority::GATEWAY => vault.gateway().and_then(|gateway| {
            let revoked = |kind, since: i64| (kind == Kind::Revoked).then_some(since + GOOD_FOR);
            let issued = gateway.held().iter().map(|held| {
                Issued::of(&held.credential.serial, revoked(held.kind, held.credential.not_before))
            });
            Some((gateway.authority()?, issued.collect()))
        }),
        _ => None,
    };
    found.ok_or_else(|| problem(404, "authority-unknown", "No such authority answers here."))
}

impl Issued {
    fn of(serial: &str, revoked: Option<i64>) -> Self {
        Self { serial: seal::from_hex(serial).unwrap_or_default(), revoked }
    }

    /// Since when it is revoked, as things are or as a fault has it.
    fn revoked_under(&self, fault: Fault, now: i64) -> Option<i64> {
        self.revoked.or_else(|| (fault == Fault::Revoked).then_some(now - REVOKED_BEFORE))
    }
}

//! A time-stamping authority after RFC 3161, over HTTP: `application/timestamp-query` in, `application/timestamp-reply` out. It
//! stamps SHA-256, SHA-384 and SHA-512, and says the sandbox's time. How a token is made is in `token`.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    der::{self, BIT_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE, element},
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

mod token;

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";

/// The digests that are stamped: object identifier and length.
const DIGESTS: [(&[u8], usize); 3] = [
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], 32),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], 48),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], 64),
];

/// Why a question has no token (RFC 3161, 2.4.2): the number of the bit.
#[derive(Clone, Copy)]
enum Refused {
    Algorithm = 0,
    Request = 2,
    Format = 5,
}

/// What is asked for; each part as DER.
struct Question<'a> {
    imprint: &'a [u8],
    nonce: Option<&'a [u8]>,
    wants_certificate: bool,
}

/// The authority's routes.
pub fn routes() -> Router<World> {
    Router::new().route("/tsa", post(stamp)).route("/tsa/roots.pem", get(roots))
}

async fn roots(State(world): State<World>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/x-pem-file"), (header::CACHE_CONTROL, "no-cache")];
    (kind, world.vault().stamp().roots_pem()).into_response()
}

async fn stamp(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    let fault = world.answers_again(Part::Stamp).await?;
    match fault {
        Fault::Silent => return std::future::pending().await,
        Fault::Garbage => return Ok(Html("<html><body>Bảo trì hệ thống</body></html>").into_response()),
        _ => (),
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != QUERY) {
        return Err(problem(415, "media-type", "The body must be application/timestamp-query."));
    }
    let answer = match read(&body) {
        Ok(question) => {
            let token = token::make(world.vault().stamp(), &question, world.now(), fault);
            let token = token.ok_or_else(Problem::storage)?;
            element(SEQUENCE, &[&element(SEQUENCE, &[&element(INTEGER, &[&[0]])]), &token])
        }
        Err(why) => refusal(why),
    };
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, REPLY)], answer).into_response())
}

/// RFC 3161, 2.4.1: version, imprint, policy, nonce, wish for the certificate, extensions.
fn read(body: &[u8]) -> Result<Question<'_>, Refused> {
    let parts = der::split(body).ok_or(Refused::Format)?;
    let [request] = parts[..] else { return Err(Refused::Format) };
    let parts = der::split(request.content).ok_or(Refused::Format)?;
    let [version, imprint, rest @ ..] = &parts[..] else { return Err(Refused::Format) };
    if version.whole != [INTEGER, 1, 1] || rest.iter().any(|part| part.tag == der::CONTEXT_0) {
        return Err(Refused::Request);
    }
    check(imprint.content)?;
    let nonce = rest.iter().find(|part| part.tag == INTEGER).map(|part| part.whole);
    let wants_certificate = rest.iter().any(|part| part.whole == [0x01, 1, 0xff]);
    Ok(Question { imprint: imprint.whole, nonce, wants_certificate })
}

/// A digest that is known, of its length.
fn check(imprint: &[u8]) -> Result<(), Refused> {
    let parts = der::split(imprint).ok_or(Refused::Format)?;
    let [algorithm, hash] = parts[..] else { return Err(Refused::Format) };
    let named = der::split(algorithm.content).ok_or(Refused::Format)?;
    let oid = named.first().filter(|part| part.tag == OID).ok_or(Refused::Format)?;
    let digest = DIGESTS.iter().find(|(known, _)| *known == oid.content).ok_or(Refused::Algorithm)?;
    if hash.tag == OCTET_STRING && hash.content.len() == digest.1 { Ok(()) } else { Err(Refused::Format) }
}

/// RFC 3161, 2.4.2: status `rejection`, and why.
fn refusal(why: Refused) -> Vec<u8> {
    let bit = why as u8;
    let failure = element(BIT_STRING, &[&[7 - bit, 0x80 >> bit]]);
    element(SEQUENCE, &[&element(SEQUENCE, &[&element(INTEGER, &[&[2]]), &failure])])
}

//! The filing API: a dossier is taken once and gets its code; the same key again gets the same answer.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    Agency, Applicant, Cosignature, Cosigner, Document, Dossier, Event, Fee, Filed, Identity, Records, Scan,
    folder, papers, receipts,
};
use crate::{
    caller, citizen, clock,
    fault::{Fault, Part},
    problem::{Problem, problem},
    seal,
    world::World,
};

/// A dossier as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filing {
    handle: String,
    procedure: String,
    title: String,
    agency: Agency,
    applicant: Applicant,
    submitted_at: String,
    content_b64: String,
    signature_b64: Option<String>,
    /// What was said about the revocation of the signature's certificate.
    #[serde(default)]
    revocation: Option<Said>,
    identity: Option<Identity>,
    /// The scan of a print of the content that was signed by hand.
    #[serde(default)]
    scan: Option<Scanned>,
    #[serde(default)]
    cosigners: Vec<Cosigning>,
    documents: Vec<Paper>,
    fee: Option<Fee>,
    callback: String,
    /// Where to say that there is news of receipts.
    receipts_callback: String,
}

/// Somebody else who has agreed: one of the two says how.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cosigning {
    role: String,
    name: String,
    #[serde(default)]
    proof: Option<Identity>,
    #[serde(default)]
    signature: Option<Signed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    sub: String,
    at: String,
    sha256: String,
    content_b64: String,
    #[serde(default)]
    revocation: Option<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    source: papers::Source,
    content_b64: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scanned {
    /// SHA-256 of the content that was printed.
    of: String,
    fingerprint: String,
    at: String,
    name: String,
    sha256: String,
    size: u64,
    content_b64: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    name: String,
    sha256: String,
    size: u64,
    content_b64: String,
}

/// `POST /desk/v1/dossiers`.
pub async fn receive(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    let key =
        headers.get("idempotency-key").and_then(|value| value.to_str().ok()).filter(|key| !key.is_empty());
    let key = key
        .ok_or_else(|| problem(400, "idempotency-key-missing", "The header Idempotency-Key is required."))?
        .to_owned();
    let fault = world.answers_again(Part::Desk).await?;
    let fingerprint = seal::hex(&seal::sha256(&body));
    if let Some(answer) = world.look(|ledger, _| ledger.desk.earlier(&key, &fingerprint)) {
        return answer.map(created);
    }
    let filing: Filing = serde_json::from_slice(&body)
        .map_err(|_| problem(422, "malformed", "The body is not a dossier as the desk expects it."))?;
    let (dossier, papers) = unpack(filing, |url| world.config().is_at_portal(url))?;
    let filed = Filed { fingerprint, code: String::new() };
    let answer = world.change(|ledger, now| {
        let dossier = ledger.desk.enter(dossier, &key, filed, now)?;
        papers::write(&folder(&world, &dossier.code), &papers).map_err(|_| Problem::storage())?;
        let answer = receipt(&dossier);
        let code = dossier.code.clone();
        ledger.desk.dossiers.insert(code.clone(), dossier);
        receipts::issue_at_once(ledger, &code, now);
        Ok(answer)
    })??;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::Desk, Fault::Ok))?;
        return Err(Problem::unavailable());
    }
    Ok(created(answer))
}

fn created(answer: Value) -> Response {
    (StatusCode::CREATED, Json(answer)).into_response()
}

fn receipt(dossier: &Dossier) -> Value {
    json!({ "code": dossier.code, "received_at": dossier.received_at, "status": 1 })
}

fn unpack(filing: Filing, is_at_portal: impl Fn(&str) -> bool) -> Result<(Dossier, papers::Papers), Problem> {
    let is_agency = is_digits(&filing.agency.province, 2) && is_digits(&filing.agency.commune, 5);
    if !is_agency {
        return Err(problem(422, "agency-malformed", "A province has two digits, a commune five."));
    }
    if filing.handle.is_empty() || !citizen::is_id(&filing.applicant.id) {
        return Err(problem(
            422,
            "malformed",
            "A handle and an applicant with a 12-digit number are needed.",
        ));
    }
    if !is_at_portal(&filing.callback) || !is_at_portal(&filing.receipts_callback) {
        return Err(problem(422, "callback-foreign", "The callback is not at the portal."));
    }
    let content = seal::from_base64(&filing.content_b64).ok_or_else(not_base64)?;
    let signature = match &filing.signature_b64 {
        Some(text) => Some(seal::from_base64(text).ok_or_else(not_base64)?),
        None => None,
    };
    let revocation = filing.revocation.as_ref().map(said).transpose()?;
    let (cosigners, cosignatures) = cosigned(filing.cosigners)?;
    let digest = seal::hex(&seal::sha256(&content));
    let is_of_it = |identity: &Identity| {
        identity.sha256 == digest && (identity.nonce.is_empty() || identity.nonce.ends_with(&digest))
    };
    let others = cosigners.iter().filter_map(|cosigner| cosigner.proof.as_ref());
    let mut proofs = filing.identity.iter().chain(others);
    if !proofs.all(is_of_it) {
        return Err(problem(422, "identity-foreign", "The identity was confirmed for another content."));
    }
    if filing.scan.as_ref().is_some_and(|scan| scan.of != digest) {
        return Err(problem(422, "scan-foreign", "The scan is of a print of another content."));
    }
    let scan = match filing.scan {
        Some(scan) => {
            let bytes = seal::from_base64(&scan.content_b64).ok_or_else(not_base64)?;
            let file = Document { name: scan.name, sha256: scan.sha256.to_lowercase(), size: scan.size };
            if !papers::is_whole(&bytes, &file) {
                return Err(broken());
            }
            Some((Scan { fingerprint: scan.fingerprint, at: scan.at, file }, bytes))
        }
        None => None,
    };
    let mut documents = Vec::new();
    let mut contents = Vec::new();
    for paper in filing.documents {
        let bytes = seal::from_base64(&paper.content_b64).ok_or_else(not_base64)?;
        let document = Document { name: paper.name, sha256: paper.sha256.to_lowercase(), size: paper.size };
        if !papers::is_whole(&bytes, &document) {
            return Err(broken());
        }
        documents.push(document);
        contents.push(bytes);
    }
    let (scan, scanned) = scan.unzip();
    let dossier = Dossier {
        code: String::new(),
        handle: filing.handle,
        procedure: filing.procedure,
        title: filing.title,
        agency: filing.agency,
        applicant: filing.applicant,
        submitted_at: filing.submitted_at,
        received_at: String::new(),
        fee: filing.fee,
        callback: filing.callback,
        receipts_callback: filing.receipts_callback,
        is_signed: signature.is_some(),
        revocation: revocation.as_ref().map(|(source, _)| *source),
        identity: filing.identity,
        scan,
        cosigners,
        documents,
        events: Vec::new(),
        results: Vec::new(),
        paid: Vec::new(),
        receipts: Vec::new(),
        pushed: 1,
    };
    let papers =
        papers::Papers { content, signature, revocation, cosignatures, scan: scanned, documents: contents };
    Ok((dossier, papers))
}

fn said(said: &Said) -> Result<(papers::Source, Vec<u8>), Problem> {
    Ok((said.source, seal::from_base64(&said.content_b64).ok_or_else(not_base64)?))
}

/// The others who have agreed, and the files of those who have signed.
fn cosigned(all: Vec<Cosigning>) -> Result<(Vec<Cosigner>, Vec<Option<papers::Cosignature>>), Problem> {
    let mut cosigners = Vec::new();
    let mut files = Vec::new();
    for Cosigning { role, name, proof, signature } in all {
        if proof.is_some() == signature.is_some() {
            return Err(problem(422, "cosigner-unproven", "Either a proof or a signature is needed."));
        }
        let (signature, file) = match signature {
            Some(Signed { sub, at, sha256, content_b64, revocation }) => {
                let container = seal::from_base64(&content_b64).ok_or_else(not_base64)?;
                if seal::hex(&seal::sha256(&container)) != sha256 {
                    return Err(broken());
                }
                let revocation = revocation.as_ref().map(said).transpose()?;
                let source = revocation.as_ref().map(|(source, _)| *source);
                let kept = Cosignature { sub, at, sha256, revocation: source };
                (Some(kept), Some(papers::Cosignature { container, revocation }))
            }
            None => (None, None),
        };
        cosigners.push(Cosigner { role, name, proof, signature });
        files.push(file);
    }
    Ok((cosigners, files))
}

fn not_base64() -> Problem {
    problem(422, "not-base64", "A content is not base64.")
}

fn broken() -> Problem {
    problem(422, "document-broken", "A document does not have its announced size and SHA-256.")
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Records {
    /// The answer that a key got before, or a refusal when it came with another payload.
    fn earlier(&self, key: &str, fingerprint: &str) -> Option<Result<Value, Problem>> {
        let filed = self.keys.get(key)?;
        if filed.fingerprint != fingerprint {
            return Some(Err(problem(422, "idempotency-key-reused", "This key came with another payload.")));
        }
        self.dossiers.get(&filed.code).map(|dossier| Ok(receipt(dossier)))
    }

    /// Gives a dossier its code and its first event, and remembers the key.
    fn enter(
        &mut self,
        mut dossier: Dossier,
        key: &str,
        mut filed: Filed,
        now: OffsetDateTime,
    ) -> Result<Dossier, Problem> {
        if self.dossiers.values().any(|other| other.handle == dossier.handle) {
            return Err(problem(
                409,
                "already-received",
                "A dossier with this handle is at the desk already.",
            ));
        }
        let prefix = format!(
            "H{}.{}-{}",
            dossier.agency.province,
            &dossier.agency.commune[3..],
            clock::short_day(now)
        );
        let number = self.numbers.entry(prefix.clone()).or_default();
        *number += 1;
        dossier.code = format!("{prefix}-{number:04}");
        dossier.received_at = clock::rfc3339(now);
        dossier.events.push(Event {
            sequence: 1,
            status: 1,
            at: dossier.received_at.clone(),
            actor: "Hệ thống một cửa".to_owned(),
            ..Event::default()
        });
        filed.code.clone_from(&dossier.code);
        self.keys.insert(key.to_owned(), filed);
        Ok(dossier)
    }
}

/// `GET /desk/v1/dossiers/{code}`: the events of a dossier.
pub async fn read(
    State(world): State<World>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    world.answers(Part::Desk)?;
    let dossier = world
        .look(|ledger, _| ledger.desk.dossiers.get(&code).cloned())
        .ok_or_else(|| problem(404, "dossier-unknown", "No such dossier is at the desk."))?;
    Ok(Json(json!({ "code": dossier.code, "handle": dossier.handle, "events": dossier.events })))
}

//! A signing gateway after VNPT `SmartCA` (`sp769`, version 1): it signs hashes only, the caller is known by name and password in each
//! body, the phone is asked at once, and the signature comes with the status. When the phone has answered, the gateway calls back once.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    fault::{Fault, Part},
    problem::Problem,
    seal,
    world::World,
};

mod call_back;
mod certificates;
mod request;
mod status;

pub use call_back::tell;

/// What the gateway remembers: transactions by their code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    pub transactions: BTreeMap<String, Transaction>,
}

/// What a phone is asked, and what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transaction {
    /// The caller's own name for it.
    name: String,
    /// The certificate's `cert_id`.
    certificate: String,
    pub owner: String,
    pub description: String,
    pub files: Vec<File>,
    pub asked_at: i64,
    pub expires_at: i64,
    pub end: Option<End>,
    /// Until then the status knows nothing of the end.
    #[serde(default)]
    told_from: i64,
}

/// One hash, and the name that both sides show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct File {
    pub doc_id: String,
    /// Hexadecimal.
    pub hash: String,
}

/// How a transaction ended, other than by silence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum End {
    /// Base64, in the order of the files.
    Signed(Vec<String>),
    Rejected,
    KeyFailed,
    SignFailed,
}

impl Transaction {
    /// Whether the phone still asks.
    pub fn is_waiting_at(&self, now: OffsetDateTime) -> bool {
        self.end.is_none() && now.unix_timestamp() < self.expires_at
    }

    /// Number and name of where it stands.
    fn standing(&self, end: Option<&End>, now: i64) -> (u16, &'static str) {
        match end {
            Some(End::Signed(_)) => (200, "SUCCESS"),
            Some(End::Rejected) => (4002, "SIGNER_REJECTED"),
            Some(End::KeyFailed) => (4003, "AUTHORIZE_KEY_FAILED"),
            Some(End::SignFailed) => (4004, "SIGN_FAILED"),
            None if now < self.expires_at => (4000, "WAITING_FOR_SIGNER_CONFIRM"),
            None => (4001, "EXPIRED"),
        }
    }

    /// The signatures, by the names of the files.
    fn signatures(&self, end: Option<&End>) -> Value {
        let Some(End::Signed(signatures)) = end else { return json!([]) };
        let one = |(file, signature): (&File, &String)| json!({ "doc_id": file.doc_id, "signature_value": signature, "timestamp_signature": null });
        self.files.iter().zip(signatures).map(one).collect()
    }
}

/// The gateway's routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/smartca/roots.pem", get(roots))
        .route("/sca/sp769/v1/credentials/get_certificate", post(certificates::list))
        .route("/sca/sp769/v1/signatures/sign", post(request::sign))
        .route("/sca/sp769/v1/signatures/sign/{code}/status", post(status::read))
}

async fn roots(State(world): State<World>) -> Response {
    let Some(gateway) = world.vault().gateway() else { return StatusCode::NOT_FOUND.into_response() };
    let kind = [(header::CONTENT_TYPE, "application/x-pem-file"), (header::CACHE_CONTROL, "no-cache")];
    (kind, gateway.roots_pem()).into_response()
}

/// An answer that is none of success.
pub enum Refusal {
    /// In the gateway's own frame, the number also as the status of HTTP.
    Said(u16, &'static str),
    /// Out of order.
    Broken(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Broken(problem)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Said(code, message) => {
                let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
                (status, framed(code, message, Value::Null)).into_response()
            }
            Self::Broken(problem) => problem.into_response(),
        }
    }
}

/// The frame of every answer.
fn framed(code: u16, message: &'static str, data: Value) -> Json<Value> {
    Json(json!({ "status_code": code, "message": message, "data": data }))
}

/// Reads a body whose members name the caller, and lets the call in. Answers with the fault asked for.
fn admit<T: DeserializeOwned>(world: &World, body: &[u8]) -> Result<(T, Fault), Refusal> {
    #[derive(Deserialize)]
    struct Caller {
        sp_id: String,
        sp_password: String,
    }
    let malformed = |_| Refusal::Said(400, "BAD_REQUEST");
    let caller: Caller = serde_json::from_slice(body).map_err(malformed)?;
    let fault = world.answers(Part::SmartCa)?;
    let known = world.config().clients.smartca.as_ref();
    let is_known = known.is_some_and(|known| {
        seal::same(&caller.sp_id, &known.id) && seal::same(&caller.sp_password, &known.secret)
    });
    if !is_known || fault == Fault::CallerRefused {
        return Err(Refusal::Said(401, "SP_CREDENTIAL_INVALID"));
    }
    Ok((serde_json::from_slice(body).map_err(malformed)?, fault))
}

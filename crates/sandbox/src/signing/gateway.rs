//! Gateways after the guide of decision 769/QĐ-BTTTT: they sign hashes only, the caller is known by name and password in each body, the
//! phone is asked at once, and the signature comes with the status. When the phone has answered, the gateway calls back once.
//!
//! There are two: VNPT `SmartCA` (`sp769`, version 1), and the national gateway eSign (`sign_v2`), which holds no certificates of its own
//! but stands before authorities, each of which a caller names by `ca_name`.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{
    config::GatewayClient,
    fault::{Fault, Part},
    problem::Problem,
    seal,
    vault::{Credential, Kind, Vault},
    world::World,
};

mod call_back;
mod certificates;
mod request;
mod status;

pub use call_back::tell;

/// One of the gateways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gateway {
    SmartCa,
    ESign,
}

/// The authorities that the national gateway stands before: the one of `SmartCA`, and the one of the signing service.
const VNPT: &str = "VNPT-CA";
const VIETTEL: &str = "Viettel-CA";

/// What a citizen holds at one authority, and the certificates above.
struct Shelf<'a> {
    authority: &'static str,
    held: Vec<(&'a Credential, Kind)>,
    above: [&'a [u8]; 2],
}

impl Gateway {
    pub const BOTH: [Self; 2] = [Self::SmartCa, Self::ESign];

    pub const fn part(self) -> Part {
        match self {
            Self::SmartCa => Part::SmartCa,
            Self::ESign => Part::ESign,
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::SmartCa => "SmartCA thử nghiệm",
            Self::ESign => "Cổng eSign thử nghiệm",
        }
    }

    fn client(self, world: &World) -> Option<&GatewayClient> {
        let clients = &world.config().clients;
        match self {
            Self::SmartCa => clients.smartca.as_ref(),
            Self::ESign => clients.esign.as_ref(),
        }
    }

    pub const fn records(self, records: &super::Records) -> &Records {
        match self {
            Self::SmartCa => &records.gateway,
            Self::ESign => &records.esign,
        }
    }

    pub const fn records_mut(self, records: &mut super::Records) -> &mut Records {
        match self {
            Self::SmartCa => &mut records.gateway,
            Self::ESign => &mut records.esign,
        }
    }

    /// What a citizen holds at the authority that is named, or at all of them; nowhere when it is none of them.
    fn shelves<'a>(self, vault: &'a Vault, authority: Option<&str>, owner: &str) -> Vec<Shelf<'a>> {
        let Some(own) = vault.gateway() else { return Vec::new() };
        let held = own.held_by(owner).map(|held| (&held.credential, held.kind)).collect();
        let vnpt = Shelf { authority: VNPT, held, above: own.chain() };
        if self == Self::SmartCa {
            return vec![vnpt];
        }
        let held = vault.credentials_of(owner).map(|held| (held, Kind::Personal)).collect();
        let viettel = Shelf { authority: VIETTEL, held, above: vault.chain() };
        let is_wanted = |shelf: &Shelf<'_>| authority.is_none_or(|name| name == shelf.authority);
        [vnpt, viettel].into_iter().filter(is_wanted).collect()
    }
}

/// What a gateway remembers: transactions by their code.
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

/// The routes of both.
pub fn routes() -> Router<World> {
    let held = |gateway| {
        post(async move |State(world): State<World>, body: Bytes| certificates::list(&world, gateway, &body))
    };
    let sign = |gateway| {
        post(async move |State(world): State<World>, body: Bytes| request::sign(&world, gateway, &body))
    };
    let anchors = |gateway| get(async move |State(world): State<World>| roots(&world, gateway));
    let status =
        async |State(world): State<World>, Path(code): Path<String>| status::by_code(&world, &code).await;
    let status_v2 = async |State(world): State<World>, body: Bytes| status::by_body(&world, &body).await;
    Router::new()
        .route("/smartca/roots.pem", anchors(Gateway::SmartCa))
        .route("/sca/sp769/v1/credentials/get_certificate", held(Gateway::SmartCa))
        .route("/sca/sp769/v1/signatures/sign", sign(Gateway::SmartCa))
        .route("/sca/sp769/v1/signatures/sign/{code}/status", post(status))
        .route("/esign/roots.pem", anchors(Gateway::ESign))
        .route("/esign/sign_v2/get_certificate", held(Gateway::ESign))
        .route("/esign/sign_v2/sign", sign(Gateway::ESign))
        .route("/esign/sign_v2/status", post(status_v2))
}

fn roots(world: &World, gateway: Gateway) -> Response {
    let vault = world.vault();
    let Some(own) = vault.gateway() else { return StatusCode::NOT_FOUND.into_response() };
    let kind = [(header::CONTENT_TYPE, "application/x-pem-file"), (header::CACHE_CONTROL, "no-cache")];
    let pem = match gateway {
        Gateway::SmartCa => own.roots_pem(),
        Gateway::ESign => own.roots_pem() + &vault.roots_pem(),
    };
    (kind, pem).into_response()
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
fn admit<T: DeserializeOwned>(world: &World, gateway: Gateway, body: &[u8]) -> Result<(T, Fault), Refusal> {
    #[derive(Deserialize)]
    struct Caller {
        sp_id: String,
        sp_password: String,
    }
    let malformed = |_| Refusal::Said(400, "BAD_REQUEST");
    let caller: Caller = serde_json::from_slice(body).map_err(malformed)?;
    let fault = world.answers(gateway.part())?;
    let is_known = gateway.client(world).is_some_and(|known| {
        seal::same(&caller.sp_id, &known.id) && seal::same(&caller.sp_password, &known.secret)
    });
    if !is_known || fault == Fault::CallerRefused {
        return Err(Refusal::Said(401, "SP_CREDENTIAL_INVALID"));
    }
    Ok((serde_json::from_slice(body).map_err(malformed)?, fault))
}

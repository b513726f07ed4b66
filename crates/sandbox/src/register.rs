//! The data-sharing platform, and the registers behind it: one person for one number, one stated purpose and one consent,
//! in the message protocol for REST of X-Road (`README.md`). Only the fields that the caller names are answered. It keeps a
//! count of look-ups for its references, and no trace of who was looked up.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::post,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    caller, citizen, clock,
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

mod enterprises;
mod holdings;
mod people;

/// What the registers remember.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    look_ups: u64,
}

/// One register behind the platform.
struct Register {
    /// `member/subsystem/service` below `/r1/VN/GOV/`.
    service: &'static str,
    part: Part,
    /// What its references begin with.
    mark: &'static str,
}

const REGISTERS: [Register; 5] = [
    Register { service: "BCA/dan-cu/cong-dan-v1", part: Part::Population, mark: "DC" },
    Register { service: "BTP/ho-tich/su-kien-v1", part: Part::CivilStatus, mark: "HT" },
    Register { service: "BTC/dang-ky-kinh-doanh/doanh-nghiep-v1", part: Part::Business, mark: "DN" },
    Register { service: "BTC/thue/nguoi-nop-thue-v1", part: Part::Tax, mark: "TH" },
    Register { service: "BTC/bao-hiem/the-va-chung-sinh-v1", part: Part::HealthInsurance, mark: "BH" },
];

/// The platform's routes.
pub fn routes() -> Router<World> {
    Router::new().route("/platform/r1/VN/GOV/{member}/{subsystem}/{service}", post(look_up))
}

/// What a caller asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Twelve digits.
    subject: String,
    /// A procedure's code.
    purpose: String,
    /// The caller's reference of the citizen's consent.
    consent: String,
    /// Fields of the record; the others are not answered.
    fields: Vec<String>,
}

async fn look_up(
    State(world): State<World>,
    Path((member, subsystem, service)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Result<Json<Question>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let service = [member, subsystem, service].join("/");
    let id = headers.get("x-road-id").cloned();
    let mut response = match ask(&world, &service, &headers, body.ok().map(|Json(question)| question)).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    let answer = response.headers_mut();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(id) = id {
        answer.insert("x-road-id", id);
    }
    if let Ok(service) = HeaderValue::from_str(&["VN/GOV/", &service].concat()) {
        answer.insert("x-road-service", service);
    }
    response
}

async fn ask(
    world: &World,
    service: &str,
    headers: &HeaderMap,
    question: Option<Question>,
) -> Result<Response, Refusal> {
    if !caller::has_bearer(headers, &world.config().clients.register.token) {
        return Err(Refusal::Platform(401, "Client.ClientProxy.AuthenticationFailed"));
    }
    for header in ["x-road-client", "x-road-id"] {
        if headers.get(header).is_none_or(HeaderValue::is_empty) {
            return Err(Refusal::Platform(400, "Client.ClientProxy.MissingHeader"));
        }
    }
    let register = REGISTERS.iter().find(|register| register.service == service);
    let register = register.ok_or(Refusal::Platform(404, "Server.ServerProxy.UnknownService"))?;
    world.answers(Part::Register).map_err(Refusal::of_platform)?;
    let Some(question) = question else {
        return Err(problem(400, "malformed", "The body is no question to a register.").into());
    };
    if question.purpose.is_empty() || question.consent.is_empty() {
        return Err(problem(403, "consent-missing", "Purpose and consent must be named.").into());
    }
    if !citizen::is_id(&question.subject) {
        return Err(problem(400, "id-malformed", "A personal identification number has 12 digits.").into());
    }
    let mistaken = world.look(|ledger, _| ledger.faults.of(Part::Register));
    match (world.answers(register.part)?, mistaken) {
        (Fault::Silent, _) => std::future::pending().await,
        (Fault::Garbage, _) => Ok(Html("<html><body>Bảo trì hệ thống</body></html>").into_response()),
        (fault, mistaken) => {
            let fault = if mistaken == Fault::OtherPerson { mistaken } else { fault };
            answer(world, register, &question, fault)
        }
    }
}

fn answer(
    world: &World,
    register: &Register,
    question: &Question,
    fault: Fault,
) -> Result<Response, Refusal> {
    let found = holdings::find(register.part, &question.subject, world.now());
    let record = match found {
        people::Found::Person(_) if fault == Fault::OtherPerson => {
            Some(people::somebody_else(&question.subject))
        }
        people::Found::Person(record) => Some(record),
        people::Found::Broken => return Err(Problem::unavailable().into()),
        people::Found::Nobody => None,
    };
    let Some(mut record) = record else {
        return Err(problem(404, "person-unknown", "No such person is in this register.").into());
    };
    match fault {
        Fault::NoDependants => (record["children"], record["wards"]) = (json!([]), json!([])),
        Fault::NoEnterprises => record["enterprises"] = json!([]),
        Fault::Dissolved => enterprises::dissolve(&mut record["enterprises"]),
        _ => {}
    }
    let (number, now) = world.change(|ledger, now| {
        ledger.register.look_ups += 1;
        (ledger.register.look_ups, now)
    })?;
    let asked = |field: &&String| record.get(field.as_str()).is_some();
    let mut fields: Map<String, Value> =
        question.fields.iter().filter(asked).map(|field| (field.clone(), record[field].clone())).collect();
    fields.insert("id".to_owned(), record["id"].clone());
    let body = json!({
        "reference": format!("{}-{}-{number:06}", register.mark, clock::short_day(now)),
        "as_of": clock::rfc3339(now),
        "record": fields,
    });
    Ok(Json(body).into_response())
}

/// Why there is no record: the platform says so in its own form, a register as a problem.
enum Refusal {
    Platform(u16, &'static str),
    Register(Problem),
}

impl Refusal {
    fn of_platform(_: Problem) -> Self {
        Self::Platform(503, "Server.ServerProxy.ServiceFailed.NetworkError")
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Register(problem)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Register(problem) => problem.into_response(),
            Self::Platform(status, kind) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let body = json!({ "type": kind, "message": "The platform did not carry the question.", "detail": "" });
                let mut response = (status, Json(body)).into_response();
                response.headers_mut().insert("x-road-error", HeaderValue::from_static(kind));
                response
            }
        }
    }
}

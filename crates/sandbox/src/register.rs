//! The population register: one person for one number and one stated purpose, over a small protocol of our own
//! (`README.md`). It keeps a count of look-ups for its references, and no trace of who was looked up.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    caller, citizen, clock,
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

mod people;

/// What the register remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Records {
    look_ups: u64,
}

/// The register's routes.
pub fn routes() -> Router<World> {
    Router::new().route("/register/v1/people/{id}", get(look_up))
}

async fn look_up(
    State(world): State<World>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.register.token) {
        return Err(Problem::unauthorized());
    }
    if headers.get("x-purpose").and_then(|value| value.to_str().ok()).is_none_or(str::is_empty) {
        return Err(problem(
            400,
            "purpose-missing",
            "The header X-Purpose names the procedure; it is missing.",
        ));
    }
    if !citizen::is_id(&id) {
        return Err(problem(400, "id-malformed", "A personal identification number has 12 digits."));
    }
    let fault = world.answers(Part::Register)?;
    let person = match people::find(&id) {
        people::Found::Person(person) if fault == Fault::OtherPerson => people::somebody_else(&person),
        people::Found::Person(person) => Some(person),
        people::Found::Broken => return Err(Problem::unavailable()),
        people::Found::Nobody => None,
    };
    let Some(person) = person else {
        return Err(problem(404, "person-unknown", "No such person is in the population register."));
    };
    let (number, now) = world.change(|ledger, now| {
        ledger.register.look_ups += 1;
        (ledger.register.look_ups, now)
    })?;
    let body = json!({
        "reference": format!("DC-{}-{number:06}", clock::short_day(now)),
        "as_of": clock::rfc3339(now),
        "person": person,
    });
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

//! The authorization endpoint: shows the citizens to choose from, and sends the choice back as a code.
//! What the page looks like is in `page`; what a good request is, in `request`.

use axum::{
    Form,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Code, Session, issuer, page, remembered,
    request::{Refused, Request},
};
use crate::{citizen, fault::Part, params::Params, problem::Problem, seal, world::World};

/// Seconds that a code lives.
const CODE_LIFE: i64 = 60;

/// `GET`: the page.
pub async fn show(State(world): State<World>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    if world.answers(Part::Identity).is_err() {
        return page::busy().into_response();
    }
    let query = query.unwrap_or_default();
    let request = match read(&world, &query) {
        Ok(request) => request,
        Err(response) => return *response,
    };
    let session =
        session(&world, &headers).filter(|session| world.look(|_, now| request.accepts(session, now)));
    match session {
        Some(session) if request.is_silent() => back_with_code(&world, &request, session),
        None if request.is_silent() => back(&world, &request, "error", "login_required"),
        session => {
            let known = session.and_then(|session| citizen::by_slug(&session.citizen));
            page::choose(&world.config().ways_back(), &query, known).into_response()
        }
    }
}

/// What a citizen chose on the page.
#[derive(Deserialize)]
pub struct Choice {
    request: String,
    citizen: Option<String>,
    stay: Option<String>,
}

/// `POST`: the choice.
pub async fn decide(State(world): State<World>, headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let request = match read(&world, &choice.request) {
        Ok(request) => request,
        Err(response) => return *response,
    };
    if let Some(citizen) = choice.citizen.as_deref().and_then(citizen::by_slug) {
        let auth_time = world.now().unix_timestamp();
        let session = Session { citizen: citizen.slug.to_owned(), auth_time };
        return sign_in(&world, &request, session).unwrap_or_else(IntoResponse::into_response);
    }
    let earlier = session(&world, &headers)
        .filter(|session| choice.stay.is_some() && world.look(|_, now| request.accepts(session, now)));
    match earlier {
        Some(session) => back_with_code(&world, &request, session),
        None => back(&world, &request, "error", "access_denied"),
    }
}

fn read(world: &World, query: &str) -> Result<Request, Box<Response>> {
    Request::read(&Params::read(query), &world.config().clients.identity).map_err(|refused| {
        Box::new(match refused {
            Refused::Here => page::unknown_client().into_response(),
            Refused::Back(request, error) => back(world, &request, "error", error),
        })
    })
}

fn sign_in(world: &World, request: &Request, session: Session) -> Result<Response, Problem> {
    let name = seal::random_name();
    world.change(|ledger, _| ledger.identity.sessions.insert(remembered(&name), session.clone()))?;
    let mut response = back_with_code(world, request, session);
    let cookie = format!("sandbox_identity={name}; Path=/identity; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The session of the calling browser.
fn session(world: &World, headers: &HeaderMap) -> Option<Session> {
    let name = super::session::cookie(headers)?;
    world.look(|ledger, _| ledger.identity.sessions.get(&remembered(name)).cloned())
}

fn back_with_code(world: &World, request: &Request, session: Session) -> Response {
    let code = seal::random_name();
    let recorded = world.change(|ledger, now| {
        ledger.identity.tidy(now);
        let record = Code {
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            citizen: session.citizen,
            auth_time: session.auth_time,
            expires_at: now.unix_timestamp() + CODE_LIFE,
            is_used: false,
            token: None,
        };
        ledger.identity.codes.insert(remembered(&code), record);
    });
    match recorded {
        Ok(()) => back(world, request, "code", &code),
        Err(problem) => problem.into_response(),
    }
}

fn back(world: &World, request: &Request, name: &str, value: &str) -> Response {
    let mut response = Redirect::to(&request.answer(&issuer(world), name, value)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

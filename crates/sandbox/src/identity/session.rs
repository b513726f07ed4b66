//! After sign-in: what a token tells about its citizen, and RP-initiated logout.

use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{claims, jws, page, remembered};
use crate::{
    caller, citizen,
    fault::Part,
    params::{Params, with_query},
    problem::Refusal,
    world::World,
};

/// The session cookie of the calling browser.
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|cookie| cookie.strip_prefix("sandbox_identity="))
}

/// The claims of the citizen that an access token stands for.
pub async fn userinfo(State(world): State<World>, headers: HeaderMap) -> Result<Response, Refusal> {
    let name = remembered(caller::bearer(&headers).ok_or_else(Refusal::token)?);
    world.answers(Part::Identity)?;
    let token = world
        .look(|ledger, now| {
            let token = ledger.identity.tokens.get(&name)?;
            (now.unix_timestamp() < token.expires_at).then(|| token.clone())
        })
        .ok_or_else(Refusal::token)?;
    let citizen = citizen::by_slug(&token.citizen).ok_or_else(Refusal::token)?;
    let mut response = Json(claims(citizen, token.auth_time)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `GET` logout.
pub async fn end_by_link(
    State(world): State<World>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    end(&world, &Params::read(&query.unwrap_or_default()), &headers)
}

/// `POST` logout.
pub async fn end_by_form(State(world): State<World>, headers: HeaderMap, body: String) -> Response {
    end(&world, &Params::read(&body), &headers)
}

fn end(world: &World, params: &Params, headers: &HeaderMap) -> Response {
    if let Some(name) = cookie(headers) {
        let name = remembered(name);
        if let Err(problem) = world.change(|ledger, _| ledger.identity.sessions.remove(&name)) {
            return problem.into_response();
        }
    }
    let mut response = match way_back(world, params) {
        Way::To(url) => Redirect::to(&url).into_response(),
        Way::Nowhere => page::signed_out().into_response(),
        Way::Unknown => page::unknown_client().into_response(),
    };
    let gone =
        HeaderValue::from_static("sandbox_identity=; Path=/identity; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().insert(header::SET_COOKIE, gone);
    response
}

enum Way {
    To(String),
    Nowhere,
    Unknown,
}

fn way_back(world: &World, params: &Params) -> Way {
    let client = &world.config().clients.identity;
    let Some(wanted) = params.get("post_logout_redirect_uri") else { return Way::Nowhere };
    let registered = client
        .post_logout_redirect_uri
        .clone()
        .unwrap_or_else(|| world.config().at_portal("/auth/sign-out-done"));
    let is_ours = match params.get("id_token_hint") {
        Some(hint) => jws::read_own(world.vault(), hint).is_some_and(|claims| claims["aud"] == client.id),
        None => params.get("client_id") == Some(&client.id),
    };
    if wanted != registered || !is_ours {
        return Way::Unknown;
    }
    match params.get("state") {
        Some(state) => Way::To(with_query(wanted, [("state", state)])),
        None => Way::To(wanted.to_owned()),
    }
}

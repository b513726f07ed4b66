//! What the account's owner may ask: the credits since a moment whose text holds a reference, however it is spaced or written.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::HeaderMap,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::advice;
use crate::{
    caller, clock,
    config::Account,
    fault::{Fault, Part},
    problem::{Problem, problem},
    world::World,
};

#[derive(Deserialize)]
pub struct Wanted {
    reference: String,
    from: String,
}

/// `GET`: credits, oldest first.
pub async fn credits(
    State(world): State<World>,
    Path(number): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let (account, _) = owner(&world, &headers).await?;
    if account.account != number {
        return Err(problem(404, "no-account", "This account is not the caller's."));
    }
    let from = clock::from_rfc3339(&wanted.from)
        .ok_or_else(|| problem(400, "malformed", "`from` is no moment."))?
        .unix_timestamp();
    let reference = plain(&wanted.reference);
    let found: Vec<_> = world.look(|ledger, _| {
        let credits = ledger.bank.credits.iter();
        credits
            .filter(|credit| credit.at >= from && plain(&credit.content).contains(&reference))
            .map(|credit| advice::message(account, credit))
            .collect()
    });
    Ok(Json(json!({ "credits": found })))
}

/// The caller's account, and the fault that the bank has for this call.
pub async fn owner<'a>(world: &'a World, headers: &HeaderMap) -> Result<(&'a Account, Fault), Problem> {
    let account = world.config().clients.bank.as_ref().ok_or_else(Problem::unauthorized)?;
    if !caller::has_bearer(headers, &account.token) {
        return Err(Problem::unauthorized());
    }
    Ok((account, world.answers_again(Part::Bank).await?))
}

fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_uppercase()).collect()
}

//! Control of the sandbox: the clock, the faults, what waits to be sent, and a clean start. The JSON protocol is here;
//! the page with the same levers is in `page`.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    clock, desk,
    fault::{Fault, Part},
    ledger::Ledger,
    outbox,
    payment::Cleared,
    problem::{Problem, problem},
    world::World,
};

mod page;

/// The clock goes no further ahead than this: twenty years.
const FURTHEST: i64 = 20 * 365 * 86_400;

/// The control routes.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/control", get(page::show).post(page::act))
        .route("/control/clock", get(read_clock).post(move_clock))
        .route("/control/faults", get(read_faults).post(set_faults))
        .route("/control/ipn", post(send_notifications))
        .route("/control/payments", get(read_payments).post(clear_payment))
        .route("/control/national", get(read_national).post(return_national))
        .route("/control/credits", get(read_credits).post(return_credit))
        .route("/control/reset", post(reset))
}

async fn read_clock(State(world): State<World>) -> Json<Value> {
    Json(time_of(&world))
}

fn time_of(world: &World) -> Value {
    world.look(|ledger, now| json!({ "now": clock::rfc3339(now), "offset_seconds": ledger.offset_seconds }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: i64,
}

async fn move_clock(State(world): State<World>, Json(by): Json<Advance>) -> Result<Json<Value>, Problem> {
    advance(&world, by.advance_seconds).await?;
    Ok(Json(time_of(&world)))
}

/// Moves the clock forward, the follower's after ours: it sets to work at once, and whom it asks must be in the same time already.
/// Then sends what has become due.
async fn advance(world: &World, seconds: i64) -> Result<(), Problem> {
    let out_of_range =
        || problem(422, "advance-out-of-range", "The clock goes forward, by twenty years at most.");
    if !(0..=FURTHEST).contains(&seconds) {
        return Err(out_of_range());
    }
    let offset = world.look(|ledger, _| ledger.offset_seconds).saturating_add(seconds);
    if offset > FURTHEST {
        return Err(out_of_range());
    }
    world.change(|ledger, _| ledger.offset_seconds = offset)?;
    if let Err(problem) = tell_follower(world, offset).await {
        world.change(|ledger, _| ledger.offset_seconds -= seconds)?;
        return Err(problem);
    }
    outbox::send_due(world).await;
    Ok(())
}

async fn tell_follower(world: &World, offset: i64) -> Result<(), Problem> {
    let Some(url) = &world.config().clock_follower else { return Ok(()) };
    let call = world
        .http()
        .post(url)
        .header("X-Control-Secret", &world.config().control_secret)
        .json(&json!({ "offset_seconds": offset }));
    match call.send().await {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(_) => {
            Err(problem(502, "follower-refused", "The clock's follower refused; the clock stands still."))
        }
        Err(_) => {
            Err(problem(502, "follower-silent", "The clock's follower is silent; the clock stands still."))
        }
    }
}

/// Tells the follower an offset that the configuration or an earlier run begins with; answers whether there is nothing more to tell.
pub async fn remind_follower(world: &World) -> bool {
    match world.look(|ledger, _| ledger.offset_seconds) {
        0 => true,
        offset => tell_follower(world, offset).await.is_ok(),
    }
}

async fn read_faults(State(world): State<World>) -> Json<Value> {
    Json(faults_of(&world))
}

fn faults_of(world: &World) -> Value {
    world.look(|ledger, _| {
        Part::ALL.iter().map(|part| (part.name().to_owned(), json!(ledger.faults.of(*part)))).collect()
    })
}

async fn set_faults(
    State(world): State<World>,
    Json(wanted): Json<BTreeMap<String, Fault>>,
) -> Result<Json<Value>, Problem> {
    let unknown = || problem(422, "fault-unknown", "No such part, or this part cannot have this fault.");
    let mut faults = Vec::new();
    for (name, fault) in wanted {
        let part = Part::ALL.into_iter().find(|part| part.name() == name).ok_or_else(unknown)?;
        if !part.faults().contains(&fault) {
            return Err(unknown());
        }
        faults.push((part, fault));
    }
    world.change(|ledger, _| {
        for (part, fault) in faults {
            ledger.faults.set(part, fault);
        }
    })?;
    Ok(Json(faults_of(&world)))
}

async fn send_notifications(State(world): State<World>) -> Json<Value> {
    let (sent, waiting) = outbox::send_all(&world).await;
    Json(json!({ "sent": sent, "waiting": waiting }))
}

async fn read_payments(State(world): State<World>) -> Json<Value> {
    Json(world.look(|ledger, _| ledger.payment.report()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doubt {
    reference: String,
    cleared: Cleared,
}

async fn clear_payment(State(world): State<World>, Json(doubt): Json<Doubt>) -> Result<Json<Value>, Problem> {
    clear(&world, &doubt.reference, doubt.cleared)?;
    Ok(read_payments(State(world)).await)
}

fn clear(world: &World, reference: &str, cleared: Cleared) -> Result<(), Problem> {
    if world.change(|ledger, now| ledger.payment.clear(reference, cleared, now.unix_timestamp()))? {
        Ok(())
    } else {
        Err(problem(404, "no-suspect-payment", "No payment with this reference can end like that."))
    }
}

async fn read_national(State(world): State<World>) -> Json<Value> {
    Json(world.look(|ledger, _| ledger.national.report()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Returned {
    returned: String,
}

async fn return_national(
    State(world): State<World>,
    Json(returned): Json<Returned>,
) -> Result<Json<Value>, Problem> {
    if world.change(|ledger, _| ledger.national.return_by_hand(&returned.returned))? {
        Ok(read_national(State(world)).await)
    } else {
        Err(problem(404, "no-payment", "No money of an order with this reference can go back."))
    }
}

async fn read_credits(State(world): State<World>) -> Json<Value> {
    Json(world.look(|ledger, _| ledger.bank.report()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AtTheCounter {
    transaction_id: String,
}

async fn return_credit(
    State(world): State<World>,
    Json(at_the_counter): Json<AtTheCounter>,
) -> Result<Json<Value>, Problem> {
    let transaction = at_the_counter.transaction_id;
    if world.change(|ledger, now| ledger.bank.return_by_hand(&transaction, now.unix_timestamp()))? {
        Ok(read_credits(State(world)).await)
    } else {
        Err(problem(404, "no-credit", "No money with this number can go back."))
    }
}

async fn reset(State(world): State<World>) -> Result<Json<Value>, Problem> {
    start_over(&world).await?;
    Ok(Json(time_of(&world)))
}

/// Forgets every record and puts the clock back to its start. Keys stay: the portal trusts them.
async fn start_over(world: &World) -> Result<(), Problem> {
    let anew = Ledger::new(world.config().start);
    if world.look(|ledger, _| ledger.offset_seconds) != anew.offset_seconds {
        tell_follower(world, anew.offset_seconds).await?;
    }
    world.change(|ledger, _| *ledger = anew)?;
    desk::forget_papers(world).map_err(|_| Problem::storage())
}

//! `kill -9` at a write while money goes back: what was paid too much before filing, and what the office gives back of what counts.

use serde_json::Value;

use super::records::{filed_once, paid_once};
use super::{Killable, at_gateway, fees::fixed, moment, to_the_end, tried};
use crate::citizen::{Citizen, HANG};
use crate::world::World;

/// Writes of the story that each run tries.
const SAMPLE: usize = 4;
/// What the office gives back of the fee, in đồng.
const PART: &str = "1000";

/// What is known of all money that does not count, or not any more: what was paid too much, and what the office gives back.
fn going_back(state: &Value) -> Vec<&str> {
    let orders = state["orders"].as_array().into_iter().flatten();
    orders
        .filter_map(|order| order["outcome"]["state"].as_str())
        .filter(|state| *state != "counted")
        .collect()
}

/// The officer decides once; whoever was not told of it is told again.
async fn decide(own: &Killable<'_>, state: &Value) {
    let code = state["filing"]["code"].as_str().unwrap_or_default();
    let ledger = own.ledger();
    let events = ledger["desk"]["dossiers"][code]["events"].as_array().unwrap();
    let sandbox = &own.world.sandbox;
    if events.iter().any(|event| event["refund"].is_object()) {
        let retry = sandbox.web.post(format!("{}/desk/v1/retry", sandbox.base)).bearer_auth("desk token");
        assert_eq!(retry.send().await.unwrap().status(), 200);
        return;
    }
    let transaction = state["payment"]["transaction"].as_str().unwrap();
    let pairs = [("transaction", transaction), ("amount", PART), ("basis", "Thông tư 281/2016/TT-BTC")];
    sandbox.form(&format!("/desk/dossiers/{code}/refunds"), &pairs).await;
}

/// From the fixed dossier, paid too much, then rightly, to the official code, and on until the office has given back a part.
async fn given_back(own: &mut Killable<'_>, at: usize) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let id = fixed(&hang, at).await;
    let owed = hang.dossier(&id).await["state"]["payment"]["amount"].as_u64().unwrap();
    let path = format!("/api/dossiers/{id}");
    let next = async |own: &Killable<'_>| {
        let page = hang.get(&path).await;
        if page.status == 502 {
            return None;
        }
        let state = page.json()["state"].clone();
        let seconds = match (state["stage"].as_str()?, state["payment"]["state"].as_str()?) {
            ("filed", _) => match going_back(&state).as_slice() {
                ["refunded", "refunded"] => return Some(true),
                // Nearly the bank's hour, and no longer than a session lives by itself.
                [_, _] => 1500,
                _ => {
                    decide(own, &state).await;
                    11
                }
            },
            (_, "quoted" | "failed" | "pending") => {
                // The first order takes too much, and each after it what is owed.
                let key = format!("pay {}", state["payment_attempts"]);
                let started = hang.post(&format!("{path}/payment"), &key, &Value::Null).await;
                let way = |started: &Value| {
                    let orders = started["dossier"]["state"]["orders"].as_array().unwrap();
                    if orders.len() == 1 { "other" } else { "pay" }
                };
                at_gateway(own, &hang, &started, way).await;
                11
            }
            _ => 11,
        };
        moment(own, &hang, &path, &state, seconds).await;
        Some(false)
    };
    let writes = to_the_end(own, &hang, &id, at, next).await;
    own.settle().await;
    let hang = Citizen::sign_in(own.world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    assert_eq!(going_back(&state), ["refunded", "refunded"], "killed at write {at}");
    let ledger = own.ledger();
    let filing = filed_once(&ledger, &id, at);
    assert_eq!(filing["code"], state["filing"]["code"], "killed at write {at}");
    let events = filing["events"].as_array().unwrap().iter();
    assert_eq!(events.filter(|event| event["refund"].is_object()).count(), 1, "killed at write {at}");
    paid_once(own, &state, owed, at);
    writes
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_money_that_goes_back_goes_back_once() {
    let world = World::start().await;
    let mut own = Killable::start(&world).await;
    tried("money that goes back", &mut own, SAMPLE, given_back).await;
}

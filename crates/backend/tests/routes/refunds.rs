//! Money that does not count goes back, once, and whoever paid it sees where it is.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

/// Paid 18,000 đồng for a fee of 16,000; the gateway has not been asked for anything yet.
async fn paid_too_much(hang: &Citizen<'_>) -> String {
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "other").await;
    hang.world.work().await;
    assert_eq!(outcome(hang, &id).await["state"], "surplus");
    id
}

async fn outcome(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"]["orders"][0]["outcome"].clone()
}

/// What the gateway has given back for its only order, in đồng.
async fn ledger(world: &World) -> Value {
    let answer = world.sandbox.web.get(format!("{}/control/payments", world.sandbox.base)).send();
    answer.await.unwrap().json::<Value>().await.unwrap()[0]["refunded"].clone()
}

async fn reference(world: &World) -> Value {
    let answer = world.sandbox.web.get(format!("{}/control/payments", world.sandbox.base)).send();
    answer.await.unwrap().json::<Value>().await.unwrap()[0]["reference"].clone()
}

#[tokio::test]
async fn money_that_does_not_count_is_given_back_by_the_gateway() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = paid_too_much(&hang).await;
    assert_eq!(ledger(&world).await, Value::Null);
    world.work().await;
    assert_eq!(outcome(&hang, &id).await["state"], "refund_asked");
    assert_eq!(outcome(&hang, &id).await["until"].as_str().map(|until| &until[..10]), Some("2026-12-06"));
    assert_eq!(ledger(&world).await, 18_000);
    let path = format!("/api/dossiers/{id}");
    let refused = hang.call(Method::DELETE, &path, &Value::Null, &[]).await;
    assert_eq!(refused.json()["refused"], "money_moved");
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let back = outcome(&hang, &id).await;
    assert_eq!((&back["state"], back["at"].as_str().is_some()), (&json!("refunded"), true));
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_is_asked_about_and_made_once() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = paid_too_much(&hang).await;
    world.sandbox.fault("payment", "lost-answer").await;
    world.work().await;
    let asked = outcome(&hang, &id).await;
    assert_eq!(asked["state"], "refund_asked");
    assert_eq!(ledger(&world).await, 18_000, "the gateway has it");
    world.advance(5).await;
    assert_eq!(outcome(&hang, &id).await, asked);
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(outcome(&hang, &id).await["state"], "refunded");
}

#[tokio::test]
async fn a_refund_is_written_down_before_the_gateway_is_asked_and_keeps_its_name() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = paid_too_much(&hang).await;
    world.sandbox.fault("payment", "down").await;
    world.work().await;
    let asked = outcome(&hang, &id).await;
    assert_eq!(
        (&asked["state"], asked["request"].as_str().map(str::len)),
        (&json!("refund_asked"), Some(24))
    );
    assert_eq!(ledger(&world).await, Value::Null);
    world.sandbox.fault("payment", "ok").await;
    world.advance(300).await;
    assert_eq!(ledger(&world).await, 18_000);
    assert_eq!(outcome(&hang, &id).await, asked);
}

#[tokio::test]
async fn money_that_the_gateway_does_not_give_back_is_asked_about_until_a_person_has_returned_it() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = paid_too_much(&hang).await;
    world.sandbox.fault("payment", "refund-refused").await;
    world.work().await;
    let refused = outcome(&hang, &id).await;
    assert_eq!((&refused["state"], &refused["code"]), (&json!("refund_refused"), &json!("95")));
    assert_eq!(ledger(&world).await, Value::Null);
    let reference = reference(&world).await;
    world.sandbox.control("payments", &json!({ "reference": reference, "cleared": "returned" })).await;
    world.advance(24 * 3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(outcome(&hang, &id).await["state"], "refunded");
}

#[tokio::test]
async fn what_was_paid_twice_goes_back_while_the_dossier_is_filed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = hang.order(&id).await;
    hang.at_gateway(&first, "bank").await;
    world.advance(15 * 60 + 60).await;
    let second = hang.order(&id).await;
    hang.at_gateway(&first, "close").await;
    hang.at_gateway(&second, "close").await;
    world.work().await;
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    assert_eq!(state["stage"], "filed");
    let states: Vec<_> =
        state["orders"].as_array().unwrap().iter().map(|order| order["outcome"]["state"].clone()).collect();
    assert_eq!(states, [json!("counted"), json!("refunded")]);
}

#[tokio::test]
async fn py6_money_for_a_version_that_was_taken_back_goes_back_and_the_new_one_has_an_order_of_its_own() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let old = hang.order(&id).await;
    hang.done(&format!("/api/dossiers/{id}/payment/cancel"), "cancel 1", &json!({ "attempt": 1 })).await;
    let open = hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let revision = open["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!({ "copies": "3" })).await.status, 200);
    hang.freeze(&id).await;
    hang.sign(&id).await;
    hang.at_gateway(&old, "close").await;
    let state = hang.dossier(&id).await["state"].clone();
    assert_eq!((&state["stage"], &state["payment"]["state"]), (&json!("frozen"), &json!("quoted")));
    assert_eq!(state["orders"][0]["outcome"]["state"], "surplus");
    let new = hang.order(&id).await;
    assert_ne!(new, old);
    hang.at_gateway(&new, "pay").await;
    world.work().await;
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    assert_eq!((&state["stage"], &state["payment"]["attempt"]), (&json!("filed"), &json!(2)));
    assert_eq!(outcome(&hang, &id).await["state"], "refunded");
}

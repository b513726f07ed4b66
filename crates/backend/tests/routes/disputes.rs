//! "My money has left": what a citizen says of an order that is over, whether it helps, and where it is told.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::{Answer, World};

/// Signed, with an order at the gateway that is then given up.
async fn given_up(hang: &Citizen<'_>) -> (String, String) {
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.done(&format!("/api/dossiers/{id}/payment/cancel"), "cancel 1", &json!({ "attempt": 1 })).await;
    (id, order)
}

async fn dispute(hang: &Citizen<'_>, id: &str) -> Answer {
    let path = format!("/api/dossiers/{id}/payment/ask");
    hang.call(Method::POST, &path, &json!({ "attempt": 1 }), &[]).await
}

async fn payments(hang: &Citizen<'_>) -> Vec<Value> {
    hang.get("/api/payments?lang=vi").await.json()["payments"].as_array().unwrap().clone()
}

#[tokio::test]
async fn py11_money_of_an_order_that_was_given_up_is_found_when_the_citizen_says_that_it_has_left() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, order) = given_up(&hang).await;
    // Paid after it was given up, and no notice comes for a long time.
    hang.at_gateway(&order, "late").await;
    assert_eq!(hang.dossier(&id).await["state"]["payment"]["state"], "failed");
    let told = dispute(&hang, &id).await;
    assert_eq!(told.status, 200, "{}", told.text());
    assert_eq!(told.json()["state"]["payment"]["state"], "paid");
    world.work().await;
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "filed");
    let all = payments(&hang).await;
    assert_eq!((all.len(), &all[0]["disputed_at"]), (1, &Value::Null), "nothing is left to dispute");
}

#[tokio::test]
async fn py11_what_is_disputed_without_money_is_told_with_its_number_and_pays_nothing() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "fail").await;
    assert_eq!(payments(&hang).await, Vec::<Value>::new(), "nobody says that money has moved");
    let before = hang.dossier(&id).await["state"]["payment"].clone();
    let first = dispute(&hang, &id).await.json()["state"]["orders"][0].clone();
    world.advance(600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let again = dispute(&hang, &id).await.json()["state"].clone();
    assert!(first["claimed_at"].is_string(), "{first}");
    assert_eq!(again["orders"][0]["claimed_at"], first["claimed_at"], "the first word counts");
    assert_eq!((&again["payment"], &again["stage"]), (&before, &json!("frozen")));
    let all = payments(&hang).await;
    assert_eq!((all.len(), &all[0]["disputed_at"]), (1, &first["claimed_at"]));
    assert_eq!((&all[0]["order"], &all[0]["amount"]), (&first["order"], &json!(16_000)));
    assert_eq!((&all[0]["outcome"]["state"], &all[0]["receipts"]), (&json!("failed"), &json!([])));
    // What was said stays told, whatever becomes of the draft.
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let discard = hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    assert_eq!(discard.status, 204, "{}", discard.text());
    let kept = payments(&hang).await;
    assert_eq!((kept.len(), &kept[0]["dossier"]), (1, &Value::Null));
    assert_eq!((&kept[0]["order"], &kept[0]["disputed_at"]), (&first["order"], &first["claimed_at"]));
}

#[tokio::test]
async fn what_was_disputed_stays_told_when_the_fee_is_paid_by_another_order() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "fail").await;
    dispute(&hang, &id).await;
    let second = hang.order(&id).await;
    hang.at_gateway(&second, "pay").await;
    let states: Vec<_> = payments(&hang).await.iter().map(|one| one["outcome"]["state"].clone()).collect();
    assert_eq!(states, [json!("counted"), json!("failed")]);
}

#[tokio::test]
async fn py11_what_is_said_while_the_gateway_is_silent_is_kept_and_asked_about_afterwards() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, order) = given_up(&hang).await;
    hang.at_gateway(&order, "late").await;
    world.sandbox.fault("payment", "down").await;
    assert_eq!(dispute(&hang, &id).await.status, 503);
    let state = hang.dossier(&id).await["state"].clone();
    assert!(state["orders"][0]["claimed_at"].is_string(), "{state}");
    assert_eq!(state["payment"]["state"], "failed");
    world.sandbox.fault("payment", "ok").await;
    world.advance(60).await;
    world.work().await;
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "filed");
}

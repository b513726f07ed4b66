//! What the office gives back of money that counts goes back once, where it was paid, by its decision; the payment stays.

use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

const BASIS: &str = "Thông tư 281/2016/TT-BTC";

/// Paid 16,000 đồng and at the desk: the dossier, its code, and the provider's number of the money.
async fn paid(hang: &Citizen<'_>, id: &str) -> (String, String) {
    hang.world.work().await;
    let state = hang.dossier(id).await["state"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&state["filing"]["code"]), text(&state["payment"]["transaction"]))
}

async fn at_the_gateway(hang: &Citizen<'_>) -> (String, String, String) {
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    let (code, transaction) = paid(hang, &id).await;
    (id, code, transaction)
}

pub async fn decide(world: &World, code: &str, transaction: &str, amount: &str) -> u16 {
    let url = format!("{}/desk/dossiers/{code}/refunds", world.sandbox.base);
    let pairs = [("transaction", transaction), ("amount", amount), ("basis", BASIS)];
    world.sandbox.web.post(url).form(&pairs).send().await.unwrap().status().as_u16()
}

async fn refund(hang: &Citizen<'_>, id: &str) -> Value {
    let state = hang.dossier(id).await["state"].clone();
    assert_eq!((&state["payment"]["state"], &state["payment"]["amount"]), (&json!("paid"), &json!(16_000)));
    assert_eq!(state["orders"][0]["outcome"]["state"], "counted");
    state["orders"][1].clone()
}

/// What the sandbox has returned of its first payment, in đồng.
async fn returned(world: &World, what: &str, member: &str) -> Value {
    let answer = world.sandbox.web.get(format!("{}/control/{what}", world.sandbox.base)).send();
    answer.await.unwrap().json::<Value>().await.unwrap()[0][member].clone()
}

#[tokio::test]
async fn py11_a_part_that_the_office_gives_back_is_returned_by_the_gateway_once_with_its_law() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code, transaction) = at_the_gateway(&hang).await;
    assert_eq!(decide(&world, &code, &transaction, "6.000").await, 303);
    let owed = refund(&hang, &id).await;
    assert_eq!((&owed["amount"], &owed["outcome"]["state"]), (&json!(6_000), &json!("surplus")));
    assert_eq!(owed["refund_of"]["basis"], BASIS);
    assert_eq!(decide(&world, &code, &transaction, "6.000").await, 422, "one decision about one payment");
    world.work().await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refund_asked");
    assert_eq!(returned(&world, "payments", "refunded").await, 6_000);
    let history = hang.get("/api/payments?lang=vi").await.json();
    let entries = history["payments"].as_array().unwrap();
    assert_eq!((entries.len(), &entries[0]["outcome"]["state"]), (1, &json!("counted")), "{history}");
    assert_eq!((&entries[0]["amount"], &entries[0]["refund"]["amount"]), (&json!(16_000), &json!(6_000)));
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refunded");
    assert_eq!(returned(&world, "payments", "refunded").await, 6_000);
    assert_eq!(world.work().await, 0, "nothing is asked for again");
    let replaced = [("replace", format!("{code}.BL0000001")), ("reason", "Hoàn một phần".to_owned())];
    let replaced = replaced.each_ref().map(|(name, value)| (*name, value.as_str()));
    world.sandbox.form(&format!("/desk/dossiers/{code}/receipts"), &replaced).await;
    assert_eq!(world.work().await, 1, "what goes back has no receipt of its own");
}

#[tokio::test]
async fn all_of_it_goes_back_as_all_of_it_and_more_never() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code, transaction) = at_the_gateway(&hang).await;
    for (number, amount) in [(transaction.as_str(), "16.001"), (&transaction, "0"), ("1", "1")] {
        assert_eq!(decide(&world, &code, number, amount).await, 422, "{number} {amount}");
    }
    assert_eq!(decide(&world, &code, &transaction, "16000").await, 303);
    world.work().await;
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refunded");
    assert_eq!(returned(&world, "payments", "refunded").await, 16_000);
}

#[tokio::test]
async fn a_part_whose_answer_is_lost_goes_back_once_and_one_that_is_refused_waits_for_a_person() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code, transaction) = at_the_gateway(&hang).await;
    world.sandbox.fault("payment", "lost-answer").await;
    decide(&world, &code, &transaction, "6000").await;
    world.work().await;
    world.advance(5).await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refund_asked");
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refunded");
    assert_eq!(returned(&world, "payments", "refunded").await, 6_000);

    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code, transaction) = at_the_gateway(&hang).await;
    world.sandbox.fault("payment", "refund-refused").await;
    decide(&world, &code, &transaction, "6000").await;
    world.work().await;
    assert_eq!(
        refund(&hang, &id).await["outcome"],
        json!({ "state": "refund_refused", "transaction": transaction, "code": "95" })
    );
}

#[tokio::test]
async fn a_part_of_a_transfer_is_returned_by_the_bank() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let path = format!("/api/dossiers/{id}/payment");
    let started = hang.done(&path, "pay", &json!({ "provider": "vietqr" })).await;
    let text = started["dossier"]["paying"][0]["transfer"].as_str().unwrap().to_owned();
    world.sandbox.form("/bank/pay", &[("code", &text), ("choice", "pay")]).await;
    let (code, transaction) = paid(&hang, &id).await;
    assert_eq!(decide(&world, &code, &transaction, "6000").await, 303);
    world.work().await;
    assert_eq!(returned(&world, "credits", "returned").await, 6_000);
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(refund(&hang, &id).await["outcome"]["state"], "refunded");
}

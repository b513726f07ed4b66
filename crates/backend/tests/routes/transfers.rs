//! Paying by bank transfer: the code says what is owed, the bank's word alone moves the dossier, and money that does not fit goes back.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use vietqr::Transfer;

use crate::citizen::{Citizen, HANG};
use crate::world::{Answer, World};

impl World {
    /// With bank transfers beside the gateway.
    pub async fn with_transfers() -> Self {
        let mut world = Self::start().await;
        world.take_transfers().await;
        world
    }

    /// Goes on with bank transfers beside what there is.
    pub async fn take_transfers(&mut self) {
        let transfers = format!(
            "[payment.vietqr]\nbase = \"{}/bank/v1\"\ntoken = \"bank token\"\nhmac_secret = \"bank hmac\"\n\
             bin = \"970999\"\naccount = \"0011002233445\"\n[desk]\n",
            self.sandbox.base
        );
        self.decide("[desk]\n", &transfers).await;
    }
}

/// Chooses the bank transfer; gives the text of its code.
async fn transfer(hang: &Citizen<'_>, id: &str) -> String {
    let attempts = hang.dossier(id).await["state"]["payment_attempts"].clone();
    let path = format!("/api/dossiers/{id}/payment");
    let started = hang.done(&path, &format!("pay {attempts}"), &json!({ "provider": "vietqr" })).await;
    assert_eq!(started["redirect_url"], Value::Null);
    started["dossier"]["paying"][0]["transfer"].as_str().unwrap().to_owned()
}

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"].clone()
}

fn reference(code: &str) -> String {
    Transfer::read(code).unwrap().purpose.unwrap()
}

async fn at_bank(world: &World, code: &str, choice: &str) {
    world.sandbox.form("/bank/pay", &[("code", code), ("choice", choice)]).await;
}

async fn credits(world: &World) -> Value {
    let answer = world.sandbox.web.get(format!("{}/control/credits", world.sandbox.base)).send();
    answer.await.unwrap().json().await.unwrap()
}

fn advice(transaction: &str, amount: u64, content: &str) -> Value {
    json!({
        "transactionId": transaction, "account": "0011002233445", "amount": amount, "currency": "VND",
        "creditedAt": "2026-11-21T08:05:00Z", "content": content,
    })
}

/// An advice as somebody signs it who knows this secret.
async fn told(world: &World, secret: &str, advice: &Value) -> Answer {
    let body = advice.to_string();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let mac = dossier::canonical::hex(aws_lc_rs::hmac::sign(&key, body.as_bytes()).as_ref());
    let request = Request::post("/hooks/vietqr/credit")
        .header("Content-Type", "application/json")
        .header("X-Bank-Signature", mac)
        .body(Body::from(body))
        .unwrap();
    world.send(request).await
}

#[tokio::test]
async fn the_code_says_what_is_owed_to_whom_and_its_transfer_files_the_dossier() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    assert_eq!(hang.dossier(&id).await["paying"][0], json!({ "providers": ["vnpay", "vietqr"] }));
    let code = transfer(&hang, &id).await;
    let asked = Transfer::read(&code).unwrap();
    assert_eq!((asked.bin.as_str(), asked.account.as_str()), ("970999", "0011002233445"));
    assert_eq!((asked.amount, asked.is_for_one), (Some(16_000), true));
    let shown = world
        .sandbox
        .web
        .post(format!("{}/bank/scanned", world.sandbox.base))
        .form(&[("code", code.as_str())])
        .send()
        .await
        .unwrap();
    assert_eq!(shown.status(), 200, "a bank that others wrote reads it");
    let shown = shown.text().await.unwrap();
    for said in ["16.000 đ", "970999", "0011002233445", "TRUNG TAM HANH CHINH CONG", &reference(&code)] {
        assert!(shown.contains(said), "{said}");
    }
    at_bank(&world, &code, "pay").await;
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["payment"]["state"], &paid["payment"]["amount"]), (&json!("paid"), &json!(16_000)));
    assert_eq!(credits(&world).await[0]["answers"], json!(["204"]));
    world.work().await;
    let filed = hang.dossier(&id).await;
    assert_eq!((&filed["state"]["stage"], &filed["paying"][0]), (&json!("filed"), &Value::Null));
}

#[tokio::test]
async fn a_text_that_the_bank_has_rewritten_is_found_and_one_with_another_character_is_not() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "mangled").await;
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    assert_eq!(credits(&world).await[0]["answers"], json!(["204"]), "the bank need not repeat it");
    at_bank(&world, &code, "written").await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn a_lost_advice_heals_by_asking_and_saying_so_asks_at_once() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    let path = format!("/api/dossiers/{id}/payment/ask");
    let asked = hang.post(&path, "", &json!({ "attempt": 1 })).await;
    assert_eq!(asked.json()["state"]["payment"]["state"], "pending", "saying so changes nothing");
    let said = hang.dossier(&id).await["state"]["orders"][0]["claimed_at"].clone();
    assert!(said.is_string(), "it is still known when the page is opened again: {said}");
    at_bank(&world, &code, "silent").await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    let asked = hang.post(&path, "", &json!({ "attempt": 1 })).await;
    assert_eq!(asked.json()["state"]["payment"]["state"], "paid");
    let other = hang.post(&path, "", &json!({ "attempt": 2 })).await;
    assert_eq!(other.problem(409), "refused");
}

#[tokio::test]
async fn the_worker_asks_the_bank_by_itself_and_an_outage_only_delays_it() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "silent").await;
    world.sandbox.fault("bank", "down").await;
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    let asked = hang.post(&format!("/api/dossiers/{id}/payment/ask"), "", &json!({ "attempt": 1 })).await;
    assert_eq!(asked.problem(503), "provider_unavailable");
    world.sandbox.fault("bank", "ok").await;
    world.advance(60).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn advices_that_are_forged_malformed_or_about_another_account_change_nothing() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let reference = reference(&transfer(&hang, &id).await);
    let right = advice("FT1", 16_000, &reference);
    assert_eq!(told(&world, "not the secret", &right).await.problem(401), "sign_in_needed");
    for (member, value) in [
        ("account", json!("999")),
        ("currency", json!("USD")),
        ("amount", json!(0)),
        ("amount", json!("16000")),
        ("creditedAt", json!("today")),
        ("transactionId", json!("")),
    ] {
        let mut wrong = right.clone();
        wrong[member] = value;
        assert_eq!(told(&world, "bank hmac", &wrong).await.problem(400), "bad_request", "{member}");
    }
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    assert_eq!(told(&world, "bank hmac", &right).await.status, 204);
    let paid = state(&hang, &id).await;
    assert_eq!(paid["payment"]["transaction"], "FT1");
    assert_eq!(told(&world, "bank hmac", &right).await.status, 204, "a repeat is taken and counts once");
    assert_eq!(state(&hang, &id).await, paid);
    let only_vnpay = World::start().await;
    assert_eq!(told(&only_vnpay, "bank hmac", &right).await.status, 404);
}

#[tokio::test]
async fn an_advice_of_other_money_is_asked_about_before_anything_is_recorded() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let reference = reference(&transfer(&hang, &id).await);
    assert_eq!(told(&world, "bank hmac", &advice("FT1", 18_000, &reference)).await.status, 204);
    world.work().await;
    let open = state(&hang, &id).await;
    assert_eq!(open["payment"]["state"], "pending", "the bank knows of no such credit");
    assert_eq!(open["orders"][0]["outcome"]["state"], "open");
}

#[tokio::test]
async fn money_of_another_amount_goes_back_and_the_right_amount_for_the_same_code_counts() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "other").await;
    world.work().await;
    let odd = state(&hang, &id).await;
    assert_eq!((&odd["payment"]["code"], &odd["orders"][0]["received"]), (&json!("amount"), &json!(18_000)));
    // The picture of the code is still on the phone.
    at_bank(&world, &code, "pay").await;
    world.work().await;
    let paid = state(&hang, &id).await;
    assert_eq!(
        (&paid["payment"]["state"], &paid["orders"][1]["outcome"]["state"]),
        (&json!("paid"), &json!("counted"))
    );
    world.advance(3600 + 5).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(state(&hang, &id).await["orders"][0]["outcome"]["state"], "refunded");
    assert_eq!(credits(&world).await[0]["returned"], 18_000);
    assert_eq!(credits(&world).await[1]["returned"], Value::Null);
}

#[tokio::test]
async fn what_is_transferred_twice_counts_once_and_goes_back_once() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "twice").await;
    world.work().await;
    world.work().await;
    world.advance(3600 + 5).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let state = state(&hang, &id).await;
    let states: Vec<_> =
        state["orders"].as_array().unwrap().iter().map(|order| order["outcome"]["state"].clone()).collect();
    assert_eq!((&state["stage"], states), (&json!("filed"), vec![json!("counted"), json!("refunded")]));
    let back: Vec<_> =
        credits(&world).await.as_array().unwrap().iter().map(|credit| credit["returned"].clone()).collect();
    assert_eq!(back, [Value::Null, json!(16_000)]);
}

#[tokio::test]
async fn a_second_transfer_whose_advice_is_lost_is_found_by_asking() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "pay").await;
    world.advance(10).await;
    at_bank(&world, &code, "silent").await;
    world.advance(3600).await;
    world.work().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(state(&hang, &id).await["orders"][1]["outcome"]["state"], "refund_asked");
}

#[tokio::test]
async fn money_that_comes_after_the_time_counts_and_that_of_a_second_code_goes_back() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = transfer(&hang, &id).await;
    world.advance(15 * 60 + 60).await;
    let lapsed = hang.dossier(&id).await;
    assert_eq!(
        (&lapsed["state"]["payment"]["code"], &lapsed["paying"][0]["transfer"]),
        (&json!("11"), &Value::Null)
    );
    let second = transfer(&hang, &id).await;
    assert_ne!(reference(&first), reference(&second));
    at_bank(&world, &first, "pay").await;
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["payment"]["state"], &paid["payment"]["attempt"]), (&json!("paid"), &json!(1)));
    at_bank(&world, &second, "pay").await;
    assert_eq!(state(&hang, &id).await["orders"][1]["outcome"]["state"], "surplus");
}

#[tokio::test]
async fn an_order_stays_with_its_provider_whatever_is_chosen_afterwards() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    let path = format!("/api/dossiers/{id}/payment");
    let again = hang.done(&path, "other", &json!({ "provider": "vnpay" })).await;
    assert_eq!(
        (&again["redirect_url"], &again["dossier"]["paying"][0]["transfer"]),
        (&Value::Null, &json!(code))
    );
    let left = hang.done(&format!("{path}/cancel"), "cancel 1", &json!({ "attempt": 1 })).await;
    let own = json!({ "providers": ["vietqr"], "closed": ["vnpay"] });
    assert_eq!(left["paying"][0], own, "its code may be on a phone");
    let resumed = hang.done(&path, "resume", &json!({ "provider": "vnpay" })).await;
    assert_eq!(resumed["dossier"]["paying"][0]["transfer"], json!(code));
    assert_eq!(resumed["dossier"]["state"]["orders"].as_array().unwrap().len(), 1);
    // The gateway's own signature does not make it a word about another provider's order.
    let forged = crate::payment::signed_notice(&reference(&code), "99000001");
    assert_eq!(world.get(&forged).await.json()["RspCode"], "01");
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.advance(15 * 60 + 60).await;
    let nobody = hang.post(&path, "nobody", &json!({ "provider": "momo" })).await;
    assert_eq!(nobody.problem(400), "bad_request");
    let gateway = hang.done(&path, "gateway", &json!({ "provider": "vnpay" })).await;
    assert!(gateway["redirect_url"].as_str().unwrap().contains("/vnpay/"));
}

#[tokio::test]
async fn money_that_the_bank_returns_at_its_counter_only_is_waited_for() {
    let world = World::with_transfers().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let code = transfer(&hang, &id).await;
    at_bank(&world, &code, "other").await;
    world.sandbox.fault("bank", "by-hand").await;
    world.work().await;
    world.work().await;
    let refused = state(&hang, &id).await["orders"][0]["outcome"].clone();
    assert_eq!((&refused["state"], &refused["code"]), (&json!("refund_refused"), &json!("by_hand")));
    let transaction = credits(&world).await[0]["transactionId"].clone();
    world.sandbox.control("credits", &json!({ "transactionId": transaction })).await;
    world.advance(24 * 3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(state(&hang, &id).await["orders"][0]["outcome"]["state"], "refunded");
}

#[tokio::test]
async fn with_one_provider_nothing_is_chosen_and_the_first_is_taken() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    assert_eq!(hang.dossier(&id).await["paying"][0], json!({ "providers": ["vnpay"] }));
    let path = format!("/api/dossiers/{id}/payment");
    let refused = hang.post(&path, "pay", &json!({ "provider": "vietqr" })).await;
    assert_eq!(refused.problem(400), "bad_request");
    let started = hang.done(&path, "pay", &json!({})).await;
    assert!(started["redirect_url"].as_str().unwrap().contains("/vnpay/"));
}

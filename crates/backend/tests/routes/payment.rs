//! Paying: money counts once, in whatever order its news arrives.

use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"].clone()
}

/// The address of the last notice that the gateway would send, as it would be signed.
fn to_ipn(back: &str) -> String {
    format!("/hooks/vnpay/ipn?{}", back.split_once('?').unwrap().1)
}

#[tokio::test]
async fn paying_files_the_dossier_without_a_further_click() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    let back = hang.at_gateway(&order, "pay").await.unwrap();
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["payment"]["state"], &paid["payment"]["amount"]), (&json!("paid"), &json!(16_000)));
    assert_eq!(paid["stage"], "filing");
    let answer = world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, format!("/ho-so/{id}/nop-phi").as_str())
    );
    world.work().await;
    assert_eq!(state(&hang, &id).await["stage"], "filed");
}

#[tokio::test]
async fn paid_and_the_browser_closed_files_the_dossier() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    assert_eq!(hang.at_gateway(&order, "close").await, None);
    world.work().await;
    assert_eq!(state(&hang, &id).await["stage"], "filed");
}

#[tokio::test]
async fn a_lost_notice_heals_by_asking_the_gateway() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    let back = hang.at_gateway(&order, "late").await.unwrap();
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending", "the return is a hint, never a fact");
    world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.work().await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
    world.advance(601).await;
    assert_eq!(state(&hang, &id).await["stage"], "filed", "the late notice changes nothing");
}

#[tokio::test]
async fn the_same_notice_twice_counts_once() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    let back = hang.at_gateway(&order, "twice").await.unwrap();
    let once = state(&hang, &id).await;
    assert_eq!(world.get(&to_ipn(&back)).await.json()["RspCode"], "02");
    assert_eq!(state(&hang, &id).await, once);
    let answers =
        world.sandbox.web.get(format!("{}/control/payments", world.sandbox.base)).send().await.unwrap();
    assert!(answers.text().await.unwrap().contains("\"02\""));
}

#[tokio::test]
async fn notices_with_a_wrong_checksum_amount_or_order_change_nothing() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    world.sandbox.fault("payment", "wrong-amount").await;
    let back = hang.at_gateway(&order, "late").await.unwrap();
    world.sandbox.control("ipn", &json!({})).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.sandbox.fault("payment", "bad-signature").await;
    world.sandbox.control("ipn", &json!({})).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    assert_eq!(world.get(&to_ipn(&back).replace("1600000", "100")).await.json()["RspCode"], "97");
    assert_eq!(world.get("/hooks/vnpay/ipn").await.json()["RspCode"], "97");
    world.sandbox.fault("payment", "ok").await;
    world.sandbox.control("ipn", &json!({})).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn money_of_another_amount_never_counts_is_owed_back_and_the_fee_can_be_paid_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    let back = hang.at_gateway(&order, "other").await.unwrap();
    assert_eq!(world.get(&to_ipn(&back)).await.json()["RspCode"], "04");
    assert_eq!(
        state(&hang, &id).await["payment"]["state"],
        "pending",
        "the gateway is asked before money goes back"
    );
    world.work().await;
    let odd = hang.dossier(&id).await;
    assert_eq!(odd["state"]["payment"]["code"], "amount");
    assert_eq!(odd["state"]["stage"], "frozen");
    let taken = &odd["state"]["orders"][0];
    assert_eq!((&taken["received"], &taken["outcome"]["state"]), (&json!(18_000), &json!("surplus")));
    assert!(odd["allowed"].as_array().unwrap().contains(&json!("start_payment")));
    assert_eq!(world.get(&to_ipn(&back)).await.json()["RspCode"], "04", "a repeat is answered as the first");
    let second = hang.order(&id).await;
    hang.at_gateway(&second, "pay").await;
    world.work().await;
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["stage"], &paid["payment"]["amount"]), (&json!("filed"), &json!(16_000)));
    assert_eq!(paid["orders"][0]["outcome"]["state"], "refund_asked");
}

#[tokio::test]
async fn money_of_another_amount_is_found_by_asking_when_its_notice_is_lost() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    world.sandbox.fault("payment", "bad-signature").await;
    hang.at_gateway(&order, "other").await;
    world.sandbox.fault("payment", "ok").await;
    world.advance(10).await;
    let odd = state(&hang, &id).await;
    assert_eq!((&odd["payment"]["code"], &odd["orders"][0]["received"]), (&json!("amount"), &json!(18_000)));
}

#[tokio::test]
async fn cancelled_at_the_gateway_can_be_paid_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "cancel").await;
    let payment = state(&hang, &id).await["payment"].clone();
    assert_eq!((&payment["state"], &payment["code"]), (&json!("failed"), &json!("24")));
    let second = hang.order(&id).await;
    hang.at_gateway(&second, "pay").await;
    assert_eq!(state(&hang, &id).await["payment"]["attempt"], 2);
}

#[tokio::test]
async fn a_failed_order_that_succeeds_late_counts_and_a_second_payment_goes_back() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "fail").await;
    let failed = state(&hang, &id).await["payment"].clone();
    assert_eq!((&failed["state"], &failed["code"]), (&json!("failed"), &json!("51")));
    let second = hang.order(&id).await;
    let late = signed_notice(failed["order"].as_str().unwrap(), "99000001");
    assert_eq!(world.get(&late).await.json()["RspCode"], "00");
    assert_eq!(state(&hang, &id).await["payment"]["transaction"], "99000001");
    assert_eq!(world.get(&late).await.json()["RspCode"], "02");
    hang.at_gateway(&second, "close").await;
    let state = state(&hang, &id).await;
    assert_eq!(state["payment"]["transaction"], "99000001");
    let ends: Vec<_> = (0..2).map(|order| state["orders"][order]["outcome"]["state"].clone()).collect();
    assert_eq!(ends, [json!("counted"), json!("surplus")]);
    assert_eq!(world.get(&signed_notice("nobodys", "99000002")).await.json()["RspCode"], "01");
}

#[tokio::test]
async fn one_transaction_of_the_gateway_never_pays_two_orders() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let first = hang.to_pay().await;
    hang.order(&first).await;
    hang.decide("2.000635", true).await;
    let second = hang
        .done(
            "/api/dossiers",
            "second",
            &json!({ "procedure": "2.000635", "language": "vi", "another": true }),
        )
        .await;
    let second = hang.fill(second["id"].as_str().unwrap(), "2.000635", "own-birth").await;
    hang.freeze(&second).await;
    hang.order(&second).await;
    let (one, two) = (state(&hang, &first).await, state(&hang, &second).await);
    let order = |state: &Value| state["payment"]["order"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&signed_notice(&order(&one), "99000001")).await.json()["RspCode"], "00");
    let amount = two["payment"]["amount"].as_u64().unwrap();
    let again = notice_of(&order(&two), "99000001", amount);
    assert_eq!(world.get(&again).await.json()["RspCode"], "99");
    assert_eq!(state(&hang, &second).await["payment"]["state"], "pending");
}

/// A success of 16,000 đồng as the gateway would sign it.
pub fn signed_notice(order: &str, transaction: &str) -> String {
    notice_of(order, transaction, 16_000)
}

fn notice_of(order: &str, transaction: &str, amount: u64) -> String {
    let query = format!(
        "vnp_Amount={}&vnp_PayDate=20261122080000&vnp_ResponseCode=00&vnp_TmnCode=DEMO0001&vnp_TransactionNo={transaction}\
         &vnp_TransactionStatus=00&vnp_TxnRef={order}",
        amount * 100
    );
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA512, b"PAYSECRET");
    let hash = dossier::canonical::hex(aws_lc_rs::hmac::sign(&key, query.as_bytes()).as_ref());
    format!("/hooks/vnpay/ipn?{query}&vnp_SecureHash={hash}")
}

#[tokio::test]
async fn pressing_pay_twice_leads_to_one_order() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let path = format!("/api/dossiers/{id}/payment");
    let (one, two) =
        tokio::join!(hang.post(&path, "pay", &Value::Null), hang.post(&path, "pay", &Value::Null));
    assert!(one.status == 200 || two.status == 200);
    let again = hang.done(&path, "pay", &Value::Null).await;
    let other_tab = hang.done(&path, "another key", &Value::Null).await;
    assert_eq!(again["redirect_url"], other_tab["redirect_url"]);
    assert_eq!(state(&hang, &id).await["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn money_that_cannot_be_told_is_waited_for_and_not_asked_for_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "suspect").await;
    let suspect = hang.dossier(&id).await;
    assert_eq!(suspect["state"]["payment"]["state"], "suspect");
    assert!(!suspect["allowed"].as_array().unwrap().contains(&json!("start_payment")));
    let refused = hang.post(&format!("/api/dossiers/{id}/payment"), "again", &Value::Null).await;
    assert_eq!(refused.problem(409), "refused");
}

#[tokio::test]
async fn an_order_that_was_left_counts_when_it_is_paid_after_all() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    let cancelled =
        hang.done(&format!("/api/dossiers/{id}/payment/cancel"), "cancel 1", &json!({ "attempt": 1 })).await;
    assert_eq!(cancelled["state"]["payment"]["state"], "failed");
    hang.at_gateway(&order, "close").await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn an_order_that_nobody_paid_lapses_and_a_new_one_is_made() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    hang.order(&id).await;
    world.advance(15 * 60 + 90).await;
    let payment = state(&hang, &id).await["payment"].clone();
    assert_eq!((&payment["state"], &payment["code"]), (&json!("failed"), &json!("11")));
    let second = hang.order(&id).await;
    hang.at_gateway(&second, "pay").await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn pressing_pay_as_the_order_expires_makes_no_second_order_while_the_first_may_be_at_the_bank() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "bank").await;
    let path = format!("/api/dossiers/{id}/payment");
    // The second of expiry, and one of its grace; the clock goes on while this runs.
    for (key, seconds) in [("as it expires", 15 * 60), ("grace", 30)] {
        world.advance(seconds).await;
        let refused = hang.post(&path, key, &Value::Null).await;
        assert_eq!(refused.problem(409), "refused", "{key}");
        assert_eq!(refused.json()["refused"], "payment_open", "{key}");
    }
    hang.at_gateway(&order, "close").await;
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["payment"]["state"], &paid["payment"]["attempt"]), (&json!("paid"), &json!(1)));
    assert_eq!(paid["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_that_is_still_open_when_its_grace_is_over_gives_way_by_itself() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "bank").await;
    world.advance(15 * 60).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.advance(60).await;
    let lapsed = state(&hang, &id).await["payment"].clone();
    assert_eq!((&lapsed["state"], &lapsed["code"]), (&json!("failed"), &json!("11")));
    let second = hang.order(&id).await;
    hang.at_gateway(&order, "close").await;
    hang.at_gateway(&second, "close").await;
    let paid = state(&hang, &id).await;
    assert_eq!(paid["payment"]["attempt"], 1, "the late money counts");
    assert_eq!(paid["orders"][1]["outcome"]["state"], "surplus", "and what came twice goes back");
}

#[tokio::test]
async fn nothing_is_paid_before_it_is_signed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let refused = hang.post(&format!("/api/dossiers/{id}/payment"), "early", &Value::Null).await;
    assert_eq!(refused.problem(409), "refused");
    assert_eq!(refused.json()["refused"], "signature_needed");
}

#[tokio::test]
async fn nobody_is_led_to_pay_an_order_that_is_not_on_record() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let path = format!("/api/dossiers/{id}/payment");
    let order = hang.order(&id).await;
    hang.done(&format!("{path}/cancel"), "cancel 1", &json!({ "attempt": 1 })).await;
    // Given up here and paid all the same in the gateway's own tab; another tab still offers to pay.
    hang.at_gateway(&order, "pay").await;
    for stage in ["filing", "filed"] {
        assert_eq!(state(&hang, &id).await["stage"], stage);
        let again = hang.post(&path, stage, &Value::Null).await;
        assert_eq!(
            (again.problem(409).as_str(), &again.json()["refused"]),
            ("refused", &json!("money_moved"))
        );
        assert!(!again.text().contains("vnp_TxnRef"), "{}", again.text());
        world.work().await;
    }
}

#[tokio::test]
async fn the_address_that_leads_to_the_gateway_is_no_notice_although_it_is_signed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let opened = hang.done(&format!("/api/dossiers/{id}/payment"), "pay", &Value::Null).await;
    let before = state(&hang, &id).await;
    let address = opened["redirect_url"].as_str().unwrap();
    assert_eq!(world.get(&to_ipn(address)).await.json()["RspCode"], "97");
    assert_eq!(state(&hang, &id).await, before);
}

#[tokio::test]
async fn money_that_comes_long_after_the_time_is_found_although_its_notice_is_lost() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "bank").await;
    world.advance(15 * 60 + 60).await;
    assert_eq!(state(&hang, &id).await["payment"]["code"], "11");
    world.sandbox.fault("payment", "bad-signature").await;
    hang.at_gateway(&order, "pay").await;
    world.sandbox.fault("payment", "ok").await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "failed");
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

//! Fees that the office asks for after filing: asked once, paid once, told to the office, and given back when it asks no more.

use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, THANH};
use crate::world::{World, hidden};

/// A dossier that the office works on, and its code.
async fn filed(world: &World, thanh: &Citizen<'_>) -> (String, String) {
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let code = thanh.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "2")]).await;
    (id, code)
}

/// The officer asks for 520,000 đồng.
async fn ask(world: &World, code: &str, more: &[(&str, &str)]) {
    let mut pairs = vec![
        ("item_1", "Lệ phí trước bạ"),
        ("amount_1", "500.000"),
        ("item_2", "Phí thẩm định"),
        ("amount_2", "20000"),
        ("basis", "Nghị định 10/2022/NĐ-CP"),
        ("clock", "from_payment"),
        ("way", "online"),
    ];
    pairs.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    pairs.extend(more);
    world.sandbox.form(&format!("/desk/dossiers/{code}/dues"), &pairs).await;
}

async fn end(world: &World, code: &str, number: u32, how: &str) {
    let notice = format!("{code}.TB{number}");
    world.sandbox.form(&format!("/desk/dossiers/{code}/dues"), &[("over", &notice), ("how", how)]).await;
}

/// Opens an order for a fee; gives the gateway's name for it.
async fn order(thanh: &Citizen<'_>, id: &str, due: u32) -> String {
    let attempts = thanh.dossier(id).await["state"]["payment_attempts"].clone();
    let path = format!("/api/dossiers/{id}/payment");
    let started = thanh.done(&path, &format!("pay {due} {attempts}"), &json!({ "due": due })).await;
    hidden(&thanh.world.sandbox.page(started["redirect_url"].as_str().unwrap()).await, "order")
}

async fn refused(thanh: &Citizen<'_>, id: &str, due: u32, key: &str) -> Value {
    let answer = thanh.post(&format!("/api/dossiers/{id}/payment"), key, &json!({ "due": due })).await;
    assert_eq!(answer.problem(409), "refused");
    answer.json()["refused"].clone()
}

async fn due(thanh: &Citizen<'_>, id: &str, number: usize) -> Value {
    thanh.dossier(id).await["state"]["dues"][number - 1].clone()
}

#[tokio::test]
async fn py9_what_the_office_asks_for_is_paid_from_the_dossier_and_the_office_knows() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let asked = thanh.dossier(&id).await;
    let notice = &asked["state"]["dues"][0]["notice"];
    assert_eq!((&notice["total"], &notice["clock"]), (&json!(520_000), &json!("from_payment")));
    assert_eq!(notice["items"][1], json!({ "name": "Phí thẩm định", "amount": 20_000 }));
    assert_eq!(
        (&asked["waiting_for"], &asked["allowed"]),
        (&json!("you"), &json!(["start_payment"])),
        "{asked}"
    );
    let order = order(&thanh, &id, 1).await;
    let back = thanh.at_gateway(&order, "pay").await.unwrap();
    let answer = world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/nop-phi/1"));
    assert_eq!(due(&thanh, &id, 1).await["payment"]["state"], "paid");
    assert_eq!(refused(&thanh, &id, 1, "again").await, "money_moved");
    world.work().await;
    let paid = thanh.dossier(&id).await;
    assert!(paid["state"]["dues"][0]["told_at"].is_string(), "{paid}");
    assert_eq!((&paid["waiting_for"], &paid["state"]["stage"]), (&json!("office"), &json!("filed")));
    let page = world.sandbox.page(&format!("/desk/dossiers/{code}")).await;
    assert!(page.contains("Đã nộp trực tuyến 520.000 đ"), "{page}");
    assert_eq!(world.work().await, 0, "nothing is told, filed or asked again");
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    assert_eq!(mine["dossiers"][0]["dues"][0]["payment"]["amount"], 520_000);
}

#[tokio::test]
async fn a_notice_that_comes_twice_is_one_and_one_that_is_paid_is_not_ended() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let version = thanh.dossier(&id).await["state"]["version"].clone();
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[]).await;
    assert_eq!(thanh.dossier(&id).await["state"]["version"], version);
    let first = order(&thanh, &id, 1).await;
    assert_eq!(order(&thanh, &id, 1).await, first, "two tabs, one order");
    thanh.at_gateway(&first, "twice").await;
    world.work().await;
    let url = format!("{}/desk/dossiers/{code}/dues", world.sandbox.base);
    let withdraw = [("over", format!("{code}.TB1")), ("how", "withdrawn".to_owned())];
    let answer = world.sandbox.web.post(url).form(&withdraw).send().await.unwrap();
    assert_eq!(answer.status(), 422, "the office knows of the money");
    let counted = thanh.dossier(&id).await["state"]["orders"].clone();
    assert_eq!((counted.as_array().unwrap().len(), &counted[0]["outcome"]["state"]), (1, &json!("counted")));
}

#[tokio::test]
async fn a_notice_that_is_replaced_or_withdrawn_while_its_order_is_open_gives_its_money_back() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let first = order(&thanh, &id, 1).await;
    ask(&world, &code, &[("replaces", &format!("{code}.TB1")), ("amount_2", "30000")]).await;
    let replaced = thanh.dossier(&id).await;
    assert_eq!(replaced["state"]["dues"][0]["over"], "replaced");
    assert_eq!(replaced["state"]["orders"][0]["outcome"]["state"], "abandoned");
    assert_eq!(refused(&thanh, &id, 1, "old").await, "nothing_owed");
    thanh.at_gateway(&first, "pay").await;
    world.work().await;
    let late = thanh.dossier(&id).await;
    assert_eq!(late["state"]["orders"][0]["outcome"]["state"], "refund_asked");
    assert_eq!(late["state"]["dues"][1]["notice"]["total"], 530_000);
    assert_eq!(late["waiting_for"], "you", "the new notice is still to be paid");
    let second = order(&thanh, &id, 2).await;
    end(&world, &code, 2, "collected").await;
    thanh.at_gateway(&second, "late").await;
    world.advance(30).await;
    world.work().await;
    let over = thanh.dossier(&id).await;
    assert_eq!(over["state"]["dues"][1]["over"], "collected");
    assert_eq!(over["state"]["orders"][1]["outcome"]["state"], "refund_asked");
    assert_eq!((&over["waiting_for"], &over["allowed"]), (&json!("office"), &json!([])));
    world.advance(4 * 3600).await;
    world.advance(3600).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let back = thanh.dossier(&id).await["state"]["orders"].clone();
    assert_eq!(
        (&back[0]["outcome"]["state"], &back[1]["outcome"]["state"]),
        (&json!("refunded"), &json!("refunded"))
    );
}

#[tokio::test]
async fn money_in_doubt_stays_so_when_the_office_collects_the_fee_and_goes_back_if_it_was_taken() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let doubtful = order(&thanh, &id, 1).await;
    thanh.at_gateway(&doubtful, "suspect").await;
    end(&world, &code, 1, "collected").await;
    let over = thanh.dossier(&id).await["state"].clone();
    let (fee, reference) = (&over["dues"][0], &over["orders"][0]["order"]);
    assert_eq!((&fee["over"], &fee["payment"]["state"]), (&json!("collected"), &json!("suspect")), "{fee}");
    assert_eq!(&fee["payment"]["order"], reference, "the citizen can still name it");
    assert_eq!(refused(&thanh, &id, 1, "again").await, "nothing_owed");
    world.sandbox.control("payments", &json!({ "reference": reference, "cleared": "paid" })).await;
    world.advance(301).await;
    world.work().await;
    let back = thanh.dossier(&id).await["state"].clone();
    assert_eq!(back["orders"][0]["outcome"]["state"], "refund_asked");
    let fee = &back["dues"][0];
    assert_eq!((&fee["over"], &fee["payment"]["code"]), (&json!("collected"), &json!("over")), "{fee}");
}

#[tokio::test]
async fn what_the_office_collects_itself_is_told_beside_what_was_paid_here() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    let history = async || thanh.get("/api/payments?lang=vi").await.json();
    ask(&world, &code, &[]).await;
    ask(&world, &code, &[]).await;
    assert_eq!(history().await["collected"], Value::Null);
    end(&world, &code, 1, "collected").await;
    end(&world, &code, 2, "withdrawn").await;
    let told = history().await;
    let reports = thanh.dossier(&id).await["state"]["business"].clone();
    let report = reports.as_array().unwrap().iter().find(|one| one["over"]["how"] == "collected").unwrap();
    let expected = json!([{
        "dossier": id, "service": told["collected"][0]["service"], "code": code, "notice": format!("{code}.TB1"), "amount": 520_000,
        "words": "năm trăm hai mươi nghìn đồng", "at": report["at"],
    }]);
    assert_eq!((&told["collected"], &told["payments"]), (&expected, &json!([])));
}

#[tokio::test]
async fn the_office_that_cannot_be_reached_is_told_after_a_restart() {
    let mut world = World::start().await;
    let (id, code, cookie) = {
        let thanh = Citizen::sign_in(&world, THANH).await;
        let (id, code) = filed(&world, &thanh).await;
        ask(&world, &code, &[]).await;
        let order = order(&thanh, &id, 1).await;
        world.sandbox.fault("desk", "lost-answer").await;
        thanh.at_gateway(&order, "pay").await;
        world.work().await;
        let paid = due(&thanh, &id, 1).await;
        assert_eq!((&paid["payment"]["state"], &paid["told_at"]), (&json!("paid"), &Value::Null));
        (id, code, thanh.cookie)
    };
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    sql.execute("DELETE FROM task", []).unwrap();
    world.restart().await;
    world.work().await;
    let thanh = Citizen { world: &world, cookie, id: THANH.1 };
    assert!(due(&thanh, &id, 1).await["told_at"].is_string());
    let page = world.sandbox.page(&format!("/desk/dossiers/{code}")).await;
    assert_eq!(page.matches("Đã nộp trực tuyến").count(), 1);
}

#[tokio::test]
async fn money_for_a_notice_that_the_office_ended_before_it_knew_goes_back() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let order = order(&thanh, &id, 1).await;
    world.sandbox.fault("desk", "down").await;
    thanh.at_gateway(&order, "pay").await;
    world.work().await;
    assert_eq!(due(&thanh, &id, 1).await["payment"]["state"], "paid");
    end(&world, &code, 1, "withdrawn").await;
    world.sandbox.fault("desk", "ok").await;
    world.advance(60).await;
    world.advance(60).await;
    let over = thanh.dossier(&id).await;
    assert_eq!(over["state"]["dues"][0]["over"], "withdrawn");
    assert_eq!(over["state"]["orders"][0]["outcome"]["state"], "refund_asked");
}

#[tokio::test]
async fn postage_is_owed_with_the_result_and_not_offered_here() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[("way", "result")]).await;
    let asked = thanh.dossier(&id).await;
    assert_eq!((&asked["waiting_for"], &asked["allowed"]), (&json!("office"), &json!([])));
    assert_eq!(asked["state"]["dues"][0]["notice"]["on_result"], true);
    assert_eq!(refused(&thanh, &id, 1, "postage").await, "nothing_owed");
    assert_eq!(refused(&thanh, &id, 2, "nothing").await, "nothing_owed");
}

#[tokio::test]
async fn what_was_paid_and_what_went_back_is_listed_with_its_amount_in_words() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    assert_eq!(thanh.get("/api/payments?lang=vi").await.json(), json!({ "payments": [] }));
    ask(&world, &code, &[]).await;
    let left = order(&thanh, &id, 1).await;
    thanh.at_gateway(&left, "cancel").await;
    let odd = order(&thanh, &id, 1).await;
    thanh.at_gateway(&odd, "other").await;
    world.advance(30).await;
    world.work().await;
    let right = order(&thanh, &id, 1).await;
    thanh.at_gateway(&right, "pay").await;
    world.work().await;
    let history = thanh.get("/api/payments?lang=vi").await.json();
    let payments = history["payments"].as_array().unwrap();
    let told: Vec<_> = payments.iter().map(|one| (&one["amount"], &one["outcome"]["state"])).collect();
    assert_eq!(
        told,
        [(&json!(520_000), &json!("counted")), (&json!(522_000), &json!("refund_asked"))],
        "what moved no money is not listed"
    );
    assert_eq!(payments[0]["words"], "năm trăm hai mươi nghìn đồng");
    let english = thanh.get("/api/payments?lang=en").await.json();
    assert_eq!(english["payments"][0]["words"], "five hundred and twenty thousand dong");
    assert_eq!((&payments[0]["notice"], &payments[0]["code"]), (&json!(format!("{code}.TB1")), &json!(code)));
    assert!(payments[0]["at"].is_string() && payments[0]["transaction"].is_string(), "{history}");
    let other = Citizen::sign_in(&world, crate::citizen::HANG).await;
    assert_eq!(other.get("/api/payments?lang=vi").await.json(), json!({ "payments": [] }));
}

#[tokio::test]
async fn a_fee_after_filing_is_transferred_once_and_what_comes_again_goes_back() {
    let world = World::with_transfers().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    ask(&world, &code, &[]).await;
    let asked = thanh.dossier(&id).await;
    assert_eq!(asked["paying"], json!([{ "due": 1, "providers": ["vnpay", "vietqr"] }]));
    let path = format!("/api/dossiers/{id}/payment");
    let started = thanh.done(&path, "pay", &json!({ "due": 1, "provider": "vietqr" })).await;
    let paying = &started["dossier"]["paying"][0];
    assert_eq!((&started["redirect_url"], &paying["providers"]), (&Value::Null, &json!(["vietqr"])));
    let transfer = paying["transfer"].as_str().unwrap();
    assert_eq!(vietqr::Transfer::read(transfer).unwrap().amount, Some(520_000));
    let again = thanh.done(&path, "other", &json!({ "due": 1, "provider": "vnpay" })).await;
    assert_eq!(again["dossier"]["paying"][0], *paying, "its order stays with the bank");
    world.sandbox.form("/bank/pay", &[("code", transfer), ("choice", "twice")]).await;
    world.work().await;
    world.work().await;
    let paid = thanh.dossier(&id).await;
    let due = &paid["state"]["dues"][0];
    assert_eq!((&due["payment"]["state"], &due["payment"]["attempt"]), (&json!("paid"), &json!(1)));
    assert!(due["told_at"].is_string(), "{due}");
    assert_eq!((&paid["state"]["orders"][1]["due"], &paid["paying"]), (&json!(1), &Value::Null));
    world.advance(3600 + 5).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let state = thanh.dossier(&id).await["state"].clone();
    let outcomes: Vec<_> =
        state["orders"].as_array().unwrap().iter().map(|order| order["outcome"]["state"].clone()).collect();
    assert_eq!(outcomes, [json!("counted"), json!("refunded")]);
}

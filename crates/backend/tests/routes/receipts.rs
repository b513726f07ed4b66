//! Electronic receipts: issued by the office early or late, kept as issued, shown to their payer, checked by anyone with the code.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, HANG, THANH};
use crate::world::{Answer, World};

const DAY: i64 = 24 * 3600;

/// A dossier whose fee of 16,000 đồng is paid, and its official code.
async fn paid(world: &World, hang: &Citizen<'_>) -> (String, String) {
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.work().await;
    let code = hang.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    (id, code)
}

async fn payment(citizen: &Citizen<'_>) -> Value {
    citizen.get("/api/payments?lang=vi").await.json()["payments"][0].clone()
}

async fn officer(world: &World, code: &str, pairs: &[(&str, &str)]) {
    world.sandbox.form(&format!("/desk/dossiers/{code}/receipts"), pairs).await;
}

/// Anybody, without a session.
async fn check(world: &World, code: &str) -> Answer {
    let request = Request::post("/api/receipts/check")
        .header("X-Congdan", "1")
        .header(header::CONTENT_TYPE, "application/json");
    world.send(request.body(Body::from(json!({ "code": code }).to_string())).unwrap()).await
}

#[tokio::test]
async fn py10_a_receipt_that_is_issued_late_is_under_way_and_then_shows_itself() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    world.sandbox.fault("desk", "late-receipts").await;
    let (id, code) = paid(&world, &hang).await;
    world.advance(600).await;
    let waiting = payment(&hang).await;
    assert_eq!((&waiting["is_receipt_due"], &waiting["receipts"]), (&json!(true), &json!([])));
    assert_eq!(waiting["outcome"]["state"], "counted", "paid is paid, with or without a receipt");
    let transaction = waiting["transaction"].as_str().unwrap();
    officer(&world, &code, &[("issue", transaction)]).await;
    world.work().await;
    let order = waiting["order"].as_str().unwrap();
    let told = hang.get(&format!("/api/payments/{order}?lang=vi")).await.json();
    assert_eq!((&told["is_receipt_due"], told["receipts"].as_array().unwrap().len()), (&json!(false), 1));
    let receipt = &told["receipts"][0];
    let face = &receipt["face"];
    assert_eq!((&face["amount"], &face["number"]), (&json!(16_000), &json!("0000001")));
    assert_eq!(
        face["words"].as_str().unwrap().to_lowercase(),
        eform::words::money(16_000),
        "two implementations say the same"
    );
    assert_eq!(face["words_en"], "sixteen thousand dong");
    for part in ["form", "symbol", "issued_on", "office", "tax_code"] {
        assert_ne!(face[part], "", "{part} of {receipt}");
    }
    assert_eq!((&face["over"], &face["replaces"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&receipt["payer"], &receipt["items"][0]["amount"]),
        (&json!("Nguyễn Thị Bích Hằng"), &json!(16_000))
    );
    let look_up = receipt["code"].as_str().unwrap();
    assert_eq!(receipt["check"], format!("{}/tra-cuu-bien-lai#{look_up}", world.portal));
    assert!(receipt["qr"]["side"].as_u64().unwrap() > 21, "{receipt}");

    let file = hang.get(&format!("/api/receipts/{}/file", receipt["id"].as_str().unwrap())).await;
    assert!(file.header("content-disposition").contains("bien-lai-0000001.json"));
    assert_eq!(file.json()["code"], look_up, "as it was issued");
    let mine = hang.get("/api/mine?lang=vi").await.json();
    assert_eq!(mine["dossiers"][0]["receipts"][0]["code"], look_up);
    let stage = hang.dossier(&id).await["state"]["stage"].clone();
    assert_eq!((stage, world.work().await), (json!("filed"), 0));
}

#[tokio::test]
async fn a_receipt_comes_by_itself_soon_after_the_payment_and_is_its_payers_alone() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    paid(&world, &hang).await;
    assert_eq!(payment(&hang).await["is_receipt_due"], true);
    world.advance(5).await;
    let told = payment(&hang).await;
    assert_eq!(told["receipts"].as_array().unwrap().len(), 1, "{told}");
    let (order, receipt) = (told["order"].as_str().unwrap(), told["receipts"][0]["id"].as_str().unwrap());
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.get(&format!("/api/payments/{order}")).await.problem(404), "not_found");
    assert_eq!(thanh.get(&format!("/api/receipts/{receipt}/file")).await.problem(404), "not_found");
    assert_eq!(world.get(&format!("/api/receipts/{receipt}/file")).await.problem(401), "sign_in_needed");
}

#[tokio::test]
async fn anyone_with_the_code_learns_what_the_law_shows_and_nothing_about_the_payer() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    paid(&world, &hang).await;
    world.advance(5).await;
    let receipt = payment(&hang).await["receipts"][0].clone();
    let look_up = receipt["code"].as_str().unwrap();
    let found = check(&world, look_up).await;
    assert_eq!(found.status, 200, "{}", found.text());
    assert_eq!((&found.json()["face"], &found.json()["is_fresh"]), (&receipt["face"], &json!(true)));
    for own in ["Hằng", HANG.1, "items", "payer"] {
        assert!(!found.text().contains(own), "{own} in {}", found.text());
    }
    let typed = format!(" {}-{} ", look_up[..4].to_lowercase(), &look_up[4..]);
    assert_eq!(check(&world, &typed).await.json(), found.json(), "as people type it");
    for unknown in ["", "0000001", "AAAABBBBCCCCDDDD"] {
        assert_eq!(check(&world, unknown).await.problem(404), "not_found");
    }
    let turns = world.all_receipt_turns().await;
    let busy = check(&world, look_up).await;
    assert_eq!((busy.problem(429), busy.header("retry-after")), ("too_many_requests".to_owned(), "1"));
    drop(turns);
    assert_eq!(check(&world, look_up).await.status, 200);
}

#[tokio::test]
async fn a_receipt_that_is_replaced_or_cancelled_is_told_as_such_even_when_the_push_was_lost() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (_, code) = paid(&world, &hang).await;
    world.advance(5).await;
    let first = payment(&hang).await["receipts"][0].clone();
    let old = first["code"].as_str().unwrap().to_owned();
    let replace = [("replace", format!("{code}.BL0000001")), ("reason", "Sai tên khoản thu".to_owned())];
    officer(&world, &code, &replace.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    // The push has only made a task: anyone who checks asks the office.
    world.offset(31).await;
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    sql.execute("UPDATE receipt SET asked_at = asked_at - 60", []).unwrap();
    let told = check(&world, &old).await.json();
    let over = &told["face"]["over"];
    assert_eq!(
        (&over["how"], &over["reason"]),
        (&json!("replaced"), &json!("")),
        "why may name the payer: {told}"
    );
    assert_eq!(over["by"], "0000002");
    let both = payment(&hang).await["receipts"].clone();
    assert_eq!(
        (&both[0]["face"]["number"], &both[0]["face"]["replaces"]),
        (&json!("0000002"), &json!("0000001"))
    );
    assert_eq!(both[1]["face"]["over"]["by"], "0000002", "the newest first");
    assert_eq!(both[1]["face"]["over"]["reason"], "Sai tên khoản thu", "the payer reads why");

    let cancel = [("cancel", format!("{code}.BL0000002")), ("reason", "Hoàn trả lệ phí".to_owned())];
    officer(&world, &code, &cancel.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    sql.execute("UPDATE task SET due_at = due_at + 43200", []).unwrap();
    world.advance(DAY).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let told = payment(&hang).await;
    assert_eq!(told["receipts"][0]["face"]["over"]["how"], "cancelled", "{told}");
    assert_eq!(told["is_receipt_due"], false);
    let changed = sql.execute("UPDATE receipt SET stated = '{}'", []);
    assert!(changed.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test]
async fn an_office_that_is_silent_leaves_the_last_word_with_its_time() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    paid(&world, &hang).await;
    world.advance(5).await;
    let look_up = payment(&hang).await["receipts"][0]["code"].as_str().unwrap().to_owned();
    let before = check(&world, &look_up).await.json();
    world.sandbox.fault("desk", "down").await;
    world.advance(60).await;
    let told = check(&world, &look_up).await.json();
    assert_eq!((&told["is_fresh"], &told["as_of"]), (&json!(false), &before["as_of"]));
    assert_eq!(told["face"], before["face"]);
}

#[tokio::test]
async fn each_payment_of_a_dossier_has_a_receipt_of_its_own() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code) = paid(&world, &hang).await;
    let desk = format!("/desk/dossiers/{code}");
    world.sandbox.form(&desk, &[("status", "2")]).await;
    let asked = [("item_1", "Phí thẩm định"), ("amount_1", "120000"), ("clock", "runs"), ("way", "online")];
    world.sandbox.form(&format!("{desk}/dues"), &asked).await;
    let path = format!("/api/dossiers/{id}/payment");
    let started = hang.done(&path, "pay due", &json!({ "due": 1 })).await;
    let page = world.sandbox.page(started["redirect_url"].as_str().unwrap()).await;
    hang.at_gateway(&crate::world::hidden(&page, "order"), "pay").await;
    world.work().await;
    world.advance(5).await;
    world.advance(5).await;
    let all = hang.get("/api/payments?lang=vi").await.json();
    let amounts: Vec<_> = all["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["receipts"][0]["face"]["amount"].clone())
        .collect();
    assert_eq!(amounts, [json!(120_000), json!(16_000)], "{all}");
    assert_eq!(all["payments"][0]["receipts"][0]["items"][0]["name"], "Phí thẩm định");
}

#[tokio::test]
async fn what_was_paid_is_listed_the_latest_first_whichever_dossier_it_was_for() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let begun_first = hang.birth().await;
    world.advance(60).await;
    let wanted = json!({ "procedure": BIRTH, "language": "vi", "another": true });
    let other = hang.done("/api/dossiers", "another", &wanted).await;
    let paid_first = hang.fill(other["id"].as_str().unwrap(), BIRTH, "married-mother").await;
    for id in [&paid_first, &begun_first] {
        hang.freeze(id).await;
        hang.sign(id).await;
        let order = hang.order(id).await;
        hang.at_gateway(&order, "pay").await;
        world.advance(60).await;
    }
    let all = hang.get("/api/payments?lang=vi").await.json();
    let dossiers: Vec<_> = all["payments"].as_array().unwrap().iter().map(|one| &one["dossier"]).collect();
    assert_eq!(dossiers, [&json!(begun_first), &json!(paid_first)], "{all}");
}

#[tokio::test]
async fn news_of_receipts_counts_with_the_desks_signature_only_and_is_no_more_than_a_hint() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, code) = paid(&world, &hang).await;
    let push = |signature: &'static str| {
        Request::post("/hooks/desk/receipts")
            .header("X-Desk-Signature", signature)
            .body(Body::from(json!({ "code": code, "handle": id }).to_string()))
            .unwrap()
    };
    world.work().await;
    assert_eq!(world.send(push("")).await.problem(401), "sign_in_needed");
    assert_eq!(world.send(push("00")).await.problem(401), "sign_in_needed");
    assert_eq!(world.work().await, 0, "nothing is asked because a stranger says so");
}

#[tokio::test]
async fn a_question_for_a_receipt_that_was_lost_is_put_back_until_there_is_one() {
    let mut world = World::start().await;
    let cookie = {
        let hang = Citizen::sign_in(&world, HANG).await;
        paid(&world, &hang).await;
        hang.cookie
    };
    let forget = |world: &World| {
        let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
        sql.execute("DELETE FROM task", []).unwrap()
    };
    assert!(forget(&world) > 0);
    world.restart().await;
    assert_eq!((world.work().await, world.work().await), (1, 0));
    let hang = Citizen { world: &world, cookie: cookie.clone(), id: HANG.1 };
    assert_eq!(payment(&hang).await["receipts"].as_array().unwrap().len(), 1);
    forget(&world);
    world.restart().await;
    assert_eq!(world.work().await, 0, "there is one");
}

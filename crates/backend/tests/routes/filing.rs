//! Handing over to the one-stop desk: once, whatever breaks in between; and hearing from it.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, THANH};
use crate::world::World;

/// Frozen, free and unsigned: one press away from the desk.
async fn to_file(thanh: &Citizen<'_>) -> String {
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let frozen = thanh.freeze(&id).await;
    assert_eq!(frozen["state"]["payment"]["state"], "waived", "{}", frozen["state"]);
    id
}

async fn filed(world: &World, thanh: &Citizen<'_>) -> (String, String) {
    let id = to_file(thanh).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let code = thanh.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    (id, code)
}

#[tokio::test]
async fn a_desk_that_is_down_gets_the_dossier_when_it_is_up() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = to_file(&thanh).await;
    world.sandbox.fault("desk", "down").await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    world.advance(5).await;
    let filing = thanh.dossier(&id).await["state"]["filing"].clone();
    assert_eq!((&filing["state"], &filing["tries"]), (&json!("sending"), &json!(2)));
    world.sandbox.fault("desk", "ok").await;
    world.advance(10).await;
    assert_eq!(thanh.dossier(&id).await["state"]["filing"]["state"], "accepted");
}

#[tokio::test]
async fn an_answer_that_was_lost_does_not_file_twice() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = to_file(&thanh).await;
    world.sandbox.fault("desk", "lost-answer").await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    assert_eq!(thanh.dossier(&id).await["state"]["filing"]["state"], "sending");
    world.advance(5).await;
    let code = thanh.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    assert!(code.ends_with("-0001"), "{code}");
    assert_eq!(world.sandbox.page("/desk").await.matches("/desk/dossiers/").count(), 1);
}

#[tokio::test]
async fn a_crash_between_pressing_and_sending_loses_nothing() {
    let mut world = World::start().await;
    let (id, cookie) = {
        let thanh = Citizen::sign_in(&world, THANH).await;
        let id = to_file(&thanh).await;
        thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
        (id, thanh.cookie)
    };
    world.restart().await;
    assert_eq!(world.work().await, 1);
    let thanh = Citizen { world: &world, cookie, id: THANH.1 };
    assert_eq!(thanh.dossier(&id).await["state"]["stage"], "filed");
}

#[tokio::test]
async fn the_desks_status_changes_arrive_once_and_in_order() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    let page = format!("/desk/dossiers/{code}");
    for (status, note) in [("2", "Đã nhận đủ giấy tờ"), ("4", "")] {
        world.sandbox.form(&page, &[("status", status), ("note", note), ("appointment", "")]).await;
    }
    let dossier = thanh.dossier(&id).await;
    let history = dossier["state"]["business"].as_array().unwrap();
    let statuses: Vec<_> = history.iter().map(|event| event["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [1, 2, 4]);
    assert_eq!(history[1]["note"], "Đã nhận đủ giấy tờ");
    assert_eq!(dossier["waiting_for"], "office");
    let version = dossier["state"]["version"].clone();
    world.sandbox.form(&page, &[]).await;
    assert_eq!(thanh.dossier(&id).await["state"]["version"], version);
}

#[tokio::test]
async fn a_status_without_the_desks_signature_is_refused() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    let body = json!({ "code": code, "handle": id, "sequence": 9, "status": 10, "at": "2026-11-21T08:00:00Z",
        "actor": "Kẻ gian", "note": "", "appointment": null });
    for mac in ["", "00", &"ab".repeat(32)] {
        let request = Request::post("/hooks/desk/status")
            .header(header::CONTENT_TYPE, "application/json")
            .header("X-Desk-Signature", mac)
            .body(Body::from(body.to_string()))
            .unwrap();
        assert_eq!(world.send(request).await.problem(401), "sign_in_needed");
    }
    assert_eq!(thanh.dossier(&id).await["state"]["business"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn after_filing_the_raw_answers_are_erased_and_the_receipt_remains() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, code) = filed(&world, &thanh).await;
    let dossier = thanh.dossier(&id).await;
    assert_eq!(dossier["draft"], Value::Null);
    assert_eq!(dossier["allowed"], json!([]));
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    assert_eq!(receipt["code"], code);
    assert_eq!(receipt["content"]["sha256"], dossier["frozen"]["snapshot"]["sha256"]);
    assert_eq!(receipt["fee"]["gross"], 8_000 * receipt["fee"]["lines"][0]["quantity"].as_u64().unwrap());
    assert_eq!((&receipt["fee"]["net"], &receipt["payment"]), (&json!(0), &Value::Null));
    let opened = thanh.open(EXTRACT).await;
    assert_eq!(
        (&opened["id"], &opened["draft"]),
        (&json!(id), &Value::Null),
        "the key opens no second dossier"
    );
    let again = thanh.done(&format!("/api/dossiers/{id}/file"), "another key", &Value::Null).await;
    assert_eq!(again["state"]["filing"]["code"], code, "filing again is answered with the same code");
}

//! Whole stories, and what anyone can check afterwards with openssl alone.

use std::path::Path;
use std::process::Command;

use dossier::{Event, State, apply};
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::world::World;

fn openssl(folder: &Path) -> bool {
    let file = |name: &str| folder.join(name);
    let checked = Command::new("openssl")
        .args([
            "cms",
            "-verify",
            "-cades",
            "-binary",
            "-inform",
            "DER",
            "-purpose",
            "any",
            "-out",
            "/dev/null",
            "-in",
        ])
        .arg(file("dossier.p7s"))
        .arg("-content")
        .arg(file("dossier.json"))
        .arg("-CAfile")
        .arg(file("sandbox/roots.pem"))
        .output()
        .unwrap();
    checked.status.success()
}

#[tokio::test]
async fn a_birth_is_registered_from_sign_in_to_the_officers_first_step() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.work().await;
    let dossier = hang.dossier(&id).await;
    let code = dossier["state"]["filing"]["code"].as_str().unwrap();
    assert!(code.starts_with("H01.82-"), "{code}");
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "2")]).await;
    assert_eq!(hang.dossier(&id).await["state"]["business"][1]["status"], 2);
    let receipt = hang.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    assert_eq!(receipt["signer"], "Nguyễn Thị Bích Hằng");
    assert_eq!(receipt["payment"]["amount"], 16_000);
    assert_eq!(receipt["documents"][0]["name"], "Giấy chứng sinh.pdf");
    assert!(receipt["facts"]["known"].as_u64().unwrap() > 10);

    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body.to_vec();
    let container = hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    std::fs::write(world.path("dossier.json"), &content).unwrap();
    std::fs::write(world.path("dossier.p7s"), &container).unwrap();
    assert!(openssl(&world.path("")), "openssl verifies what was filed");
    let mut altered = content;
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(world.path("dossier.json"), &altered).unwrap();
    assert!(!openssl(&world.path("")), "one byte changed, and openssl refuses");
}

#[tokio::test]
async fn the_state_that_is_shown_is_the_fold_of_the_events_that_are_stored() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("reject").await;
    world.advance(2).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    hang.freeze(&id).await;
    hang.sign(&id).await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "cancel").await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "twice").await;
    world.work().await;
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let mut query = sql.prepare("SELECT at, body FROM event WHERE dossier = ?1 ORDER BY number").unwrap();
    let rows = query.query_map([&id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut state = State::new();
    for (at, body) in rows.map(Result::unwrap) {
        let at = time::OffsetDateTime::from_unix_timestamp(at).unwrap();
        let at = at.format(&time::format_description::well_known::Rfc3339).unwrap();
        let event: Event = serde_json::from_str(&body).unwrap();
        state = apply(&state, &event, &at).unwrap().0;
    }
    assert!(state.version > 10, "{}", state.version);
    assert_eq!(serde_json::to_value(&state).unwrap(), hang.dossier(&id).await["state"]);
}

#[tokio::test]
async fn a_digital_citizen_gets_an_extract_without_signing_or_paying() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let frozen = thanh.freeze(&id).await;
    assert_eq!(frozen["state"]["signing"], json!({ "state": "not_required" }));
    assert_eq!(frozen["state"]["payment"]["basis"], "Nghị quyết 66.22/2026/NQ-CP");
    assert_eq!(frozen["allowed"], json!(["thaw", "file", "discard"]));
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    assert_eq!(thanh.dossier(&id).await["state"]["stage"], "filed");
    assert_eq!(thanh.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_crash_while_the_phone_is_silent_loses_nothing() {
    let mut world = World::start().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        hang.ask_phone(&id).await;
        (id, hang.cookie)
    };
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    hang.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["state"], "signed");
}

//! Everything that is known is told and exported, and nothing that is a secret or somebody else's.

use serde_json::json;

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH, paper};
use crate::world::World;

#[tokio::test]
async fn what_is_known_is_told_with_its_source_and_with_who_received_it() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &serde_json::Value::Null).await;
    world.work().await;
    let wanted = json!({ "procedure": BIRTH, "language": "vi" });
    thanh.decide(BIRTH, true).await;
    let draft = thanh.done("/api/dossiers", "another", &wanted).await["id"].clone();
    thanh.upload(draft.as_str().unwrap(), "birth_certificate", "Chứng sinh.pdf", &paper("x")).await;
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    assert_eq!(mine["format"], "congdan/mine/1");
    let agreed = mine["consents"].as_array().unwrap().iter();
    assert!(agreed.clone().any(|one| one["procedure"] == BIRTH && one["decision"] == "agreed"), "{agreed:?}");
    assert_eq!((&mine["person"]["id"], &mine["person"]["level"]), (&json!(THANH.1), &json!("LoA2")));
    let of = |wanted: &serde_json::Value| {
        let all = mine["dossiers"].as_array().unwrap();
        all.iter().find(|one| one["id"] == *wanted).unwrap().clone()
    };
    let filed = of(&json!(id));
    assert_eq!((&filed["kept_as"], filed["code"].is_string()), (&json!("record"), true));
    assert!(!filed["office"].as_str().unwrap().is_empty());
    let facts = filed["facts"].as_array().unwrap();
    let name = facts.iter().find(|fact| fact["name"] == "person_name").unwrap();
    assert_eq!((&name["source"], &name["value"]["given"]), (&json!("population"), &json!("Thành")));
    assert!(name["reference"].is_string() && name["at"].is_string());
    let open = of(&draft);
    assert_eq!((&open["kept_as"], &open["office"]), (&json!("draft"), &serde_json::Value::Null));
    assert_eq!(open["documents"][0]["name"], "Chứng sinh.pdf");
    assert!(open["facts"].as_array().unwrap().iter().any(|fact| fact["name"] == "self.residence"));
}

#[tokio::test]
async fn the_export_is_the_same_as_an_attachment_without_any_secret() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.open(BIRTH).await;
    let export = thanh.get("/api/mine.json?lang=vi").await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    assert_eq!(export.header("cache-control"), "no-store");
    assert_eq!(export.json(), thanh.get("/api/mine?lang=vi").await.json());
    assert!(!export.text().contains(&thanh.cookie));
    assert!(!export.text().contains(HANG.1));
    assert_eq!(export.json()["sessions"][0]["is_current"], true);
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.get("/api/mine?lang=vi").await.json()["dossiers"], json!([]));
    assert_eq!(world.get("/api/mine.json").await.problem(401), "sign_in_needed");
}

//! Everything that is known is told and exported, and nothing that is a secret or somebody else's.

use axum::http::Method;
use serde_json::{Value, json};

use crate::acting_limits::opened;
use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH, paper};
use crate::mandates::{BAY, granted};
use crate::world::World;

#[tokio::test]
async fn what_is_known_is_told_with_its_source_and_with_who_received_it() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
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
    let of = |wanted: &Value| {
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
    assert_eq!((&open["kept_as"], &open["office"]), (&json!("draft"), &Value::Null));
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

#[tokio::test]
async fn contact_details_that_are_kept_for_the_next_form_are_told_and_forgotten_at_a_word() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    assert_eq!(thanh.save(&id, 2, &json!({ "phone": "0987654321" })).await.status, 200);
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    let kept = mine["earlier"].as_array().unwrap();
    let phone = kept.iter().find(|fact| fact["name"] == "contact.phone").unwrap();
    assert_eq!((&phone["value"], &phone["reference"]), (&json!("0987654321"), &json!(id)));
    assert_eq!(phone["words"], "0987654321");
    let hang = Citizen::sign_in(&world, HANG).await;
    let forget = async |citizen: &Citizen<'_>| {
        let answer = citizen.call(Method::DELETE, "/api/mine/earlier", &Value::Null, &[]).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
    };
    forget(&hang).await;
    assert_eq!(thanh.get("/api/mine?lang=vi").await.json()["earlier"], mine["earlier"]);
    forget(&thanh).await;
    assert_eq!(thanh.get("/api/mine?lang=vi").await.json()["earlier"], json!([]));
    let next = json!({ "procedure": BIRTH, "language": "vi" });
    let next = thanh.done("/api/dossiers", "next", &next).await;
    assert!(next["draft"]["facts"].get("contact.phone").is_none());
}

#[tokio::test]
async fn an_address_that_is_kept_for_the_next_form_is_told_as_people_write_it() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let place = json!({ "province": "01", "commune": "00166", "detail": "Số 5" });
    let by_post = json!({ "receive": "post", "delivery_address": place });
    assert_eq!(thanh.save(&id, 2, &by_post).await.status, 200);
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    let kept = mine["earlier"].as_array().unwrap();
    let address = kept.iter().find(|fact| fact["name"] == "contact.address").unwrap();
    assert_eq!(address["words"], "Số 5, Phường Cầu Giấy, Thành phố Hà Nội");
    assert!(mine["dossiers"][0]["facts"].as_array().unwrap().iter().all(|fact| fact.get("words").is_none()));
}

#[tokio::test]
async fn an_open_draft_keeps_the_contact_details_that_are_forgotten() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let first = thanh.filled(EXTRACT, "own-birth").await;
    assert_eq!(thanh.save(&first, 2, &json!({ "phone": "0987654321" })).await.status, 200);
    thanh.freeze(&first).await;
    thanh.done(&format!("/api/dossiers/{first}/file"), "file", &Value::Null).await;
    world.work().await;
    let wanted = json!({ "procedure": EXTRACT, "language": "vi" });
    let id = thanh.done("/api/dossiers", "next", &wanted).await["id"].as_str().unwrap().to_owned();
    let answers =
        json!({ "extract": "birth", "for_whom": "self", "pledge": true, "copies": "1", "receive": "online" });
    assert_eq!(thanh.save(&id, 1, &answers).await.status, 200);
    assert_eq!(thanh.call(Method::DELETE, "/api/mine/earlier", &Value::Null, &[]).await.status, 204);
    let kept = |view: &Value| view["draft"]["facts"]["contact.phone"]["value"].clone();
    let asked =
        thanh.call(Method::POST, &format!("/api/dossiers/{id}/facts"), &Value::Null, &[]).await.json();
    assert_eq!(kept(&asked), "0987654321", "registers were asked again");
    for agree in [false, true] {
        thanh.decide(EXTRACT, agree).await;
    }
    assert_eq!(kept(&thanh.dossier(&id).await), "0987654321", "consent was withdrawn and given");
    thanh.freeze(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    let (answers, provenance) = (&content["answers"], &content["provenance"]);
    assert_eq!(
        (&answers["phone"], &provenance["phone"]["source"]),
        (&json!("0987654321"), &json!("earlier"))
    );
}

#[tokio::test]
async fn what_was_paid_and_what_happened_at_the_desk_are_told() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (opened, _) = opened(&bay, &thanh).await;
    let id = thanh.fill(opened["id"].as_str().unwrap(), EXTRACT, "sample-bay").await;
    thanh.freeze(&id).await;
    let order = thanh.order(&id).await;
    thanh.at_gateway(&order, "pay").await;
    world.work().await;
    let told = thanh.get("/api/mine?lang=vi").await.json()["dossiers"][0].clone();
    let state = thanh.dossier(&id).await["state"].clone();
    assert_eq!(told["payment"]["state"], "paid");
    assert_eq!(
        (&told["answers"], &told["facts"]),
        (&json!({}), &json!([])),
        "who only helps takes nothing along"
    );
    assert_eq!((&told["payment"], &told["orders"]), (&state["payment"], &state["orders"]));
    let code = told["code"].as_str().unwrap().to_owned();
    let asks = [("status", "5"), ("note", "Thiếu giấy của ông Bảy"), ("appointment", "")];
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &asks).await;
    let told = thanh.get("/api/mine?lang=vi").await.json()["dossiers"][0].clone();
    let events = told["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["status"], 5);
    assert_eq!(events.last().unwrap()["note"], "", "the officer's words are about somebody else");
    assert!(thanh.dossier(&id).await["state"]["business"].to_string().contains("ông Bảy"));
}

#[tokio::test]
async fn mandates_are_among_what_is_known_of_both_sides() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    granted(&hang, THANH.1, EXTRACT).await;
    for (citizen, side) in [(&hang, "given"), (&thanh, "held")] {
        let mine = citizen.get("/api/mine?lang=vi").await.json();
        assert_eq!(mine["mandates"], citizen.get("/api/mandates").await.json());
        assert_eq!(mine["mandates"][side][0]["procedures"], json!([EXTRACT]));
    }
}

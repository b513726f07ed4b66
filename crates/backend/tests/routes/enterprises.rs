//! Acting for an enterprise: only who the register has as its legal representative, only while it works, with its facts and one's own name;
//! and nothing of it is taken for the citizen's. People are in `mandates` and `acting_limits`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, RULES, THANH};
use crate::consents::named;
use crate::mandates::{BAY, grant, open_for, principals};
use crate::world::World;

const BAKERY: (&str, &str) = ("Công ty TNHH Bánh mì Bến Thành", "0312345673");

/// A draft for Thành's bakery.
async fn opened(thanh: &Citizen<'_>) -> Value {
    thanh.decide(RULES, true).await;
    let bakery = principals(thanh, RULES).await[0]["id"].clone();
    let opened = open_for(thanh, RULES, &bakery, "k").await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    opened.json()
}

/// The same, filled in.
async fn filled(thanh: &Citizen<'_>) -> String {
    let opened = opened(thanh).await;
    thanh.fill(opened["id"].as_str().unwrap(), RULES, "sample-thanh").await
}

async fn freeze(thanh: &Citizen<'_>, id: &str, key: &str) -> crate::world::Answer {
    let revision = thanh.get(&format!("/api/dossiers/{id}")).await.json()["draft"]["revision"].clone();
    thanh.post(&format!("/api/dossiers/{id}/freeze"), key, &json!({ "revision": revision })).await
}

#[tokio::test]
async fn who_represents_an_enterprise_files_for_it_with_its_facts_and_what_is_fixed_names_both() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let path = format!("/api/procedures/{RULES}/principals");
    let before = thanh.get(&path).await.json();
    assert_eq!((&before["principals"], &before["consent"]["decision"]), (&json!([]), &json!("open")));
    assert!(named(&before["consent"]).contains(&"business"));
    thanh.decide(RULES, true).await;
    let found = principals(&thanh, RULES).await;
    // The other one that he directed is dissolved.
    assert_eq!(found.len(), 1, "{found:?}");
    let person = &found[0]["person"];
    assert_eq!(
        (&person["name"], &person["id"], &person["right"]),
        (&json!(BAKERY.0), &json!(BAKERY.1), &json!("representative"))
    );
    assert!(person["reference"].as_str().unwrap().starts_with("DN-"));

    let id = filled(&thanh).await;
    let facts = thanh.dossier(&id).await["draft"]["facts"].clone();
    assert_eq!(
        (&facts["business.code"]["value"], &facts["business.code"]["source"]),
        (&json!(BAKERY.1), &json!("business"))
    );
    assert_eq!(
        (&facts["self.id"]["value"], &facts["self.id"]["source"]),
        (&json!(THANH.1), &json!("identity")),
        "who signs is the representative"
    );
    thanh.freeze(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["applicant"], json!({"name": "Lê Văn Thành", "id": THANH.1}));
    let behalf = &content["on_behalf_of"];
    assert_eq!(
        (&behalf["name"], &behalf["id"], &behalf["right"]),
        (&json!(BAKERY.0), &json!(BAKERY.1), &json!("representative"))
    );
    assert_eq!(thanh.get("/api/dossiers").await.json()["dossiers"][0]["acting_for"], BAKERY.0);
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    assert_eq!(mine["dossiers"][0]["acting_for"], BAKERY.0);
}

#[tokio::test]
async fn nobody_else_files_for_an_enterprise_and_nobody_files_its_service_for_themselves() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    let bay = Citizen::sign_in(&world, BAY).await;
    for citizen in [&hang, &thanh, &bay] {
        citizen.decide(RULES, true).await;
        citizen.decide(EXTRACT, true).await;
    }
    let bakery = principals(&thanh, RULES).await[0]["id"].clone();
    let rice = principals(&bay, RULES).await;
    assert_eq!(rice.len(), 1, "the one that has suspended its business is not offered: {rice:?}");
    assert!(principals(&hang, RULES).await.is_empty(), "neither children nor somebody else's enterprise");
    for citizen in [&hang, &bay] {
        assert_eq!(open_for(citizen, RULES, &bakery, "theirs").await.problem(404), "not_found");
    }
    assert!(principals(&thanh, BIRTH).await.is_empty(), "an enterprise has no child");
    assert_eq!(open_for(&thanh, EXTRACT, &bakery, "a person's").await.problem(404), "not_found");
    assert_eq!(open_for(&thanh, RULES, &Value::Null, "own").await.problem(400), "bad_request");
    let id = opened(&thanh).await["id"].as_str().unwrap().to_owned();
    assert_eq!(bay.get(&format!("/api/dossiers/{id}")).await.problem(404), "not_found");
    assert_eq!(grant(&thanh, BAY.1, &[RULES], "2026-12-31").await.problem(422), "invalid_answers");
}

#[tokio::test]
async fn an_outage_is_told_apart_from_nobody_represented_and_from_nobody_asked() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let path = format!("/api/procedures/{RULES}/principals");
    let told = async || thanh.get(&path).await.json();
    thanh.decide(RULES, false).await;
    let refused = told().await;
    assert_eq!((&refused["principals"], refused.get("silent")), (&json!([]), None), "nobody was asked");
    thanh.decide(RULES, true).await;
    let bakery = told().await["principals"][0]["id"].clone();
    for fault in ["down", "garbage", "other-person"] {
        world.sandbox.fault("business", fault).await;
        let silent = told().await;
        assert_eq!(silent["principals"], json!([]), "{fault}");
        assert_eq!(silent["silent"]["register"], "business", "{fault}");
        assert!(silent["silent"]["at"].is_string(), "{fault}");
        let unopened = open_for(&thanh, RULES, &bakery, fault).await;
        assert_eq!(unopened.problem(503), "provider_unavailable", "{fault}");
    }
    world.sandbox.fault("business", "no-enterprises").await;
    let none = told().await;
    assert_eq!((&none["principals"], none.get("silent")), (&json!([]), None), "the register said so");
    assert_eq!(open_for(&thanh, RULES, &bakery, "none").await.problem(404), "not_found");
    world.sandbox.fault("business", "ok").await;
    let id = filled(&thanh).await;
    // Its earlier word stands as long as it is silent.
    world.sandbox.fault("business", "down").await;
    assert_eq!(freeze(&thanh, &id, "silent").await.status, 200);
}

#[tokio::test]
async fn nothing_is_fixed_for_an_enterprise_that_is_dissolved_or_has_another_representative() {
    for fault in ["dissolved", "no-enterprises"] {
        let world = World::start().await;
        let thanh = Citizen::sign_in(&world, THANH).await;
        let id = filled(&thanh).await;
        world.sandbox.fault("business", fault).await;
        assert!(principals(&thanh, RULES).await.is_empty(), "{fault}");
        assert_eq!(freeze(&thanh, &id, fault).await.problem(403), "mandate_over", "{fault}");
        // Nothing is asked anew about a draft whose right is over, and nothing of it is shown.
        world.sandbox.fault("business", "ok").await;
        thanh.decide(RULES, true).await;
        let path = format!("/api/dossiers/{id}");
        assert_eq!(thanh.get(&path).await.problem(403), "mandate_over", "{fault}");
        assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    }
}

#[tokio::test]
async fn who_may_not_be_asked_about_any_more_files_for_no_enterprise() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = filled(&thanh).await;
    thanh.decide(RULES, false).await;
    assert_eq!(freeze(&thanh, &id, "refused").await.problem(403), "mandate_over");
}

#[tokio::test]
async fn neither_papers_nor_results_of_an_enterprise_are_taken_for_its_representatives_own() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = filled(&thanh).await;
    let keep = format!("/api/dossiers/{id}/papers/keep");
    assert_eq!(
        thanh.call(Method::POST, &keep, &json!({ "keep": true }), &[]).await.problem(400),
        "bad_request"
    );
    let slots = thanh.get(&format!("/api/dossiers/{id}/papers")).await.json()["slots"].clone();
    for slot in slots.as_array().unwrap() {
        assert_eq!((&slot["automatic"], &slot["offers"]), (&Value::Null, &json!([])), "{slot}");
    }
    thanh.freeze(&id).await;
    let thanh = thanh.confirm(THANH.0, &id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let filed = thanh.dossier(&id).await;
    thanh.done_at_desk(filed["state"]["filing"]["code"].as_str().unwrap(), "").await;
    assert_eq!(thanh.papers().await, Vec::<Value>::new());
    assert_eq!(thanh.open(EXTRACT).await["draft"]["facts"].get("contact.phone"), None);
}

#[tokio::test]
async fn the_representative_confirms_with_their_identity_before_it_is_filed() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = filled(&thanh).await;
    let frozen = thanh.freeze(&id).await;
    assert_eq!(frozen["state"]["signing"], json!({ "state": "needed" }));
    assert_eq!(frozen["allowed"], json!(["thaw", "confirm_identity", "discard"]));
    let file = format!("/api/dossiers/{id}/file");
    assert_eq!(thanh.post(&file, "early", &Value::Null).await.json()["refused"], "signature_needed");
    let thanh = thanh.confirm(THANH.0, &id).await;
    // What stands by the bytes does not grow old with the session.
    world.advance(16 * 60).await;
    thanh.done(&file, "file", &Value::Null).await;
    world.work().await;
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let proof = &receipt["identity"];
    assert_eq!((&proof["sub"], &proof["sha256"]), (&json!(thanh.id), &frozen["state"]["snapshot"]["sha256"]));
    let page = world.sandbox.page(&format!("/desk/dossiers/{}", receipt["code"].as_str().unwrap())).await;
    assert!(page.contains(&format!("Xác nhận bằng định danh điện tử: {}", thanh.id)), "{page}");
}

#[tokio::test]
async fn what_was_fixed_before_a_deployment_asked_for_identity_is_filed_with_a_recent_sign_in() {
    let mut world =
        World::begin("", |config, _, _| config + "[procedure.\"2.001955\"]\nsign = \"none\"\n").await;
    let (id, sha256) = {
        let thanh = Citizen::sign_in(&world, THANH).await;
        let id = filled(&thanh).await;
        let sha256 = thanh.freeze(&id).await["state"]["snapshot"]["sha256"].clone();
        (id, sha256)
    };
    world
        .decide("[procedure.\"2.001955\"]\nsign = \"none\"", "[procedure.\"2.001955\"]\nsign = \"identity\"")
        .await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    world.advance(16 * 60).await;
    let file = format!("/api/dossiers/{id}/file");
    let stale = thanh.post(&file, "stale", &Value::Null).await;
    assert_eq!(stale.problem(403), "insufficient_user_authentication");
    assert_eq!((&stale.json()["level"], &stale.json()["max_age"]), (&json!("LoA2"), &json!(15 * 60)));
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.done(&file, "file", &Value::Null).await;
    world.work().await;
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let proof = &receipt["identity"];
    assert_eq!((&proof["sub"], &proof["sha256"]), (&json!(thanh.id), &sha256));
    assert_eq!((&proof["acr"], &proof["iss"]), (&json!("LoA2"), &json!("")));
}

#[tokio::test]
async fn where_nobody_asks_for_identity_or_a_signature_nothing_is_said_of_either() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    assert_eq!((&receipt["identity"], &receipt["signer"]), (&Value::Null, &Value::Null));
}

//! Registers over the data-sharing platform: asked only with consent, only for what the form needs, and never in the way.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, RULES, THANH};
use crate::world::World;

/// Opens a draft without deciding anything.
async fn draft(citizen: &Citizen<'_>, procedure: &str) -> Value {
    let wanted = json!({ "procedure": procedure, "language": "vi" });
    citizen.done("/api/dossiers", &format!("open {procedure}"), &wanted).await
}

pub fn sources(view: &Value) -> std::collections::BTreeSet<String> {
    let facts = view["draft"]["facts"].as_object().unwrap().values();
    facts.map(|fact| fact["source"].as_str().unwrap().to_owned()).collect()
}

/// The registers of a consent.
pub fn named(asked: &Value) -> Vec<&str> {
    asked["registers"].as_array().unwrap().iter().map(|one| one["register"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn no_register_is_asked_before_the_citizen_has_agreed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let opened = draft(&hang, BIRTH).await;
    assert_eq!(sources(&opened), ["identity".to_owned()].into());
    let asked = &opened["draft"]["consent"];
    assert_eq!(asked["decision"], "open");
    assert_eq!(named(asked), ["population", "civil_status", "health_insurance"]);

    let consent = hang.decide(BIRTH, true).await;
    assert_eq!((&consent["decision"], &consent["registers"]), (&json!("agreed"), &asked["registers"]));
    let view = hang.dossier(opened["id"].as_str().unwrap()).await;
    assert_eq!(view["draft"]["revision"], 2, "the open draft follows");
    assert_eq!(view["draft"]["consent"]["decision"], "agreed");
    let wanted = ["civil_status", "health_insurance", "population"].map(str::to_owned);
    assert!(sources(&view).is_superset(&wanted.into()));
    assert!(view["draft"]["facts"]["newborn.birth"]["reference"].as_str().unwrap().starts_with("BH-"));
}

#[tokio::test]
async fn only_registers_and_facts_that_the_form_names_are_asked_for() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let opened = hang.open(EXTRACT).await;
    assert_eq!(named(&opened["draft"]["consent"]), ["population", "civil_status"]);
    assert!(!sources(&opened).contains("health_insurance"));
    let facts = opened["draft"]["facts"].as_object().unwrap();
    assert!(facts.contains_key("child.name") && !facts.contains_key("self.hometown"));
}

#[tokio::test]
async fn a_consent_names_just_the_facts_that_the_form_uses_and_is_kept_so() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let agreed = thanh.decide(RULES, true).await;
    let used = json!([
        { "register": "population", "facts": ["self.mobile", "self.name"] },
        { "register": "business", "facts": ["business.address", "business.code",
            "business.name", "business.representative_title", "represents.enterprises"] },
    ]);
    assert_eq!(agreed["registers"], used);
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    assert_eq!((&mine["consents"][0]["registers"], &mine["decisions"][0]["registers"]), (&used, &used));
    let opened = thanh.open(RULES).await;
    assert_eq!(opened["draft"]["consent"]["registers"], used);
    let told = used.as_array().unwrap().iter().flat_map(|one| one["facts"].as_array().unwrap());
    let told: Vec<&str> = told.map(|fact| fact.as_str().unwrap()).collect();
    for (name, fact) in opened["draft"]["facts"].as_object().unwrap() {
        assert!(fact["source"] == "identity" || told.contains(&name.as_str()), "{name}");
    }
}

#[tokio::test]
async fn a_form_that_comes_to_need_more_asks_for_it_anew() {
    let mut world = World::with_procedures().await;
    let place = world.path("procedures").join(EXTRACT).join("procedure.json");
    let whole = std::fs::read_to_string(&place).unwrap();
    let narrow = whole
        .replace(r#"{"fact": "self.mobile", "lock": false}"#, r#"{"fact": "contact.phone", "lock": false}"#);
    assert_ne!(narrow, whole);
    std::fs::write(&place, narrow).unwrap();
    world.restart().await;
    let citizen = Citizen::sign_in(&world, THANH).await;
    let agreed = citizen.decide(EXTRACT, true).await;
    assert!(!agreed["registers"].to_string().contains("self.mobile"), "{agreed}");
    let version = serde_json::from_str::<Value>(&whole).unwrap()["version"].as_str().unwrap().to_owned();
    std::fs::write(&place, whole.replace(&format!("\"{version}\""), &format!("\"{version}.1\""))).unwrap();
    world.restart().await;
    let citizen = Citizen::sign_in(&world, THANH).await;
    let opened = draft(&citizen, EXTRACT).await;
    assert_eq!(opened["draft"]["consent"]["decision"], "open");
    assert_eq!(sources(&opened), ["identity".to_owned()].into());
}

#[tokio::test]
async fn a_register_that_did_not_answer_can_be_asked_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    world.sandbox.fault("population", "down").await;
    let opened = hang.open(EXTRACT).await;
    let id = opened["id"].as_str().unwrap();
    let path = format!("/api/dossiers/{id}/facts");
    assert_eq!(opened["draft"]["register_trouble"], json!({ "population": "unavailable" }));
    let still = hang.call(Method::POST, &path, &Value::Null, &[]).await.json();
    assert_eq!(still["draft"]["register_trouble"], json!({ "population": "unavailable" }));
    world.sandbox.fault("population", "ok").await;
    let view = hang.call(Method::POST, &path, &Value::Null, &[]).await.json();
    assert_eq!(view["draft"]["register_trouble"], json!({}));
    assert!(sources(&view).contains("population"));
    hang.decide(EXTRACT, false).await;
    let view = hang.call(Method::POST, &path, &Value::Null, &[]).await.json();
    assert_eq!(sources(&view), ["identity".to_owned()].into(), "nobody is asked against a refusal");
}

#[tokio::test]
async fn who_refuses_is_asked_for_everything_and_not_asked_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.decide(EXTRACT, false).await["decision"], "refused");
    let opened = draft(&hang, EXTRACT).await;
    assert_eq!(opened["draft"]["consent"]["decision"], "refused");
    assert_eq!(sources(&opened), ["identity".to_owned()].into());
    assert_eq!(opened["draft"]["register_trouble"], json!({}));
    let changes = json!({
        "extract": "birth", "for_whom": "self", "pledge": true, "receive": "counter", "copies": "1", "phone": "0912345678",
        "agency": { "province": "01", "commune": "00082" },
        "requester_residence": { "province": "01", "commune": "00082", "detail": "Số 1" },
        "registered_place": "UBND phường Cửa Nam",
    });
    let id = opened["id"].as_str().unwrap();
    assert_eq!(hang.save(id, 1, &changes).await.status, 200);
    assert_eq!(hang.freeze(id).await["state"]["stage"], "frozen");
}

#[tokio::test]
async fn what_registers_said_goes_when_the_consent_is_withdrawn() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.decide(BIRTH, false).await;
    let view = hang.dossier(&id).await;
    assert_eq!(sources(&view), ["identity".to_owned()].into());
    assert_eq!(view["draft"]["answers"]["child_name"]["given"], "Uyên", "what was typed stays");
    let list = hang.get("/api/consents?lang=vi").await.json()["consents"].clone();
    assert_eq!((list.as_array().unwrap().len(), &list[0]["decision"]), (1, &json!("refused")));
    assert_eq!(list[0]["title"], "Đăng ký khai sinh");
    assert_eq!(list[0]["text"], contract::CONSENT_TEXT);
}

#[tokio::test]
async fn a_consent_holds_for_one_service_and_one_citizen() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.open(EXTRACT).await;
    assert_eq!(draft(&hang, BIRTH).await["draft"]["consent"]["decision"], "open");
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.get("/api/consents").await.json()["consents"], json!([]));
    assert_eq!(draft(&thanh, EXTRACT).await["draft"]["consent"]["decision"], "open");
}

#[tokio::test]
async fn other_words_than_those_in_force_are_not_agreed_to() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let path = format!("/api/consents/{EXTRACT}");
    let old = hang.call(Method::POST, &path, &json!({ "agree": true, "text": "2020-01" }), &[]).await;
    assert_eq!(old.problem(400), "bad_request");
    let wanted = json!({ "agree": true, "text": contract::CONSENT_TEXT });
    let unknown = hang.call(Method::POST, "/api/consents/9.999999", &wanted, &[]).await;
    assert_eq!(unknown.problem(404), "not_found");
    assert_eq!(hang.get("/api/consents").await.json()["consents"], json!([]));
}

#[tokio::test]
async fn one_register_that_fails_in_any_way_leaves_the_others_alone() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    for fault in ["down", "garbage", "other-person"] {
        hang.decide(BIRTH, false).await;
        world.sandbox.fault("civil-status", fault).await;
        hang.decide(BIRTH, true).await;
        let draft = hang.dossier(&id).await["draft"].clone();
        assert_eq!(draft["register_trouble"], json!({ "civil_status": "unavailable" }), "{fault}");
        assert!(draft["facts"].get("marriage.number").is_none(), "{fault}");
        assert_eq!(draft["facts"]["spouse.id"]["value"], "001093008765", "{fault}");
    }
}

#[tokio::test]
async fn a_register_that_never_answers_is_not_waited_for() {
    let mut world = World::start().await;
    world.with_register("timeout_ms = 50").await;
    for part in ["population", "civil-status", "health-insurance"] {
        world.sandbox.fault(part, "silent").await;
    }
    let hang = Citizen::sign_in(&world, HANG).await;
    let draft = hang.open(BIRTH).await["draft"].clone();
    let late = json!({ "population": "unavailable", "civil_status": "unavailable", "health_insurance": "unavailable" });
    assert_eq!(draft["register_trouble"], late);
    assert_eq!(draft["facts"]["self.name"]["source"], "identity");
}

#[tokio::test]
async fn a_locked_value_that_was_tampered_with_never_leaves_the_form() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.filled(EXTRACT, "own-birth").await;
    let forged = json!({ "person_name": { "family": "Lê", "middle": "", "given": "Giả" }, "registered_place": "Nơi khác" });
    assert_eq!(hang.save(&id, 2, &forged).await.status, 200, "a draft keeps what is typed");
    hang.freeze(&id).await;
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["answers"]["person_name"]["given"], "Hằng");
    assert_eq!(content["provenance"]["person_name"]["source"], "population");
    assert!(content["answers"]["registered_place"].as_str().unwrap().starts_with("UBND phường Cửa Nam"));
}

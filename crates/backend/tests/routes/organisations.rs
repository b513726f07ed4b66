//! The signature of the enterprise that a dossier is for: its own certificate, found in its account and asked for there, and no other.

use serde_json::{Value, json};

use crate::citizen::{Citizen, RULES, THANH};
use crate::world::World;

const BAKERY: (&str, &str) = ("Công ty TNHH Bánh mì Bến Thành", "0312345673");

/// A deployment that asks enterprises to sign.
async fn world() -> World {
    let mut world = World::start().await;
    let own = "[procedure.\"2.000635\"]";
    world.decide(own, &format!("[procedure.\"{RULES}\"]\nsign = \"organisation\"\n{own}")).await;
    world
}

async fn fixed(thanh: &Citizen<'_>) -> (String, Value) {
    let id = thanh.filled(RULES, "sample-thanh").await;
    let fixed = thanh.freeze(&id).await;
    (id, fixed)
}

/// The certificates of the bakery's account: whose they are, and why they cannot be used.
async fn held(thanh: &Citizen<'_>, id: &str) -> Vec<(Value, Value, Value)> {
    let list = thanh.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let one = |one: &Value| (one["subject"].clone(), one["unusable"].clone(), one["id"].clone());
    list["credentials"].as_array().unwrap().iter().map(one).collect()
}

#[tokio::test]
async fn an_enterprise_signs_with_its_own_certificate_and_the_container_says_so() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, fixed) = fixed(&thanh).await;
    let asked = &fixed["state"]["requirements"];
    assert_eq!((&asked["signature"], &asked["organisation"]), (&json!(true), &json!(BAKERY.1)));
    assert_eq!(fixed["allowed"], json!(["thaw", "prepare_signing", "discard"]));
    let signed = thanh.sign(&id).await;
    assert_eq!(signed["state"]["signing"]["signer"], BAKERY.0);
    let container = thanh.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let pem = world.sandbox.page("/csc/roots.pem").await;
    let roots = dossier::signature::pem_certificates(&pem).unwrap();
    let now = signed["state"]["signing"]["at"].as_str().unwrap();
    let found = dossier::signature::verify(&container, &content, &roots, now).unwrap();
    assert_eq!((found.name.as_str(), found.tax_code.as_deref()), (BAKERY.0, Some(BAKERY.1)));
    assert_eq!((found.citizen_id.as_deref(), found.must_be(BAKERY.1)), (None, Ok(())));
    assert!(found.must_be(THANH.1).is_err(), "its representative is somebody else");
}

#[tokio::test]
async fn in_its_account_a_persons_certificate_and_a_branchs_are_shown_as_such_and_cannot_be_used() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (id, _) = fixed(&thanh).await;
    let held = held(&thanh, &id).await;
    let why: Vec<_> = held.iter().map(|(_, unusable, _)| unusable.as_str()).collect();
    assert_eq!(why, [None, Some("other_organisation"), Some("person")], "{held:?}");
    assert_eq!(held[0].0, BAKERY.0);
    for (number, (_, _, credential)) in held.iter().enumerate().skip(1) {
        let path = format!("/api/dossiers/{id}/signing");
        let refused = thanh.post(&path, &number.to_string(), &json!({ "credential": credential })).await;
        assert_eq!(refused.problem(400), "bad_request");
    }
    let own = json!({ "credential": format!("csc:CCCD_{}_1", THANH.1) });
    let refused = thanh.post(&format!("/api/dossiers/{id}/signing"), "own", &own).await;
    assert_eq!(refused.problem(404), "not_found", "what is in his own account is not offered");
}

#[tokio::test]
async fn where_no_enterprise_applies_none_can_be_asked_to_sign() {
    let world = World::start().await;
    let config = world.config_for("127.0.0.1:0").replace("sign = \"personal\"", "sign = \"organisation\"");
    let config = congdan_backend::Config::parse(&config).unwrap();
    let opened = tokio::task::spawn_blocking(|| congdan_backend::App::open(config)).await.unwrap();
    let refused = opened.err().unwrap();
    assert!(refused.contains("no enterprise applies"), "{refused}");
}

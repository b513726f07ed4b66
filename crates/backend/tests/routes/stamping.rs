//! Time-stamps: a signature gets one, and an authority that is out of order is a normal state with an end.

use axum::http::Method;
use dossier::signature::{Signer, Times, Trust, pem_certificates, verify};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

/// A world whose signatures are stamped by the sandbox's authority.
async fn stamping(required: bool) -> World {
    let mut world = World::start().await;
    let (url, roots) = (format!("{}/tsa", world.sandbox.base), world.path("sandbox/stamp-roots.pem"));
    let table =
        format!("[stamp]\nurl = \"{url}\"\nroots = {roots:?}\nrequired = {required}\n[payment.vnpay]\n");
    world.decide("[payment.vnpay]\n", &table).await;
    world.advance(0).await;
    world
}

/// A dossier whose signature the phone has agreed to, and which is fetched while the authority has a fault.
async fn signed_during(world: &World, hang: &Citizen<'_>, fault: &str) -> String {
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("accept").await;
    world.sandbox.fault("stamp", fault).await;
    world.advance(2).await;
    id
}

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"]["signing"].clone()
}

/// What the container of a signed dossier says, with the sandbox's roots.
async fn signer(world: &World, hang: &Citizen<'_>, id: &str) -> Signer {
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let container = hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    let roots = ["sandbox/roots.pem", "sandbox/stamp-roots.pem"]
        .map(|name| pem_certificates(&std::fs::read_to_string(world.path(name)).unwrap()).unwrap());
    let times = Times { now: "2026-11-22T00:00:00Z", proven: None };
    verify(&container, &content, Trust { signers: &roots[0], stamps: &roots[1] }, times).unwrap()
}

#[tokio::test]
async fn a_signature_gets_a_time_stamp_before_it_counts() {
    let world = stamping(false).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let stamp = signer(&world, &hang, &id).await.stamp.unwrap();
    assert_eq!(stamp.authority, "Sandbox Time-Stamping Authority (not trusted)");
    assert!(stamp.at.starts_with("2026-11-21T01:0"), "{}", stamp.at);
}

#[tokio::test]
async fn an_authority_that_stumbles_is_asked_again_and_the_phone_is_not() {
    let world = stamping(true).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down").await;
    let waiting = state(&hang, &id).await;
    assert_eq!((&waiting["state"], &waiting["granted"]), (&json!("waiting"), &json!(true)));
    // The signature is here: its provider is not needed any more.
    world.sandbox.fault("signing", "down").await;
    for wrong in ["wrong-imprint", "wrong-nonce", "bad-signature", "garbage"] {
        world.sandbox.fault("stamp", wrong).await;
        world.advance(5).await;
        assert_eq!(state(&hang, &id).await["state"], "waiting", "{wrong}");
    }
    world.sandbox.fault("stamp", "ok").await;
    world.advance(5).await;
    assert_eq!(state(&hang, &id).await["state"], "signed");
    assert!(signer(&world, &hang, &id).await.stamp.is_some());
}

#[tokio::test]
async fn a_signature_that_can_do_without_stays_at_level_b_after_a_minute() {
    let world = stamping(false).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down").await;
    world.advance(55).await;
    assert_eq!(state(&hang, &id).await["state"], "waiting");
    world.advance(5).await;
    assert_eq!(state(&hang, &id).await["state"], "signed");
    assert_eq!(signer(&world, &hang, &id).await.stamp, None);
}

#[tokio::test]
async fn a_signature_that_must_have_a_time_stamp_fails_without_and_can_be_made_again() {
    let world = stamping(true).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down").await;
    world.advance(880).await;
    assert_eq!(state(&hang, &id).await["state"], "waiting");
    world.advance(30).await;
    assert_eq!(state(&hang, &id).await, json!({ "state": "failed", "attempt": 1, "code": "stamp" }));
    assert_eq!(kept(&world), 0);
    world.sandbox.fault("stamp", "ok").await;
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
    assert!(signer(&world, &hang, &id).await.stamp.is_some());
}

#[tokio::test]
async fn a_signature_that_waits_for_its_time_stamp_is_void_once_the_dossier_is_edited() {
    let world = stamping(true).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down").await;
    assert_eq!(kept(&world), 1);
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    world.sandbox.fault("stamp", "ok").await;
    world.advance(5).await;
    assert_eq!(state(&hang, &id).await["state"], "not_required");
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
    hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    world.work().await;
    assert_eq!(kept(&world), 0);
}

/// How many signatures wait for their time-stamp in the database.
fn kept(world: &World) -> u32 {
    let database = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let count = "SELECT count(*) FROM attempt WHERE unstamped IS NOT NULL OR unstamped_at IS NOT NULL";
    database.query_row(count, [], |row| row.get(0)).unwrap()
}

//! A signing service that speaks version 1 of the CSC API: the authorization stays on the line until the phone has answered, and everything
//! that a citizen meets is as with version 2.

use std::process::Command;

use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

async fn world() -> World {
    World::begin("", |config, sandbox, _| {
        config.replace(&format!("{sandbox}/csc/v2"), &format!("{sandbox}/csc/v1\"\napi = \"csc-v1"))
    })
    .await
}

async fn signing(citizen: &Citizen<'_>, id: &str) -> Value {
    citizen.dossier(id).await["state"]["signing"].clone()
}

/// Lets the request go, and waits until the phone has it: it is asked beside our own answer.
async fn rings(citizen: &Citizen<'_>, id: &str) {
    assert_eq!(citizen.ask_phone(id).await["state"]["signing"]["state"], "waiting");
    let path = format!("/phone/{}", citizen.id);
    for _ in 0..10_000 {
        if citizen.world.sandbox.page(&path).await.contains("name=\"handle\"") {
            return;
        }
    }
    panic!("the phone stays silent");
}

/// How an attempt ends; what the phone said comes over a line that no clock of ours moves, so the worker looks until it is there.
async fn ended(citizen: &Citizen<'_>, id: &str) -> Value {
    for _ in 0..140 {
        citizen.world.advance(2).await;
        let now = signing(citizen, id).await;
        if now["state"] != "waiting" {
            return now;
        }
    }
    panic!("it waits for ever");
}

#[tokio::test]
async fn what_the_phone_agreed_to_is_signed_and_openssl_verifies_it() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    rings(&hang, &id).await;
    world.advance(2).await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    assert_eq!(ended(&hang, &id).await["state"], "signed");
    for (name, path) in [("content", "dossier.json"), ("container", "dossier.p7s")] {
        let answer = hang.get(&format!("/api/dossiers/{id}/{path}")).await;
        std::fs::write(world.path(name), answer.body).unwrap();
    }
    let [content, container, roots] =
        ["content", "container", "sandbox/roots.pem"].map(|name| world.path(name));
    let judged = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-no_check_time", "-in"])
        .args([container.as_os_str(), "-content".as_ref(), content.as_os_str(), "-CAfile".as_ref()])
        .args([roots.as_os_str(), "-out".as_ref(), "/dev/null".as_ref()])
        .output()
        .unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

#[tokio::test]
async fn sg3_refusal_silence_and_trouble_each_have_their_end_and_the_next_attempt_asks_anew() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    rings(&hang, &id).await;
    hang.answer_phone("reject").await;
    assert_eq!(ended(&hang, &id).await, json!({ "state": "rejected", "attempt": 1 }));
    rings(&hang, &id).await;
    world.advance(301).await;
    assert_eq!(ended(&hang, &id).await, json!({ "state": "expired", "attempt": 2 }));
    for (fault, code) in
        [("bad-signature", "digest"), ("other-signer", "digest"), ("wrong-count", "provider")]
    {
        rings(&hang, &id).await;
        world.sandbox.fault("signing", fault).await;
        hang.answer_phone("accept").await;
        let end = ended(&hang, &id).await;
        assert_eq!((&end["state"], &end["code"]), (&json!("failed"), &json!(code)), "{fault}");
        world.sandbox.fault("signing", "ok").await;
    }
    rings(&hang, &id).await;
    hang.answer_phone("accept").await;
    assert_eq!(ended(&hang, &id).await["attempt"], 6);
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn a_service_that_is_down_is_named_and_one_that_goes_down_ends_the_attempt() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let confirmation = hang.prepared(&id).await;
    world.sandbox.fault("signing", "down").await;
    let answer = hang.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.problem(503), "provider_unavailable");
    hang.done(&format!("/api/dossiers/{id}/signing/confirm"), "confirm", &confirmation).await;
    let expected = json!({ "state": "failed", "attempt": 1, "code": "provider" });
    assert_eq!(ended(&hang, &id).await, expected);
    world.sandbox.fault("signing", "ok").await;
    rings(&hang, &id).await;
    hang.answer_phone("accept").await;
    assert_eq!(ended(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn a_signature_whose_answer_was_lost_is_called_lost_and_signed_again() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    rings(&hang, &id).await;
    world.sandbox.fault("signing", "lost-answer").await;
    hang.answer_phone("accept").await;
    let end = ended(&hang, &id).await;
    assert_eq!((&end["state"], &end["code"]), (&json!("failed"), &json!("lost")));
    rings(&hang, &id).await;
    hang.answer_phone("accept").await;
    assert_eq!(ended(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn sg7_an_authorization_that_was_on_the_line_when_the_backend_ended_is_over_and_signs_nothing() {
    let mut world = world().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        rings(&hang, &id).await;
        (id, hang.cookie)
    };
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    hang.answer_phone("accept").await;
    let expected = json!({ "state": "failed", "attempt": 1, "code": "provider" });
    assert_eq!(ended(&hang, &id).await, expected);
    rings(&hang, &id).await;
    hang.answer_phone("accept").await;
    assert_eq!(ended(&hang, &id).await["attempt"], 2);
}

#[tokio::test]
async fn a_key_of_an_unknown_kind_is_listed_with_the_reason() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    world.sandbox.fault("signing", "odd-key").await;
    let list = hang.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    assert_eq!(list["credentials"][0]["unusable"], "algorithm");
    assert_eq!(list["providers"][0]["name"], "Dịch vụ ký số thử nghiệm");
}

#[tokio::test]
async fn certificates_on_further_pages_are_listed_and_can_be_chosen() {
    let world = world().await;
    let mua = Citizen::sign_in(&world, ("giang-thi-mua", "010303000456")).await;
    let id = mua.birth_of("father-not-named").await;
    let list = mua.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let reasons: Vec<_> =
        list["credentials"].as_array().unwrap().iter().map(|one| one["unusable"].as_str()).collect();
    assert_eq!(reasons, [Some("expired"), None]);
    mua.freeze(&id).await;
    let second = json!({ "credential": list["credentials"][1]["id"] });
    let prepared = mua.done(&format!("/api/dossiers/{id}/signing"), "second", &second).await;
    assert!(prepared["requested_hash"].is_string());
}

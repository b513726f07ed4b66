//! Remote signing: the hash is agreed on before the phone rings, and every answer of the phone ends well.

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::TrustedRoots;
use dossier::{canonical, signature};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

#[tokio::test]
async fn anyone_can_recompute_the_hash_that_the_provider_is_asked_to_sign() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let list = hang.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let credential = &list["credentials"][0];
    assert_eq!(credential["subject"], "Nguyễn Thị Bích Hằng");
    let path = format!("/api/dossiers/{id}/signing");
    let prepared = hang.done(&path, "prepare", &json!({ "credential": credential["id"] })).await;
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let certificate = STANDARD.decode(prepared["certificate"].as_str().unwrap()).unwrap();
    let time = prepared["signing_time"].as_str().unwrap();
    let attributes = signature::signed_attributes(&canonical::sha256(&content), time, &certificate).unwrap();
    assert_eq!(prepared["requested_hash"], canonical::hex(&signature::requested_hash(&attributes)));
    assert!(prepared["description"].as_str().unwrap().ends_with(&canonical::fingerprint(&content)));
    let wrong = json!({ "attempt": 1, "requested_hash": "0".repeat(64) });
    let refused = hang.post(&format!("{path}/confirm"), "confirm", &wrong).await;
    assert_eq!(refused.problem(409), "refused");
    assert_eq!(refused.json()["refused"], "hash_differs");
    assert!(!world.sandbox.page(&format!("/phone/{}", hang.id)).await.contains("name=\"handle\""));
}

#[tokio::test]
async fn whoever_asks_gets_the_roots_with_which_they_can_judge_a_signature_themselves() {
    let world = World::start().await;
    let answer = world.get("/api/signing/roots").await;
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    let roots: Vec<Vec<u8>> = serde_json::from_slice::<TrustedRoots>(&answer.body)
        .unwrap()
        .roots
        .iter()
        .map(|root| STANDARD.decode(root).unwrap())
        .collect();

    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let container = hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    let now = world.get("/api/session").await.json()["now"].as_str().unwrap().to_owned();
    let signer = signature::verify(&container, &content, &roots, &now).unwrap();
    assert_eq!(signer.citizen_id.as_deref(), Some(HANG.1));
    assert_eq!(
        signature::verify(&container, &content, signature::Trust { signers: &[], stamps: &[] }, &now)
            .unwrap_err(),
        signature::SignatureFault::Untrusted
    );

    let known = Request::get("/api/signing/roots").header("if-none-match", answer.header("etag"));
    assert_eq!(world.send(known.body(Body::empty()).unwrap()).await.status, 304);
}

#[tokio::test]
async fn a_confirmation_that_is_repeated_rings_the_phone_once() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let waiting = hang.ask_phone(&id).await;
    let attempt = &waiting["state"]["signing"];
    assert_eq!(attempt["state"], "waiting");
    let body = json!({ "attempt": 1, "requested_hash": attempt["requested_hash"] });
    let path = format!("/api/dossiers/{id}/signing/confirm");
    let again = hang.done(&path, "confirm 0", &body).await;
    assert_eq!(again["state"]["signing"], *attempt);
    let other_key = hang.done(&path, "another key", &body).await;
    assert_eq!(other_key["state"]["signing"], *attempt);
    let phone = world.sandbox.page(&format!("/phone/{}", hang.id)).await;
    assert_eq!(phone.matches("value=\"accept\"").count(), 1);
}

#[tokio::test]
async fn rejected_on_the_phone_can_be_tried_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("reject").await;
    world.advance(2).await;
    let dossier = hang.dossier(&id).await;
    assert_eq!(dossier["state"]["signing"], json!({ "state": "rejected", "attempt": 1 }));
    assert!(dossier["allowed"].as_array().unwrap().contains(&json!("prepare_signing")));
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
}

#[tokio::test]
async fn silence_expires_after_five_minutes() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    world.advance(200).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["state"], "waiting");
    world.advance(101).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"], json!({ "state": "expired", "attempt": 1 }));
}

#[tokio::test]
async fn sg6_a_signature_that_does_not_verify_is_found_before_paying_and_filing() {
    let world = World::start().await;
    for (fault, code) in
        [("bad-signature", "digest"), ("other-signer", "digest"), ("wrong-count", "provider")]
    {
        let hang = Citizen::sign_in(&world, HANG).await;
        let opened = hang.get("/api/dossiers").await.json();
        let id = match opened["dossiers"][0]["id"].as_str() {
            Some(id) => id.to_owned(),
            None => hang.birth().await,
        };
        if hang.dossier(&id).await["state"]["stage"] == "draft" {
            hang.freeze(&id).await;
        }
        world.sandbox.fault("signing", fault).await;
        hang.ask_phone(&id).await;
        hang.answer_phone("accept").await;
        world.advance(2).await;
        let signing = hang.dossier(&id).await["state"]["signing"].clone();
        assert_eq!((&signing["state"], &signing["code"]), (&json!("failed"), &json!(code)), "{fault}");
        for step in ["payment", "file"] {
            let early = hang.post(&format!("/api/dossiers/{id}/{step}"), fault, &Value::Null).await;
            assert_eq!(early.json()["refused"], "signature_needed", "{step}: {}", early.text());
        }
        assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
    }
}

#[tokio::test]
async fn a_signature_that_is_lost_between_provider_and_record_is_called_lost_and_signed_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("accept").await;
    world.sandbox.fault("signing", "lost-answer").await;
    world.advance(2).await;
    let granted = hang.dossier(&id).await["state"]["signing"].clone();
    assert_eq!(
        (&granted["state"], &granted["granted"]),
        (&json!("waiting"), &json!(true)),
        "written down first"
    );
    world.advance(2).await;
    let lost = hang.dossier(&id).await["state"]["signing"].clone();
    assert_eq!(lost, json!({ "state": "failed", "attempt": 1, "code": "lost" }));
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
}

#[tokio::test]
async fn a_signature_that_the_provider_lost_for_good_does_not_end_as_silence() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("accept").await;
    world.sandbox.fault("signing", "lost-answer").await;
    world.advance(2).await;
    world.sandbox.fault("signing", "down").await;
    world.advance(300).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["code"], "lost");
}

#[tokio::test]
async fn a_provider_that_stumbles_is_asked_again() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    hang.answer_phone("accept").await;
    world.sandbox.fault("signing", "down").await;
    world.advance(2).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["state"], "waiting");
    world.sandbox.fault("signing", "ok").await;
    world.advance(2).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"]["state"], "signed");
}

#[tokio::test]
async fn expired_and_foreign_certificates_cannot_be_chosen() {
    let world = World::start().await;
    let mua = Citizen::sign_in(&world, ("giang-thi-mua", "010303000456")).await;
    let id = mua.birth_of("father-not-named").await;
    let list = mua.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let expired =
        list["credentials"].as_array().unwrap().iter().find(|one| one["unusable"] == "expired").unwrap();
    mua.freeze(&id).await;
    let path = format!("/api/dossiers/{id}/signing");
    let refused = mua.post(&path, "expired", &json!({ "credential": expired["id"] })).await;
    assert_eq!(refused.problem(400), "bad_request");
    let hang = Citizen::sign_in(&world, HANG).await;
    let hers = hang.birth().await;
    let hers =
        hang.get(&format!("/api/dossiers/{hers}/credentials")).await.json()["credentials"][0]["id"].clone();
    assert_eq!(mua.post(&path, "foreign", &json!({ "credential": hers })).await.problem(404), "not_found");
}

#[tokio::test]
async fn sg5_a_certificate_of_somebody_else_in_ones_own_account_is_shown_as_such_and_cannot_be_used() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    world.sandbox.fault("signing", "other-person").await;
    let list = hang.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let all = list["credentials"].as_array().unwrap();
    let foreign = all.iter().find(|one| one["unusable"] == "other_person").unwrap();
    assert_ne!(foreign["subject"], "Nguyễn Thị Bích Hằng");
    let path = format!("/api/dossiers/{id}/signing");
    let refused = hang.post(&path, "foreign", &json!({ "credential": foreign["id"] })).await;
    assert_eq!(refused.problem(400), "bad_request");
    assert_eq!(hang.dossier(&id).await["state"]["signing"], json!({ "state": "needed" }));
    assert_eq!(hang.sign(&id).await["state"]["signing"]["signer"], "Nguyễn Thị Bích Hằng", "her own signs");
}

#[tokio::test]
async fn a_key_of_an_unknown_kind_is_listed_with_the_reason_beside_the_others() {
    let world = World::start().await;
    let mua = Citizen::sign_in(&world, ("giang-thi-mua", "010303000456")).await;
    let id = mua.birth_of("father-not-named").await;
    world.sandbox.fault("signing", "odd-key").await;
    let list = mua.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let reasons: Vec<_> =
        list["credentials"].as_array().unwrap().iter().map(|one| one["unusable"].clone()).collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons.contains(&json!("expired")) && reasons.contains(&json!("algorithm")), "{reasons:?}");
    let odd =
        list["credentials"].as_array().unwrap().iter().find(|one| one["unusable"] == "algorithm").unwrap();
    mua.freeze(&id).await;
    let path = format!("/api/dossiers/{id}/signing");
    let refused = mua.post(&path, "odd", &json!({ "credential": odd["id"] })).await;
    assert_eq!(refused.problem(400), "bad_request");
}

#[tokio::test]
async fn a_second_tab_that_edits_while_the_phone_rings_makes_its_answer_void() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    hang.ask_phone(&id).await;
    let before = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let open = hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    assert_eq!(open["state"]["signing"]["state"], "not_required");
    let revision = open["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!({ "copies": "3" })).await.status, 200);
    // What is fixed anew waits for a signature when the phone agrees to what was fixed before.
    hang.freeze(&id).await;
    hang.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(hang.dossier(&id).await["state"]["signing"], json!({ "state": "needed" }));
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let container = hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    let roots = std::fs::read_to_string(world.path("sandbox/roots.pem")).unwrap();
    let roots = signature::pem_certificates(&roots).unwrap();
    let now = world.get("/api/session").await.json()["now"].as_str().unwrap().to_owned();
    assert!(signature::verify(&container, &content, &roots, &now).is_ok());
    assert!(signature::verify(&container, &before, &roots, &now).is_err());
}

#[tokio::test]
async fn a_signing_provider_that_is_down_is_named_and_nothing_changes() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let frozen = hang.freeze(&id).await;
    world.sandbox.fault("signing", "down").await;
    let answer = hang.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.problem(503), "provider_unavailable");
    assert_eq!(answer.json()["provider"], "signing");
    assert!(answer.json()["reference"].as_str().is_some_and(|reference| reference.len() == 8));
    assert_eq!(hang.dossier(&id).await["state"], frozen["state"]);
}

#[tokio::test]
async fn editing_after_signing_drops_the_signature() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let p7s = format!("/api/dossiers/{id}/dossier.p7s");
    assert_eq!(hang.get(&p7s).await.status, 200);
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    assert_eq!(hang.get(&p7s).await.problem(404), "not_found");
    let again = hang.freeze(&id).await;
    assert_eq!(again["state"]["signing"], json!({ "state": "needed" }));
}

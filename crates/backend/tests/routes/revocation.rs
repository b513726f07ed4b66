//! Revocation: the authority that certified a signer is asked before the signature counts, what it says is kept beside it, and silence is
//! a normal state with an end.

use std::process::Command;

use axum::http::Method;
use dossier::signature::{
    Evidence, Revocation, Source, examine, examine_revocation, holds, pem_certificates,
};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::world::World;

const NOW: &str = "2026-11-21T01:00:00Z";

/// A world that asks the sandbox's authorities, with further lines in the table.
pub async fn asking(required: bool, more: &str) -> World {
    let world = World::start().await;
    let origin = world.sandbox.base.clone();
    asking_at(world, &origin, required, more).await
}

async fn asking_at(mut world: World, origin: &str, required: bool, more: &str) -> World {
    let more =
        more.replace("{sandbox}", &world.sandbox.base).replace("{folder}", world.path("").to_str().unwrap());
    let table =
        format!("[revocation]\norigins = [\"{origin}\"]\nrequired = {required}\n{more}\n[payment.vnpay]\n");
    world.decide("[payment.vnpay]\n", &table).await;
    world.advance(0).await;
    world
}

async fn faults(world: &World, ocsp: &str, crl: &str) {
    world.sandbox.control("faults", &json!({ "ocsp": ocsp, "crl": crl })).await;
}

/// A dossier whose signature the phone has agreed to and that was fetched while the authority has these faults.
async fn signed_during(world: &World, hang: &Citizen<'_>, ocsp: &str, crl: &str) -> String {
    let id = hang.birth().await;
    sign_again(world, hang, &id, ocsp, crl).await;
    id
}

async fn sign_again(world: &World, hang: &Citizen<'_>, id: &str, ocsp: &str, crl: &str) {
    hang.freeze(id).await;
    hang.ask_phone(id).await;
    hang.answer_phone("accept").await;
    faults(world, ocsp, crl).await;
    world.advance(2).await;
}

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"]["signing"].clone()
}

/// The answer that is kept beside the signature.
async fn kept(hang: &Citizen<'_>, id: &str) -> Vec<u8> {
    let answer = hang.get(&format!("/api/dossiers/{id}/revocation")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body.to_vec()
}

/// What anybody finds who has the files, with the sandbox's roots.
async fn judged(world: &World, hang: &Citizen<'_>, id: &str, source: Source) -> Revocation {
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let container = hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.body;
    let roots = std::fs::read_to_string(world.path("sandbox/roots.pem")).unwrap();
    let roots = pem_certificates(&roots).unwrap();
    let examined = examine(&container, &content, &roots, NOW).unwrap();
    let (claim, issuers) = (examined.claim().clone(), examined.issuers().to_vec());
    let answer = kept(hang, id).await;
    let said = examine_revocation(&claim, &issuers, &[Evidence::of(source, &answer)], NOW);
    let told: Vec<bool> = said.obligations().iter().map(holds).collect();
    said.conclude(&told)
}

#[tokio::test]
async fn what_the_responder_says_is_kept_beside_the_signature_and_goes_to_the_desk() {
    let world = asking(true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    assert_eq!(state(&hang, &id).await["revocation"], "ocsp");
    let named = hang.get(&format!("/api/dossiers/{id}/revocation")).await;
    assert!(named.header("content-disposition").ends_with("dossier.ocsp"));
    let said = judged(&world, &hang, &id, Source::Ocsp).await;
    assert!(
        matches!(&said, Revocation::Good { as_of, source: Source::Ocsp } if as_of.starts_with("2026-11-21T01:0"))
    );
    let answer = kept(&hang, &id).await;
    std::fs::write(world.path("answer"), &answer).unwrap();
    let told = Command::new("openssl")
        .args(["ocsp", "-respin", "answer", "-noverify", "-text"])
        .current_dir(world.path(""))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("Cert Status: good"), "{told}");

    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.advance(60).await;
    let code = hang.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    let url = format!("{}/desk/dossiers/{code}/files/dossier.ocsp", world.sandbox.base);
    let at_desk = world.sandbox.web.get(url).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(at_desk, answer);
    assert_eq!(kept(&hang, &id).await, answer);
}

#[tokio::test]
async fn a_responder_without_a_usable_answer_is_passed_over_for_the_list() {
    let world = asking(true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    for fault in ["down", "silent", "garbage", "unknown", "stale", "bad-signature", "other-responder"] {
        sign_again(&world, &hang, &id, fault, "ok").await;
        let signing = state(&hang, &id).await;
        assert_eq!((&signing["state"], &signing["revocation"]), (&json!("signed"), &json!("crl")), "{fault}");
        let said = judged(&world, &hang, &id, Source::List).await;
        assert!(matches!(said, Revocation::Good { source: Source::List, .. }), "{fault}: {said:?}");
        hang.done(&format!("/api/dossiers/{id}/thaw"), fault, &Value::Null).await;
    }
}

#[tokio::test]
async fn a_signature_whose_certificate_was_revoked_is_refused_before_anything_is_paid_and_can_be_made_again()
{
    let world = asking(false, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "revoked", "ok").await;
    assert_eq!(state(&hang, &id).await, json!({ "state": "failed", "attempt": 1, "code": "revoked" }));
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/revocation")).await.problem(404), "not_found");
    let paid = hang.post(&format!("/api/dossiers/{id}/payment"), "pay", &Value::Null).await;
    assert_eq!(paid.status, 409, "{}", paid.text());
    assert_eq!(rows(&world, "SELECT count(*) FROM revocation WHERE attempt = 1 AND source = 'ocsp'"), 1);

    let listed = format!("/api/dossiers/{id}/credentials");
    assert_eq!(hang.get(&listed).await.json()["credentials"][0]["has_failed"], true);
    hang.ask_phone(&id).await;
    hang.answer_phone("accept").await;
    faults(&world, "down", "revoked").await;
    world.advance(2).await;
    assert_eq!(state(&hang, &id).await, json!({ "state": "failed", "attempt": 2, "code": "revoked" }));
    faults(&world, "ok", "ok").await;
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 3);
    assert_eq!(hang.get(&listed).await.json()["credentials"][0]["has_failed"], false);
}

#[tokio::test]
async fn authorities_that_stumble_are_asked_again_and_the_phone_is_not() {
    let world = asking(true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down", "down").await;
    let waiting = state(&hang, &id).await;
    assert_eq!((&waiting["state"], &waiting["granted"]), (&json!("waiting"), &json!(true)));
    // The signature is here: its provider is not needed any more.
    world.sandbox.fault("signing", "down").await;
    for (ocsp, crl) in [("unknown", "stale"), ("stale", "bad-signature"), ("other-responder", "garbage")] {
        faults(&world, ocsp, crl).await;
        world.advance(60).await;
        assert_eq!(state(&hang, &id).await["state"], "waiting", "{ocsp}, {crl}");
    }
    faults(&world, "ok", "down").await;
    world.advance(60).await;
    let signing = state(&hang, &id).await;
    assert_eq!((&signing["state"], &signing["revocation"]), (&json!("signed"), &json!("ocsp")));
    assert_eq!(waiting_rows(&world), 0);
}

#[tokio::test]
async fn a_signature_that_must_have_an_answer_fails_without_and_can_be_made_again() {
    let world = asking(true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "down", "down").await;
    world.advance(830).await;
    assert_eq!(state(&hang, &id).await["state"], "waiting");
    world.advance(100).await;
    assert_eq!(state(&hang, &id).await, json!({ "state": "failed", "attempt": 1, "code": "revocation" }));
    assert_eq!(waiting_rows(&world), 0);
    faults(&world, "ok", "ok").await;
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
}

#[tokio::test]
async fn a_signature_that_can_do_without_counts_after_a_minute_and_says_that_nobody_answered() {
    let world = asking(false, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "unknown", "down").await;
    world.advance(55).await;
    assert_eq!(state(&hang, &id).await["state"], "waiting");
    world.advance(10).await;
    let signing = state(&hang, &id).await;
    assert_eq!((&signing["state"], &signing["revocation"]), (&json!("signed"), &Value::Null));
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/revocation")).await.problem(404), "not_found");
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.status, 200);
}

#[tokio::test]
async fn a_certificate_cannot_make_the_portal_call_a_host_that_is_not_configured() {
    let world = asking_at(World::start().await, "http://ocsp.example.vn", false, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    // The next call would take the fault away.
    let id = signed_during(&world, &hang, "once", "once").await;
    let signing = state(&hang, &id).await;
    assert_eq!((&signing["state"], &signing["revocation"]), (&json!("signed"), &Value::Null));
    let left: Value = serde_json::from_str(&world.sandbox.page("/control/faults").await).unwrap();
    assert_eq!((&left["ocsp"], &left["crl"]), (&json!("once"), &json!("once")), "{left}");
}

#[tokio::test]
async fn where_an_answer_is_required_nobody_signs_with_a_certificate_that_cannot_be_asked_about() {
    let world = asking_at(World::start().await, "http://ocsp.example.vn", true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let list = hang.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let credential = &list["credentials"][0];
    assert_eq!(credential["unusable"], "unasked", "{list}");
    let wanted = json!({ "credential": credential["id"] });
    let refused = hang.post(&format!("/api/dossiers/{id}/signing"), "prepare", &wanted).await;
    assert_eq!(refused.status, 400, "{}", refused.text());
}

#[tokio::test]
async fn the_time_stamp_comes_first_and_decides_the_moment() {
    let stamp =
        "[stamp]\nurl = \"{sandbox}/tsa\"\nroots = \"{folder}/sandbox/stamp-roots.pem\"\nrequired = true";
    let world = asking(true, stamp).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    world.sandbox.fault("stamp", "down").await;
    sign_again(&world, &hang, &id, "once", "down").await;
    world.advance(5).await;
    let left: Value = serde_json::from_str(&world.sandbox.page("/control/faults").await).unwrap();
    assert_eq!(left["ocsp"], "once", "nobody is asked about a signature that has no time-stamp yet");
    world.sandbox.fault("stamp", "ok").await;
    world.advance(5).await;
    assert_eq!(state(&hang, &id).await["state"], "waiting");
    // What was stamped is not stamped again.
    world.sandbox.fault("stamp", "down").await;
    world.advance(5).await;
    let signing = state(&hang, &id).await;
    assert_eq!((&signing["state"], &signing["revocation"]), (&json!("signed"), &json!("ocsp")));
}

#[tokio::test]
async fn what_was_said_is_never_changed_and_is_gone_with_its_dossier() {
    let world = asking(true, "").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = signed_during(&world, &hang, "ok", "ok").await;
    let database = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let changed = database.execute("UPDATE revocation SET answer = x'00'", []);
    assert!(changed.unwrap_err().to_string().contains("never changed"));
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/revocation")).await.problem(404), "not_found");
    sign_again(&world, &hang, &id, "down", "down").await;
    assert_eq!(waiting_rows(&world), 1);
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw again", &Value::Null).await;
    assert_eq!(waiting_rows(&world), 0);
    hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    world.work().await;
    assert_eq!(rows(&world, "SELECT count(*) FROM revocation"), 0);
}

/// How many signatures wait in the database for an answer about their certificate.
fn waiting_rows(world: &World) -> u32 {
    rows(world, "SELECT count(*) FROM attempt WHERE unchecked IS NOT NULL OR unchecked_at IS NOT NULL")
}

fn rows(world: &World, query: &str) -> u32 {
    let database = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    database.query_row(query, [], |row| row.get(0)).unwrap()
}

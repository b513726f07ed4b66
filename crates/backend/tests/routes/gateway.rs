//! Signing gateways beside the signing service: every code has its own end, a call back is only a reason to ask, and one provider's
//! trouble is not the other's. What both gateways do alike is tested at both.

pub mod at;

use std::process::Command;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH};
use crate::world::hidden;
use at::{ESIGN, Gateway, SMARTCA, listed, news, signing};

/// Each of these at each gateway.
macro_rules! at_both {
    ($($story:ident),+ $(,)?) => {
        mod smartca {
            $(#[tokio::test] async fn $story() { super::$story(&super::SMARTCA).await; })+
        }
        mod esign {
            $(#[tokio::test] async fn $story() { super::$story(&super::ESIGN).await; })+
        }
    };
}

at_both! {
    what_the_phone_agreed_to_is_signed_as_soon_as_the_gateway_calls_back_and_openssl_verifies_it,
    each_refusal_of_the_gateway_has_its_own_end_and_the_next_attempt_a_name_of_its_own,
    sg4_that_the_gateway_does_not_know_us_is_our_trouble_and_told_neutrally,
    a_signature_of_another_key_or_over_other_bytes_is_never_accepted,
    a_request_whose_answer_was_lost_is_made_again_under_another_name_and_the_first_one_signs_nothing,
    sg7_a_call_back_before_our_own_request_is_answered_or_before_the_status_knows_changes_nothing,
    a_call_back_that_comes_twice_late_or_forged_is_no_fact,
    sg7_after_a_restart_the_attempt_goes_on_where_it_was,
    one_provider_that_is_down_hides_nothing_of_the_other,
}

async fn what_the_phone_agreed_to_is_signed_as_soon_as_the_gateway_calls_back_and_openssl_verifies_it(
    at: &Gateway,
) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let waiting = at.confirmed(&hang, &id).await.json();
    assert_eq!(waiting["state"]["signing"]["state"], "waiting");
    assert!(waiting["state"]["signing"]["credential"].as_str().unwrap().starts_with(&format!("{}:", at.id)));
    world.advance(2).await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    // Nobody's clock has moved: the next look would be in ten seconds.
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
    for (name, path) in [("content", "dossier.json"), ("container", "dossier.p7s")] {
        let answer = hang.get(&format!("/api/dossiers/{id}/{path}")).await;
        std::fs::write(world.path(name), answer.body).unwrap();
    }
    let [content, container, roots] = ["content", "container", at.roots].map(|name| world.path(name));
    let judged = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-no_check_time", "-in"])
        .args([container.as_os_str(), "-content".as_ref(), content.as_os_str(), "-CAfile".as_ref()])
        .args([roots.as_os_str(), "-out".as_ref(), "/dev/null".as_ref()])
        .output()
        .unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

async fn each_refusal_of_the_gateway_has_its_own_end_and_the_next_attempt_a_name_of_its_own(at: &Gateway) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    for (fault, code) in [
        ("quota", "quota"),
        ("credential-status", "certificate"),
        ("key-failed", "key"),
        ("sign-failed", "signing"),
    ] {
        world.sandbox.fault(at.id, fault).await;
        let answered = at.confirmed(&hang, &id).await.json();
        if answered["state"]["signing"]["state"] == "waiting" {
            hang.answer_phone("accept").await;
            world.jobs().await;
        }
        let dossier = hang.dossier(&id).await;
        let ended = &dossier["state"]["signing"];
        assert_eq!((&ended["state"], &ended["code"]), (&json!("failed"), &json!(code)), "{fault}");
        assert!(dossier["allowed"].as_array().unwrap().contains(&json!("prepare_signing")), "{fault}");
    }
    world.sandbox.fault(at.id, "ok").await;
    at.confirmed(&hang, &id).await;
    hang.answer_phone("reject").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "rejected");
    at.confirmed(&hang, &id).await;
    world.advance(301).await;
    assert_eq!(signing(&hang, &id).await["state"], "expired");
    at.confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
    // Two were refused before they got a phone to ring.
    let asked = at.transactions(&world);
    let expected: Vec<_> = [3, 4, 5, 6, 7].map(|attempt| format!("{id}-{attempt}")).into();
    assert_eq!(asked, expected);
}

async fn sg4_that_the_gateway_does_not_know_us_is_our_trouble_and_told_neutrally(at: &Gateway) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let prepared = at.prepared(&hang, &id).await;
    world.sandbox.fault(at.id, "caller-refused").await;
    let body = json!({ "attempt": 1, "requested_hash": prepared["requested_hash"] });
    let ended = hang.done(&format!("/api/dossiers/{id}/signing/confirm"), "confirm", &body).await;
    let expected = json!({ "state": "failed", "attempt": 1, "code": "provider" });
    assert_eq!(ended["state"]["signing"], expected);
    let list = listed(&hang, &id).await;
    assert_eq!(list["providers"][1]["silent"].as_str().map(str::len), Some(8), "operators find why");
    assert!(!list.to_string().contains("SP_CREDENTIAL"));
}

async fn a_signature_of_another_key_or_over_other_bytes_is_never_accepted(at: &Gateway) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    for fault in ["bad-signature", "other-signer"] {
        world.sandbox.fault(at.id, fault).await;
        at.confirmed(&hang, &id).await;
        hang.answer_phone("accept").await;
        world.jobs().await;
        let ended = signing(&hang, &id).await;
        assert_eq!((&ended["state"], &ended["code"]), (&json!("failed"), &json!("digest")), "{fault}");
    }
}

async fn a_request_whose_answer_was_lost_is_made_again_under_another_name_and_the_first_one_signs_nothing(
    at: &Gateway,
) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    world.sandbox.fault(at.id, "lost-answer").await;
    assert_eq!(at.confirmed(&hang, &id).await.problem(503), "provider_unavailable");
    assert_eq!(signing(&hang, &id).await["state"], "prepared");
    let path = format!("/phone/{}", hang.id);
    let lost = hidden(&world.sandbox.page(&path).await, "handle");
    let waiting = at.confirmed(&hang, &id).await.json();
    assert_eq!((&waiting["state"]["signing"]["attempt"], at.transactions(&world).len()), (&json!(2), 2));
    world.sandbox.form(&path, &[("handle", &lost), ("answer", "accept")]).await;
    world.advance(2).await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting", "that was the first attempt's");
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["attempt"], 2);
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

async fn sg7_a_call_back_before_our_own_request_is_answered_or_before_the_status_knows_changes_nothing(
    at: &Gateway,
) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    at.prepared(&hang, &id).await;
    assert_eq!(at.call_back(&world, "call back", &news(&format!("{id}-1"))).await.status, 204);
    assert_eq!(signing(&hang, &id).await["state"], "prepared");
    world.sandbox.fault(at.id, "webhook-first").await;
    at.confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting", "the gateway's own answer is what counts");
    world.advance(10).await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

async fn a_call_back_that_comes_twice_late_or_forged_is_no_fact(at: &Gateway) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    at.confirmed(&hang, &id).await;
    let name = format!("{id}-1");
    let stranger = json!({ "sp_id": "somebody", "transaction_id": name });
    for (secret, body) in
        [("guess", news(&name)), ("", news(&name)), ("call back", stranger), ("call back", json!({}))]
    {
        assert_eq!(at.call_back(&world, secret, &body).await.problem(401), "sign_in_needed");
    }
    // Whoever knows the secret can have the gateway asked, and nothing more.
    for name in [name.as_str(), "nobody-1", "nobody", ""] {
        assert_eq!(at.call_back(&world, "call back", &news(name)).await.status, 204, "{name}");
    }
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    world.jobs().await;
    let signed = hang.dossier(&id).await["state"].clone();
    assert_eq!(signed["signing"]["state"], "signed");
    assert_eq!(at.call_back(&world, "call back", &news(&name)).await.status, 204);
    world.jobs().await;
    assert_eq!(hang.dossier(&id).await["state"], signed);
    let elsewhere = Request::post("/hooks/signing/csc").header(header::AUTHORIZATION, "Bearer call back");
    let elsewhere = world.send(elsewhere.body(Body::from(news(&name).to_string())).unwrap()).await;
    assert_eq!(elsewhere.problem(401), "sign_in_needed", "that service never calls back");
}

async fn sg7_after_a_restart_the_attempt_goes_on_where_it_was(at: &Gateway) {
    let mut world = at.begin().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        at.confirmed(&hang, &id).await;
        (id, hang.cookie)
    };
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

async fn one_provider_that_is_down_hides_nothing_of_the_other(at: &Gateway) {
    let world = at.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let list = listed(&hang, &id).await;
    let names: Vec<_> = list["providers"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Dịch vụ ký số thử nghiệm", at.name]);
    for (down, place) in [("signing", 0), (at.id, 1)] {
        world.sandbox.fault(down, "down").await;
        let list = listed(&hang, &id).await;
        assert!(list["providers"][place]["silent"].is_string());
        assert_eq!(&list["providers"][place]["name"], names[place], "it is called by its name all the same");
        assert!(list["providers"][1 - place]["silent"].is_null());
        let there = &list["providers"][1 - place]["id"];
        let credentials = list["credentials"].as_array().unwrap();
        assert!(!credentials.is_empty() && credentials.iter().all(|one| one["provider"] == *there));
        world.sandbox.fault(down, "ok").await;
    }
    hang.freeze(&id).await;
    world.sandbox.fault("signing", "down").await;
    at.confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
    world.sandbox.fault(at.id, "down").await;
    let answer = hang.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.problem(503), "provider_unavailable");
}

#[tokio::test]
async fn sg4_certificates_that_cannot_be_used_are_shown_as_what_they_are() {
    let world = SMARTCA.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let hers = hang.birth().await;
    assert_eq!(SMARTCA.reasons(&listed(&hang, &hers).await), [Value::Null, json!("revoked")]);
    let thanh = Citizen::sign_in(&world, THANH).await;
    let his = thanh.open("1.001193").await["id"].as_str().unwrap().to_owned();
    assert_eq!(
        SMARTCA.reasons(&listed(&thanh, &his).await),
        [Value::Null, json!("expired"), json!("organisation")]
    );
    hang.freeze(&hers).await;
    let foreign = listed(&thanh, &his).await["credentials"].as_array().unwrap().last().unwrap()["id"].clone();
    let path = format!("/api/dossiers/{hers}/signing");
    assert_eq!(
        hang.post(&path, "foreign", &json!({ "credential": foreign })).await.problem(404),
        "not_found"
    );
    let elsewhere = json!({ "credential": "viettel:1" });
    assert_eq!(hang.post(&path, "elsewhere", &elsewhere).await.problem(404), "not_found");
}

#[tokio::test]
async fn an_attempt_of_a_provider_that_was_taken_away_ends_and_can_be_made_elsewhere() {
    let mut world = SMARTCA.begin().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        SMARTCA.confirmed(&hang, &id).await;
        (id, hang.cookie)
    };
    world.decide("id = \"smartca\"", "id = \"another\"").await;
    world.advance(2).await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    let expected = json!({ "state": "failed", "attempt": 1, "code": "provider" });
    assert_eq!(signing(&hang, &id).await, expected);
    assert_eq!(hang.sign(&id).await["state"]["signing"]["attempt"], 2);
}

#[tokio::test]
async fn an_attempt_from_before_there_were_several_providers_belongs_to_the_first() {
    let mut world = SMARTCA.begin().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        hang.ask_phone(&id).await;
        (id, hang.cookie)
    };
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let old = |table: &str, column: &str| {
        let change = format!("UPDATE {table} SET {column} = replace({column}, '\"csc:CCCD_', '\"CCCD_')");
        assert!(sql.execute(&change, []).unwrap() > 0);
    };
    old("dossier", "state");
    old("event", "body");
    drop(sql);
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    assert!(signing(&hang, &id).await["credential"].as_str().unwrap().starts_with("CCCD_"));
    hang.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn the_national_gateway_is_told_the_authority_of_the_certificate_that_was_chosen() {
    let world = ESIGN.begin().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let list = listed(&hang, &id).await;
    assert_eq!(ESIGN.reasons(&list), [Value::Null, json!("revoked"), Value::Null]);
    let chosen = list["credentials"].as_array().unwrap().last().unwrap()["id"].clone();
    assert!(chosen.as_str().unwrap().starts_with("esign:Viettel-CA/"), "{chosen}");
    let prepared = ESIGN.prepared_with(&hang, &id, &chosen).await;
    ESIGN.let_go(&hang, &id, &prepared).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn an_authority_that_does_not_answer_hides_nothing_of_the_others_and_alone_is_a_silent_provider() {
    let mut world = ESIGN.begin().await;
    let cookie = Citizen::sign_in(&world, HANG).await.cookie;
    world.decide("\"VNPT-CA\", \"Viettel-CA\"", "\"Nobody-CA\", \"Viettel-CA\"").await;
    let hang = Citizen { world: &world, cookie: cookie.clone(), id: HANG.1 };
    let id = hang.birth().await;
    let list = listed(&hang, &id).await;
    assert_eq!(ESIGN.reasons(&list), [Value::Null]);
    assert!(list["providers"][1]["silent"].is_null());
    // One that falls silent after the list was shown: not that there is no such certificate.
    hang.freeze(&id).await;
    let wanted = json!({ "credential": "esign:Nobody-CA/5402" });
    let answer = hang.post(&format!("/api/dossiers/{id}/signing"), "silent: prepare", &wanted).await;
    assert_eq!(answer.problem(503), "provider_unavailable");
    world.decide("\"Nobody-CA\", \"Viettel-CA\"", "\"Nobody-CA\"").await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    assert!(listed(&hang, &id).await["providers"][1]["silent"].is_string());
}

//! The signing gateway beside the signing service: every code has its own end, its call back is only a reason to ask, and one provider's
//! trouble is not the other's.

use std::process::Command;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH};
use crate::world::{Answer, World, hidden};

/// A world with both, the signing service first.
async fn world() -> World {
    let client = "[clients.smartca]\nid = \"congdan\"\nsecret = \"smartca\"\n\
                  webhook = \"{portal}/hooks/signing/smartca\"\nwebhook_secret = \"call back\"\n";
    World::begin(client, |config, sandbox, folder| {
        let gateway = format!(
            "[[signing]]\nid = \"smartca\"\napi = \"smartca\"\nname = \"SmartCA\"\nbase = \"{sandbox}/sca/sp769\"\n\
             client_id = \"congdan\"\nclient_secret = \"smartca\"\nroots = \"{folder}/sandbox/smartca-roots.pem\"\n\
             webhook_secret = \"call back\"\n[payment.vnpay]\n"
        );
        config.replace("[signing]", "[[signing]]").replace("[payment.vnpay]\n", &gateway)
    })
    .await
}

async fn listed(citizen: &Citizen<'_>, id: &str) -> Value {
    let answer = citizen.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Why each certificate at the gateway cannot be used, in its order.
fn reasons(list: &Value) -> Vec<Value> {
    let all = list["credentials"].as_array().unwrap().iter();
    all.filter(|one| one["provider"] == "smartca").map(|one| one["unusable"].clone()).collect()
}

async fn prepared(citizen: &Citizen<'_>, id: &str) -> Value {
    let list = listed(citizen, id).await;
    let usable = |one: &&Value| one["provider"] == "smartca" && one["unusable"].is_null();
    let credential = list["credentials"].as_array().unwrap().iter().find(usable).unwrap()["id"].clone();
    let attempts = citizen.dossier(id).await["state"]["signing_attempts"].clone();
    let path = format!("/api/dossiers/{id}/signing");
    citizen.done(&path, &format!("there: prepare {attempts}"), &json!({ "credential": credential })).await
}

/// Lets the request go to the gateway.
async fn confirmed(citizen: &Citizen<'_>, id: &str) -> Answer {
    let prepared = prepared(citizen, id).await;
    let body = json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] });
    let path = format!("/api/dossiers/{id}/signing/confirm");
    citizen.post(&path, &format!("there: confirm {}", prepared["attempt"]), &body).await
}

async fn signing(citizen: &Citizen<'_>, id: &str) -> Value {
    citizen.dossier(id).await["state"]["signing"].clone()
}

/// The names under which the gateway was asked, in their order.
fn transactions(world: &World) -> Vec<String> {
    let ledger = std::fs::read(world.path("sandbox/ledger.json")).unwrap();
    let ledger: Value = serde_json::from_slice(&ledger).unwrap();
    let all = ledger["signing"]["gateway"]["transactions"].as_object().unwrap().values();
    let mut all: Vec<_> = all
        .map(|one| (one["asked_at"].as_i64().unwrap(), one["name"].as_str().unwrap().to_owned()))
        .collect();
    all.sort();
    all.into_iter().map(|(_, name)| name).collect()
}

async fn call_back(world: &World, secret: &str, body: &Value) -> Answer {
    let request = Request::post("/hooks/signing/smartca")
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, "application/json");
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// What the gateway would say when a transaction has ended well.
fn news(transaction: &str) -> Value {
    let signed = json!([{ "doc_id": "x", "signature_value": "AAAA", "timestamp_signature": null }]);
    json!({ "sp_id": "congdan", "status_code": 200, "message": "SUCCESS", "transaction_id": transaction, "signed_files": signed })
}

#[tokio::test]
async fn what_the_phone_agreed_to_at_the_gateway_is_signed_as_soon_as_it_calls_back_and_openssl_verifies_it()
{
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let waiting = confirmed(&hang, &id).await.json();
    assert_eq!(waiting["state"]["signing"]["state"], "waiting");
    assert!(waiting["state"]["signing"]["credential"].as_str().unwrap().starts_with("smartca:"));
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
    let [content, container, roots] =
        ["content", "container", "sandbox/smartca-roots.pem"].map(|name| world.path(name));
    let judged = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-no_check_time", "-in"])
        .args([container.as_os_str(), "-content".as_ref(), content.as_os_str(), "-CAfile".as_ref()])
        .args([roots.as_os_str(), "-out".as_ref(), "/dev/null".as_ref()])
        .output()
        .unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

#[tokio::test]
async fn each_refusal_of_the_gateway_has_its_own_end_and_the_next_attempt_a_name_of_its_own() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    for (fault, code) in [
        ("quota", "quota"),
        ("credential-status", "certificate"),
        ("key-failed", "key"),
        ("sign-failed", "signing"),
    ] {
        world.sandbox.fault("smartca", fault).await;
        let answered = confirmed(&hang, &id).await.json();
        if answered["state"]["signing"]["state"] == "waiting" {
            hang.answer_phone("accept").await;
            world.jobs().await;
        }
        let dossier = hang.dossier(&id).await;
        let ended = &dossier["state"]["signing"];
        assert_eq!((&ended["state"], &ended["code"]), (&json!("failed"), &json!(code)), "{fault}");
        assert!(dossier["allowed"].as_array().unwrap().contains(&json!("prepare_signing")), "{fault}");
    }
    world.sandbox.fault("smartca", "ok").await;
    confirmed(&hang, &id).await;
    hang.answer_phone("reject").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "rejected");
    confirmed(&hang, &id).await;
    world.advance(301).await;
    assert_eq!(signing(&hang, &id).await["state"], "expired");
    confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
    // Two were refused before they got a phone to ring.
    let asked = transactions(&world);
    let expected: Vec<_> = [3, 4, 5, 6, 7].map(|attempt| format!("{id}-{attempt}")).into();
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn that_the_gateway_does_not_know_us_is_our_trouble_and_told_neutrally() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let prepared = prepared(&hang, &id).await;
    world.sandbox.fault("smartca", "caller-refused").await;
    let body = json!({ "attempt": 1, "requested_hash": prepared["requested_hash"] });
    let ended = hang.done(&format!("/api/dossiers/{id}/signing/confirm"), "confirm", &body).await;
    let expected = json!({ "state": "failed", "attempt": 1, "code": "provider" });
    assert_eq!(ended["state"]["signing"], expected);
    let list = listed(&hang, &id).await;
    assert_eq!(list["providers"][1]["silent"].as_str().map(str::len), Some(8), "operators find why");
    assert!(!list.to_string().contains("SP_CREDENTIAL"));
}

#[tokio::test]
async fn a_signature_of_another_key_or_over_other_bytes_is_never_accepted() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    for fault in ["bad-signature", "other-signer"] {
        world.sandbox.fault("smartca", fault).await;
        confirmed(&hang, &id).await;
        hang.answer_phone("accept").await;
        world.jobs().await;
        let ended = signing(&hang, &id).await;
        assert_eq!((&ended["state"], &ended["code"]), (&json!("failed"), &json!("digest")), "{fault}");
    }
}

#[tokio::test]
async fn a_request_whose_answer_was_lost_is_made_again_under_another_name_and_the_first_one_signs_nothing() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    world.sandbox.fault("smartca", "lost-answer").await;
    assert_eq!(confirmed(&hang, &id).await.problem(503), "provider_unavailable");
    assert_eq!(signing(&hang, &id).await["state"], "prepared");
    let path = format!("/phone/{}", hang.id);
    let lost = hidden(&world.sandbox.page(&path).await, "handle");
    let waiting = confirmed(&hang, &id).await.json();
    assert_eq!((&waiting["state"]["signing"]["attempt"], transactions(&world).len()), (&json!(2), 2));
    world.sandbox.form(&path, &[("handle", &lost), ("answer", "accept")]).await;
    world.advance(2).await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting", "that was the first attempt's");
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["attempt"], 2);
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn sg7_a_call_back_before_our_own_request_is_answered_or_before_the_status_knows_changes_nothing() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    prepared(&hang, &id).await;
    assert_eq!(call_back(&world, "call back", &news(&format!("{id}-1"))).await.status, 204);
    assert_eq!(signing(&hang, &id).await["state"], "prepared");
    world.sandbox.fault("smartca", "webhook-first").await;
    confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting", "the gateway's own answer is what counts");
    world.advance(10).await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn a_call_back_that_comes_twice_late_or_forged_is_no_fact() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    confirmed(&hang, &id).await;
    let name = format!("{id}-1");
    let stranger = json!({ "sp_id": "somebody", "transaction_id": name });
    for (secret, body) in
        [("guess", news(&name)), ("", news(&name)), ("call back", stranger), ("call back", json!({}))]
    {
        assert_eq!(call_back(&world, secret, &body).await.problem(401), "sign_in_needed");
    }
    // Whoever knows the secret can have the gateway asked, and nothing more.
    for name in [name.as_str(), "nobody-1", "nobody", ""] {
        assert_eq!(call_back(&world, "call back", &news(name)).await.status, 204, "{name}");
    }
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    world.jobs().await;
    let signed = hang.dossier(&id).await["state"].clone();
    assert_eq!(signed["signing"]["state"], "signed");
    assert_eq!(call_back(&world, "call back", &news(&name)).await.status, 204);
    world.jobs().await;
    assert_eq!(hang.dossier(&id).await["state"], signed);
    let elsewhere = Request::post("/hooks/signing/csc").header(header::AUTHORIZATION, "Bearer call back");
    let elsewhere = world.send(elsewhere.body(Body::from(news(&name).to_string())).unwrap()).await;
    assert_eq!(elsewhere.problem(401), "sign_in_needed", "that service never calls back");
}

#[tokio::test]
async fn sg7_after_a_restart_the_attempt_goes_on_where_it_was() {
    let mut world = world().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        confirmed(&hang, &id).await;
        (id, hang.cookie)
    };
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
}

#[tokio::test]
async fn one_provider_that_is_down_hides_nothing_of_the_other() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let list = listed(&hang, &id).await;
    let names: Vec<_> = list["providers"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Dịch vụ ký số thử nghiệm", "SmartCA"]);
    for (down, place) in [("signing", 0), ("smartca", 1)] {
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
    confirmed(&hang, &id).await;
    hang.answer_phone("accept").await;
    world.jobs().await;
    assert_eq!(signing(&hang, &id).await["state"], "signed");
    world.sandbox.fault("smartca", "down").await;
    let answer = hang.get(&format!("/api/dossiers/{id}/credentials")).await;
    assert_eq!(answer.problem(503), "provider_unavailable");
}

#[tokio::test]
async fn certificates_that_cannot_be_used_are_shown_as_what_they_are() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let hers = hang.birth().await;
    assert_eq!(reasons(&listed(&hang, &hers).await), [Value::Null, json!("revoked")]);
    let thanh = Citizen::sign_in(&world, THANH).await;
    let his = thanh.open("1.001193").await["id"].as_str().unwrap().to_owned();
    assert_eq!(reasons(&listed(&thanh, &his).await), [Value::Null, json!("expired"), json!("organisation")]);
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
    let mut world = world().await;
    let (id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.birth().await;
        hang.freeze(&id).await;
        confirmed(&hang, &id).await;
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
    let mut world = world().await;
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

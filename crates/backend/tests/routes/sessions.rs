//! Where a citizen is signed in: the list, ending one or all others, the limits that a deployment sets, and confirming who one is
//! before signing and submitting.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH, cookie};
use crate::world::{Answer, World};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 13; SM-A236E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";

async fn list(citizen: &Citizen<'_>) -> Vec<Value> {
    let answer = citizen.get("/api/sessions").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["sessions"].as_array().unwrap().clone()
}

async fn is_signed_in(citizen: &Citizen<'_>) -> bool {
    !citizen.get("/api/session").await.json()["person"].is_null()
}

/// Goes to the provider with a session, chooses somebody there, and comes back.
async fn confirm(citizen: &Citizen<'_>, slug: &str, query: &str) -> Answer {
    let world = citizen.world;
    let own = format!("__Host-congdan={}", citizen.cookie);
    let request = Request::get(format!("/auth/login?return_to=/ho-so/x/ky&{query}"));
    let login = world.send(request.header(header::COOKIE, &own).body(Body::empty()).unwrap()).await;
    let begun = cookie(&login, "__Host-congdan-signin").unwrap();
    let query = login.header("location").split_once('?').unwrap().1.to_owned();
    let back = world.sandbox.form("/identity/authorize", &[("request", &query), ("citizen", slug)]).await;
    let request = Request::get(back.unwrap().strip_prefix(&world.portal).unwrap())
        .header(header::COOKIE, format!("{own}; __Host-congdan-signin={begun}"))
        .header(header::USER_AGENT, PHONE);
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_device_is_listed_by_plain_words_and_the_present_one_is_marked() {
    let world = World::start().await;
    let mut hang = Citizen::sign_in(&world, HANG).await;
    let _thanh = Citizen::sign_in(&world, THANH).await;
    world.advance(120).await;
    let phone = confirm(&hang, HANG.0, "").await;
    hang.cookie = cookie(&phone, "__Host-congdan").unwrap();
    let elsewhere = Citizen::sign_in(&world, HANG).await;
    let all = list(&hang).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let current: Vec<&Value> = all.iter().filter(|one| one["is_current"] == true).collect();
    assert_eq!(current.len(), 1);
    assert_eq!((&current[0]["browser"], &current[0]["system"]), (&json!("Chrome"), &json!("Android")));
    assert!(all.iter().any(|one| one["browser"].is_null()));
    assert!(!json!(all).to_string().contains("126"));
    assert_eq!(list(&elsewhere).await.len(), 2);
}

#[tokio::test]
async fn a_citizen_ends_one_session_or_all_others() {
    let world = World::start().await;
    let here = Citizen::sign_in(&world, HANG).await;
    let lost = Citizen::sign_in(&world, HANG).await;
    let old = Citizen::sign_in(&world, HANG).await;
    let handle = list(&lost).await.iter().find(|one| one["is_current"] == true).unwrap()["id"].clone();
    let path = format!("/api/sessions/{}", handle.as_str().unwrap());
    assert_eq!(here.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert!(!is_signed_in(&lost).await && is_signed_in(&old).await);
    assert_eq!(here.call(Method::DELETE, &path, &Value::Null, &[]).await.problem(404), "not_found");
    assert_eq!(here.call(Method::DELETE, "/api/sessions", &Value::Null, &[]).await.status, 204);
    assert!(!is_signed_in(&old).await && is_signed_in(&here).await);
    assert_eq!(list(&here).await.len(), 1);
}

#[tokio::test]
async fn a_session_that_ran_out_is_listed_as_long_as_it_takes_what_was_typed_and_can_be_ended_for_good() {
    let world = World::start().await;
    let left = Citizen::sign_in(&world, HANG).await;
    let id = left.open(EXTRACT).await["id"].as_str().unwrap().to_owned();
    world.advance(31 * 60).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let all = list(&hang).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let (here, ended) = (&all[0], &all[1]);
    assert_eq!((&here["is_current"], &here["takes_until"]), (&json!(true), &Value::Null));
    assert_eq!(ended["is_current"], false);
    assert!(ended["takes_until"].as_str().unwrap() > here["signed_in_at"].as_str().unwrap());
    assert_eq!(left.save(&id, 1, &json!({ "copies": "3" })).await.status, 200);
    let path = format!("/api/sessions/{}", ended["id"].as_str().unwrap());
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(left.save(&id, 2, &json!({ "copies": "4" })).await.problem(401), "sign_in_needed");
    assert_eq!(list(&hang).await.len(), 1);
}

#[tokio::test]
async fn twelve_hours_after_its_end_a_session_is_in_no_list() {
    let world = World::start().await;
    let _left = Citizen::sign_in(&world, HANG).await;
    for (hours, sessions) in [(12, 2), (1, 2)] {
        // The second round: the first session is gone, and the one of the first round has ended.
        world.advance(hours * 3600).await;
        let hang = Citizen::sign_in(&world, HANG).await;
        assert_eq!(list(&hang).await.len(), sessions);
    }
}

#[tokio::test]
async fn a_deployment_sets_both_limits_and_the_portal_is_told_of_both() {
    let world = World::with("session = { idle_minutes = 10, absolute_minutes = 25 }\n").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let at_first = hang.get("/api/session").await.json();
    for _ in 0..2 {
        world.advance(9 * 60).await;
        assert!(is_signed_in(&hang).await);
    }
    let at_last = hang.get("/api/session").await.json();
    assert_eq!(at_first["ends_at"], at_last["ends_at"]);
    assert_ne!(at_first["expires_at"], at_last["expires_at"]);
    assert_eq!(at_last["expires_at"], at_last["ends_at"]);
    world.advance(7 * 60 + 1).await;
    assert!(!is_signed_in(&hang).await);
    let hang = Citizen::sign_in(&world, HANG).await;
    world.advance(10 * 60).await;
    assert!(!is_signed_in(&hang).await);
}

#[tokio::test]
async fn two_tabs_of_one_browser_sign_in_side_by_side() {
    let world = World::start().await;
    let first = world.get("/auth/login?return_to=/dich-vu/1.001193").await;
    let browser = cookie(&first, "__Host-congdan-signin").unwrap();
    let of_browser = format!("__Host-congdan-signin={browser}");
    let request = Request::get("/auth/login?return_to=/ho-so").header(header::COOKIE, &of_browser);
    let second = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(cookie(&second, "__Host-congdan-signin").unwrap(), browser);
    for (login, expected) in [(&second, "/ho-so"), (&first, "/dich-vu/1.001193")] {
        let query = login.header("location").split_once('?').unwrap().1.to_owned();
        let pairs = [("request", query.as_str()), ("citizen", HANG.0)];
        let back = world.sandbox.form("/identity/authorize", &pairs).await.unwrap();
        let request =
            Request::get(back.strip_prefix(&world.portal).unwrap()).header(header::COOKIE, &of_browser);
        assert_eq!(world.send(request.body(Body::empty()).unwrap()).await.header("location"), expected);
    }
}

#[tokio::test]
async fn signing_and_submitting_wait_until_the_citizen_has_confirmed_who_they_are() {
    let world = World::with("confirm = { level = \"LoA2\", max_age_minutes = 10 }\n").await;
    let mut hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.get("/api/procedures/1.001193?lang=vi").await.json()["level"], "LoA2", "told before");
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let list = hang.get(&format!("/api/dossiers/{id}/credentials")).await.json();
    let credentials = list["credentials"].as_array().unwrap();
    let usable = credentials.iter().find(|one| one["unusable"].is_null()).unwrap();
    world.advance(11 * 60).await;
    let prepare = (format!("/api/dossiers/{id}/signing"), json!({ "credential": usable["id"] }));
    for (path, body) in [
        &prepare,
        &(format!("/api/dossiers/{id}/payment"), Value::Null),
        &(format!("/api/dossiers/{id}/file"), Value::Null),
    ] {
        let answer = hang.post(path, "k", body).await;
        assert_eq!(answer.problem(403), "insufficient_user_authentication", "{path}");
        let problem = answer.json();
        assert_eq!((&problem["level"], &problem["max_age"]), (&json!("LoA2"), &json!(600)));
    }
    let answer = confirm(&hang, HANG.0, "level=LoA2&max_age=600").await;
    assert_eq!(answer.header("location"), "/ho-so/x/ky");
    let old = std::mem::replace(&mut hang.cookie, cookie(&answer, "__Host-congdan").unwrap());
    assert!(is_signed_in(&hang).await);
    let prepared = hang.post(&prepare.0, "k", &prepare.1).await;
    assert_eq!(prepared.status, 200, "{}", prepared.text());
    hang.cookie = old;
    assert!(!is_signed_in(&hang).await);
}

#[tokio::test]
async fn what_was_prepared_while_the_confirmation_was_fresh_is_not_signed_hours_later() {
    let world = World::with("confirm = { max_age_minutes = 10 }\n").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let confirmation = hang.prepared(&id).await;
    world.advance(11 * 60).await;
    let path = format!("/api/dossiers/{id}/signing/confirm");
    assert_eq!(hang.post(&path, "k", &confirmation).await.problem(403), "insufficient_user_authentication");
    assert!(!world.sandbox.page(&format!("/phone/{}", hang.id)).await.contains("name=\"handle\""));
}

#[tokio::test]
async fn one_procedure_may_ask_for_what_others_do_not() {
    let mut world = World::start().await;
    let table = format!("[procedure.\"{BIRTH}\"]");
    world.decide(&table, &format!("{table}\nconfirm = {{ max_age_minutes = 10 }}")).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let mut answers = Vec::new();
    for (procedure, key) in [(BIRTH, "birth"), (EXTRACT, "extract")] {
        let wanted = json!({ "procedure": procedure, "language": "vi" });
        let opened = hang.done("/api/dossiers", key, &wanted).await;
        world.advance(11 * 60).await;
        let path = format!("/api/dossiers/{}/file", opened["id"].as_str().unwrap());
        answers.push(hang.post(&path, "k", &Value::Null).await);
    }
    assert_eq!(answers[0].problem(403), "insufficient_user_authentication");
    assert_eq!(answers[1].problem(409), "refused");
}

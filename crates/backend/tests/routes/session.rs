//! Signing in and out: what an attacker tries, and what a session is worth.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH, at_callback, cookie};
use crate::world::{Answer, World};

async fn callback(world: &World, path: &str, begun: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(begun) = begun {
        request = request.header(header::COOKIE, format!("__Host-congdan-signin={begun}"));
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

fn is_refused(answer: &Answer, problem: &str) {
    assert_eq!(answer.status, 303);
    assert!(
        answer.header("location").starts_with(&format!("/dang-nhap?problem={problem}")),
        "{}",
        answer.header("location")
    );
    assert_eq!(cookie(answer, "__Host-congdan"), None);
}

#[tokio::test]
async fn a_signed_in_citizen_is_shown_by_name_and_masked_id_only() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let session = hang.get("/api/session").await;
    assert_eq!(
        session.json()["person"],
        json!({"name": "Nguyễn Thị Bích Hằng", "masked_id": "0011****4321", "level": "LoA2"})
    );
    assert!(!session.text().contains("001195004321"));
    assert_eq!(session.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_callback_in_another_browser_signs_nobody_in() {
    let world = World::start().await;
    let (_, path) = at_callback(&world, HANG.0).await;
    is_refused(&callback(&world, &path, None).await, "expired");
    let (others, _) = at_callback(&world, THANH.0).await;
    is_refused(&callback(&world, &path, Some(&others)).await, "expired");
}

#[tokio::test]
async fn a_callback_with_another_state_or_issuer_signs_nobody_in() {
    let world = World::start().await;
    let (begun, path) = at_callback(&world, HANG.0).await;
    is_refused(&callback(&world, &path.replace("state=", "state=x"), Some(&begun)).await, "expired");
    let (begun, path) = at_callback(&world, HANG.0).await;
    let elsewhere = path.replace("iss=http", "iss=https");
    assert_ne!(elsewhere, path);
    is_refused(&callback(&world, &elsewhere, Some(&begun)).await, "failed");
    let (begun, path) = at_callback(&world, HANG.0).await;
    let without = path.split('&').filter(|pair| !pair.contains("iss=")).collect::<Vec<_>>().join("&");
    is_refused(&callback(&world, &without, Some(&begun)).await, "failed");
}

#[tokio::test]
async fn a_callback_works_once() {
    let world = World::start().await;
    let (begun, path) = at_callback(&world, HANG.0).await;
    assert!(cookie(&callback(&world, &path, Some(&begun)).await, "__Host-congdan").is_some());
    is_refused(&callback(&world, &path, Some(&begun)).await, "expired");
}

#[tokio::test]
async fn a_sign_in_left_lying_for_ten_minutes_is_over() {
    let world = World::start().await;
    let (begun, path) = at_callback(&world, HANG.0).await;
    world.advance(601).await;
    is_refused(&callback(&world, &path, Some(&begun)).await, "expired");
}

#[tokio::test]
async fn forged_identity_tokens_are_refused() {
    let world = World::start().await;
    for fault in ["wrong-issuer", "wrong-nonce", "expired-token", "unsigned-token", "bad-signature"] {
        world.sandbox.fault("identity", fault).await;
        let (begun, path) = at_callback(&world, HANG.0).await;
        is_refused(&callback(&world, &path, Some(&begun)).await, "failed");
    }
}

#[tokio::test]
async fn saying_no_at_the_provider_comes_back_without_a_session() {
    let world = World::start().await;
    let login = world.get("/auth/login?return_to=/dich-vu/1.001193").await;
    let begun = cookie(&login, "__Host-congdan-signin").unwrap();
    let query = login.header("location").split_once('?').unwrap().1.to_owned();
    let back = world.sandbox.form("/identity/authorize", &[("request", &query)]).await.unwrap();
    let answer = callback(&world, back.strip_prefix(&world.portal).unwrap(), Some(&begun)).await;
    is_refused(&answer, "cancelled");
    assert!(answer.header("location").ends_with("&return_to=%2Fdich-vu%2F1.001193"));
}

#[tokio::test]
async fn signing_out_ends_the_session_at_the_backend() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let answer = hang.call(Method::POST, "/api/session/sign-out", &Value::Null, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.json()["end_session_url"].as_str().unwrap().contains("/identity/end_session?"));
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
    assert_eq!(hang.get("/api/session").await.json()["person"], Value::Null);
    assert_eq!(hang.get("/api/dossiers").await.problem(401), "sign_in_needed");
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_silence_and_after_eight_hours_in_any_case() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    for _ in 0..17 {
        assert_eq!(hang.get("/api/dossiers").await.status, 200);
        world.advance(28 * 60).await;
    }
    world.advance(20 * 60).await;
    assert_eq!(hang.get("/api/dossiers").await.problem(401), "sign_in_needed");
    let thanh = Citizen::sign_in(&world, THANH).await;
    world.advance(30 * 60).await;
    assert_eq!(thanh.get("/api/dossiers").await.problem(401), "sign_in_needed");
}

#[tokio::test]
async fn changes_come_from_the_portal_only() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let body = json!({ "procedure": "1.001193", "language": "vi" }).to_string();
    let post = |headers: &[(&str, &str)]| {
        let mut request = Request::post("/api/dossiers")
            .header(header::COOKIE, format!("__Host-congdan={}", hang.cookie))
            .header(header::CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", "k");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        world.send(request.body(Body::from(body.clone())).unwrap())
    };
    let portal = world.portal.as_str();
    assert_eq!(post(&[("Origin", portal)]).await.problem(403), "cross_site");
    assert_eq!(
        post(&[("X-Congdan", "1"), ("Origin", "https://evil.example")]).await.problem(403),
        "cross_site"
    );
    assert_eq!(post(&[("X-Congdan", "1"), ("Origin", "null")]).await.problem(403), "cross_site");
    assert_eq!(
        post(&[("X-Congdan", "1"), ("Sec-Fetch-Site", "cross-site")]).await.problem(403),
        "cross_site"
    );
    assert_eq!(post(&[("X-Congdan", "1"), ("Sec-Fetch-Site", "same-site")]).await.problem(403), "cross_site");
    assert_eq!(
        post(&[("X-Congdan", "1"), ("Origin", portal), ("Sec-Fetch-Site", "same-origin")]).await.status,
        200
    );
}

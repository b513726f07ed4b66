//! The identity provider, as a relying party meets it.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use aws_lc_rs::{
    digest,
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use support::{Answer, World, basic, form_request, query};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CALLBACK: &str = "http://localhost:8080/auth/callback";

fn asked(changes: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, VERIFIER.as_bytes()));
    let mut pairs = vec![
        ("client_id", "congdan"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "st&te"),
        ("nonce", "n0nce"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        pairs.retain(|(other, _)| other != name);
        pairs.push((name, value));
    }
    query(&pairs)
}

async fn choose(world: &World, request: &str, citizen: &str) -> Answer {
    let page = world.get(&format!("/identity/authorize?{request}")).await;
    assert_eq!(page.status, 200);
    world.form("/identity/authorize", &[("request", &page.hidden("request")), ("citizen", citizen)]).await
}

async fn exchange(world: &World, code: &str, changes: &[(&str, &str)]) -> Answer {
    let client = basic("congdan", "s3cret: with + signs");
    exchange_as(world, code, changes, &client).await
}

async fn exchange_as(world: &World, code: &str, changes: &[(&str, &str)], client: &str) -> Answer {
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        pairs.retain(|(other, _)| other != name);
        pairs.push((name, value));
    }
    world.send(form_request("/identity/token", &pairs, &[("authorization", client)])).await
}

async fn code_for(world: &World, citizen: &str) -> String {
    choose(world, &asked(&[]), citizen).await.leads_with("code").unwrap()
}

/// The claims of a token whose signature fits the published key.
async fn verified(world: &World, token: &str) -> Option<Value> {
    let key = world.get("/identity/jwks").await.json()["keys"][0].clone();
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let mut point = vec![4];
    point.extend(part(key["x"].as_str().unwrap()));
    point.extend(part(key["y"].as_str().unwrap()));
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (head, claims) = input.split_once('.').unwrap();
    let head: Value = serde_json::from_slice(&part(head)).unwrap();
    if head["alg"] != "ES256" || head["kid"] != key["kid"] {
        return None;
    }
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point)
        .verify(input.as_bytes(), &part(signature))
        .ok()?;
    serde_json::from_slice(&part(claims)).ok()
}

#[tokio::test]
async fn a_citizen_signs_in_and_the_client_learns_who_that_is() {
    let world = World::fresh();
    let back = choose(&world, &asked(&[]), "nguyen-thi-bich-hang").await;
    assert_eq!(back.status, 303);
    assert!(back.location().starts_with(CALLBACK));
    assert_eq!(back.leads_with("state").as_deref(), Some("st&te"));
    assert_eq!(back.leads_with("iss").as_deref(), Some("http://127.0.0.1:8081/identity"));

    let tokens = exchange(&world, &back.leads_with("code").unwrap(), &[]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text());
    assert_eq!(tokens.headers[header::CACHE_CONTROL], "no-store");
    let claims = verified(&world, tokens.json()["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!(claims["iss"], "http://127.0.0.1:8081/identity");
    assert_eq!(claims["aud"], "congdan");
    assert_eq!(claims["nonce"], "n0nce");
    assert_eq!(claims["so_dinh_danh"], "001195004321");
    assert_eq!(claims["ho_ten"], "Nguyễn Thị Bích Hằng");
    assert_eq!(claims["acr"], "LoA2");
    assert!(!claims["sub"].as_str().unwrap().contains("001195004321"));

    let token = tokens.json()["access_token"].as_str().unwrap().to_owned();
    let info = world.get_as("/identity/userinfo", &token).await.json();
    assert_eq!(info["sub"], claims["sub"]);
    assert_eq!(info["ngay_sinh"], "1995-02-14");
    assert_eq!(world.get_as("/identity/userinfo", "another").await.status, 401);
}

#[tokio::test]
async fn discovery_names_endpoints_that_exist_below_the_issuer() {
    let world = World::fresh();
    let discovery = world.get("/identity/.well-known/openid-configuration").await.json();
    assert_eq!(discovery["issuer"], "http://127.0.0.1:8081/identity");
    for name in
        ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"]
    {
        let url = discovery[name].as_str().unwrap();
        let path = url.strip_prefix("http://127.0.0.1:8081").unwrap();
        assert_ne!(world.get(path).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn a_wrong_verifier_is_refused_and_uses_the_code_up() {
    let world = World::fresh();
    let code = code_for(&world, "le-van-thanh").await;
    let wrong = "x".repeat(43);
    let refused = exchange(&world, &code, &[("code_verifier", &wrong)]).await;
    assert_eq!((refused.status.as_u16(), refused.json()["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(exchange(&world, &code, &[]).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_that_comes_twice_also_kills_the_token_it_was_exchanged_for() {
    let world = World::fresh();
    let code = code_for(&world, "le-van-thanh").await;
    let token = exchange(&world, &code, &[]).await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(world.get_as("/identity/userinfo", &token).await.status, 200);
    assert_eq!(exchange(&world, &code, &[]).await.json()["error"], "invalid_grant");
    assert_eq!(world.get_as("/identity/userinfo", &token).await.status, 401);
}

#[tokio::test]
async fn a_code_lives_for_a_minute() {
    let world = World::fresh();
    let code = code_for(&world, "le-van-thanh").await;
    world.advance(61).await;
    assert_eq!(exchange(&world, &code, &[]).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn another_address_or_another_secret_gets_no_token() {
    let world = World::fresh();
    let code = code_for(&world, "le-van-thanh").await;
    let stranger = exchange_as(&world, &code, &[], &basic("congdan", "guess")).await;
    assert_eq!((stranger.status.as_u16(), stranger.json()["error"].as_str()), (401, Some("invalid_client")));
    let elsewhere = exchange(&world, &code, &[("redirect_uri", "http://localhost:8080/other")]).await;
    assert_eq!(elsewhere.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let world = World::fresh();
    let unknown = [
        ("redirect_uri", "http://localhost:8080/auth/callback/"),
        ("redirect_uri", "http://evil.example/auth/callback"),
        ("client_id", "stranger"),
    ];
    for change in unknown {
        let page = world.get(&format!("/identity/authorize?{}", asked(&[change]))).await;
        assert_eq!(page.status, 400, "{change:?}");
        assert!(!page.headers.contains_key(header::LOCATION), "{change:?}");
    }
}

#[tokio::test]
async fn a_request_with_a_defect_goes_back_with_its_error() {
    let world = World::fresh();
    let defects = [
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "profile"), "invalid_scope"),
        (("max_age", "soon"), "invalid_request"),
        (("prompt", "none"), "login_required"),
    ];
    for (change, error) in defects {
        let back = world.get(&format!("/identity/authorize?{}", asked(&[change]))).await;
        assert_eq!(back.leads_with("error").as_deref(), Some(error), "{change:?}");
        assert_eq!(back.leads_with("state").as_deref(), Some("st&te"), "{change:?}");
        assert!(back.leads_with("iss").is_some(), "{change:?}");
    }
    let twice = world.get(&format!("/identity/authorize?{}&nonce=other", asked(&[]))).await;
    assert_eq!(twice.leads_with("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn cancelling_goes_back_without_a_code() {
    let world = World::fresh();
    let request = asked(&[]);
    let back = world.form("/identity/authorize", &[("request", &request), ("cancel", "1")]).await;
    assert_eq!(back.leads_with("error").as_deref(), Some("access_denied"));
    assert_eq!(back.leads_with("code"), None);
}

async fn authorize_with_cookie(world: &World, request: &str, cookie: &str) -> Answer {
    let request = Request::get(format!("/identity/authorize?{request}")).header(header::COOKIE, cookie);
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_known_browser_keeps_its_sign_in_time_until_it_is_too_old_or_signed_out() {
    let world = World::fresh();
    let back = choose(&world, &asked(&[]), "giang-thi-mua").await;
    let cookie = back.headers[header::SET_COOKIE].to_str().unwrap().split_once(';').unwrap().0.to_owned();
    let tokens = exchange(&world, &back.leads_with("code").unwrap(), &[]).await.json();
    let first = verified(&world, tokens["id_token"].as_str().unwrap()).await.unwrap();
    world.advance(120).await;

    let silent = authorize_with_cookie(&world, &asked(&[("prompt", "none")]), &cookie).await;
    let tokens = exchange(&world, &silent.leads_with("code").unwrap(), &[]).await.json();
    let second = verified(&world, tokens["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!(second["auth_time"], first["auth_time"]);
    assert!(second["iat"].as_i64() >= first["iat"].as_i64().map(|iat| iat + 120));

    let too_old = asked(&[("prompt", "none"), ("max_age", "60")]);
    let refused = authorize_with_cookie(&world, &too_old, &cookie).await;
    assert_eq!(refused.leads_with("error").as_deref(), Some("login_required"));
    assert!(authorize_with_cookie(&world, &asked(&[]), &cookie).await.text().contains("Tiếp tục với"));
    let again = authorize_with_cookie(&world, &asked(&[("prompt", "login")]), &cookie).await;
    assert!(!again.text().contains("Tiếp tục với"));

    let out = query(&[
        ("id_token_hint", tokens["id_token"].as_str().unwrap()),
        ("post_logout_redirect_uri", "http://localhost:8080/auth/sign-out-done"),
        ("state", "bye"),
    ]);
    let out = Request::get(format!("/identity/end_session?{out}")).header(header::COOKIE, &cookie);
    let out = world.send(out.body(Body::empty()).unwrap()).await;
    assert_eq!(out.location(), "http://localhost:8080/auth/sign-out-done?state=bye");
    let gone = authorize_with_cookie(&world, &asked(&[("prompt", "none")]), &cookie).await;
    assert_eq!(gone.leads_with("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn logout_leads_to_the_registered_address_only() {
    let world = World::fresh();
    for pairs in [
        [("client_id", "congdan"), ("post_logout_redirect_uri", "http://evil.example/")],
        [("client_id", "stranger"), ("post_logout_redirect_uri", "http://localhost:8080/auth/sign-out-done")],
    ] {
        let answer = world.get(&format!("/identity/end_session?{}", query(&pairs))).await;
        assert_eq!(answer.status, 400, "{pairs:?}");
    }
}

#[tokio::test]
async fn a_token_has_the_defect_that_was_asked_for() {
    let world = World::fresh();
    for fault in ["wrong-issuer", "wrong-nonce", "expired-token", "unsigned-token", "bad-signature"] {
        world.fault("identity", fault).await;
        let code = code_for(&world, "le-van-thanh").await;
        let token = exchange(&world, &code, &[]).await.json()["id_token"].as_str().unwrap().to_owned();
        let claims = verified(&world, &token).await;
        let now = world.get("/control/clock").await.json();
        let has_defect = match (fault, claims) {
            ("unsigned-token" | "bad-signature", claims) => claims.is_none(),
            ("wrong-issuer", Some(claims)) => claims["iss"] != "http://127.0.0.1:8081/identity",
            ("wrong-nonce", Some(claims)) => claims["nonce"] != "n0nce",
            ("expired-token", Some(claims)) => claims["exp"].as_i64() < claims["auth_time"].as_i64(),
            _ => false,
        };
        assert!(has_defect, "{fault} at {now}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_cannot_choose_for_the_citizen() {
    let world = World::fresh();
    let request = asked(&[]);
    let pairs = [("request", request.as_str()), ("citizen", "le-van-thanh")];
    let answer =
        world.send(form_request("/identity/authorize", &pairs, &[("sec-fetch-site", "cross-site")])).await;
    assert_eq!(answer.status, 403);
}

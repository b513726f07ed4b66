//! The registers and the controls: clock, faults, reset, restart.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use congdan_sandbox::Config;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use support::{Answer, HANG, MUA, Portal, THANH, World, config};
use tower::ServiceExt;

const POPULATION: &str = "BCA/dan-cu/cong-dan-v1";
const CIVIL_STATUS: &str = "BTP/ho-tich/su-kien-v1";
const BUSINESS: &str = "BTC/dang-ky-kinh-doanh/doanh-nghiep-v1";
const TAX: &str = "BTC/thue/nguoi-nop-thue-v1";
const INSURANCE: &str = "BTC/bao-hiem/the-va-chung-sinh-v1";

async fn ask(world: &World, service: &str, id: &str, fields: &[&str]) -> Answer {
    let question = json!({ "subject": id, "purpose": "1.001193", "consent": "C-1", "fields": fields });
    send(world, service, &question, &[("authorization", "Bearer register-token")]).await
}

async fn send(world: &World, service: &str, question: &Value, more: &[(&str, &str)]) -> Answer {
    let headers = [&[("x-road-client", "VN/GOV/VPCP/cong-dan"), ("x-road-id", "Q-1")], more].concat();
    world.json_with(&format!("/platform/r1/VN/GOV/{service}"), question, &headers).await
}

async fn look_up(world: &World, id: &str) -> Answer {
    let fields =
        ["name", "birth", "ethnicity", "residence", "mobile", "digital_citizen", "spouse", "children"];
    ask(world, POPULATION, id, &fields).await
}

#[tokio::test]
async fn a_mother_is_known_with_her_family_and_each_register_knows_its_own() {
    let world = World::fresh();
    let answer = look_up(&world, HANG).await;
    assert_eq!(
        (&answer.headers["x-road-id"], answer.headers.get("x-road-error")),
        (&"Q-1".parse().unwrap(), None)
    );
    let answer = answer.json();
    let person = &answer["record"];
    assert_eq!(person["name"], json!({ "family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng" }));
    assert_eq!(person["birth"], "1995-02-14");
    assert_eq!(person["residence"]["commune"], "00082");
    assert_eq!(person["digital_citizen"], false);
    assert_eq!(person["spouse"]["id"], "001093008765");
    assert_eq!(person["children"][0]["birth"], "2022-05-05");
    assert_eq!(person["marriage"], json!(null));
    assert!(answer["reference"].as_str().unwrap().starts_with("DC-"));
    assert!(answer["reference"].as_str().unwrap().ends_with("-000001"));
    assert!(answer["as_of"].as_str().unwrap().ends_with("+07:00"));

    let wards = ask(&world, POPULATION, MUA, &["wards"]).await.json();
    assert_eq!(wards["record"]["wards"][0]["id"], "010212000789");
    world.fault("population", "no-dependants").await;
    assert_eq!(look_up(&world, HANG).await.json()["record"]["children"], json!([]));

    let events = ask(&world, CIVIL_STATUS, HANG, &["marriage", "married", "birth_registration"]).await.json();
    assert_eq!(events["record"]["marriage"]["number"], "88");
    assert_eq!(events["record"]["married"], true);
    assert!(events["reference"].as_str().unwrap().starts_with("HT-"));
    assert_eq!(ask(&world, TAX, HANG, &["tax_code"]).await.json()["record"]["tax_code"], HANG);
    assert_eq!(ask(&world, BUSINESS, HANG, &["enterprises"]).await.status, 404);
    let enterprises = async || {
        let answer = ask(&world, BUSINESS, THANH, &["enterprises"]).await.json();
        let all = answer["record"]["enterprises"].as_array().unwrap().clone();
        all.iter().map(|one| format!("{} {}", one["code"], one["status"])).collect::<Vec<_>>()
    };
    assert_eq!(enterprises().await, [r#""0312345673" "operating""#, r#""0314028711" "dissolved""#]);
    world.fault("business", "dissolved").await;
    assert_eq!(enterprises().await, [r#""0312345673" "dissolved""#, r#""0314028711" "dissolved""#]);
    world.fault("business", "no-enterprises").await;
    assert_eq!(enterprises().await, Vec::<String>::new());
}

#[tokio::test]
async fn only_the_fields_that_were_asked_for_are_answered() {
    let answer = ask(&World::fresh(), POPULATION, HANG, &["birth", "marriage"]).await.json();
    assert_eq!(answer["record"], json!({ "id": HANG, "birth": "1995-02-14" }));
}

#[tokio::test]
async fn a_certificate_of_birth_is_known_once_the_child_is_born() {
    let before = time::macros::datetime!(2026-11-09 01:00 UTC);
    let world = World::new(Config { start: Some(before), ..config("http://localhost:8080") });
    let newborn =
        async || ask(&world, INSURANCE, HANG, &["newborn"]).await.json()["record"]["newborn"].clone();
    assert_eq!(newborn().await, json!(null));
    world.advance(3 * 86_400).await;
    assert_eq!(newborn().await["birth"], "2026-11-10");
}

#[tokio::test]
async fn every_citizen_has_the_history_that_the_stories_tell() {
    let world = World::fresh();
    let thanh = look_up(&world, THANH).await.json()["record"].clone();
    assert_eq!((&thanh["spouse"], &thanh["digital_citizen"]), (&json!(null), &json!(true)));
    let mua = look_up(&world, MUA).await.json()["record"].clone();
    assert_eq!((&mua["ethnicity"], &mua["mobile"]), (&json!("08"), &json!(null)));
    let events = ask(&world, CIVIL_STATUS, MUA, &["married"]).await.json();
    assert_eq!(events["record"]["married"], false);
    let bay = look_up(&world, "092048000321").await.json()["record"].clone();
    assert_eq!(bay["birth"], "1948");
    let husband = look_up(&world, "001093008765").await.json()["record"].clone();
    assert_eq!(husband["spouse"]["id"], HANG);
    assert_eq!(husband["spouse"]["mobile"], json!(null));
    let unknown = look_up(&world, "036192000789").await;
    assert_eq!((unknown.status.as_u16(), &unknown.json()["code"]), (404, &json!("person-unknown")));
    let broken = look_up(&world, "031088000987").await;
    assert_eq!((broken.status.as_u16(), &broken.json()["code"]), (503, &json!("unavailable")));
}

#[tokio::test]
async fn a_caller_without_token_purpose_or_consent_learns_nothing() {
    let world = World::fresh();
    let question = json!({ "subject": HANG, "purpose": "1.001193", "consent": "C-1", "fields": [] });
    for token in ["", "Bearer register-token2"] {
        let refused = send(&world, POPULATION, &question, &[("authorization", token)]).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["type"]),
            (401, &json!("Client.ClientProxy.AuthenticationFailed"))
        );
        assert_eq!(refused.headers["x-road-error"], "Client.ClientProxy.AuthenticationFailed");
    }
    let known = [("authorization", "Bearer register-token")];
    for missing in ["purpose", "consent"] {
        let mut question = question.clone();
        question[missing] = json!("");
        let refused = send(&world, POPULATION, &question, &known).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (403, &json!("consent-missing")));
    }
    let elsewhere = send(&world, "BCA/dan-cu/cong-dan-v9", &question, &known).await;
    assert_eq!(elsewhere.headers["x-road-error"], "Server.ServerProxy.UnknownService");
    let malformed = look_up(&world, "00119500432").await;
    assert_eq!((malformed.status.as_u16(), &malformed.json()["code"]), (400, &json!("id-malformed")));
}

#[tokio::test]
async fn a_register_is_down_flaky_or_mistaken_when_asked_to_be() {
    let world = World::fresh();
    world.fault("register", "down").await;
    assert_eq!(
        look_up(&world, HANG).await.headers["x-road-error"],
        "Server.ServerProxy.ServiceFailed.NetworkError"
    );
    world.fault("register", "ok").await;
    world.fault("population", "down").await;
    assert_eq!(look_up(&world, HANG).await.status, 503);
    assert_eq!(ask(&world, TAX, HANG, &[]).await.status, 200, "the others answer");
    world.fault("population", "once").await;
    assert_eq!(look_up(&world, HANG).await.status, 503);
    assert_eq!(look_up(&world, HANG).await.status, 200);
    for part in ["population", "register"] {
        world.fault(part, "other-person").await;
        assert_ne!(look_up(&world, HANG).await.json()["record"]["id"], HANG);
        world.fault(part, "ok").await;
    }
    world.fault("population", "garbage").await;
    assert!(look_up(&world, HANG).await.text().starts_with("<html>"));
    world.fault("population", "flaky").await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..30 {
        seen.insert(look_up(&world, HANG).await.status.as_u16());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [200, 503]);
    world.fault("population", "ok").await;
    assert_eq!(look_up(&world, HANG).await.status, 200);
}

#[tokio::test]
async fn a_fault_that_a_part_cannot_have_is_refused_and_changes_nothing() {
    let world = World::fresh();
    for wanted in [json!({ "register": "down", "desk": "wrong-nonce" }), json!({ "post": "down" })] {
        assert_eq!(world.json("/control/faults", &wanted).await.status, 422, "{wanted}");
    }
    assert_eq!(world.get("/control/faults").await.json()["register"], "ok");
}

#[tokio::test]
async fn the_clock_tells_its_follower_and_stands_still_when_it_is_refused() {
    let portal = Portal::listen().await;
    let follower = Some(format!("{}/control/clock", portal.url));
    let world = World::new(Config { clock_follower: follower, ..config(&portal.url) });
    world.advance(300).await;
    world.advance(60).await;
    let calls = portal.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[1].headers["x-control-secret"], "control secret");
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&calls[1].body).unwrap(),
        json!({ "offset_seconds": 360 })
    );

    portal.answers(403, "{}");
    let refused = world.json("/control/clock", &json!({ "advance_seconds": 60 })).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (502, &json!("follower-refused")));
    assert_eq!(world.get("/control/clock").await.json()["offset_seconds"], 360);
}

#[tokio::test]
async fn a_follower_that_is_told_the_time_and_asks_at_once_is_answered_in_it() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let follower = Some(format!("http://{}", listener.local_addr().unwrap()));
    let world = World::new(Config { clock_follower: follower, ..config("http://localhost:8080") });
    let (sandbox, seen) = (world.router.clone(), Arc::new(Mutex::new(String::new())));
    let noted = Arc::clone(&seen);
    let asks = Router::new().fallback(move || {
        let (sandbox, noted) = (sandbox.clone(), Arc::clone(&noted));
        async move {
            let clock = Request::get("/control/clock").body(Body::empty()).unwrap();
            let answer = sandbox.oneshot(clock).await.unwrap().into_body().collect().await.unwrap();
            *noted.lock().unwrap() = String::from_utf8(answer.to_bytes().to_vec()).unwrap();
        }
    });
    tokio::spawn(async move { axum::serve(listener, asks).await });
    world.advance(3601).await;
    let seen: Value = serde_json::from_str(&seen.lock().unwrap()).unwrap();
    assert_eq!(seen["offset_seconds"], 3601);
}

#[tokio::test]
async fn the_clock_does_not_go_back() {
    let world = World::fresh();
    let refused = world.json("/control/clock", &json!({ "advance_seconds": -1 })).await;
    assert_eq!(refused.json()["code"], "advance-out-of-range");
}

#[tokio::test]
async fn a_restart_keeps_clock_faults_and_trust_and_a_reset_keeps_trust_only() {
    let config = config("http://localhost:8080");
    let world = World::new(config.clone());
    world.advance(3600).await;
    world.fault("desk", "down").await;
    let key = world.get("/identity/jwks").await.text();
    let root = world.get("/csc/roots.pem").await.text();

    let world = World::new(config);
    assert_eq!(world.get("/control/clock").await.json()["offset_seconds"], 3600);
    assert_eq!(world.get("/control/faults").await.json()["desk"], "down");
    assert_eq!(world.get("/identity/jwks").await.text(), key);

    assert_eq!(world.json("/control/reset", &json!({})).await.status, 200);
    assert_eq!(world.get("/control/clock").await.json()["offset_seconds"], 0);
    assert_eq!(world.get("/control/faults").await.json()["desk"], "ok");
    assert_eq!(world.get("/csc/roots.pem").await.text(), root);
    assert_eq!(std::fs::read_to_string(world.config.data.join("roots.pem")).unwrap(), root);
}

#[cfg(unix)]
#[tokio::test]
async fn keys_and_records_can_be_read_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::fresh();
    look_up(&world, HANG).await;
    for name in ["keys.json", "ledger.json"] {
        let mode = std::fs::metadata(world.config.data.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn the_levers_of_the_control_page_move_the_same_things() {
    let world = World::fresh();
    assert_eq!(world.form("/control", &[("advance", "300")]).await.status, 303);
    assert_eq!(world.get("/control/clock").await.json()["offset_seconds"], 300);
    let faults =
        [("identity", "ok"), ("register", "once"), ("signing", "down"), ("payment", "ok"), ("desk", "ok")];
    world.form("/control", &[&faults[..], &[("faults", "1")]].concat()).await;
    assert_eq!(world.get("/control/faults").await.json()["signing"], "down");
    world.form("/control", &[("reset", "1")]).await;
    assert_eq!(world.get("/control/clock").await.json()["offset_seconds"], 0);
}

#[test]
fn an_unknown_key_in_the_configuration_is_an_error() {
    let text = r#"
        listen = "127.0.0.1:8081"
        data = "x"
        portal = "http://localhost:8080"
        colour = "red"
        [clients]
        identity = { id = "a", secret = "b", redirect_uri = "c" }
        register = { token = "a" }
        signing = { id = "a", secret = "b" }
        payment = { tmn_code = "a", secret = "b" }
        desk = { token = "a", hmac_secret = "b" }
    "#;
    let folder = config("http://localhost:8080").data;
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("sandbox.toml");
    std::fs::write(&file, text).unwrap();
    assert!(Config::read(&file).unwrap_err().contains("colour"));
    std::fs::write(&file, text.replace("colour = \"red\"", "")).unwrap();
    assert_eq!(Config::read(&file).unwrap().seed, 0);
}

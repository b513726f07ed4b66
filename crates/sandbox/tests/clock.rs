//! The clock's beginning: where the configuration puts it, how it runs on, and who is told.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::path::Path;

use congdan_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use support::{Portal, World, config};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::datetime};

const START: OffsetDateTime = datetime!(2019-05-02 08:00 +7);

fn starting(start: Option<OffsetDateTime>) -> Config {
    Config { start, ..config("http://localhost:8080") }
}

async fn now(world: &World) -> OffsetDateTime {
    let clock = world.get("/control/clock").await.json();
    OffsetDateTime::parse(clock["now"].as_str().unwrap(), &Rfc3339).unwrap()
}

fn is_just_after(moment: OffsetDateTime, earlier: OffsetDateTime) -> bool {
    (Duration::ZERO..Duration::minutes(2)).contains(&(moment - earlier))
}

#[tokio::test]
async fn the_clock_starts_where_the_configuration_says_even_in_the_past() {
    let world = World::new(starting(Some(START)));
    assert!(is_just_after(now(&world).await, START));
    let offset = world.get("/control/clock").await.json()["offset_seconds"].as_i64().unwrap();
    assert!(offset < 0, "{offset}");
}

#[tokio::test]
async fn certificates_are_as_old_as_the_clock() {
    let world = World::new(starting(Some(START)));
    let asked =
        json!({ "userID": support::HANG, "credentialInfo": true, "certInfo": true, "certificates": "none" });
    let pairs =
        [("grant_type", "client_credentials"), ("client_id", "congdan"), ("client_secret", "signing-secret")];
    let service = world.form("/csc/v2/oauth2/token", &pairs).await.json();
    let bearer = format!("Bearer {}", service["access_token"].as_str().unwrap());
    let answer =
        world.json_with("/csc/v2/credentials/list", &asked, &[("authorization", &bearer)]).await.json();
    let until = &answer["credentialInfos"][0]["cert"]["validTo"];
    assert!(until.as_str().unwrap().starts_with("2022"), "{answer}");
}

#[tokio::test]
async fn the_same_start_runs_on_after_a_restart_and_another_one_sets_the_clock() {
    let first = World::new(starting(Some(START)));
    first.advance(86_400).await;
    let again = World::new(first.config.clone());
    assert!(is_just_after(now(&again).await, START + Duration::days(1)));
    let later = START + Duration::days(40);
    let other = World::new(Config { start: Some(later), ..first.config.clone() });
    assert!(is_just_after(now(&other).await, later));
    let unsaid = World::new(Config { start: None, ..first.config });
    assert!(is_just_after(now(&unsaid).await, later), "a folder keeps its time when nobody says another");
}

#[tokio::test]
async fn a_reset_goes_back_to_the_start() {
    let world = World::new(starting(Some(START)));
    world.advance(1_000_000).await;
    let answer = world.json("/control/reset", &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(is_just_after(now(&world).await, START));
}

#[tokio::test]
async fn the_follower_is_told_where_the_clock_starts() {
    let follower = Portal::listen().await;
    let url = format!("{}/control/clock", follower.url);
    let sandbox = Sandbox::open(Config { clock_follower: Some(url), ..starting(Some(START)) }).unwrap();
    let promises = tokio::spawn(sandbox.keep_promises());
    while follower.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    promises.abort();
    let told: Value = serde_json::from_slice(&follower.calls()[0].body).unwrap();
    let offset = Duration::seconds(told["offset_seconds"].as_i64().unwrap());
    assert!(is_just_after(OffsetDateTime::now_utc() + offset, START), "{told}");
}

#[test]
fn a_start_that_is_no_moment_is_refused_with_its_words() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("start");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("sandbox.toml");
    let head = "listen = \"127.0.0.1:1\"\ndata = \"x\"\nportal = \"http://localhost:1\"\n";
    std::fs::write(&file, format!("{head}start = \"tomorrow\"\n")).unwrap();
    let refused = Config::read(&file).unwrap_err();
    assert!(refused.contains("`tomorrow` is no moment"), "{refused}");
}

//! Checks of any answers: public, without a memory, bounded.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::BIRTH;
use crate::world::{Answer, World};

/// `procedure` is a code, or a code with what follows it.
async fn check(world: &World, procedure: &str, body: &Value) -> Answer {
    let path = if procedure.contains('/') { procedure.to_owned() } else { format!("{procedure}/check") };
    let request = Request::post(format!("/api/procedures/{path}"))
        .header("X-Congdan", "1")
        .header(header::CONTENT_TYPE, "application/json");
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn anybody_may_ask_what_the_engine_says_of_any_answers() {
    let world = World::start().await;
    let name = json!({"family": "Trần", "middle": "", "given": "An"});
    let fact = json!({"value": name, "source": "population", "at": "2026-11-21T08:00:00Z"});
    let body = json!({"answers": {"child_birth": {"d": "31", "m": "2", "y": "2026"}, "nowhere": 1},
        "facts": {"self.name": fact}, "today": "2026-11-21"});
    let answer = check(&world, BIRTH, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let seen = answer.json();
    assert_eq!((&seen["procedure"], &seen["version"]), (&json!(BIRTH), &json!("2026-09")));
    assert_eq!((&seen["complete"], &seen["orphans"]), (&json!(false), &json!(["nowhere"])));
    assert_eq!(seen["fields"]["child_birth"]["state"], "unset");
    assert_eq!(seen["fields"]["child_birth"]["shown"], json!({"d": "31", "m": "2", "y": "2026"}));
    let violations = seen["violations"].as_array().unwrap();
    assert!(violations.iter().any(|one| one["path"] == "child_birth" && one["code"] == "date.no_such_day"));
    assert!(answer.text().contains("\"population\""), "a fact is a prefill with its source");
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn a_check_is_judged_on_its_own_day_by_the_version_of_that_day() {
    let world = World::start().await;
    let on = async |day: &str| check(&world, BIRTH, &json!({ "today": day })).await;
    assert_eq!(on("2026-11-21").await.json()["today"], "2026-11-21");
    assert_eq!(on("2020-01-01").await.problem(404), "not_found");
    assert_eq!(on("2026-02-30").await.problem(400), "bad_request");
    let old =
        check(&world, &format!("{BIRTH}/check?version=2026-09"), &json!({ "today": "2020-01-01" })).await;
    assert_eq!(old.json()["version"], "2026-09");
    let today = world.get("/api/session").await.json()["today"].clone();
    assert_eq!(check(&world, BIRTH, &json!({})).await.json()["today"], today);
    assert_eq!(check(&world, "9.999999", &json!({})).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_check_has_limits() {
    let world = World::start().await;
    let large = json!({"answers": {"case": "x".repeat(contract::CHECK_BYTES)}});
    assert_eq!(check(&world, BIRTH, &large).await.problem(413), "too_large");
    let rows: Vec<String> = (1..=contract::CHECK_ROWS + 1).map(|row| format!("r{row}")).collect();
    assert_eq!(check(&world, "gallery", &json!({"answers": {"g": rows}})).await.problem(413), "too_large");
    assert_eq!(check(&world, BIRTH, &json!({"answer": {}})).await.problem(400), "bad_request");
    let bare = Request::post(format!("/api/procedures/{BIRTH}/check"));
    assert_eq!(world.send(bare.body(Body::from("{}")).unwrap()).await.problem(403), "cross_site");
}

#[tokio::test]
async fn a_check_that_finds_all_turns_taken_is_asked_to_come_back() {
    let world = World::start().await;
    let turns = world.all_check_turns().await;
    let late = check(&world, BIRTH, &json!({})).await;
    assert_eq!(late.problem(429), "too_many_requests");
    assert_eq!(late.header("retry-after"), "1");
    drop(turns);
    assert_eq!(check(&world, BIRTH, &json!({})).await.status, 200);
}

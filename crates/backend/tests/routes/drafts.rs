//! Saving answers: nobody silently wins, nothing hidden is lost.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH};
use crate::world::World;

#[tokio::test]
async fn the_second_of_two_tabs_gets_a_conflict_with_the_current_revision() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    assert_eq!(hang.save(&id, 1, &json!({ "case": "normal" })).await.json()["revision"], 2);
    let late = hang.save(&id, 1, &json!({ "case": "abandoned" })).await;
    assert_eq!(late.problem(412), "revision_conflict");
    assert_eq!(late.json()["current"], 2);
    assert_eq!(hang.dossier(&id).await["draft"]["answers"], json!({ "case": "normal" }));
}

#[tokio::test]
async fn the_entity_tag_of_every_answer_with_the_draft_is_what_the_next_save_takes() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let wanted = json!({ "procedure": BIRTH, "language": "vi" });
    let opened = hang.post("/api/dossiers", "open", &wanted).await;
    assert_eq!(opened.header("etag"), "\"1\"");
    assert_eq!(hang.post("/api/dossiers", "open", &wanted).await.header("etag"), "\"1\"", "repeated");
    let id = opened.json()["id"].as_str().unwrap().to_owned();
    let read = hang.get(&format!("/api/dossiers/{id}")).await;
    let path = format!("/api/dossiers/{id}/answers");
    let save = async |tag: &str, answer: &str| {
        let body = json!({ "changes": { "case": answer } });
        hang.call(Method::PATCH, &path, &body, &[("If-Match", tag)]).await
    };
    let saved = save(read.header("etag"), "normal").await;
    assert_eq!((saved.status.as_u16(), saved.header("etag")), (200, "\"2\""));
    let again = save(saved.header("etag"), "abandoned").await;
    assert_eq!((again.status.as_u16(), again.header("etag")), (200, "\"3\""));
    let late = save(saved.header("etag"), "normal").await;
    assert_eq!((late.problem(412).as_str(), late.json()["current"].clone()), ("revision_conflict", json!(3)));
    assert_eq!(hang.get(&format!("/api/dossiers/{id}")).await.header("etag"), "\"3\"");
}

#[tokio::test]
async fn a_dossier_whose_draft_is_erased_has_no_entity_tag() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let path = format!("/api/dossiers/{id}");
    thanh.freeze(&id).await;
    assert_eq!(thanh.get(&path).await.header("etag"), "\"2\"");
    thanh.done(&format!("{path}/file"), "file", &Value::Null).await;
    world.advance(1).await;
    let filed = thanh.get(&path).await;
    assert_eq!((filed.json()["state"]["stage"].clone(), filed.header("etag")), (json!("filed"), ""));
}

#[tokio::test]
async fn of_two_saves_at_once_exactly_one_wins() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let (one, two) = (json!({ "case": "normal" }), json!({ "case": "abandoned" }));
    let (one, two) = tokio::join!(hang.save(&id, 1, &one), hang.save(&id, 1, &two));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn answers_of_hidden_branches_stay_in_the_draft_and_null_takes_one_away() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    hang.save(&id, 1, &json!({ "relation": "carer", "carer_kind": "organisation", "copies": "3" })).await;
    hang.save(&id, 2, &json!({ "relation": "mother", "copies": null })).await;
    let draft = hang.dossier(&id).await["draft"].clone();
    assert_eq!(draft["answers"], json!({ "relation": "mother", "carer_kind": "organisation" }));
    assert_eq!(draft["revision"], 3);
}

#[tokio::test]
async fn a_draft_remembers_its_page_and_names_its_subject() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let child = json!({ "family": "Trần", "middle": "Minh", "given": "An" });
    let body = json!({ "changes": { "child_name": child }, "page": "child" });
    let path = format!("/api/dossiers/{id}/answers");
    assert_eq!(hang.call(Method::PATCH, &path, &body, &[("If-Match", "\"1\"")]).await.status, 200);
    let line = hang.get("/api/dossiers").await.json()["dossiers"][0].clone();
    assert_eq!((line["subject"].as_str(), line["page"].as_str()), (Some("Trần Minh An"), Some("child")));
}

#[tokio::test]
async fn a_save_without_if_match_and_malformed_bodies_are_problems() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let address = format!("/api/dossiers/{id}/answers");
    let send = |body: Value, headers: &'static [(&str, &str)]| {
        let (hang, path) = (&hang, address.clone());
        async move { hang.call(Method::PATCH, &path, &body, headers).await }
    };
    assert_eq!(send(json!({ "changes": {} }), &[]).await.problem(428), "precondition_required");
    assert_eq!(
        send(json!({ "changes": {} }), &[("If-Match", "*")]).await.problem(428),
        "precondition_required"
    );
    assert_eq!(send(json!({ "changes": {} }), &[("If-Match", "1")]).await.problem(400), "bad_request");
    assert_eq!(
        send(json!({ "changes": {} }), &[("If-Match", "W/\"1\"")]).await.problem(412),
        "revision_conflict"
    );
    assert_eq!(send(json!({ "changes": [] }), &[("If-Match", "\"1\"")]).await.problem(400), "bad_request");
    assert_eq!(
        send(json!({ "changes": { "": 1 } }), &[("If-Match", "\"1\"")]).await.problem(400),
        "bad_request"
    );
    let large = json!({ "changes": { "case": "x".repeat(600_000) } });
    assert_eq!(send(large, &[("If-Match", "\"1\"")]).await.problem(413), "too_large");
}

#[tokio::test]
async fn what_nobody_can_have_typed_is_refused_with_pointers_and_nothing_of_the_save_is_stored() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let refused = hang
        .save(
            &id,
            1,
            &json!({ "case": "normal", "child_birth": "2026-11-01", "nowhere/r1/x~y": 1, "copies": [2] }),
        )
        .await;
    assert_eq!(refused.problem(422), "invalid_answers");
    let mut found: Vec<(String, String)> = refused.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect();
    found.sort();
    let wanted =
        [("/child_birth", "malformed"), ("/copies", "malformed"), ("/nowhere/r1/x~0y", "path.unknown")];
    assert_eq!(found, wanted.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    let draft = hang.dossier(&id).await["draft"].clone();
    assert_eq!((&draft["answers"], &draft["revision"]), (&json!({}), &json!(1)));
    let typed = json!({ "case": "normal", "child_birth": { "d": "31", "m": "2" }, "copies": "nhiều" });
    assert_eq!(hang.save(&id, 1, &typed).await.status, 200, "wrong and unfinished answers are kept");
    assert_eq!(hang.save(&id, 2, &json!({ "of_another_version": null })).await.status, 200);
}

#[tokio::test]
async fn a_citizen_may_go_on_in_another_language() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let save = async |revision: &str, language: &str| {
        let body = json!({ "changes": {}, "page": null, "language": language });
        let path = format!("/api/dossiers/{id}/answers");
        hang.call(Method::PATCH, &path, &body, &[("If-Match", revision)]).await
    };
    assert_eq!(save("\"2\"", "fr").await.problem(400), "bad_request");
    assert_eq!(hang.dossier(&id).await["language"], "vi");
    let saved = save("\"2\"", "en").await;
    assert_eq!((saved.status.as_u16(), saved.header("etag")), (200, "\"3\""));
    let dossier = hang.dossier(&id).await;
    assert_eq!((&dossier["language"], &dossier["title"]), (&json!("en"), &json!("Birth registration")));
    hang.freeze(&id).await;
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["language"], "en");
    assert_eq!(save("\"3\"", "vi").await.problem(409), "refused", "what is fixed stays as it was reviewed");
}

#[tokio::test]
async fn a_draft_does_not_grow_without_end() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open("gallery").await["id"].as_str().unwrap().to_owned();
    let long = "x".repeat(400_000);
    let mut refused = 0;
    for row in 1..=6 {
        let revision = hang.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
        let answer = hang.save(&id, revision, &json!({ format!("members/r{row}/income"): long })).await;
        if answer.status != 200 {
            assert_eq!(answer.problem(413), "too_large");
            refused += 1;
        }
    }
    assert_eq!(refused, 1);
    let id = hang.open("gallery").await["id"].as_str().unwrap().to_owned();
    let rows: Vec<String> = (1..=1_000).map(|row| format!("r{row}")).collect();
    let lists = |from: usize| (from..from + 9).map(|row| (format!("assets/r{row}/owners"), json!(rows)));
    let few: BTreeMap<String, Value> = lists(1).collect();
    let revision = hang.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!(few)).await.status, 200);
    let many: BTreeMap<String, Value> = lists(11).collect();
    assert_eq!(hang.save(&id, revision + 1, &json!(many)).await.problem(413), "too_large");
}

#[tokio::test]
async fn lines_typed_before_it_was_seen_that_the_session_had_ended_are_kept_and_nothing_is_shown() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    world.advance(31 * 60).await;
    assert_eq!(hang.get(&format!("/api/dossiers/{id}")).await.problem(401), "sign_in_needed");
    assert_eq!(hang.save(&id, 1, &json!({ "case": "normal" })).await.json()["revision"], 2);
    assert_eq!(hang.get("/api/dossiers").await.problem(401), "sign_in_needed");
    world.advance(12 * 3600).await;
    assert_eq!(hang.save(&id, 2, &json!({ "case": "abandoned" })).await.problem(401), "sign_in_needed");
    let again = Citizen::sign_in(&world, HANG).await;
    assert_eq!(again.dossier(&id).await["draft"]["answers"], json!({ "case": "normal" }));
}

#[tokio::test]
async fn a_frozen_dossier_takes_no_answers() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let revision = hang.freeze(&id).await["draft"]["revision"].as_u64().unwrap();
    let late = hang.save(&id, revision, &json!({ "copies": "9" })).await;
    assert_eq!(late.problem(409), "refused");
    assert_eq!(late.json()["refused"], "wrong_stage");
}

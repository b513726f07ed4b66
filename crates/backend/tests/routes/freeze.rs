//! Fixing the bytes: everything is checked again, and what is fixed is what anyone can hash.

use dossier::{Content, canonical};
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, KHONG_CO, THANH, of_case};
use crate::world::World;

#[tokio::test]
async fn an_incomplete_dossier_is_refused_with_a_pointer_to_every_error() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    hang.save(&id, 1, &json!({ "case": "normal", "child_birth": { "d": "31", "m": "2", "y": "2026" } }))
        .await;
    let answer = hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": 2 })).await;
    assert_eq!(answer.problem(422), "invalid_answers");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let has = |pointer: &str, code: &str| errors.iter().any(|e| e["pointer"] == pointer && e["code"] == code);
    assert!(has("/child_birth", "date.no_such_day"), "{errors:?}");
    assert!(has("/child_name", "required"), "{errors:?}");
    assert!(!answer.text().contains("31"), "the citizen's value is not in the error");
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "draft");
}

#[tokio::test]
async fn what_is_fixed_tells_the_officer_that_the_identity_provider_vouched_and_the_citizen_typed_the_rest() {
    let world = World::start().await;
    let khong_co = Citizen::sign_in(&world, KHONG_CO).await;
    let id = khong_co.filled(EXTRACT, "own-birth").await;
    let office = json!({"province": "37", "commune": "13693"});
    let mut home = office.clone();
    home["detail"] = "Số 5".into();
    let typed = json!({"agency": office, "requester_residence": home, "phone": "0912345678",
        "registered_place": "UBND xã Yên Phú, huyện Ý Yên, tỉnh Nam Định"});
    assert_eq!(khong_co.save(&id, 2, &typed).await.status, 200);
    khong_co.freeze(&id).await;
    let bytes = khong_co.get(&format!("/api/dossiers/{id}/dossier.json")).await;
    let content = Content::parse(&bytes.body).unwrap();
    assert_eq!(content.answers["person_birth"], "1992-06-30");
    for path in ["requester_name", "requester_id", "person_name", "person_birth", "person_sex"] {
        assert_eq!(content.provenance[path].source.as_deref(), Some("identity"), "{path}");
    }
    for path in ["requester_residence", "phone"] {
        assert_eq!(content.provenance[path].source, None, "{path}");
    }
}

#[tokio::test]
async fn a_warning_must_be_confirmed_and_the_officer_sees_that_it_was() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let late = json!({ "child_birth": { "d": "1", "m": "8", "y": "2026" } });
    assert_eq!(hang.save(&id, 2, &late).await.status, 200);
    let path = format!("/api/dossiers/{id}/freeze");
    let answer = hang.post(&path, "f", &json!({ "revision": 3 })).await;
    assert_eq!(answer.problem(422), "unconfirmed");
    assert_eq!(answer.json()["errors"], json!([{ "pointer": "/child_birth", "code": "rule.late" }]));
    let other = json!({ "revision": 3, "confirmed": [{ "field": "child_birth", "code": "rule.other" }] });
    assert_eq!(hang.post(&path, "g", &other).await.problem(422), "unconfirmed");
    let confirmed = json!([{ "field": "child_birth", "code": "rule.late" }]);
    hang.done(&path, "h", &json!({ "revision": 3, "confirmed": confirmed })).await;
    let bytes = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await;
    let content: Value = serde_json::from_slice(&bytes.body).unwrap();
    assert_eq!(content["confirmed"], confirmed);
}

#[tokio::test]
async fn only_the_revision_that_was_reviewed_is_frozen() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let stale = hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": 1 })).await;
    assert_eq!(stale.problem(412), "revision_conflict");
    assert_eq!(stale.json()["current"], 2);
}

#[tokio::test]
async fn the_fixed_bytes_are_canonical_and_hold_what_was_answered() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let frozen = hang.freeze(&id).await;
    let bytes = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await;
    assert_eq!(bytes.header("content-disposition"), "attachment; filename*=UTF-8''dossier.json");
    let snapshot = &frozen["frozen"]["snapshot"];
    assert_eq!(snapshot["sha256"], canonical::sha256_hex(&bytes.body));
    let content = Content::parse(&bytes.body).unwrap();
    assert_eq!((content.dossier.as_str(), content.snapshot), (id.as_str(), 1));
    assert_eq!(snapshot["at"], content.created_at);
    assert_eq!(
        content.answers["child_name"],
        json!({ "family": "Trần", "middle": "Nguyễn Mỹ", "given": "Uyên" })
    );
    assert_eq!(content.provenance["mother_name"].source.as_deref(), Some("population"));
    assert_eq!((content.fee.gross, content.fee.net), (16_000, 16_000));
    assert_eq!(content.documents.len(), 1);
    assert_eq!(content.documents[0].name, "Giấy chứng sinh.pdf");
    assert!(content.attestations.iter().all(|attestation| !attestation.text.is_empty()));
    let bundle = hang.get("/api/procedures/1.001193?lang=vi").await.json();
    assert_eq!(bundle["schema_sha256"], content.procedure.schema_sha256);
    assert_eq!(bundle["texts_sha256"], content.procedure.texts_sha256);
    assert_eq!(frozen["state"]["requirements"]["signature"], true);
}

#[tokio::test]
async fn a_document_that_nobody_uploaded_cannot_be_claimed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let mut file = hang.dossier(&id).await["draft"]["answers"]["birth_certificate"][0].clone();
    file["sha256"] = "0".repeat(64).into();
    hang.save(&id, 2, &json!({ "birth_certificate": [file] })).await;
    let answer = hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": 3 })).await;
    assert_eq!(answer.problem(422), "invalid_answers");
    assert_eq!(answer.json()["errors"], json!([{ "pointer": "/birth_certificate", "code": "file.missing" }]));
}

#[tokio::test]
async fn a_paper_that_a_register_makes_needless_is_not_asked_for_and_the_content_says_why() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let mut changes = json!({
        "certificate_form": "photo", "birth_certificate": null, "child_sex": "female",
        "child_birth": { "d": "9", "m": "11", "y": "2026" },
    });
    // The certificate that the hospital sent is of another day, so of another child.
    assert_eq!(hang.save(&id, 2, &changes).await.status, 200);
    let path = format!("/api/dossiers/{id}/freeze");
    let answer = hang.post(&path, "other", &json!({ "revision": 3 })).await;
    assert_eq!(answer.json()["errors"], json!([{ "pointer": "/birth_certificate", "code": "required" }]));

    // Of the same day and sex, and another number: the other one of twins.
    changes["child_birth"]["d"] = "10".into();
    changes["certificate_number"] = "01.0418.2026".into();
    assert_eq!(hang.save(&id, 3, &changes).await.status, 200);
    let answer = hang.post(&path, "twin", &json!({ "revision": 4 })).await;
    assert_eq!(answer.json()["errors"], json!([{ "pointer": "/birth_certificate", "code": "required" }]));

    changes["certificate_number"] = Value::Null;
    assert_eq!(hang.save(&id, 4, &changes).await.status, 200);
    assert_eq!(hang.post(&path, "same", &json!({ "revision": 5 })).await.status, 200);
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    let covered = &content["covered"][0];
    assert_eq!(
        (&covered["field"], &covered["component"]),
        (&json!("birth_certificate"), &json!("giay-chung-sinh"))
    );
    assert_eq!(
        (&covered["source"], &covered["basis"]),
        (&json!("health_insurance"), &json!("Nghị định 118/2025/NĐ-CP"))
    );
    assert!(covered["reference"].as_str().is_some_and(|reference| !reference.is_empty()), "{covered}");
    assert_eq!(content["documents"], json!([]));
}

#[tokio::test]
async fn a_register_that_fell_silent_keeps_what_it_said() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    world.sandbox.fault("register", "down").await;
    let frozen = hang.freeze(&id).await;
    assert_eq!(frozen["state"]["stage"], "frozen");
    assert_eq!(frozen["draft"]["facts"]["self.name"]["source"], "population");
}

#[tokio::test]
async fn facts_that_came_since_the_review_are_reviewed_before_they_are_frozen() {
    let world = World::start().await;
    world.sandbox.fault("population", "down").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    assert_eq!(hang.dossier(&id).await["draft"]["register_trouble"], json!({ "population": "unavailable" }));
    world.sandbox.fault("population", "ok").await;
    let answer = hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": 1 })).await;
    assert_eq!(answer.problem(412), "revision_conflict");
    let draft = hang.dossier(&id).await["draft"].clone();
    assert_eq!((&draft["revision"], &answer.json()["current"]), (&json!(2), &json!(2)));
    assert_eq!(draft["facts"]["self.name"]["source"], "population");
    assert_eq!(draft["register_trouble"], json!({}));
}

#[tokio::test]
async fn an_answer_that_a_register_speaks_against_since_the_review_is_reviewed_and_then_stands() {
    let world = World::start().await;
    world.sandbox.fault("population", "down").await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.open(EXTRACT).await["id"].as_str().unwrap().to_owned();
    let by_hand = json!({
        "extract": "birth", "for_whom": "self", "pledge": true, "receive": "counter", "copies": "1", "phone": "0987000111",
        "agency": { "province": "01", "commune": "00082" },
        "requester_residence": { "province": "01", "commune": "00082", "detail": "Số 1" },
        "person_ethnicity": "01", "registered_place": "UBND phường Cửa Nam",
    });
    assert_eq!(thanh.save(&id, 1, &by_hand).await.status, 200);
    world.sandbox.fault("population", "ok").await;
    let answer = thanh.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": 2 })).await;
    assert_eq!(answer.problem(412), "revision_conflict");
    thanh.freeze(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["answers"]["phone"], "0987000111", "what is proposed does not take an answer's place");
    assert_eq!(content["provenance"]["phone"]["origin"], "changed");
}

#[tokio::test]
async fn an_answer_that_only_a_proposal_speaks_against_is_shown_with_it_first() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let phone = thanh.dossier(&id).await["draft"]["facts"]["self.mobile"]["value"].clone();
    assert!(phone.is_string());
    // As if it had been silent about that one thing when the draft was opened.
    let facts = "UPDATE draft SET facts = json_remove(facts, '$.\"self.mobile\"') WHERE dossier = ?1";
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    assert_eq!(sql.execute(facts, [&id]).unwrap(), 1);
    let revision = thanh.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    assert_eq!(thanh.save(&id, revision, &json!({ "phone": "0987000111" })).await.status, 200);
    let freeze = json!({ "revision": revision + 1 });
    let answer = thanh.post(&format!("/api/dossiers/{id}/freeze"), "f", &freeze).await;
    assert_eq!(answer.problem(412), "revision_conflict");
    assert_eq!(thanh.freeze(&id).await["state"]["stage"], "frozen", "seen once, it stands");
}

#[tokio::test]
async fn going_back_to_the_answers_makes_a_new_snapshot_next_time() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let first = hang.freeze(&id).await;
    let thawed = hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw 1", &Value::Null).await;
    assert_eq!((&thawed["state"]["stage"], &thawed["frozen"]), (&json!("draft"), &Value::Null));
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.problem(404), "not_found");
    let second = hang.freeze(&id).await;
    assert_eq!(second["frozen"]["snapshot"]["number"], 2);
    assert_ne!(second["frozen"]["snapshot"]["sha256"], first["frozen"]["snapshot"]["sha256"]);
}

#[tokio::test]
async fn complete_cases_of_the_procedures_freeze_to_the_values_they_expect() {
    let world = World::start().await;
    let everyone = [HANG, THANH, ("giang-thi-mua", "010303000456"), ("tran-van-bay", "092048000321")];
    let cases = [
        (BIRTH, "married-mother"),
        (BIRTH, "single-father"),
        (BIRTH, "father-not-named"),
        (EXTRACT, "own-birth"),
        (EXTRACT, "own-marriage"),
        (EXTRACT, "year-only"),
    ];
    for (procedure, name) in cases {
        let case = of_case(procedure, name);
        let who = everyone.into_iter().find(|who| case["facts"]["self.id"] == who.1).unwrap();
        let citizen = Citizen::sign_in(&world, who).await;
        citizen.decide(procedure, true).await;
        let wanted = json!({ "procedure": procedure, "language": "vi", "another": true });
        let opened = citizen.done("/api/dossiers", name, &wanted).await;
        let id = citizen.fill(opened["id"].as_str().unwrap(), procedure, name).await;
        citizen.freeze(&id).await;
        let content =
            Content::parse(&citizen.get(&format!("/api/dossiers/{id}/dossier.json")).await.body).unwrap();
        assert!(case["expect"]["value"].as_object().is_some_and(|values| !values.is_empty()), "{name}");
        for (path, value) in case["expect"]["value"].as_object().unwrap() {
            assert_eq!(
                content.answers.get(path).unwrap_or(&Value::Null),
                value,
                "{procedure} {name}: {path}"
            );
        }
        if let Some(total) = case["expect"]["quote"]["total"].as_u64() {
            assert_eq!(content.fee.net, total, "{procedure} {name}");
        }
    }
}

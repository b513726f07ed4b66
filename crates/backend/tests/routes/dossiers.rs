//! Opening, listing, discarding; what belongs to others; repeats under one key.

use axum::http::Method;
use contract::fill_path;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, CHAM, Citizen, EXTRACT, HANG, KHONG_CO, THANH};
use crate::world::World;

#[tokio::test]
async fn a_new_draft_knows_what_the_registers_know() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let dossier = hang.open(BIRTH).await;
    assert_eq!(dossier["state"]["stage"], "draft");
    assert_eq!(dossier["allowed"], json!(["edit", "freeze", "discard"]));
    let facts = &dossier["draft"]["facts"];
    assert_eq!(
        facts["self.name"]["value"],
        json!({"family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng"})
    );
    assert_eq!(facts["self.name"]["source"], "population");
    assert_eq!(facts["spouse.id"]["value"], "001093008765");
    assert_eq!(facts["self.id"]["value"], "001195004321");
    assert_eq!(dossier["draft"]["register_trouble"], json!({}));
}

#[tokio::test]
async fn a_silent_register_never_blocks_a_draft() {
    let world = World::start().await;
    for (who, trouble) in [
        (("pham-thi-khong-co", "036192000789"), "unknown_person"),
        (("hoang-van-cham", "031088000987"), "unavailable"),
    ] {
        let citizen = Citizen::sign_in(&world, who).await;
        let draft = citizen.open(BIRTH).await["draft"].clone();
        assert_eq!(draft["register_trouble"], json!({"population": trouble}));
        assert!(draft["facts"].get("self.residence").is_none());
    }
    world.sandbox.fault("register", "other-person").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let draft = hang.open(BIRTH).await["draft"].clone();
    let silent = ["civil_status", "health_insurance", "population"];
    assert_eq!(
        draft["register_trouble"],
        json!(
            silent
                .map(|name| (name, "unavailable"))
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>()
        )
    );
    assert!(draft["facts"].get("self.residence").is_none(), "another person's facts never fill a form");
}

#[tokio::test]
async fn who_is_not_found_in_the_register_is_known_as_far_as_the_identity_provider_vouches() {
    let world = World::start().await;
    for (who, name, birth, sex) in [
        (KHONG_CO, json!({"family": "Phạm", "middle": "Thị Không", "given": "Có"}), "1992-06-30", "female"),
        (CHAM, json!({"family": "Hoàng", "middle": "Văn", "given": "Chậm"}), "1988-12-01", "male"),
    ] {
        let citizen = Citizen::sign_in(&world, who).await;
        let signed_in = world.get("/api/session").await.json()["now"].clone();
        world.advance(60).await;
        let facts = citizen.open(EXTRACT).await["draft"]["facts"].clone();
        let wanted = [
            ("self.name", name.clone()),
            ("self.birth", json!(birth)),
            ("self.sex", json!(sex)),
            ("self.id", json!(who.1)),
        ];
        for (fact, value) in wanted {
            assert_eq!(facts[fact]["value"], value);
            assert_eq!(facts[fact]["source"], "identity");
            assert!(facts[fact]["at"].as_str() <= signed_in.as_str(), "it was vouched for at the sign-in");
        }
        let body = json!({"answers": {"for_whom": "self", "requester_name": {"family": "Ai", "given": "Khác"}}, "facts": facts});
        let seen =
            citizen.call(Method::POST, &format!("/api/procedures/{EXTRACT}/check"), &body, &[]).await.json();
        let field = &seen["fields"]["requester_name"];
        // A name that came in one line was taken apart: it is offered, and the citizen's own parts stand.
        assert_eq!((&field["locked"], &field["value"]["family"]), (&json!(false), &json!("Ai")));
        assert_eq!(field["provenance"]["source"], "identity");
    }
}

#[tokio::test]
async fn a_second_draft_of_a_service_is_opened_only_knowingly() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let first = hang.open(BIRTH).await;
    let mut wanted = json!({ "procedure": BIRTH, "language": "vi" });
    let again = hang.post("/api/dossiers", "second", &wanted).await;
    assert_eq!(again.problem(409), "draft_exists");
    assert_eq!(again.json()["existing"], first["id"]);
    wanted["another"] = true.into();
    assert_ne!(hang.done("/api/dossiers", "third", &wanted).await["id"], first["id"]);
    let list = hang.get("/api/dossiers?lang=en").await.json();
    assert_eq!(list["dossiers"].as_array().unwrap().len(), 2);
    assert_eq!(list["dossiers"][0]["title"], "Birth registration");
    assert_eq!(list["dossiers"][0]["waiting_for"], "you");
}

#[tokio::test]
async fn the_same_key_opens_one_dossier_and_answers_the_same() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let wanted = json!({ "procedure": BIRTH, "language": "vi" });
    let first = hang.post("/api/dossiers", "one", &wanted).await;
    hang.save(first.json()["id"].as_str().unwrap(), 1, &json!({ "case": "normal" })).await;
    let again = hang.post("/api/dossiers", "one", &wanted).await;
    assert_eq!((again.status.as_u16(), again.body), (200, first.body));
    let other = json!({ "procedure": EXTRACT, "language": "vi" });
    assert_eq!(hang.post("/api/dossiers", "one", &other).await.problem(422), "idempotency_mismatch");
    let without = hang.call(Method::POST, "/api/dossiers", &wanted, &[]).await;
    assert_eq!(without.problem(400), "missing_idempotency_key");
    let thanh = Citizen::sign_in(&world, THANH).await;
    let theirs = thanh.post("/api/dossiers", "one", &wanted).await.json();
    assert_ne!(
        theirs["id"],
        hang.get("/api/dossiers").await.json()["dossiers"][0]["id"],
        "keys belong to a citizen"
    );
}

#[tokio::test]
async fn two_clicks_at_once_open_one_dossier() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let wanted = json!({ "procedure": BIRTH, "language": "vi" });
    let (one, two) = tokio::join!(
        hang.post("/api/dossiers", "click", &wanted),
        hang.post("/api/dossiers", "click", &wanted)
    );
    let statuses = [one.status.as_u16(), two.status.as_u16()];
    assert!(
        statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)),
        "{statuses:?}"
    );
    assert_eq!(hang.get("/api/dossiers").await.json()["dossiers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn somebody_elses_dossier_is_not_there() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    let id = hang.birth().await;
    hang.freeze(&id).await;
    let operations = contract::openapi::operations();
    let on_dossiers: Vec<_> = operations.iter().filter(|one| one.path.contains("{id}")).collect();
    assert!(on_dossiers.len() > 15, "{on_dossiers:?}");
    let file = hang.dossier(&id).await["draft"]["answers"]["birth_certificate"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for operation in on_dossiers {
        let method: Method = operation.method.parse().unwrap();
        for handle in [id.as_str(), "nobodys"] {
            let what = if operation.path.contains("{number}") { "1" } else { &file };
            let path = fill_path(operation.path, &[handle, what]);
            let headers = [("Idempotency-Key", "k"), ("If-Match", "\"1\"")];
            let body = match operation.path.rsplit('/').next() {
                Some("freeze") => json!({ "revision": 1 }),
                Some("answers") => json!({ "changes": {} }),
                Some("signing") => json!({ "credential": "c" }),
                Some("confirm") => json!({ "attempt": 1, "requested_hash": "" }),
                Some("invitations") => json!({ "number": 1 }),
                Some("scan") => json!({ "sha256": "", "file": "f" }),
                Some("papers") => json!({ "choices": [] }),
                Some("keep") => json!({ "keep": true }),
                Some("cancel") => json!({ "attempt": 1 }),
                _ => Value::Null,
            };
            let answer = thanh.call(method.clone(), &path, &body, &headers).await;
            assert_eq!(answer.problem(404), "not_found", "{} {path}", operation.method);
            let nobody = world.get(&path).await;
            assert!([401, 405].contains(&nobody.status.as_u16()), "{path}: {}", nobody.status);
        }
    }
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "frozen");
    assert_eq!(thanh.get("/api/dossiers").await.json()["dossiers"], json!([]));
}

#[tokio::test]
async fn a_discarded_draft_is_gone() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let planted = "Trạm xá Chỉ Có Ở Đây";
    assert_eq!(hang.save(&id, 2, &json!({ "birth_facility": planted })).await.status, 200);
    hang.freeze(&id).await;
    let path = format!("/api/dossiers/{id}");
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(hang.get(&path).await.problem(404), "not_found");
    assert_eq!(hang.get("/api/dossiers").await.json()["dossiers"], json!([]));
    world.work().await;
    let files = std::fs::read_dir(world.path("data/files")).unwrap();
    for name in ["congdan.sqlite3", "congdan.sqlite3-wal"] {
        let bytes = std::fs::read(world.path("data").join(name)).unwrap();
        let is_left = bytes.windows(planted.len()).any(|window| window == planted.as_bytes());
        assert!(!is_left, "an answer is left in {name}");
    }
    let left: usize = files.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum();
    assert_eq!(left, 0, "the files' bytes are deleted as well");
}

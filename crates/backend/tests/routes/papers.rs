//! The citizen's own store: what comes into it, what it attaches to a draft without asking, and what is taken out.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::world::{World, project};

const CLASS: &str = "hn-lop-hoc";

/// Our procedures and the agency's.
async fn world() -> World {
    let own = project("procedures");
    World::beside(&own, &project("tests/agency")).await
}

impl Citizen<'_> {
    pub async fn papers(&self) -> Vec<Value> {
        let list = self.get("/api/papers?lang=vi").await;
        assert_eq!(list.status, 200, "{}", list.text());
        list.json()["papers"].as_array().unwrap().clone()
    }

    /// Files an extract and gives its official code.
    async fn extract(&self) -> String {
        let id = self.filled(EXTRACT, "own-birth").await;
        self.freeze(&id).await;
        self.filed(&id).await
    }

    async fn filed(&self, id: &str) -> String {
        self.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
        self.world.work().await;
        self.world.work().await;
        let filing = self.dossier(id).await["state"]["filing"].clone();
        filing["code"].as_str().unwrap_or_else(|| panic!("{filing}")).to_owned()
    }

    /// The officer finishes a dossier; `until` is the last good day of its result.
    pub async fn done_at_desk(&self, code: &str, until: &str) {
        let path = format!("/desk/dossiers/{code}");
        for status in ["2", "4", "9"] {
            self.world.sandbox.form(&path, &[("status", status), ("valid_until", until)]).await;
        }
        self.world.work().await;
    }

    /// A class for the citizen, with everything but the papers.
    async fn class(&self, key: &str) -> String {
        let wanted = json!({ "procedure": CLASS, "language": "vi", "another": true });
        let opened = self.done("/api/dossiers", key, &wanted).await;
        let id = opened["id"].as_str().unwrap().to_owned();
        let agency = json!({ "province": "01", "commune": "00082" });
        let answers = json!({ "learner": "self", "pledge": true, "agency": agency, "phone": "0912345678" });
        assert_eq!(self.save(&id, 1, &answers).await.status, 200);
        id
    }

    async fn offered(&self, id: &str) -> Value {
        let offered = self.get(&format!("/api/dossiers/{id}/papers")).await;
        assert_eq!(offered.status, 200, "{}", offered.text());
        offered.json()
    }

    async fn attach(&self, id: &str, choices: &Value) -> Vec<Value> {
        let path = format!("/api/dossiers/{id}/papers");
        let answer = self.call(Method::POST, &path, &json!({ "choices": choices }), &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["files"].as_array().unwrap().clone()
    }

    /// Saves what was attached as answers.
    async fn answer(&self, id: &str, used: &[Value]) {
        let revision = self.dossier(id).await["draft"]["revision"].as_u64().unwrap();
        let entry = |one: &Value| {
            let mut file = one["file"].clone();
            file["paper"] = one["paper"].clone();
            (one["field"].as_str().unwrap().to_owned(), json!([file]))
        };
        let changes: serde_json::Map<String, Value> = used.iter().map(entry).collect();
        assert_eq!(self.save(id, revision, &Value::Object(changes)).await.status, 200);
    }

    async fn add_upload(&self, id: &str, field: &str, bytes: &[u8]) {
        let file = self.upload(id, field, "Khám sức khỏe.pdf", bytes).await.json();
        let revision = self.dossier(id).await["draft"]["revision"].as_u64().unwrap();
        assert_eq!(self.save(id, revision, &json!({ field: [file] })).await.status, 200);
    }

    async fn remove(&self, paper: &Value) -> u16 {
        let path = format!("/api/papers/{}", paper["id"].as_str().unwrap());
        self.call(Method::DELETE, &path, &Value::Null, &[]).await.status.as_u16()
    }
}

/// Lê Văn Thành with the result of an extract in his store, good until a day, and the code of its dossier.
async fn with_result<'w>(world: &'w World, until: &str) -> (Citizen<'w>, String) {
    let thanh = Citizen::sign_in(world, THANH).await;
    let code = thanh.extract().await;
    thanh.done_at_desk(&code, until).await;
    (thanh, code)
}

#[tokio::test]
async fn the_result_of_a_dossier_comes_into_the_store_once_and_downloads_as_it_was_issued() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let code = thanh.extract().await;
    assert_eq!(thanh.papers().await, Vec::<Value>::new());
    thanh.done_at_desk(&code, "").await;
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "10")]).await;
    world.work().await;
    let papers = thanh.papers().await;
    assert_eq!(papers.len(), 1, "{papers:?}");
    let paper = &papers[0];
    assert_eq!((&paper["component"], &paper["source"]), (&json!("trich-luc-khai-sinh"), &json!("result")));
    assert_eq!((&paper["holder"], &paper["is_valid"]), (&json!(THANH.1), &json!(true)));
    assert_eq!(paper["reference"], "0001/TLKS-BS");
    let file = thanh.get(&format!("/api/papers/{}/file", paper["id"].as_str().unwrap())).await;
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(dossier::canonical::sha256_hex(&file.body), paper["sha256"].as_str().unwrap());
    assert!(file.body.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn a_desk_that_is_down_gives_its_result_later() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let code = thanh.extract().await;
    for status in ["2", "4", "9"] {
        world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", status)]).await;
    }
    world.sandbox.fault("desk", "down").await;
    world.work().await;
    assert_eq!(thanh.papers().await.len(), 0);
    world.sandbox.fault("desk", "ok").await;
    world.advance(10).await;
    assert_eq!(thanh.papers().await.len(), 1);
}

#[tokio::test]
async fn a_second_dossier_gets_the_paper_without_asking_and_files_exactly_its_bytes() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let paper = thanh.papers().await[0].clone();
    let id = thanh.class("class").await;
    let offered = thanh.offered(&id).await;
    assert_eq!(offered["slots"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&offered["slots"][0]["field"], &offered["slots"][0]["automatic"]),
        (&json!("birth_extract"), &paper["id"])
    );
    let used = thanh.attach(&id, &json!([])).await;
    assert_eq!((used.len(), &used[0]["file"]["sha256"]), (1, &paper["sha256"]));
    assert_eq!(
        used,
        thanh.attach(&id, &json!([])).await,
        "a lost answer is given again, and nothing is attached twice"
    );
    thanh.answer(&id, &used).await;
    thanh.add_upload(&id, "health_note", &crate::citizen::paper("healthy")).await;
    let frozen = thanh.freeze(&id).await;
    assert_eq!(frozen["state"]["stage"], "frozen");
    let second = thanh.filed(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["documents"][0]["sha256"], paper["sha256"]);
    assert_eq!(content["documents"][0]["paper"], used[0]["paper"]);
    assert_eq!(content["documents"][1].get("paper"), None);
    let desk = world.sandbox.page(&format!("/desk/dossiers/{second}")).await;
    assert_eq!(desk.matches("Nguyên vẹn").count(), 2, "{desk}");
    let log = thanh.papers().await[0]["uses"].clone();
    assert_eq!((&log[0]["dossier"], &log[0]["code"]), (&json!(id), &json!(second)));
    assert!(log[0]["office"].as_str().unwrap().contains("Hà Nội"), "{log}");
}

#[tokio::test]
async fn a_fee_of_the_result_does_not_keep_a_dossier_from_being_filed_and_is_asked_for_by_a_notice() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let id = thanh.class("class").await;
    let used = thanh.attach(&id, &json!([])).await;
    thanh.answer(&id, &used).await;
    thanh.add_upload(&id, "health_note", &crate::citizen::paper("healthy")).await;
    let state = thanh.freeze(&id).await["state"].clone();
    assert_eq!(
        (&state["requirements"]["fee"], &state["requirements"]["on_result"]),
        (&json!(0), &json!(20_000))
    );
    assert_eq!(state["payment"]["state"], "not_required");
    let code = thanh.filed(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!((&content["fee"]["net"], &content["fee"]["on_result"]), (&json!(0), &json!(20_000)));
    assert_eq!(
        (&content["fee"]["lines"][0]["id"], &content["fee"]["lines"][0]["paid"]),
        (&json!("card"), &json!("result"))
    );
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    assert_eq!((&receipt["fee"]["on_result"], &receipt["payment"]), (&json!(20_000), &Value::Null));
    let desk = world.sandbox.page(&format!("/desk/dossiers/{code}")).await;
    assert!(desk.contains("Thu khi trả kết quả") && desk.contains("20.000 đ"), "{desk}");
    for status in ["2", "4", "9"] {
        world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", status)]).await;
    }
    let asks = [("item_1", "Phí làm thẻ"), ("amount_1", "20.000"), ("way", "result-online")];
    world.sandbox.form(&format!("/desk/dossiers/{code}/dues"), &asks).await;
    let asked = thanh.dossier(&id).await;
    assert_eq!(asked["allowed"], json!(["start_payment"]), "{asked}");
    let started = thanh.done(&format!("/api/dossiers/{id}/payment"), "pay", &json!({ "due": 1 })).await;
    let page = world.sandbox.page(started["redirect_url"].as_str().unwrap()).await;
    thanh.at_gateway(&crate::world::hidden(&page, "order"), "pay").await;
    world.work().await;
    let due = thanh.dossier(&id).await["state"]["dues"][0].clone();
    assert_eq!((&due["payment"]["state"], due["told_at"].is_string()), (&json!("paid"), true), "{due}");
}

#[tokio::test]
async fn a_paper_about_somebody_else_is_never_attached_nor_offered() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let id = thanh.class("class").await;
    let revision = thanh.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    let other = json!({ "learner": "other", "learner_id": "" });
    thanh.save(&id, revision, &other).await;
    assert_eq!(thanh.offered(&id).await["slots"], json!([]), "nobody knows yet whose extract is asked for");
    thanh.save(&id, revision + 1, &json!({ "learner_id": HANG.1 })).await;
    assert_eq!(thanh.offered(&id).await["slots"], json!([]));
    assert_eq!(thanh.attach(&id, &json!([])).await, Vec::<Value>::new());
    let paper = thanh.papers().await[0]["id"].clone();
    let choice = json!({ "choices": [{ "field": "birth_extract", "paper": paper }] });
    let path = format!("/api/dossiers/{id}/papers");
    assert_eq!(thanh.call(Method::POST, &path, &choice, &[]).await.problem(404), "not_found");
}

#[tokio::test]
async fn what_the_citizen_took_out_is_not_put_back_and_can_be_chosen_again() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let id = thanh.class("class").await;
    let used = thanh.attach(&id, &json!([])).await;
    let file = format!("/api/dossiers/{id}/files/{}", used[0]["file"]["id"].as_str().unwrap());
    assert_eq!(thanh.call(Method::DELETE, &file, &Value::Null, &[]).await.status, 204);
    let slot = thanh.offered(&id).await["slots"][0].clone();
    assert_eq!((&slot["automatic"], slot["offers"].as_array().unwrap().len()), (&Value::Null, 1));
    assert_eq!(thanh.attach(&id, &json!([])).await.len(), 0);
    let again = json!([{ "field": "birth_extract", "paper": slot["offers"][0]["id"] }]);
    assert_eq!(thanh.attach(&id, &again).await.len(), 1);
    assert_eq!(thanh.papers().await.len(), 1, "the paper itself stays in the store");
}

#[tokio::test]
async fn an_upload_is_kept_only_when_the_citizen_says_so_and_then_asked_once() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    for (key, keep, kept) in [("one", false, 1), ("two", true, 2)] {
        let id = thanh.class(key).await;
        let used = thanh.attach(&id, &json!([])).await;
        thanh.answer(&id, &used).await;
        thanh.add_upload(&id, "health_note", &crate::citizen::paper("healthy")).await;
        assert_eq!(thanh.offered(&id).await["keep"], false, "nothing is kept by default");
        let path = format!("/api/dossiers/{id}/papers/keep");
        assert_eq!(thanh.call(Method::POST, &path, &json!({ "keep": keep }), &[]).await.status, 204);
        thanh.freeze(&id).await;
        thanh.filed(&id).await;
        assert_eq!(thanh.papers().await.len(), kept, "{key}");
    }
    let papers = thanh.papers().await;
    let upload = papers.iter().find(|paper| paper["source"] == "upload").unwrap();
    assert_eq!((&upload["title"], &upload["holder"]), (&json!("Giấy khám sức khỏe"), &json!(THANH.1)));
    let id = thanh.class("three").await;
    assert_eq!(thanh.attach(&id, &json!([])).await.len(), 2, "both papers are there already");
}

#[tokio::test]
async fn a_paper_is_not_good_after_its_last_day_not_even_in_a_draft_that_has_it() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "2026-11-22").await;
    let id = thanh.class("class").await;
    let used = thanh.attach(&id, &json!([])).await;
    thanh.answer(&id, &used).await;
    thanh.add_upload(&id, "health_note", &crate::citizen::paper("healthy")).await;
    world.advance(2 * 24 * 3600).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.papers().await[0]["is_valid"], false);
    assert_eq!(thanh.offered(&id).await["slots"], json!([]));
    let revision = thanh.dossier(&id).await["draft"]["revision"].clone();
    let refused =
        thanh.post(&format!("/api/dossiers/{id}/freeze"), "late", &json!({ "revision": revision })).await;
    assert_eq!(refused.problem(422), "invalid_answers");
    let error = &refused.json()["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/birth_extract"), &json!("file.over")));
}

#[tokio::test]
async fn a_removed_paper_leaves_drafts_and_stays_with_what_was_filed() {
    let world = world().await;
    let (thanh, code) = with_result(&world, "").await;
    let paper = thanh.papers().await[0].clone();
    let filed = thanh.class("filed").await;
    thanh.answer(&filed, &thanh.attach(&filed, &json!([])).await).await;
    thanh.add_upload(&filed, "health_note", &crate::citizen::paper("healthy")).await;
    thanh.freeze(&filed).await;
    thanh.filed(&filed).await;
    let open = thanh.class("unfinished").await;
    thanh.answer(&open, &thanh.attach(&open, &json!([])).await).await;
    assert_eq!(thanh.remove(&paper).await, 204);
    assert_eq!(thanh.papers().await, Vec::<Value>::new());
    assert_eq!(thanh.remove(&paper).await, 404);
    let draft = thanh.dossier(&open).await["draft"].clone();
    assert_eq!(draft["answers"]["birth_extract"], json!([]));
    assert_eq!(thanh.attach(&open, &json!([])).await.len(), 0, "it is asked for again");
    let receipt = thanh.get(&format!("/api/dossiers/{filed}/receipt")).await.json();
    assert_eq!(receipt["documents"][0]["sha256"], paper["sha256"]);
    let digest = paper["sha256"].as_str().unwrap();
    assert!(world.path("data/files").join(&digest[..2]).join(digest).is_file(), "the filed copy is there");
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "10")]).await;
    world.work().await;
    assert_eq!(
        thanh.papers().await,
        Vec::<Value>::new(),
        "what was removed does not come back with the next report"
    );
}

#[tokio::test]
async fn a_draft_that_is_thrown_away_leaves_no_trace_of_its_papers() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let id = thanh.class("class").await;
    assert_eq!(thanh.attach(&id, &json!([])).await.len(), 1);
    let path = format!("/api/dossiers/{id}");
    let keep = json!({ "keep": true });
    assert_eq!(thanh.call(Method::POST, &format!("{path}/papers/keep"), &keep, &[]).await.status, 204);
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    world.work().await;
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    for table in ["paper_use", "paper_keep"] {
        let left = format!("SELECT count(*) FROM {table} WHERE dossier = ?1");
        assert_eq!(sql.query_row(&left, [&id], |row| row.get::<_, i64>(0)).unwrap(), 0, "{table}");
    }
    assert_eq!(thanh.papers().await.len(), 1, "the paper itself stays in the store");
}

#[tokio::test]
async fn one_paper_is_attached_to_an_answer_once_however_often_it_is_chosen() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let paper = thanh.papers().await[0]["id"].clone();
    let id = thanh.class("class").await;
    let one = json!({ "field": "birth_extract", "paper": paper });
    let path = format!("/api/dossiers/{id}/papers");
    let twice = thanh.call(Method::POST, &path, &json!({ "choices": [one, one] }), &[]).await;
    assert_eq!(twice.problem(400), "bad_request");
    assert_eq!(thanh.attach(&id, &json!([one])).await, thanh.attach(&id, &json!([one])).await);
}

#[tokio::test]
async fn a_file_that_claims_to_be_another_paper_is_refused() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let id = thanh.class("class").await;
    let mut used = thanh.attach(&id, &json!([])).await;
    thanh.add_upload(&id, "health_note", &crate::citizen::paper("healthy")).await;
    used[0]["paper"]["reference"] = json!("9999/TLKS-BS");
    thanh.answer(&id, &used).await;
    let revision = thanh.dossier(&id).await["draft"]["revision"].clone();
    let refused =
        thanh.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": revision })).await;
    assert_eq!(refused.problem(422), "invalid_answers");
    assert_eq!(refused.json()["errors"][0]["code"], "file.missing");
}

#[tokio::test]
async fn nobody_reaches_the_papers_of_somebody_else() {
    let world = world().await;
    let (thanh, _) = with_result(&world, "").await;
    let paper = thanh.papers().await[0].clone();
    let id = thanh.class("class").await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.papers().await, Vec::<Value>::new());
    assert_eq!(hang.remove(&paper).await, 404);
    assert_eq!(
        hang.get(&format!("/api/papers/{}/file", paper["id"].as_str().unwrap())).await.problem(404),
        "not_found"
    );
    let path = format!("/api/dossiers/{id}/papers");
    assert_eq!(hang.get(&path).await.problem(404), "not_found");
    let choice = json!({ "choices": [{ "field": "birth_extract", "paper": paper["id"] }] });
    assert_eq!(hang.call(Method::POST, &path, &choice, &[]).await.problem(404), "not_found");
    assert_eq!(
        hang.call(Method::POST, &format!("{path}/keep"), &json!({ "keep": true }), &[]).await.problem(404),
        "not_found"
    );
    let own = hang.class("own").await;
    let path = format!("/api/dossiers/{own}/papers");
    assert_eq!(hang.call(Method::POST, &path, &choice, &[]).await.problem(404), "not_found");
}

//! The one-stop desk: filing once, moving the status by the rules, pushing each move to the portal.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use aws_lc_rs::{digest, hmac};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use support::{Answer, Call, HANG, Portal, World, config, hex};

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

struct Office {
    world: World,
    portal: Portal,
}

impl Office {
    async fn new() -> Self {
        let portal = Portal::listen().await;
        Office { world: World::new(config(&portal.url)), portal }
    }

    fn dossier(&self, handle: &str) -> Value {
        let paper = b"%PDF-1.7 giay chung sinh";
        json!({
            "handle": handle,
            "procedure": "1.001193",
            "title": "Đăng ký khai sinh <b>",
            "agency": { "province": "01", "commune": "00082" },
            "applicant": { "name": "Nguyễn Thị Bích Hằng", "id": HANG },
            "submitted_at": "2026-11-21T15:00:00+07:00",
            "content_b64": STANDARD.encode(json!({ "documents": [sha256(paper)] }).to_string()),
            "signature_b64": STANDARD.encode("signature"),
            "revocation": { "source": "crl", "content_b64": STANDARD.encode("a list") },
            "documents": [{
                "name": "../../giấy chứng sinh.pdf", "sha256": sha256(paper), "size": paper.len(),
                "content_b64": STANDARD.encode(paper),
            }],
            "fee": { "amount": 16000, "paid": true, "receipt": "BL-1" },
            "callback": format!("{}/hooks/desk", self.portal.url),
            "receipts_callback": format!("{}/hooks/receipts", self.portal.url),
        })
    }

    async fn file(&self, key: &str, dossier: &Value) -> Answer {
        let headers = [("authorization", "Bearer desk-token"), ("idempotency-key", key)];
        self.world.json_with("/desk/v1/dossiers", dossier, &headers).await
    }

    async fn filed(&self, handle: &str) -> String {
        let answer = self.file(&format!("key of {handle}"), &self.dossier(handle)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["code"].as_str().unwrap().to_owned()
    }

    async fn go(&self, code: &str, status: u8, note: &str) -> Answer {
        let pairs = [("status", &*status.to_string()), ("note", note), ("appointment", "")];
        self.world.form(&format!("/desk/dossiers/{code}"), &pairs).await
    }

    async fn events(&self, code: &str) -> Vec<Value> {
        let answer = self.world.get_as(&format!("/desk/v1/dossiers/{code}"), "desk-token").await;
        answer.json()["events"].as_array().unwrap().clone()
    }

    /// What was pushed, each with a signature that fits its bytes.
    fn pushed(&self) -> Vec<Value> {
        self.portal.calls().iter().map(checked).collect()
    }
}

fn checked(call: &Call) -> Value {
    assert_eq!((call.method.as_str(), call.uri.path()), ("POST", "/hooks/desk"));
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"desk-hmac");
    let wanted = hex(hmac::sign(&key, &call.body).as_ref());
    assert_eq!(call.headers["x-desk-signature"], wanted.as_str());
    serde_json::from_slice(&call.body).unwrap()
}

#[tokio::test]
async fn a_dossier_is_taken_and_gets_its_code() {
    let office = Office::new().await;
    let answer = office.file("k1", &office.dossier("h1")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let receipt = answer.json();
    let now = office.world.get("/control/clock").await.json()["now"].as_str().unwrap().to_owned();
    let day = format!("{}{}{}", &now[2..4], &now[5..7], &now[8..10]);
    assert_eq!(receipt["code"], format!("H01.82-{day}-0001"));
    assert_eq!(receipt["status"], 1);
    assert_eq!(office.filed("h2").await, format!("H01.82-{day}-0002"));
    let events = office.events(receipt["code"].as_str().unwrap()).await;
    assert_eq!((events.len(), &events[0]["sequence"], &events[0]["status"]), (1, &json!(1), &json!(1)));
    assert_eq!(office.pushed(), Vec::<Value>::new());
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_and_another_payload_is_refused() {
    let office = Office::new().await;
    let dossier = office.dossier("h1");
    let first = office.file("k1", &dossier).await;
    let second = office.file("k1", &dossier).await;
    assert_eq!((first.status, first.body), (second.status, second.body));
    let other = office.file("k1", &office.dossier("h2")).await;
    assert_eq!((other.status.as_u16(), &other.json()["code"]), (422, &json!("idempotency-key-reused")));
    let again = office.file("k2", &dossier).await;
    assert_eq!((again.status.as_u16(), &again.json()["code"]), (409, &json!("already-received")));
    let page = office.world.get("/desk").await.text();
    assert_eq!(page.matches("<tr>").count(), 2, "{page}");
}

#[tokio::test]
async fn an_answer_that_is_lost_is_given_again() {
    let office = Office::new().await;
    office.world.fault("desk", "lost-answer").await;
    assert_eq!(office.file("k1", &office.dossier("h1")).await.status, 503);
    let answer = office.file("k1", &office.dossier("h1")).await;
    assert_eq!(answer.status, 201);
    assert!(answer.json()["code"].as_str().unwrap().ends_with("-0001"));
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let office = Office::new().await;
    let good = office.dossier("h1");
    let no_key =
        office.world.json_with("/desk/v1/dossiers", &good, &[("authorization", "Bearer desk-token")]).await;
    assert_eq!((no_key.status.as_u16(), &no_key.json()["code"]), (400, &json!("idempotency-key-missing")));
    let stranger = office.world.json_with("/desk/v1/dossiers", &good, &[("idempotency-key", "k")]).await;
    assert_eq!(stranger.status, 401);
    for (pointer, value, code) in [
        ("/documents/0/sha256", json!("00"), "document-broken"),
        ("/documents/0/size", json!(1), "document-broken"),
        ("/documents/0/content_b64", json!("?"), "not-base64"),
        ("/agency/commune", json!("82"), "agency-malformed"),
        ("/applicant/id", json!("1"), "malformed"),
        ("/callback", json!("http://evil.example/"), "callback-foreign"),
        ("/receipts_callback", json!("http://evil.example/"), "callback-foreign"),
        ("/title", json!(null), "malformed"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let answer = office.file(pointer, &bad).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (422, &json!(code)), "{pointer}");
    }
    assert_eq!(office.world.get_as("/desk/v1/dossiers/H01.82-000000-0001", "desk-token").await.status, 404);
}

#[tokio::test]
async fn legal_moves_are_pushed_in_order_with_a_signature() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    let pairs = [("status", "2"), ("note", "Đủ giấy tờ"), ("appointment", "2030-01-31")];
    assert_eq!(office.world.form(&format!("/desk/dossiers/{code}"), &pairs).await.status, 303);
    for status in [4, 5, 4, 6, 4, 9, 10] {
        assert_eq!(office.go(&code, status, "").await.status, 303, "{status}");
    }
    let pushed = office.pushed();
    assert_eq!(
        pushed.iter().map(|one| one["status"].as_u64().unwrap()).collect::<Vec<_>>(),
        [2, 4, 5, 4, 6, 4, 9, 10]
    );
    assert_eq!(
        pushed.iter().map(|one| one["sequence"].as_u64().unwrap()).collect::<Vec<_>>(),
        (2..=9).collect::<Vec<_>>()
    );
    assert_eq!((&pushed[0]["handle"], &pushed[0]["code"]), (&json!("h1"), &json!(code)));
    assert_eq!((&pushed[0]["note"], &pushed[0]["appointment"]), (&json!("Đủ giấy tờ"), &json!("2030-01-31")));
    assert_eq!(pushed[1]["appointment"], json!(null));
    assert_eq!(office.events(&code).await.len(), 9);
}

#[tokio::test]
async fn illegal_moves_change_nothing_and_are_not_pushed() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    for status in [1, 4, 9, 10, 99] {
        assert_eq!(office.go(&code, status, "").await.status, 422, "{status}");
    }
    let yesterday = [("status", "2"), ("note", ""), ("appointment", "2020-01-01")];
    assert_eq!(office.world.form(&format!("/desk/dossiers/{code}"), &yesterday).await.status, 422);
    assert_eq!(office.go(&code, 2, &"x".repeat(1001)).await.status, 422);
    office.go(&code, 3, "Không đúng thẩm quyền").await;
    assert_eq!(office.go(&code, 4, "").await.status, 422);
    assert_eq!((office.events(&code).await.len(), office.pushed().len()), (2, 1));
}

#[tokio::test]
async fn a_push_that_is_not_taken_comes_again_before_the_next_one() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    office.portal.answers(500, "");
    office.go(&code, 2, "").await;
    assert!(office.world.get(&format!("/desk/dossiers/{code}")).await.text().contains("Cổng chưa nhận 1"));
    office.portal.answers(200, "");
    office.go(&code, 4, "").await;
    let sequences: Vec<_> = office.pushed().iter().map(|one| one["sequence"].as_u64().unwrap()).collect();
    assert_eq!(sequences, [2, 2, 3]);
}

#[tokio::test]
async fn a_retry_delivers_what_waits_even_after_a_restart() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    office.portal.answers(503, "");
    office.go(&code, 2, "").await;
    office.go(&code, 4, "").await;
    let world = World::new(office.world.config.clone());
    assert_eq!(world.json("/desk/v1/retry", &json!({})).await.status, 401);
    let bearer = [("authorization", "Bearer desk-token")];
    let refused = world.json_with("/desk/v1/retry", &json!({}), &bearer).await.json();
    assert_eq!(refused, json!({ "delivered": 0, "waiting": 2 }));
    office.portal.answers(204, "");
    let taken = world.json_with("/desk/v1/retry", &json!({}), &bearer).await.json();
    assert_eq!(taken, json!({ "delivered": 2, "waiting": 0 }));
}

#[tokio::test]
async fn the_officer_sees_the_papers_checked_and_every_text_escaped() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    let path = format!("/desk/dossiers/{code}");
    let page = office.world.get(&path).await.text();
    for part in [
        "Đăng ký khai sinh &lt;b&gt;",
        "Nguyên vẹn",
        "Có trong hồ sơ",
        "16.000 đ, đã nộp (giao dịch BL-1)",
        "giấy chứng sinh.pdf",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("khai sinh <b>"));
    let stored = office.world.config.data.join("papers").join(&code).join("1.bin");
    std::fs::write(stored, "something else").unwrap();
    assert!(office.world.get(&path).await.text().contains("Sai mã băm"));

    let signature = office.world.get(&format!("{path}/files/dossier.p7s")).await;
    assert_eq!(signature.body.as_ref(), b"signature");
    assert!(signature.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let list = office.world.get(&format!("{path}/files/dossier.crl")).await;
    assert_eq!(list.body, "a list");
    assert_eq!(office.world.get(&format!("{path}/files/dossier.ocsp")).await.status, 404);
    assert_eq!(office.world.get(&format!("{path}/files/..%2F..%2F..%2Fkeys.json")).await.status, 404);

    office.world.json("/control/reset", &json!({})).await;
    assert_eq!(office.world.get(&path).await.status, 404);
    assert!(!office.world.config.data.join("papers").exists());
}

#[tokio::test]
async fn a_dossier_that_is_done_gives_out_its_result_once_with_its_digest() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    let list = format!("/desk/v1/dossiers/{code}/results");
    for status in [2, 4] {
        office.go(&code, status, "").await;
    }
    assert_eq!(office.world.get_as(&list, "desk-token").await.json()["results"], json!([]));
    let late = [("status", "9"), ("valid_until", "2001-01-01")];
    assert_eq!(office.world.form(&format!("/desk/dossiers/{code}"), &late).await.status, 422);
    office.go(&code, 9, "").await;
    office.go(&code, 10, "").await;
    let results = office.world.get_as(&list, "desk-token").await.json()["results"].clone();
    assert_eq!(results.as_array().unwrap().len(), 1);
    let given = &results[0];
    assert_eq!((&given["component"], &given["valid_until"]), (&json!("giay-khai-sinh"), &Value::Null));
    let path = format!("{list}/{}", given["id"].as_str().unwrap());
    let bytes = office.world.get_as(&path, "desk-token").await.body;
    assert_eq!(given["sha256"], sha256(&bytes));
    assert_eq!(given["size"], bytes.len());
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(office.world.get_as(&path, "another").await.status, 401);
    assert_eq!(office.world.get_as(&format!("{list}/another"), "desk-token").await.status, 404);
    let page = office.world.get(&format!("/desk/dossiers/{code}")).await.text();
    assert!(page.contains("Giấy khai sinh (bản điện tử)"), "{page}");
}

#[tokio::test]
async fn a_fee_is_asked_for_with_its_notice_and_its_payment_is_heard_once_unless_the_notice_is_over() {
    let office = Office::new().await;
    let code = office.filed("h1").await;
    office.go(&code, 2, "").await;
    let ask =
        [("item_1", "Phí thẩm định"), ("amount_1", "120.000"), ("clock", "from_payment"), ("way", "online")];
    for _ in 0..2 {
        let asked = office.world.form(&format!("/desk/dossiers/{code}/dues"), &ask).await;
        assert_eq!(asked.status, 303, "{}", asked.text());
    }
    let notice = office.pushed().last().unwrap()["notice"].clone();
    let id = |number: u8| format!("{code}.TB{number}");
    assert_eq!(
        notice,
        json!({ "id": id(2), "items": [{ "name": "Phí thẩm định", "amount": 120_000 }], "total": 120_000, "basis": "",
            "until": null, "clock": "from_payment", "online": true, "on_result": false })
    );
    let told = async |notice: String, amount: u64, transaction: &str| {
        let body = json!({ "notice": notice, "amount": amount, "transaction": transaction,
            "paid_at": "2026-11-21T08:00:00Z" });
        let path = format!("/desk/v1/dossiers/{code}/payments");
        office.world.json_with(&path, &body, &[("authorization", "Bearer desk-token")]).await
    };
    let first = told(id(1), 120_000, "T1").await;
    assert_eq!(first.status, 200, "{}", first.text());
    assert_eq!(told(id(1), 120_000, "T1").await.body, first.body, "told again, answered again");
    let end = [("over", id(1)), ("how", "withdrawn".to_owned())];
    let end: Vec<(&str, &str)> = end.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(office.world.form(&format!("/desk/dossiers/{code}/dues"), &end).await.status, 422);
    let end = [("over", &*id(2)), ("how", "withdrawn")];
    office.world.form(&format!("/desk/dossiers/{code}/dues"), &end).await;
    assert_eq!(office.pushed().last().unwrap()["over"], json!({ "id": id(2), "how": "withdrawn" }));
    assert_eq!(office.pushed().last().unwrap()["status"], 4, "nothing keeps it any more");
    for (notice, amount, transaction, status, why) in [
        (id(1), 120_000, "T2", 409, "already-paid"),
        (id(2), 120_000, "T2", 409, "notice-over"),
        (id(3), 120_000, "T2", 404, "notice-unknown"),
    ] {
        let answer = told(notice, amount, transaction).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (status, &json!(why)));
    }
}

#[tokio::test]
async fn a_payment_has_one_good_receipt_which_the_officer_issues_late_replaces_or_cancels_and_the_portal_is_told()
 {
    let office = Office::new().await;
    office.world.fault("desk", "late-receipts").await;
    let code = office.filed("h1").await;
    let list = format!("/desk/v1/dossiers/{code}/receipts");
    let all = || async { office.world.get_as(&list, "desk-token").await.json()["receipts"].clone() };
    let document = |one: &Value| -> Value {
        serde_json::from_slice(&STANDARD.decode(one["document_b64"].as_str().unwrap()).unwrap()).unwrap()
    };
    assert_eq!((office.world.get(&list).await.status.as_u16(), all().await), (401, json!([])));
    let path = format!("/desk/dossiers/{code}/receipts");
    office.world.form(&path, &[("issue", "BL-1")]).await;
    assert_eq!(office.world.form(&path, &[("issue", "BL-1")]).await.status, 422, "it has one");
    assert_eq!(office.world.form(&path, &[("issue", "other")]).await.status, 422, "nobody paid that");
    let first = all().await[0].clone();
    let stated = document(&first);
    assert_eq!((&first["transaction"], &stated["words"]), (&json!("BL-1"), &json!("Mười sáu nghìn đồng")));
    assert_eq!(stated["code"].as_str().unwrap().len(), 16);

    let id = first["id"].as_str().unwrap().to_owned();
    assert_eq!(office.world.form(&path, &[("replace", &id)]).await.status, 422, "without a reason");
    office.world.form(&path, &[("replace", &id), ("reason", "Sai tên")]).await;
    let both = all().await;
    assert_eq!((&both[0]["over"]["how"], &both[0]["over"]["by"]), (&json!("replaced"), &both[1]["id"]));
    assert_eq!(document(&both[1])["replaces"], first["id"]);
    assert_ne!(document(&both[1])["code"], stated["code"]);
    let second = both[1]["id"].as_str().unwrap().to_owned();
    office.world.form(&path, &[("cancel", &second), ("reason", "Hoàn trả")]).await;
    assert_eq!(office.world.form(&path, &[("cancel", &second), ("reason", "Lại")]).await.status, 422);
    assert_eq!(all().await[1]["over"]["reason"], "Hoàn trả");
    let calls = office.portal.calls();
    let told: Vec<_> = calls.iter().filter(|call| call.uri.path() == "/hooks/receipts").collect();
    assert_eq!(told.len(), 3);
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"desk-hmac");
    assert_eq!(told[0].headers["x-desk-signature"], hex(hmac::sign(&key, &told[0].body).as_ref()).as_str());
    let body: Value = serde_json::from_slice(&told[0].body).unwrap();
    assert_eq!(body, json!({ "code": code, "handle": "h1" }), "a hint, without what was issued");

    office.world.fault("desk", "ok").await;
    let prompt = office.filed("h2").await;
    let at_once = office.world.get_as(&format!("/desk/v1/dossiers/{prompt}/receipts"), "desk-token").await;
    assert_eq!(at_once.json()["receipts"].as_array().unwrap().len(), 1);
}

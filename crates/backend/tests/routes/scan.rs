//! Signing by hand: the scan of a print of exactly what is fixed, whole and clean, in its own time.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH, paper};
use crate::world::{World, project};

const HALL: &str = "hn-nha-van-hoa";
const DAY: i64 = 24 * 3600;

/// Our procedures and the agency's, behind a virus scanner.
async fn world() -> World {
    let mut world = World::scanned().await;
    let (own, agency) = (project("procedures"), project("tests/agency"));
    world.decide(&format!("procedures = [{own:?}]"), &format!("procedures = [{own:?}, {agency:?}]")).await;
    world
}

/// The community hall, asked for and fixed, with a paper that is its own.
async fn fixed(thanh: &Citizen<'_>) -> String {
    let opened = thanh.open(HALL).await;
    let id = opened["id"].as_str().unwrap().to_owned();
    let agency = json!({ "province": "01", "commune": "00082" });
    let day = json!({ "d": "31", "m": "12", "y": "2026" });
    let answers =
        json!({ "agency": agency, "purpose": "Họp mặt", "day": day, "phone": "0912345678", "pledge": true });
    let saved = thanh.save(&id, opened["draft"]["revision"].as_u64().unwrap(), &answers).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let fixed = thanh.freeze(&id).await;
    assert_eq!(fixed["allowed"], json!(["thaw", "prepare_signing", "sign_on_paper", "discard"]));
    id
}

fn field(snapshot: u32) -> String {
    format!("signed_paper_{snapshot}")
}

impl Citizen<'_> {
    /// Sends a scan, past the scanner; gives its upload.
    async fn scans(&self, id: &str, snapshot: u32, bytes: &[u8]) -> Value {
        let begun = self.begin(id, &field(snapshot), "Đơn đã ký.pdf", bytes).await;
        assert_eq!(begun.status, 200, "{}", begun.text());
        let upload = begun.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(self.piece(id, &upload, 0, bytes).await.json()["state"], "checking");
        self.world.work().await;
        self.get(&format!("/api/dossiers/{id}/uploads/{upload}")).await.json()
    }

    /// What says that a file is the scan of what is fixed.
    async fn scanned(&self, id: &str, file: &Value) -> Value {
        json!({ "sha256": self.dossier(id).await["state"]["snapshot"]["sha256"], "file": file["id"] })
    }

    async fn hands_in(&self, id: &str, key: &str, scanned: &Value) -> crate::world::Answer {
        self.post(&format!("/api/dossiers/{id}/scan"), key, scanned).await
    }
}

#[tokio::test]
async fn a_print_that_is_signed_days_later_is_found_on_another_device_filed_and_told_to_the_desk() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = fixed(&thanh).await;
    world.advance(3 * DAY).await;
    let phone = Citizen::sign_in(&world, THANH).await;
    let bytes = paper("signed by hand");
    phone.scans(&id, 1, &bytes).await;

    let desktop = Citizen::sign_in(&world, THANH).await;
    let list = desktop.get(&format!("/api/dossiers/{id}/uploads")).await.json();
    let [upload] = &list["uploads"].as_array().unwrap()[..] else { panic!("{list}") };
    assert_eq!((&upload["state"], &upload["field"]), (&json!("clean"), &json!(field(1))));
    assert_eq!(desktop.dossier(&id).await["state"]["signing"], json!({ "state": "needed" }), "not by itself");
    let scanned = desktop.scanned(&id, &upload["file"]).await;
    let signed = desktop.hands_in(&id, "scan", &scanned).await.json();
    let signing = &signed["state"]["signing"];
    assert_eq!((&signing["state"], &signing["sha256"]), (&json!("on_paper"), &scanned["sha256"]));
    assert_eq!(signing["scan"], upload["sha256"]);
    assert_eq!(signed["allowed"], json!(["thaw", "file", "discard"]));
    let again = desktop.hands_in(&id, "another tab", &scanned).await.json();
    assert_eq!(again["state"]["version"], signed["state"]["version"], "counted once");

    desktop.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    world.work().await;
    let receipt = desktop.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let told = &receipt["scan"];
    assert_eq!((&told["name"], &told["size"]), (&json!("Đơn đã ký.pdf"), &json!(bytes.len())));
    assert_eq!((&told["sha256"], &told["at"]), (&upload["sha256"], &signing["at"]));
    assert_eq!((&receipt["signer"], &receipt["identity"]), (&Value::Null, &Value::Null));
    assert_eq!(world.stored_files(), 1, "the scan is kept with what was filed");
    let path = format!("/desk/dossiers/{}", receipt["code"].as_str().unwrap());
    let page = world.sandbox.page(&path).await;
    assert!(page.contains(receipt["content"]["fingerprint"].as_str().unwrap()), "{page}");
    assert!(page.contains("Tải bản quét chữ ký tay (Đơn đã ký.pdf)"), "{page}");
    let at_desk = world.sandbox.page(&format!("{path}/files/scan.bin")).await;
    assert_eq!(at_desk.as_bytes(), bytes, "byte for byte");
}

#[tokio::test]
async fn only_a_clean_file_that_is_for_just_these_bytes_counts() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = fixed(&thanh).await;
    let eicar = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    assert_eq!(thanh.scans(&id, 1, &paper(&eicar)).await["state"], "infected");
    let unknown = thanh.scanned(&id, &json!({ "id": "nobody's" })).await;
    assert_eq!(thanh.hands_in(&id, "unknown", &unknown).await.problem(404), "not_found");
    for other in ["programme", "signed_paper_2"] {
        let refused = thanh.begin(&id, other, "a.pdf", b"x").await;
        assert_eq!(
            (refused.problem(409), &refused.json()["refused"]),
            ("refused".to_owned(), &json!("other_snapshot"))
        );
    }
    let large = vec![b' '; (20 << 20) + 1];
    assert_eq!(thanh.begin(&id, &field(1), "a.pdf", &large).await.problem(413), "file_too_large");

    let file = thanh.scans(&id, 1, &paper("signed")).await["file"].clone();
    let mut other = thanh.scanned(&id, &file).await;
    other["sha256"] = json!("0".repeat(64));
    let refused = thanh.hands_in(&id, "other bytes", &other).await;
    assert_eq!(
        (refused.problem(409), &refused.json()["refused"]),
        ("refused".to_owned(), &json!("other_snapshot"))
    );
    let hang = Citizen::sign_in(&world, HANG).await;
    let own = thanh.scanned(&id, &file).await;
    assert_eq!(hang.hands_in(&id, "hers", &own).await.problem(404), "not_found");

    let path = format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204, "another is sent");
    assert_eq!(world.stored_files(), 0);
    assert_eq!(thanh.hands_in(&id, "gone", &own).await.problem(404), "not_found");
    let file = thanh.scans(&id, 1, &paper("signed again")).await["file"].clone();
    let own = thanh.scanned(&id, &file).await;
    assert_eq!(thanh.hands_in(&id, "at last", &own).await.status, 200);
    let path = format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    let kept = thanh.call(Method::DELETE, &path, &Value::Null, &[]).await;
    assert_eq!(kept.problem(409), "refused", "what counts is not taken away");
    assert_eq!(thanh.begin(&id, &field(1), "b.pdf", b"x").await.problem(409), "refused");
}

#[tokio::test]
async fn editing_drops_the_scan_and_what_was_signed_before_is_for_nothing_after_it() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = fixed(&thanh).await;
    let file = thanh.scans(&id, 1, &paper("signed")).await["file"].clone();
    let scanned = thanh.scanned(&id, &file).await;
    assert_eq!(thanh.begin(&id, &field(1), "unfinished.pdf", &paper("late")).await.status, 200);
    assert_eq!(thanh.hands_in(&id, "scan", &scanned).await.status, 200);
    thanh.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    world.work().await;
    assert_eq!(world.stored_files(), 0, "nobody keeps a print of what is not so any more");
    let list = thanh.get(&format!("/api/dossiers/{id}/uploads")).await.json();
    assert_eq!(list["uploads"], json!([]));
    let revision = thanh.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    assert_eq!(thanh.save(&id, revision, &json!({ "purpose": "Đám cưới" })).await.status, 200);
    let again = thanh.freeze(&id).await;
    assert_eq!(again["state"]["signing"], json!({ "state": "needed" }));
    let refused = thanh.hands_in(&id, "again", &scanned).await;
    assert_eq!(
        (refused.problem(409), &refused.json()["refused"]),
        ("refused".to_owned(), &json!("other_snapshot")),
        "a page of before learns that there is something else now"
    );
    let refused = thanh.begin(&id, &field(1), "a.pdf", b"x").await;
    assert_eq!(refused.problem(409), "refused", "a print of the earlier version");
}

#[tokio::test]
async fn a_scan_that_was_sent_and_is_not_needed_in_the_end_is_erased() {
    let world = world().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = fixed(&thanh).await;
    thanh.scans(&id, 1, &paper("signed")).await;
    thanh.sign(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    world.work().await;
    let receipt = thanh.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    assert_eq!((&receipt["scan"], &receipt["signer"]), (&Value::Null, &json!("Lê Văn Thành")));
    assert_eq!(world.stored_files(), 0);
}

#[tokio::test]
async fn where_the_law_takes_no_paper_nothing_can_be_handed_in() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let fixed = hang.freeze(&id).await;
    assert_eq!(hang.begin(&id, &field(1), "a.pdf", b"x").await.problem(409), "refused");
    let file = fixed["draft"]["answers"]["birth_certificate"][0].clone();
    assert!(file["id"].is_string(), "{fixed}");
    let refused = hang.hands_in(&id, "scan", &hang.scanned(&id, &file).await).await;
    assert_eq!(
        (refused.problem(409), &refused.json()["refused"]),
        ("refused".to_owned(), &json!("signature_needed"))
    );
}

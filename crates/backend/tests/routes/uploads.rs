//! Files on their way: in pieces, over a lost line, past the judge and the scanner, and never silently left out.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, paper};
use crate::world::World;

const FIELD: &str = "birth_certificate";
const DAY: i64 = 24 * 3600;

async fn drafted(world: &World) -> (Citizen<'_>, String) {
    let hang = Citizen::sign_in(world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    (hang, id)
}

async fn begun(hang: &Citizen<'_>, id: &str, bytes: &[u8]) -> Value {
    let answer = hang.begin(id, FIELD, "Giấy 100%.pdf", bytes).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn handle(upload: &Value) -> &str {
    upload["id"].as_str().unwrap()
}

/// EICAR's test file, put together so that no scanner takes this source for it.
fn infected() -> Vec<u8> {
    paper(&[r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat())
}

#[tokio::test]
async fn a_file_goes_on_where_the_line_was_lost_also_for_a_page_that_was_closed() {
    let mut world = World::start().await;
    let bytes = paper(&"x".repeat(3000));
    let upload = {
        let (hang, id) = drafted(&world).await;
        let upload = begun(&hang, &id, &bytes).await;
        assert_eq!((&upload["offset"], &upload["state"]), (&json!(0), &json!("sending")));
        let answer = hang.piece(&id, handle(&upload), 0, &bytes[..1000]).await;
        assert_eq!(answer.header("upload-offset"), "1000");
        (handle(&upload).to_owned(), id, hang.cookie.clone())
    };
    world.restart().await;
    let (upload, id, cookie) = upload;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    let again = begun(&hang, &id, &bytes).await;
    assert_eq!((handle(&again), &again["offset"]), (upload.as_str(), &json!(1000)));
    let one = hang.get(&format!("/api/dossiers/{id}/uploads/{upload}")).await;
    assert_eq!(
        (one.header("upload-offset"), one.header("upload-length")),
        ("1000", bytes.len().to_string().as_str())
    );
    assert_eq!(one.header("upload-complete"), "?0");
    let twice = hang.piece(&id, &upload, 0, &bytes[..1000]).await;
    assert_eq!(twice.problem(409), "upload_offset");
    assert_eq!(twice.json()["offset"], 1000);
    let done = hang.piece(&id, &upload, 1000, &bytes[1000..]).await;
    assert_eq!((done.header("upload-complete"), &done.json()["state"]), ("?1", &json!("clean")));
    let file = &done.json()["file"];
    assert_eq!((&file["name"], &file["size"]), (&json!("Giấy 100%.pdf"), &json!(bytes.len())));
    assert_eq!(file["sha256"], done.json()["sha256"]);
    let lost_answer = hang.piece(&id, &upload, 1000, &bytes[1000..]).await;
    assert_eq!(lost_answer.json()["file"], *file, "the verdict comes again");
    let path = format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    assert_eq!(hang.get(&path).await.body[..], bytes);
}

#[tokio::test]
async fn a_piece_that_was_damaged_or_is_too_much_changes_nothing() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    let bytes = paper("x");
    let upload = begun(&hang, &id, &bytes).await;
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    let wrong = [("Upload-Offset", "0"), ("Content-Digest", "sha-256=:AAAA:")];
    assert_eq!(hang.call(Method::PATCH, &path, &json!("x"), &wrong).await.problem(422), "upload_digest");
    assert_eq!(hang.call(Method::PATCH, &path, &json!("x"), &[]).await.problem(400), "bad_request");
    let long = [&bytes[..], b"more"].concat();
    assert_eq!(hang.piece(&id, handle(&upload), 0, &long).await.problem(413), "file_too_large");
    assert_eq!(hang.get(&path).await.json()["offset"], 0);
}

#[tokio::test]
async fn what_is_clear_before_the_first_byte_is_said_then() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    assert_eq!(hang.begin(&id, FIELD, "a.pdf", b"").await.problem(422), "file_empty");
    assert_eq!(hang.begin(&id, "child_name", "a.pdf", b"x").await.problem(400), "bad_request");
    let large = vec![b' '; 11 << 20];
    assert_eq!(hang.begin(&id, FIELD, "a.pdf", &large).await.problem(413), "file_too_large");
    for number in 0..50 {
        let wanted =
            json!({ "field": FIELD, "name": "a.pdf", "size": 10 << 20, "sha256": format!("{number:064}") });
        let path = format!("/api/dossiers/{id}/uploads");
        assert_eq!(hang.call(Method::POST, &path, &wanted, &[]).await.status, 200);
    }
    assert_eq!(hang.begin(&id, FIELD, "a.pdf", b"one more").await.problem(413), "file_quota");
}

#[tokio::test]
async fn what_is_no_document_is_refused_with_a_reason_and_its_bytes_are_gone() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("a.pdf", b"MZ\x90\x00 a program".to_vec(), "type"),
        ("a.jpg", paper("a photo, it says"), "mismatch"),
        ("a.pdf", paper("x")[..20].to_vec(), "damaged"),
        ("a.pdf", paper("x\n<</S/JavaScript/JS(x)>>"), "active"),
        ("a.pdf", paper("x\ntrailer<</Encrypt 1 0 R>>"), "encrypted"),
        ("a.pdf", paper("x\n<</EF<</F 1 0 R>>/Type/EmbeddedFile>>"), "embedded"),
    ];
    for (name, bytes, reason) in cases {
        let answer = hang.upload(&id, FIELD, name, &bytes).await.json();
        assert_eq!((&answer["state"], &answer["reason"]), (&json!("refused"), &json!(reason)));
    }
    let bytes = paper("x");
    let upload = begun(&hang, &id, &bytes).await;
    let other = hang.piece(&id, handle(&upload), 0, &paper("y")).await.json();
    assert_eq!((&other["state"], &other["reason"]), (&json!("refused"), &json!("digest")));
    assert_eq!(std::fs::read_dir(world.path("data/files/parts")).unwrap().count(), 0);
    let list = hang.get(&format!("/api/dossiers/{id}/uploads")).await.json();
    assert_eq!(list["uploads"].as_array().unwrap().len(), 7, "the citizen can still read why");
    let retried = hang.upload(&id, FIELD, "a.pdf", &bytes).await.json();
    assert_eq!(retried["size"], bytes.len(), "and try again");
}

#[tokio::test]
async fn a_photo_is_stored_without_the_place_where_it_was_taken() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    let gps = b"\xff\xe1\0\x10Exif\0\0GPS 21N.";
    let rest = b"\xff\xc0\0\x11\x08\0\x20\0\x30\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels\xff\xd9";
    let photo = [b"\xff\xd8", &gps[..], rest, b"a film behind its end"].concat();
    let file = hang.upload(&id, FIELD, "ảnh.jpg", &photo).await.json();
    assert_eq!(file["type"], "jpg");
    let stored = hang.get(&format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap())).await.body;
    assert_eq!(stored[..], [b"\xff\xd8", &rest[..]].concat());
    assert_eq!(file["size"], stored.len(), "what is echoed is what is stored");
}

#[tokio::test]
async fn nothing_is_taken_before_the_scanner_has_answered_and_a_silent_scanner_is_asked_again() {
    let world = World::scanned().await;
    let (hang, id) = drafted(&world).await;
    world.sandbox.fault("scanner", "down").await;
    let bytes = paper("x");
    let upload = begun(&hang, &id, &bytes).await;
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    let sent = hang.piece(&id, handle(&upload), 0, &bytes).await;
    assert_eq!((sent.header("upload-complete"), &sent.json()["state"]), ("?1", &json!("checking")));
    world.work().await;
    let waiting = hang.get(&path).await.json();
    assert_eq!((&waiting["state"], &waiting["file"]), (&json!("checking"), &Value::Null));
    world.sandbox.fault("scanner", "ok").await;
    world.work().await;
    assert_eq!(hang.get(&path).await.json()["state"], "checking", "not before its time");
    world.advance(5).await;
    assert_eq!(hang.get(&path).await.json()["state"], "clean");
    assert_eq!(hang.get(&path).await.json()["file"]["sha256"], upload["sha256"]);
}

#[tokio::test]
async fn what_the_scanner_finds_is_told_and_erased_and_the_rest_stays() {
    let world = World::scanned().await;
    let (hang, id) = drafted(&world).await;
    let (good, bad) = (paper("x"), infected());
    for bytes in [&good, &bad] {
        let upload = begun(&hang, &id, bytes).await;
        hang.piece(&id, handle(&upload), 0, bytes).await;
    }
    world.work().await;
    let list = hang.get(&format!("/api/dossiers/{id}/uploads")).await.json();
    let mut states: Vec<_> =
        list["uploads"].as_array().unwrap().iter().map(|one| one["state"].as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, [Some("clean"), Some("infected")]);
    assert_eq!(std::fs::read_dir(world.path("data/files/parts")).unwrap().count(), 0);
    let stored = std::fs::read_dir(world.path("data/files")).unwrap().map(Result::unwrap);
    let stored: usize = stored.map(|folder| std::fs::read_dir(folder.path()).unwrap().count()).sum();
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn a_dossier_is_not_fixed_while_a_file_of_it_is_on_its_way_or_has_unread_news() {
    let world = World::scanned().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.filled(EXTRACT, "own-birth").await;
    let bytes = paper("x");
    let field = "old_paper";
    let upload = hang.begin(&id, field, "a.pdf", &bytes).await.json();
    let freeze = async || {
        let revision = hang.dossier(&id).await["draft"]["revision"].clone();
        hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": revision })).await
    };
    let blocked = async |when: &str| {
        let answer = freeze().await;
        assert_eq!(answer.problem(422), "invalid_answers", "{when}");
        assert_eq!(
            answer.json()["errors"],
            json!([{ "pointer": format!("/{field}"), "code": "file.unsettled" }])
        );
    };
    blocked("half sent").await;
    hang.piece(&id, handle(&upload), 0, &bytes).await;
    blocked("not scanned").await;
    world.work().await;
    blocked("clean, and the answers do not name it yet").await;
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(freeze().await.status, 200);
}

#[tokio::test]
async fn a_dossier_is_not_fixed_while_nobody_has_taken_note_of_a_refused_file() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.filled(EXTRACT, "own-birth").await;
    let locked = paper("x\ntrailer<</Encrypt 1 0 R>>");
    let upload = hang.upload(&id, "old_paper", "a.pdf", &locked).await.json();
    assert_eq!(upload["state"], "refused");
    let freeze = async || {
        let revision = hang.dossier(&id).await["draft"]["revision"].clone();
        hang.post(&format!("/api/dossiers/{id}/freeze"), "f", &json!({ "revision": revision })).await
    };
    let answer = freeze().await;
    assert_eq!(answer.problem(422), "invalid_answers");
    assert_eq!(answer.json()["errors"], json!([{ "pointer": "/old_paper", "code": "file.unsettled" }]));
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(freeze().await.status, 200);
}

#[tokio::test]
async fn an_unfinished_file_that_nobody_goes_on_with_is_erased_after_a_day() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    let bytes = paper("x");
    let upload = begun(&hang, &id, &bytes).await;
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    world.advance(DAY - 60).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.piece(&id, handle(&upload), 0, &bytes[..10]).await;
    world.advance(DAY - 60).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.get(&path).await.json()["offset"], 10, "every piece prolongs it");
    world.advance(120).await;
    assert_eq!(hang.get(&path).await.problem(404), "not_found");
    assert_eq!(std::fs::read_dir(world.path("data/files/parts")).unwrap().count(), 0);
}

#[tokio::test]
async fn breaking_off_erases_the_pieces_and_throwing_the_draft_away_does_too() {
    let world = World::start().await;
    let (hang, id) = drafted(&world).await;
    let bytes = paper("x");
    let left = || std::fs::read_dir(world.path("data/files/parts")).unwrap().count();
    let upload = begun(&hang, &id, &bytes).await;
    hang.piece(&id, handle(&upload), 0, &bytes[..10]).await;
    assert_eq!(left(), 1);
    let path = format!("/api/dossiers/{id}/uploads/{}", handle(&upload));
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(left(), 0);
    let upload = begun(&hang, &id, &bytes).await;
    hang.piece(&id, handle(&upload), 0, &bytes[..10]).await;
    hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    world.work().await;
    assert_eq!(left(), 0);
}

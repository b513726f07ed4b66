//! A scanner that is slow or silent, and what happens meanwhile: to other work, to a file that is removed, to a picture that is not clean.
//!
//! The scanner is a socket of the test's own, so that the test says when it answers. Its verdicts are in `uploads`.

use axum::http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH, content_digest, paper};
use crate::world::World;

const FIELD: &str = "birth_certificate";

/// A world whose scanner answers when the test does.
async fn world() -> (World, TcpListener) {
    let scanner = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = scanner.local_addr().unwrap();
    (World::with(&format!("scanner = \"tcp:{address}\"")).await, scanner)
}

/// A file that waits for the scanner: dossier and upload.
async fn waiting(hang: &Citizen<'_>, name: &str, bytes: &[u8]) -> (String, String) {
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let upload = hang.begin(&id, FIELD, name, bytes).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(hang.piece(&id, &upload, 0, bytes).await.json()["state"], "checking");
    (id, upload)
}

/// Reads what is to be scanned to its end.
async fn received(line: &mut TcpStream) -> Vec<u8> {
    let mut command = [0; b"zINSTREAM\0".len()];
    line.read_exact(&mut command).await.unwrap();
    let mut bytes = Vec::new();
    loop {
        let length = usize::try_from(line.read_u32().await.unwrap()).unwrap();
        if length == 0 {
            return bytes;
        }
        let mut chunk = vec![0; length];
        line.read_exact(&mut chunk).await.unwrap();
        bytes.extend(chunk);
    }
}

async fn found_clean(mut line: TcpStream) {
    line.write_all(b"stream: OK\0").await.unwrap();
}

#[tokio::test]
async fn a_scanner_that_is_silent_does_not_hold_up_what_is_submitted() {
    let (world, scanner) = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, upload) = waiting(&hang, "a.pdf", &paper("x")).await;
    let scanning = world.scanning();
    let (line, _) = scanner.accept().await.unwrap();
    let thanh = Citizen::sign_in(&world, THANH).await;
    let other = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&other).await;
    thanh.done(&format!("/api/dossiers/{other}/file"), "file", &Value::Null).await;
    assert!(world.jobs().await > 0);
    assert_eq!(thanh.dossier(&other).await["state"]["stage"], "filed");
    let path = format!("/api/dossiers/{id}/uploads/{upload}");
    assert_eq!(hang.get(&path).await.json()["state"], "checking");
    drop(line);
    assert_eq!(scanning.await.unwrap(), 1);
}

#[tokio::test]
async fn one_file_that_the_scanner_is_silent_about_does_not_hold_up_the_next() {
    let (world, scanner) = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    waiting(&hang, "a.pdf", &paper("x")).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    waiting(&thanh, "a.pdf", &paper("y")).await;
    let scanning = world.scanning();
    let (first, _) = scanner.accept().await.unwrap();
    let (mut second, _) = scanner.accept().await.unwrap();
    received(&mut second).await;
    found_clean(second).await;
    drop(first);
    assert_eq!(scanning.await.unwrap(), 2);
    assert_eq!(world.stored_files(), 1);
}

#[tokio::test]
async fn a_file_that_is_removed_while_it_is_scanned_leaves_nothing_behind() {
    let (world, scanner) = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, upload) = waiting(&hang, "a.pdf", &paper("x")).await;
    let scanning = world.scanning();
    let (mut line, _) = scanner.accept().await.unwrap();
    received(&mut line).await;
    let path = format!("/api/dossiers/{id}/uploads/{upload}");
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    found_clean(line).await;
    scanning.await.unwrap();
    assert_eq!(world.stored_files(), 0);
    assert_eq!(std::fs::read_dir(world.path("data/files/parts")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_photo_waits_for_the_scanner_as_it_was_sent_and_is_stored_without_its_place() {
    let (mut world, scanner) = world().await;
    let gps = b"\xff\xe1\0\x10Exif\0\0GPS 21N.";
    let rest = b"\xff\xc0\0\x11\x08\0\x20\0\x30\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels\xff\xd9";
    let photo = [b"\xff\xd8", &gps[..], rest].concat();
    let (id, upload, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let (id, upload) = waiting(&hang, "a.jpg", &photo).await;
        (id, upload, hang.cookie)
    };
    // Whatever ends the process now, the pieces are still those that were announced.
    assert_eq!(std::fs::read(world.path("data/files/parts").join(&upload)).unwrap(), photo);
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    let scanning = world.scanning();
    let (mut line, _) = scanner.accept().await.unwrap();
    assert_eq!(received(&mut line).await, photo);
    found_clean(line).await;
    scanning.await.unwrap();
    let view = hang.get(&format!("/api/dossiers/{id}/uploads/{upload}")).await.json();
    let file = format!("/api/dossiers/{id}/files/{}", view["file"]["id"].as_str().unwrap());
    assert_eq!(hang.get(&file).await.body[..], [b"\xff\xd8", &rest[..]].concat());
}

#[tokio::test]
async fn a_piece_that_arrives_after_its_upload_was_broken_off_is_not_kept() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let bytes = paper("x");
    let upload = hang.begin(&id, FIELD, "a.pdf", &bytes).await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/dossiers/{id}/uploads/{upload}");
    let piece = &bytes[..10];
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: portal\r\nConnection: close\r\nExpect: 100-continue\r\nOrigin: {}\r\nX-Congdan: 1\r\n\
         Cookie: __Host-congdan={}\r\nUpload-Offset: 0\r\nContent-Digest: {}\r\nContent-Length: {}\r\n\r\n",
        world.portal,
        hang.cookie,
        content_digest(piece),
        piece.len()
    );
    let mut line = TcpStream::connect(world.portal.strip_prefix("http://").unwrap()).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    // This is sent when the body is asked for: the upload has been looked up by then.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    line.read_exact(&mut go_on).await.unwrap();
    assert_eq!(go_on, *b"HTTP/1.1 100 Continue\r\n\r\n");
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    line.write_all(piece).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 409 "), "{answer}");
    assert_eq!(std::fs::read_dir(world.path("data/files/parts")).unwrap().count(), 0);
}

#[tokio::test]
async fn pieces_that_no_upload_needs_are_swept_away_and_others_stay() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let bytes = paper("x");
    let mut uploads = Vec::new();
    for (number, end) in [(0, 10), (1, bytes.len())] {
        let bytes = paper(&number.to_string());
        let upload = hang.begin(&id, FIELD, "a.pdf", &bytes).await.json()["id"].as_str().unwrap().to_owned();
        hang.piece(&id, &upload, 0, &bytes[..end]).await;
        uploads.push(upload);
    }
    let parts = world.path("data/files/parts");
    // As a process leaves them that ended between the record and the disk.
    for left in [uploads[1].as_str(), "an-upload-that-nobody-knows"] {
        std::fs::write(parts.join(left), b"bytes").unwrap();
    }
    world.work().await;
    let left: Vec<_> = std::fs::read_dir(parts).unwrap().map(|part| part.unwrap().file_name()).collect();
    assert_eq!(json!(left.iter().map(|name| name.to_str()).collect::<Vec<_>>()), json!([uploads[0]]));
}

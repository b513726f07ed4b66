//! Uploading: the bytes decide what a file is, its name is only a name.

use axum::http::Method;
use serde_json::Value;

use crate::citizen::{BIRTH, Citizen, HANG};
use crate::world::World;

#[tokio::test]
async fn a_file_comes_back_as_an_attachment_under_its_own_name() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let name = "Gia\u{302}\u{301}y 100% \"thật\".PDF";
    let file = hang.upload(&id, "birth_certificate", name, b"%PDF-1.7 x").await.json();
    assert_eq!(file["name"], "Giấy 100% \"thật\".PDF");
    assert_eq!(file["type"], "pdf");
    assert_eq!(file["size"], 10);
    let path = format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    let answer = hang.get(&path).await;
    assert_eq!(&answer.body[..], b"%PDF-1.7 x");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''Gi%E1%BA%A5y%20100%25")
    );
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(hang.get(&path).await.problem(404), "not_found");
}

#[tokio::test]
async fn what_is_no_document_is_refused() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let field = "birth_certificate";
    assert_eq!(hang.upload(&id, field, "a.pdf", b"MZ\x90\x00").await.problem(422), "file_type");
    assert_eq!(hang.upload(&id, field, "a.pdf", b"").await.problem(422), "file_empty");
    assert_eq!(hang.upload(&id, "child_name", "a.pdf", b"%PDF-").await.problem(400), "bad_request");
    let mut large = b"%PDF-".to_vec();
    large.resize(11 * 1024 * 1024, b' ');
    assert_eq!(hang.upload(&id, field, "a.pdf", &large).await.problem(413), "file_too_large");
    large.resize(21 * 1024 * 1024, b' ');
    assert_eq!(hang.upload(&id, field, "a.pdf", &large).await.problem(413), "file_too_large");
}

#[tokio::test]
async fn deleting_one_of_two_equal_files_keeps_the_other_whole() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let one = hang.upload(&id, "birth_certificate", "một.pdf", b"%PDF-same").await.json();
    let two = hang.upload(&id, "birth_certificate", "hai.pdf", b"%PDF-same").await.json();
    let path = |file: &Value| format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    hang.call(Method::DELETE, &path(&one), &Value::Null, &[]).await;
    assert_eq!(&hang.get(&path(&two)).await.body[..], b"%PDF-same");
}

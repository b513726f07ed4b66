//! Stored files: how they come back, and that equal ones are kept apart. How they come is in `uploads`.

use axum::http::Method;
use serde_json::Value;

use crate::citizen::{BIRTH, Citizen, HANG, paper};
use crate::world::World;

#[tokio::test]
async fn a_file_comes_back_as_an_attachment_under_its_own_name() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let name = "Gia\u{302}\u{301}y 100% \"thật\".PDF";
    let bytes = paper("x");
    let file = hang.upload(&id, "birth_certificate", name, &bytes).await.json();
    assert_eq!(file["name"], "Giấy 100% \"thật\".PDF");
    assert_eq!(file["type"], "pdf");
    assert_eq!(file["size"], bytes.len());
    let path = format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    let answer = hang.get(&path).await;
    assert_eq!(&answer.body[..], bytes);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''Gi%E1%BA%A5y%20100%25")
    );
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(hang.get(&path).await.problem(404), "not_found");
}

#[tokio::test]
async fn deleting_one_of_two_equal_files_keeps_the_other_whole() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.open(BIRTH).await["id"].as_str().unwrap().to_owned();
    let one = hang.upload(&id, "birth_certificate", "một.pdf", &paper("same")).await.json();
    let two = hang.upload(&id, "birth_certificate", "hai.pdf", &paper("same")).await.json();
    let path = |file: &Value| format!("/api/dossiers/{id}/files/{}", file["id"].as_str().unwrap());
    hang.call(Method::DELETE, &path(&one), &Value::Null, &[]).await;
    assert_eq!(hang.get(&path(&two)).await.body[..], paper("same"));
}

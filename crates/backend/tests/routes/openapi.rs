//! The published document and the router agree.

use axum::http::Method;
use contract::fill_path;
use serde_json::Value;

use crate::citizen::{Citizen, HANG};
use crate::revocation::asking;
use crate::two_citizens::{invitation, is_cosignature};
use crate::world::{World, project};

#[tokio::test]
async fn every_operation_of_the_document_is_routed_and_nothing_else_is() {
    let world = World::start().await;
    let document = world.get("/api/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    let operations = contract::openapi::operations();
    assert!(operations.len() >= 25, "{}", operations.len());
    for operation in &operations {
        assert!(paths[operation.path].get(operation.method.to_lowercase()).is_some(), "{operation:?}");
    }
    for (path, methods) in paths {
        let filled = fill_path(path, &["handle", "file"]);
        for method in [Method::GET, Method::POST, Method::PATCH, Method::DELETE, Method::PUT] {
            let request = axum::http::Request::builder()
                .method(&method)
                .uri(&filled)
                .header("X-Congdan", "1")
                .body(axum::body::Body::empty())
                .unwrap();
            let status = world.send(request).await.status.as_u16();
            let is_promised = methods.get(method.as_str().to_lowercase()).is_some();
            assert_eq!(is_promised, status != 405, "{method} {path}: {status}");
        }
    }
    assert_ne!(document["components"]["schemas"]["DossierView"], Value::Null);
}

#[tokio::test]
async fn what_is_answered_has_the_types_and_tags_that_the_document_says() {
    let mut world = asking(true, "").await;
    world.offers_also(&project("procedures"), &project("tests/agency")).await;
    let document = world.get("/api/openapi.json").await.json();
    let invitation = invitation(&world).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let file = hang.dossier(&id).await["draft"]["answers"].to_string();
    let file = file.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap();
    let mut seen = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(read) = methods.get("get") else { continue };
        let own = [id.as_str(), file];
        let values = if path.contains("/cosignatures/") {
            [id.as_str(), "1"]
        } else if path.contains("dossiers") {
            own
        } else if path.contains("cosigning") {
            [&invitation, "1"]
        } else {
            [["1.001193", ""], ["provinces", ""]][usize::from(path.contains("catalogues"))]
        };
        let answer = hang.get(&fill_path(path, &values)).await;
        // Nothing is on its way once a dossier is fixed, and nothing is paid; a paper comes into the store with filing, as does a receipt.
        // What she is asked to agree to has no papers; nobody has signed by a link, and she has answered about nothing before.
        let is_without_papers = path.contains("cosigning")
            && (path.ends_with("/files/{number}") || path.ends_with("/answered.json"));
        let is_later = ["{paper}", "{upload}", "{order}", "{receipt}"].iter().any(|own| path.contains(own));
        if is_later || is_without_papers || is_cosignature(path) {
            assert_eq!(answer.status, 404, "{path}");
            continue;
        }
        if path.ends_with("/receipt") {
            assert_eq!(answer.status, 409, "{path}");
            continue;
        }
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let promised = &read["responses"]["200"];
        if path != "/api/openapi.json" {
            assert!(promised["content"].get(answer.header("content-type")).is_some(), "{path}: {promised}");
            assert_eq!(
                promised["headers"].get("ETag").is_some(),
                !answer.header("etag").is_empty(),
                "{path}"
            );
        }
        seen += 1;
    }
    assert!(seen >= 9, "{seen}");
}

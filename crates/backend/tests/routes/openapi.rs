//! The published document and the router agree.

use axum::http::Method;
use contract::fill_path;
use serde_json::Value;

use crate::world::World;

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

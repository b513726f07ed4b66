//! `GET /api/openapi.json`: the contract as a document, made from its types.

use axum::Json;
use serde_json::Value;

pub(super) async fn document() -> Json<Value> {
    Json(contract::openapi::document())
}

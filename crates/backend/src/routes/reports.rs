//! `POST /reports/csp`: what a browser had to block. Logged by the name of the directive alone: addresses in a report may hold
//! whatever an attacker or an extension put there.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde_json::Value;

use crate::error::incident;

/// Reports are small; anything larger is none.
pub(super) const BODY_BYTES: usize = 16 * 1024;
/// Reports in one body that are looked at.
const REPORTS: usize = 10;
/// Every directive of our policy, so that nothing else gets into the log.
const DIRECTIVES: [&str; 16] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "font-src",
    "connect-src",
    "worker-src",
    "manifest-src",
    "form-action",
    "frame-ancestors",
    "require-trusted-types-for",
    "trusted-types",
];

pub(super) async fn csp(body: Result<Json<Value>, JsonRejection>) -> StatusCode {
    let Ok(Json(Value::Array(reports))) = body else { return StatusCode::NO_CONTENT };
    for report in reports.iter().take(REPORTS) {
        let named = report["body"]["effectiveDirective"].as_str();
        if let Some(directive) = DIRECTIVES.into_iter().find(|known| Some(*known) == named) {
            incident(&format!("a browser blocked something under {directive}"));
        }
    }
    StatusCode::NO_CONTENT
}

//! `POST /control/clock`: a steerable clock follows the sandbox's. With a system clock there is no such address.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::received::Body;
use crate::app::App;
use crate::config::ClockKind;
use crate::error::{Answer, Error};
use crate::secret::same;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offset {
    offset_seconds: i64,
}

pub(super) async fn clock(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<Offset>,
) -> Answer<(StatusCode, Json<Value>)> {
    let secret = app.config.control_secret.as_deref().filter(|secret| !secret.is_empty());
    let sent = headers.get("x-control-secret").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let may = app.config.clock == ClockKind::Steerable && secret.is_some_and(|secret| same(secret, sent));
    let before = app.clock.now().0;
    if !may || !app.clock.steer(body.value.offset_seconds) {
        return Err(Error::NotFound);
    }
    let now = app.clock.now().0;
    if now < before {
        // What was postponed by a later clock, the machine's own before it was first told, would wait until then.
        app.store(move |store| store.hasten_all(now)).await?;
    }
    app.wake.notify_one();
    app.scan.notify_one();
    Ok((StatusCode::OK, Json(json!({ "now": app.clock.now().rfc3339() }))))
}

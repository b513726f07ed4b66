//! `POST /api/dossiers/{id}/version` and `DELETE /api/dossiers/{id}/moved`: a draft whose form has changed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use contract::Nothing;

use super::order::{Filling, Order, Running};
use crate::app::App;
use crate::dossiers::{command, filled, moved};
use crate::error::Answer;
use crate::session::Citizen;

pub(super) async fn move_draft(order: Order<Nothing, Filling>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, whole, key, .. } = running;
            command(&app, whole, &key, |whole| moved::step(&app, whole), |view, _| view).await
        })
        .await
}

pub(super) async fn seen(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    filled(&app, &citizen, &id).await?;
    let at = app.clock.now().0;
    app.store(move |store| store.seen(&id, at)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `POST /api/receipts/check`: what is known of an electronic receipt, for anyone who has its look-up code; and that the desk has news of receipts.
//!
//! A check tells nothing about who paid or for what, is logged nowhere, and asks the issuer only about receipts that are known here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use contract::{CheckedReceipt, ReceiptCode};
use dossier::{Effect, Order, Outcome};
use serde::Deserialize;

use super::received::{Body, sealed_by_desk};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::load;
use crate::error::{Answer, Error};
use crate::receipts::{Standing, face, refresh};

/// How many checks may run at the same time: anybody may ask.
pub const AT_ONCE: usize = 4;
/// What the issuer said so many seconds ago is still its word.
const FRESH_SECONDS: i64 = 30;

pub(super) async fn check(State(app): State<App>, body: Body<ReceiptCode>) -> Answer<Json<CheckedReceipt>> {
    let _turn = Arc::clone(&app.receipt_checks).try_acquire_owned().map_err(|_| Error::Busy)?;
    let typed = body.value.code;
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let wanted = code.clone();
    let known = app.store(move |store| store.receipt_by_code(&wanted)).await?.ok_or(Error::NotFound)?;
    let is_old = known.asked_at + FRESH_SECONDS <= app.clock.now().0;
    let is_fresh = !is_old || refresh(&app, &known.dossier, &known.order).await? == Standing::Issued;
    let all = app.store(move |store| store.receipts_for(&known.order)).await?;
    let newest = all.iter().find(|one| one.stated.code == code).ok_or(Error::NotFound)?;
    let as_of = Moment(newest.asked_at).rfc3339();
    let mut face = face(newest, &all);
    if let Some(over) = &mut face.over {
        // Why is the office's own wording, which may name the payer.
        over.reason.clear();
    }
    Ok(Json(CheckedReceipt { face, as_of, is_fresh }))
}

#[derive(Deserialize)]
struct News {
    code: String,
    handle: String,
}

/// The office has issued, cancelled or replaced a receipt of a dossier: it is asked now, and what it answers then is what counts.
pub(super) async fn pushed(State(app): State<App>, request: Request) -> Answer<StatusCode> {
    let body = sealed_by_desk(request, &app).await?;
    let malformed = |_| Error::BadRequest("This is no news of receipts.");
    let news: News = serde_json::from_slice(&body).map_err(malformed)?;
    let whole = load(&app, &news.handle).await?;
    if whole.record.state.filing.code() != Some(news.code.as_str()) {
        return Err(Error::NotFound);
    }
    let has_moved = |outcome: &Outcome| *outcome == Outcome::Counted || outcome.owed_back().is_some();
    let is_paid = |order: &Order| order.refund_of.is_none() && has_moved(&order.outcome);
    let orders = whole.record.state.orders.into_iter().filter(is_paid);
    let effects: Vec<Effect> = orders.map(|order| Effect::AskReceipt { order: order.order }).collect();
    let now = app.clock.now().0;
    app.store(move |store| effects.iter().try_for_each(|effect| store.want(&news.handle, effect, now)))
        .await?;
    app.wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

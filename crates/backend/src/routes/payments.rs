//! `GET /api/payments`: what the citizen has paid through the portal, read from the states of their dossiers.

use axum::Json;
use axum::extract::{Query, State};
use contract::{PaymentEntry, PaymentHistory};
use dossier::{Order, Outcome, Payment};

use super::services::Language;
use crate::app::App;
use crate::dossiers::service;
use crate::error::Answer;
use crate::session::Citizen;
use crate::store::DossierRecord;

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<PaymentHistory>> {
    let records = app.store(move |store| store.dossiers(&citizen.id)).await?;
    let of_one = |record: &DossierRecord| {
        let title = service(&app, record, &query.lang);
        let orders = record.state.orders.iter().rev().filter(|order| has_moved(&order.outcome));
        orders.map(|order| entry(record, order, &title)).collect::<Vec<_>>()
    };
    Ok(Json(PaymentHistory { payments: records.iter().flat_map(of_one).collect() }))
}

/// Whether money was taken, or may have been.
fn has_moved(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::Open | Outcome::Abandoned | Outcome::Failed)
}

fn entry(record: &DossierRecord, order: &Order, title: &str) -> PaymentEntry {
    let due = order.due.and_then(|number| record.state.due(number));
    let axis = due.map_or(&record.state.payment, |due| &due.payment);
    let (transaction, at) = match axis {
        Payment::Paid { order: paid, transaction, at, .. } if *paid == order.order => {
            (Some(transaction.clone()), Some(at.clone()))
        }
        _ => (order.outcome.owed_back().map(str::to_owned), None),
    };
    PaymentEntry {
        dossier: record.id.clone(),
        service: title.to_owned(),
        code: record.state.filing.code().map(str::to_owned),
        notice: due.map(|due| due.notice.id.clone()),
        amount: order.taken(),
        words: eform::words::money(order.taken()),
        order: order.order.clone(),
        transaction,
        at,
        outcome: order.outcome.clone(),
    }
}

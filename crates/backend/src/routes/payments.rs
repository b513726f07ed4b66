//! `GET /api/payments` and one of them: what the citizen has paid through the portal, read from the states of their dossiers, with the electronic
//! receipts that were issued for it; what the office collected itself; and each receipt as it was issued.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use contract::{CollectedFee, PaymentEntry, PaymentHistory};
use dossier::{DueOver, NoticeOver, Order, Outcome, Payment, RefundOf, Stage};
use eform::words;

use super::downloads::attachment;
use super::services::Language;
use crate::app::App;
use crate::dossiers::{service, theirs};
use crate::error::{Answer, Error};
use crate::receipts::shown;
use crate::session::Citizen;
use crate::store::{DossierRecord, ReceiptRecord};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<PaymentHistory>> {
    let (records, receipts) = known(&app, &citizen).await?;
    let payments = paid(&app, &records, &receipts, &query.lang);
    let mut collected: Vec<_> =
        records.iter().flat_map(|record| collected(&app, record, &query.lang)).collect();
    collected.sort_by(|one, other| other.at.cmp(&one.at));
    Ok(Json(PaymentHistory { payments, collected }))
}

pub(super) async fn one(
    State(app): State<App>,
    citizen: Citizen,
    Path(order): Path<String>,
    Query(query): Query<Language>,
) -> Answer<Json<PaymentEntry>> {
    let (records, receipts) = known(&app, &citizen).await?;
    let payments = paid(&app, &records, &receipts, &query.lang);
    payments.into_iter().find(|one| one.order == order).map(Json).ok_or(Error::NotFound)
}

pub(super) async fn receipt(
    State(app): State<App>,
    citizen: Citizen,
    Path(receipt): Path<String>,
) -> Answer<Response> {
    let receipt = app.store(move |store| store.receipt(&receipt)).await?.ok_or(Error::NotFound)?;
    theirs(&app, &citizen, &receipt.dossier).await?;
    Ok(attachment(receipt.file, &receipt.name))
}

/// The citizen's dossiers with their receipts.
async fn known(app: &App, citizen: &Citizen) -> Answer<(Vec<DossierRecord>, Vec<ReceiptRecord>)> {
    let owner = citizen.id.clone();
    app.store(move |store| Ok((store.payable(&owner)?, store.receipts_of(&owner)?))).await
}

fn paid(
    app: &App,
    records: &[DossierRecord],
    receipts: &[ReceiptRecord],
    language: &str,
) -> Vec<PaymentEntry> {
    let moved = records.iter().flat_map(|record| {
        let orders = record.state.orders.iter().rev().filter(|order| is_told_of(order));
        orders.map(move |order| (record, order))
    });
    let mut moved: Vec<(&DossierRecord, &Order)> = moved.collect();
    // Every order is open equally long: the one that ends last was made last.
    moved.sort_by(|(_, one), (_, other)| other.expires_at.cmp(&one.expires_at));
    let shown = |(record, order)| entry(app, record, order, language, receipts);
    moved.into_iter().map(shown).collect()
}

/// What the office had asked for, and reported that it has: the report says when.
fn collected(app: &App, record: &DossierRecord, language: &str) -> Vec<CollectedFee> {
    let state = &record.state;
    let dues = state.dues.iter().filter(|due| due.over == Some(DueOver::Collected));
    let told = dues.filter_map(|due| {
        let (id, amount) = (&due.notice.id, due.notice.total);
        let is_it = |over: &NoticeOver| over.id == *id;
        let report = state.business.0.iter().find(|event| event.over.as_ref().is_some_and(is_it))?;
        Some(CollectedFee {
            dossier: record.id.clone(),
            service: service(app, record, language),
            code: state.filing.code().map(str::to_owned),
            notice: id.clone(),
            amount,
            words: in_words(amount, language),
            at: report.at.clone(),
        })
    });
    told.collect()
}

fn in_words(amount: u64, language: &str) -> String {
    if language == "en" { words::money_in_english(amount) } else { words::money(amount) }
}

/// Whether money was taken, or may have been, or the citizen says so. What the office gives back is told of with what was paid.
fn is_told_of(order: &Order) -> bool {
    let is_paid_with = order.refund_of.is_none();
    is_paid_with
        && (order.is_disputed()
            || !matches!(order.outcome, Outcome::Open | Outcome::Abandoned | Outcome::Failed))
}

fn entry(
    app: &App,
    record: &DossierRecord,
    order: &Order,
    language: &str,
    receipts: &[ReceiptRecord],
) -> PaymentEntry {
    let taken = order.taken();
    let due = order.due.and_then(|number| record.state.due(number));
    let axis = due.map_or(&record.state.payment, |due| &due.payment);
    let (transaction, at) = match axis {
        Payment::Paid { order: paid, transaction, at, .. } if *paid == order.order => {
            (Some(transaction.clone()), Some(at.clone()))
        }
        _ => (order.outcome.owed_back().map(str::to_owned), None),
    };
    let is_of_it = |of: &RefundOf| of.order == order.order;
    let refund = record.state.orders.iter().find(|other| other.refund_of.as_ref().is_some_and(is_of_it));
    let own = receipts.iter().filter(|one| one.order == order.order);
    let own: Vec<_> = own.map(|one| shown(app, one, receipts)).collect();
    PaymentEntry {
        dossier: (record.state.stage != Stage::Discarded).then(|| record.id.clone()),
        service: service(app, record, language),
        code: record.state.filing.code().map(str::to_owned),
        notice: due.map(|due| due.notice.id.clone()),
        amount: taken,
        words: in_words(taken, language),
        order: order.order.clone(),
        transaction,
        at,
        outcome: order.outcome.clone(),
        refund: refund.cloned(),
        disputed_at: order.claimed_at.clone().filter(|_| order.is_disputed()),
        is_receipt_due: own.is_empty() && order.outcome == Outcome::Counted,
        receipts: own,
    }
}

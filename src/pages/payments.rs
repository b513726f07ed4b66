//! What the citizen has paid through the portal: for what, how much in figures and in words, when, and what became of the money. Below it what
//! the office tells that it collected itself.

use std::sync::Arc;

use contract::{CollectedFee, ListPayments, PaymentEntry, PaymentHistory};
use dossier::{Order, Outcome};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, tp, use_locale};
use crate::remote::remote;
use crate::route::Route;
use crate::standing::disputes::line;
use crate::standing::fee_receipts::{newest, of_dossier};
use crate::standing::refunds::refund;
use crate::ui::{CollectAny, Heading, SummaryList, SummaryRow, Tag, Tone, live};

/// The history of payments.
#[component]
pub fn Payments() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let payments = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListPayments>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("payments.title")/>
        <p class="cd-lede">{t("payments.lede")}</p>
        {payments.show(false, |history: Arc<PaymentHistory>| view_list(&history))}
    }
}

fn view_list(history: &PaymentHistory) -> AnyView {
    let PaymentHistory { payments, collected } = history;
    if payments.is_empty() && collected.is_empty() {
        return view! { <p>{t("payments.none")}</p> }.into_any();
    }
    payments.iter().map(view_one).chain(collected.iter().map(view_collected)).collect_any().into_any()
}

fn view_collected(one: &CollectedFee) -> AnyView {
    let locale = use_locale();
    let CollectedFee { dossier, service, code, notice, amount, words, at } = one.clone();
    let code = code.map(|code| {
        view! { <SummaryRow label=t("dossier.code")><span class="cd-code">{code}</span></SummaryRow> }
    });
    view! {
        <section class="cd-payments">
            <h2><a href=Route::Dossier(dossier).href()>{service}</a></h2>
            <p><Tag tone=Tone::Done label=t("payments.collected")/></p>
            <SummaryList>
                <SummaryRow label=t("payments.amount")>
                    <p>{live(move || locale.money(amount))}</p>
                    <p class="cd-quiet">{words}</p>
                </SummaryRow>
                <SummaryRow label=t("payments.for")>{tp("payments.for.notice", vec![("id", notice)])}</SummaryRow>
                {code}
                <SummaryRow label=t("payments.collected.at")>{live(move || locale.date_time(&at))}</SummaryRow>
            </SummaryList>
        </section>
    }
    .into_any()
}

fn view_one(one: &PaymentEntry) -> AnyView {
    let locale = use_locale();
    let (key, tone) = match one.outcome {
        Outcome::Counted => ("payments.counted", Tone::Done),
        Outcome::Refunded { .. } => ("payments.refunded", Tone::Plain),
        Outcome::Suspect => ("payments.suspect", Tone::Turn),
        Outcome::RefundRefused { .. } => ("payments.stuck", Tone::Turn),
        Outcome::Abandoned | Outcome::Failed => ("payments.disputed", Tone::Turn),
        _ => ("payments.returning", Tone::Work),
    };
    let (amount, words) = (one.amount, one.words.clone());
    let what = match &one.notice {
        Some(notice) => tp("payments.for.notice", vec![("id", notice.clone())]),
        None => t("payments.for.filing"),
    };
    let code = one.code.clone().map(|code| {
        view! { <SummaryRow label=t("dossier.code")><span class="cd-code">{code}</span></SummaryRow> }
    });
    let at = one.at.clone().map(|at| {
        view! { <SummaryRow label=t("payments.at")>{live(move || locale.date_time(&at))}</SummaryRow> }
    });
    let number = one.transaction.clone().unwrap_or_else(|| one.order.clone());
    let back = going_back(one).map(|order| view! { <p>{live(move || refund(locale, &order))}</p> });
    let doubt = (one.outcome == Outcome::Suspect).then(|| view! { <p>{t("payments.suspect.body")}</p> });
    let dispute = one.disputed_at.clone().map(|at| {
        let (order, amount) = (one.order.clone(), one.amount);
        view! { <p>{live(move || line(locale, &order, amount, &at))}</p> <p>{t("dispute.next")}</p> }
    });
    let due = one.is_receipt_due.then(|| {
        let href = Route::Payment(one.order.clone()).href();
        view! { <a href=href>{t("fee_receipt.due")}</a> }.into_any()
    });
    let receipt = newest(one).or(due).map(|shown| {
        view! { <SummaryRow label=t("fee_receipt.title")>{shown}</SummaryRow> }
    });
    let service = of_dossier(one);
    view! {
        <section class="cd-payments">
            <h2>{service}</h2>
            <p><Tag tone label=t(key)/></p>
            {doubt}
            {dispute}
            {back}
            <SummaryList>
                <SummaryRow label=t("payments.amount")>
                    <p>{live(move || locale.money(amount))}</p>
                    <p class="cd-quiet">{words}</p>
                </SummaryRow>
                <SummaryRow label=t("payments.for")>{what}</SummaryRow>
                {code}
                {at}
                <SummaryRow label=t("payments.transaction")><code>{number}</code></SummaryRow>
                {receipt}
            </SummaryList>
        </section>
    }
    .into_any()
}

/// The order as the sentences about refunds read it.
fn going_back(one: &PaymentEntry) -> Option<Order> {
    if let Some(decided) = &one.refund {
        return Some(decided.clone());
    }
    let is_still = matches!(one.outcome, Outcome::Counted | Outcome::Suspect) || one.disputed_at.is_some();
    (!is_still).then(|| Order {
        attempt: 0,
        snapshot: 0,
        due: None,
        order: one.order.clone(),
        amount: one.amount,
        received: None,
        expires_at: String::new(),
        claimed_at: None,
        outcome: one.outcome.clone(),
        refund_of: None,
    })
}

//! One payment with its electronic receipt: a sheet to keep, to print and to be checked; or that it is under way, which this page follows.

use std::sync::Arc;

use contract::{FeeReceipt as Issued, PaymentEntry, paths};
use leptos::prelude::*;

use crate::api::use_api;
use crate::browser::page;
use crate::i18n::{t, tp, use_locale};
use crate::remote::payment::payment;
use crate::route::Route;
use crate::standing::fee_receipts::{ended, in_fours, of_dossier, rows, under_way};
use crate::standing::refunds::view_refunds;
use crate::ui::{
    Button, CollectAny, Heading, LinkButton, Look, SummaryList, SummaryRow, Table, live, qr_figure,
};

/// The page of a payment.
#[component]
pub fn FeeReceipt(
    /// The order that was paid.
    order: String,
) -> impl IntoView {
    let one = payment(order);
    view! {
        <nav class="cd-back"><a href=Route::Payments.href()>{t("payments.title")}</a></nav>
        <Heading text=t("fee_receipt.title")/>
        {one.show(false, |one: Arc<PaymentEntry>| view_payment(&one))}
    }
}

fn view_payment(one: &PaymentEntry) -> AnyView {
    let service = of_dossier(one);
    let transaction = one.transaction.clone().unwrap_or_else(|| one.order.clone());
    let what = view! {
        <p class="cd-lede">
            {service} ". " {tp("fee_receipt.transaction", vec![("number", transaction)])}
        </p>
    };
    let body = match one.receipts.split_first() {
        Some((newest, earlier)) => view! { {view_sheet(newest)} {view_earlier(earlier)} }.into_any(),
        None if one.is_receipt_due => under_way(),
        None => view! { <p>{t("fee_receipt.none")}</p> }.into_any(),
    };
    let back = one.refund.clone().map(|order| view_refunds(&[order]));
    view! { {what} {back} {body} }.into_any()
}

/// The receipt as a sheet of paper.
fn view_sheet(one: &Issued) -> AnyView {
    let (locale, api) = (use_locale(), use_api());
    let lines = one.items.iter().map(|item| {
        let (name, amount) = (item.name.clone(), item.amount);
        view! { <tr><th scope="row">{name}</th><td>{live(move || locale.money(amount))}</td></tr> }
    });
    let lines = lines.collect_any();
    let columns = ["fee_receipt.item", "fee_receipt.amount"].map(t).into();
    let file = api.address(paths::RECEIPT_FILE, &[&one.id]);
    let (payer, code, check) = (one.payer.clone(), in_fours(&one.code), one.check.clone());
    // On paper the way there is typed; the code behind `#` has a line of its own.
    let place = check.split('#').next().unwrap_or_default().to_owned();
    let facts = rows(&one.face);
    let (id, caption) = ("fee-receipt-qr".to_owned(), t("fee_receipt.qr"));
    let qr = qr_figure(one.qr.side, one.qr.path.clone(), id, caption, ().into_any());
    view! {
        {ended(&one.face)}
        <article class="cd-fee-receipt">
            {qr}
            <SummaryList>
                {facts}
                <SummaryRow label=t("fee_receipt.payer")>{payer}</SummaryRow>
                <SummaryRow label=t("fee_receipt.code")>
                    <span class="cd-fee-receipt__code">{code}</span>
                </SummaryRow>
                <SummaryRow label=t("fee_receipt.place")>{place}</SummaryRow>
            </SummaryList>
            <Table caption=t("fee_receipt.items") columns=columns>{lines}</Table>
        </article>
        <div class="cd-actions">
            <Button label=t("fee_receipt.print") on_press=Callback::new(|()| page::print())/>
            <LinkButton href=check label=t("fee_receipt.check") look=Look::Quiet/>
            <LinkButton href=file label=t("fee_receipt.file") look=Look::Quiet download="bien-lai.json"/>
        </div>
    }
    .into_any()
}

/// Those that this one was issued in place of.
fn view_earlier(all: &[Issued]) -> Option<AnyView> {
    let view_one = |one: &Issued| {
        view! {
            <li>
                <p>{tp("fee_receipt.issued", vec![("number", one.face.number.clone())])}</p>
                {ended(&one.face)}
            </li>
        }
    };
    let each = all.iter().map(view_one).collect_any();
    (!all.is_empty()).then(|| {
        view! {
            <section class="cd-fee-receipt__earlier">
                <h2>{t("fee_receipt.earlier")}</h2>
                <ul>{each}</ul>
            </section>
        }
        .into_any()
    })
}

//! Electronic receipts for money: that one is under way, what one says, and why one is not good any more. Shown to its payer and, without the
//! payer, to whoever checks it.

use contract::{ReceiptEnd, ReceiptFace};
use leptos::prelude::*;

use crate::i18n::{t, tp, use_locale};
use crate::ui::{Notice, SummaryRow, Tone, live};

/// Paid, and not issued yet.
pub fn under_way() -> AnyView {
    view! { <Notice tone=Tone::Work title=t("fee_receipt.due")><p>{t("fee_receipt.due.body")}</p></Notice> }
        .into_any()
}

/// Why it is not good any more, unless it is.
pub fn ended(face: &ReceiptFace) -> Option<AnyView> {
    let locale = use_locale();
    let over = face.over.clone()?;
    let title = match over.how {
        ReceiptEnd::Cancelled => "fee_receipt.cancelled",
        ReceiptEnd::Replaced => "fee_receipt.replaced",
    };
    let by = over.by.map(|number| view! { <p>{tp("fee_receipt.by", vec![("number", number)])}</p> });
    let why = live(move || {
        locale.fill("fee_receipt.over", &[("time", &locale.date_time(&over.at)), ("reason", &over.reason)])
    });
    Some(view! { <Notice tone=Tone::Stop title=t(title)><p>{why}</p>{by}</Notice> }.into_any())
}

/// Form, symbol, number, day, office and amount, as rows.
pub fn rows(face: &ReceiptFace) -> AnyView {
    let locale = use_locale();
    let ReceiptFace { form, symbol, number, issued_on, office, tax_code, amount, words, words_en, .. } =
        face.clone();
    let replaces = face.replaces.clone().map(|number| {
        view! { <SummaryRow label=t("fee_receipt.replaces")>{number}</SummaryRow> }
    });
    let issued_on = live(move || locale.date(&issued_on));
    let amount = live(move || locale.money(amount));
    view! {
        <SummaryRow label=t("fee_receipt.form")>{form}</SummaryRow>
        <SummaryRow label=t("fee_receipt.symbol")>{symbol}</SummaryRow>
        <SummaryRow label=t("fee_receipt.number")><b>{number}</b></SummaryRow>
        {replaces}
        <SummaryRow label=t("fee_receipt.date")>{issued_on}</SummaryRow>
        <SummaryRow label=t("fee_receipt.office")>{office}</SummaryRow>
        <SummaryRow label=t("fee_receipt.tax_code")>{tax_code}</SummaryRow>
        <SummaryRow label=t("fee_receipt.amount")><b>{amount}</b></SummaryRow>
        <SummaryRow label=t("fee_receipt.words")>
            <p lang="vi">{words}</p>
            <p class="cd-quiet" lang="en">{words_en}</p>
        </SummaryRow>
    }
    .into_any()
}

//! Electronic receipts for money: that one is under way, the way to one, what one says, its code as people read it, and why one is not good any
//! more. Shown to its payer and, without the payer, to whoever checks it.

use contract::{PaymentEntry, ReceiptEnd, ReceiptFace};
use leptos::prelude::*;

use crate::i18n::{t, tp, use_locale};
use crate::route::Route;
use crate::ui::{Notice, SummaryRow, Tag, Tone, live};

/// Paid, and not issued yet.
pub fn under_way() -> AnyView {
    view! { <Notice tone=Tone::Work title=t("fee_receipt.due")><p>{t("fee_receipt.due.body")}</p></Notice> }
        .into_any()
}

/// What a payment was for: the way to its dossier, unless that was thrown away.
pub fn of_dossier(of: &PaymentEntry) -> AnyView {
    let service = of.service.clone();
    match of.dossier.clone() {
        Some(id) => view! { <a href=Route::Dossier(id).href()>{service}</a> }.into_any(),
        None => service.into_any(),
    }
}

/// The way to the newest receipt of a payment, and that it is not good any more; none as long as none was issued.
pub fn newest(of: &PaymentEntry) -> Option<AnyView> {
    let newest = of.receipts.first()?;
    let label = tp("fee_receipt.issued", vec![("number", newest.face.number.clone())]);
    let is_over = newest.face.over.is_some();
    let over = is_over.then(|| view! { <Tag tone=Tone::Stop label=t("fee_receipt.not_good")/> });
    let href = Route::Payment(of.order.clone()).href();
    Some(view! { <a href=href>{label}</a> " " {over} }.into_any())
}

/// A look-up code in groups of four, as it is compared and read out: only its letters and digits, the letters large.
#[must_use]
pub fn in_fours(code: &str) -> String {
    let mut shown = String::new();
    for (place, letter) in code.chars().filter(char::is_ascii_alphanumeric).enumerate() {
        if place > 0 && place % 4 == 0 {
            shown.push(' ');
        }
        shown.push(letter.to_ascii_uppercase());
    }
    shown
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
    let key = if over.reason.is_empty() { "fee_receipt.over.since" } else { "fee_receipt.over" };
    let why =
        live(move || locale.fill(key, &[("time", &locale.date_time(&over.at)), ("reason", &over.reason)]));
    let next =
        (over.how == ReceiptEnd::Cancelled).then(|| view! { <p>{t("fee_receipt.cancelled.next")}</p> });
    Some(view! { <Notice tone=Tone::Stop title=t(title)><p>{why}</p>{by}{next}</Notice> }.into_any())
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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::in_fours;

    #[test]
    fn a_look_up_code_is_read_in_fours_however_it_was_typed() {
        assert_eq!(in_fours("ABCD2345EFGH"), "ABCD 2345 EFGH");
        assert_eq!(in_fours(" abcd-2345 efghjk "), "ABCD 2345 EFGH JK");
        assert_eq!((in_fours(""), in_fours("abc")), (String::new(), "ABC".to_owned()));
    }
}

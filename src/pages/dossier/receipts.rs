//! The electronic receipts of what was paid for the dossier: that one is under way, which is followed, or the way to it.

use std::sync::Arc;

use contract::{DossierView, PaymentEntry};
use dossier::{Order, Outcome};
use leptos::prelude::*;

use crate::i18n::{t, tp};
use crate::remote::payment::payment;
use crate::route::Route;
use crate::standing::fee_receipts::under_way;
use crate::ui::{CollectAny, Tag, Tone};

/// The orders that count: what the block is drawn again for.
pub fn counted(one: &DossierView) -> Vec<String> {
    let counts = |order: &&Order| order.outcome == Outcome::Counted;
    one.state.orders.iter().filter(counts).map(|order| order.order.clone()).collect()
}

/// The block; nothing where nothing was paid.
pub fn view_receipts(one: &DossierView) -> Option<AnyView> {
    let orders = counted(one);
    let is_any = !orders.is_empty();
    let each = orders.into_iter().map(|order| payment(order).show(false, view_one)).collect_any();
    is_any.then(|| {
        view! {
            <section class="cd-case__now">
                <h2>{t("fee_receipt.title")}</h2>
                {each}
            </section>
        }
        .into_any()
    })
}

fn view_one(one: Arc<PaymentEntry>) -> AnyView {
    let href = Route::Payment(one.order.clone()).href();
    let Some(newest) = one.receipts.first() else { return under_way() };
    let label = tp("fee_receipt.issued", vec![("number", newest.face.number.clone())]);
    let is_over = newest.face.over.is_some();
    let over = is_over.then(|| view! { <Tag tone=Tone::Stop label=t("fee_receipt.not_good")/> });
    view! { <p><a href=href>{label}</a> " " {over}</p> }.into_any()
}

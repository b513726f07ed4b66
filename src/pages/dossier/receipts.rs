//! The electronic receipts of what was paid for the dossier: that one is under way, which is followed, or the way to it.

use std::sync::Arc;

use contract::{DossierView, PaymentEntry};
use dossier::{Order, Outcome};
use leptos::prelude::*;

use crate::i18n::t;
use crate::remote::payment::payment;
use crate::standing::fee_receipts::{newest, under_way};
use crate::ui::CollectAny;

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
    newest(&one).map_or_else(under_way, |shown| view! { <p>{shown}</p> }.into_any())
}

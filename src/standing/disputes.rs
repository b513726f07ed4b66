//! Orders that are over without money, of which the citizen says that it has left their account: what was found, and what to take to the
//! bank. Money that comes late all the same counts or goes back by itself.

use dossier::Order;
use leptos::prelude::*;

use crate::i18n::{Locale, t, use_locale};
use crate::ui::{CollectAny, Notice, Tone, live};

/// Whether the money of an order for the fee under this number, or for that of filing, is said to have left.
#[must_use]
pub fn is_disputed(orders: &[Order], due: Option<u32>) -> bool {
    orders.iter().any(|order| order.due == due && order.is_disputed())
}

/// What is disputed, if anything is; said at once (`is_alert`) where the citizen may just have reported it.
pub fn view_disputes(orders: &[Order], is_alert: bool) -> Option<AnyView> {
    let lines: Vec<AnyView> = orders.iter().filter(|order| order.is_disputed()).map(view_line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Turn title=t("dispute.title") is_alert>
                {lines.into_iter().collect_any()}
                <p>{t("dispute.next")}</p>
            </Notice>
        }
        .into_any()
    })
}

fn view_line(order: &Order) -> AnyView {
    let (say, order) = (use_locale(), order.clone());
    view! { <p>{live(move || line(say, &order.order, order.amount, order.claimed_at.as_deref().unwrap_or_default()))}</p> }
        .into_any()
}

/// One sentence about such an order, with the number by which the provider and the bank know it.
pub fn line(say: Locale, order: &str, amount: u64, at: &str) -> String {
    say.fill(
        "dispute.line",
        &[("time", &say.date_time(at)), ("amount", &say.money(amount)), ("order", order)],
    )
}

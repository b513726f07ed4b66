//! Money of a dossier that does not count: that it goes back, when it should have arrived, or that it did. Shown while paying, on the
//! page of the dossier and in one's own information; what happens to it is decided by the backend.

use dossier::{Order, Outcome, State};
use leptos::prelude::*;

use crate::i18n::{Locale, t, use_locale};
use crate::ui::{Notice, Tone, live};

/// One sentence about an order whose money does not count; none about any other.
pub fn refund(locale: Locale, order: &Order) -> Option<String> {
    let (key, day) = match &order.outcome {
        Outcome::Surplus { .. } => ("refund.owed", ""),
        Outcome::RefundAsked { until, .. } => ("refund.asked", until.as_str()),
        Outcome::RefundRefused { .. } => ("refund.refused", ""),
        Outcome::Refunded { at } => ("refund.done", at.as_str()),
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect | Outcome::Failed | Outcome::Counted => {
            return None;
        }
    };
    let (amount, day) = (locale.money(order.taken()), locale.date(day));
    Some(locale.fill(key, &[("amount", &amount), ("day", &day), ("order", &order.order)]))
}

/// What goes back or went back, if anything does.
pub fn view_refunds(state: &State) -> Option<AnyView> {
    let locale = use_locale();
    let orders = state.orders.iter().filter(|order| refund(locale, order).is_some());
    let lines: Vec<AnyView> = orders
        .cloned()
        .map(|order| view! { <p>{live(move || refund(locale, &order))}</p> }.into_any())
        .collect();
    (!lines.is_empty())
        .then(|| view! { <Notice tone=Tone::Plain title=t("refund.title")>{lines}</Notice> }.into_any())
}

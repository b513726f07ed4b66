//! What was paid for a dossier and what its office reported, one line each, on demand. The rest is in the dossier.

use contract::MineDossier;
use dossier::{Order, Outcome, Payment};
use leptos::prelude::*;

use crate::i18n::{Locale, t, use_locale};
use crate::standing::business_standing;
use crate::standing::refunds::refund;
use crate::ui::{Details, live};

/// The latest first; none when nothing has happened yet.
pub fn view_events(one: &MineDossier) -> Option<AnyView> {
    let locale = use_locale();
    let mut lines: Vec<AnyView> = Vec::new();
    for event in one.events.iter().rev() {
        let (stand, at) = (business_standing(event.status.0), event.at.clone());
        let text = live(move || {
            locale.fill("mine.event", &[("what", &stand.word(locale)), ("time", &locale.date_time(&at))])
        });
        lines.push(view! { <li>{text}</li> }.into_any());
    }
    let dues = one.dues.iter().map(|due| &due.payment);
    for payment in dues.chain([&one.payment]) {
        lines.extend(paid(locale, payment));
    }
    for order in one.orders.iter().rev().filter(|order| unpaid(locale, order).is_some()) {
        let order = order.clone();
        let text = live(move || unpaid(locale, &order));
        lines.push(view! { <li>{text}</li> }.into_any());
    }
    (!lines.is_empty())
        .then(|| view! { <Details summary=t("mine.events")><ul>{lines}</ul></Details> }.into_any())
}

/// That a fee was paid: that of filing, or one that the office asked for afterwards.
fn paid(locale: Locale, payment: &Payment) -> Option<AnyView> {
    let Payment::Paid { amount, at, .. } = payment.clone() else { return None };
    let text = live(move || {
        locale.fill("mine.order.paid", &[("amount", &locale.money(amount)), ("time", &locale.date_time(&at))])
    });
    Some(view! { <li>{text}</li> }.into_any())
}

/// What became of an order that did not pay the fee.
fn unpaid(locale: Locale, order: &Order) -> Option<String> {
    let key = match order.outcome {
        Outcome::Counted => return None,
        Outcome::Open => "mine.order.open",
        Outcome::Abandoned | Outcome::Failed => "mine.order.failed",
        Outcome::Suspect => "mine.order.suspect",
        _ => return refund(locale, order),
    };
    Some(locale.fill(key, &[("amount", &locale.money(order.amount))]))
}

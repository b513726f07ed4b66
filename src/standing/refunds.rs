//! Money of a dossier that does not count, and what the office gives back of money that does: that it goes back, when it should have
//! arrived, or that it did. Shown while paying, on the page of the dossier and in one's own information; what happens to it is decided by
//! the backend.

use contract::DossierView;
use dossier::{Order, Outcome};
use leptos::prelude::*;

use crate::i18n::{Locale, t, use_locale};
use crate::ui::{Notice, Tone, live};

/// What is said of an order whose money goes back; nothing about any other.
pub fn refund(locale: Locale, order: &Order) -> Option<String> {
    let ([own, decided], day) = match &order.outcome {
        Outcome::Surplus { .. } => (["refund.owed", "refund.decided.owed"], ""),
        Outcome::RefundAsked { until, .. } => (["refund.asked", "refund.decided.asked"], until.as_str()),
        Outcome::RefundRefused { .. } => (["refund.refused", "refund.decided.refused"], ""),
        Outcome::Refunded { at } => (["refund.done", "refund.decided.done"], at.as_str()),
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect | Outcome::Failed | Outcome::Counted => {
            return None;
        }
    };
    let (amount, day) = (locale.money(order.taken()), locale.date(day));
    // One number on every screen, the provider's: it stands on the bank's statement too.
    let transaction = order.outcome.owed_back().unwrap_or_default();
    let mut words = vec![("amount", amount.as_str()), ("day", &day), ("transaction", transaction)];
    let key = order.refund_of.as_ref().map_or(own, |of| {
        words.extend([("decision", of.decision.as_str()), ("basis", &of.basis)]);
        decided
    });
    Some(locale.fill(key, &words))
}

/// What goes back or went back, as long as the dossier is open: news may come while it is read.
pub fn follow_refunds(view: RwSignal<DossierView>) -> AnyView {
    let orders = Memo::new(move |_| view.with(|view| view.state.orders.clone()));
    live(move || orders.with(|orders| view_refunds(orders)))
}

/// What goes back or went back, if anything does.
pub fn view_refunds(orders: &[Order]) -> Option<AnyView> {
    let locale = use_locale();
    let orders = orders.iter().filter(|order| refund(locale, order).is_some());
    let lines: Vec<AnyView> = orders
        .cloned()
        .map(|order| view! { <p>{live(move || refund(locale, &order))}</p> }.into_any())
        .collect();
    (!lines.is_empty())
        .then(|| view! { <Notice tone=Tone::Plain title=t("refund.title")>{lines}</Notice> }.into_any())
}

#[cfg(test)]
mod tests {
    use dossier::{Order, Outcome};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::refund;
    use crate::i18n::use_locale;

    #[test]
    fn money_that_goes_back_is_named_by_the_providers_number_and_by_no_other() {
        let transaction = "14422574".to_owned();
        let asked = Outcome::RefundAsked {
            transaction: transaction.clone(),
            request: "r".into(),
            until: "2026-12-01T00:00:00Z".into(),
        };
        for outcome in [asked, Outcome::RefundRefused { transaction, code: "94".into() }] {
            let order = Order {
                attempt: 1,
                snapshot: 1,
                due: None,
                order: "CDABCDEFGH2345".into(),
                amount: 16_000,
                received: None,
                expires_at: String::new(),
                claimed_at: None,
                outcome,
                refund_of: None,
            };
            let said = refund(use_locale(), &order).unwrap();
            assert!(said.contains("14422574") && !said.contains("CDABCDEFGH2345"), "{said}");
        }
    }
}

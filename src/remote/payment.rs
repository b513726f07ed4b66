//! A payment that is asked about until its electronic receipt is there: the office may issue it minutes or days later.

use contract::{OnePayment, PaymentEntry};

use super::{Remote, remote};
use crate::api::use_api;
use crate::browser::again::{News, ask_again};
use crate::i18n::use_locale;
use crate::ui::use_announcer;

/// The first and the longest wait in milliseconds.
const WAITS: (u64, u64) = (4_000, 60_000);

/// The payment of an order; that its receipt has come is said once.
pub fn payment(order: String) -> Remote<PaymentEntry> {
    let (api, locale, announcer) = (use_api(), use_locale(), use_announcer());
    let asked = order.clone();
    let one = remote(move || {
        let (order, lang) = (asked.clone(), locale.tag());
        Box::pin(async move { api.get::<OnePayment>(&[&order], &[("lang", lang)]).await })
    });
    ask_again(WAITS.0, WAITS.1, move || {
        let (order, lang) = (order.clone(), locale.tag());
        Box::pin(async move {
            let Some(old) = one.latest() else { return News::None };
            if !old.is_receipt_due {
                return News::Over;
            }
            match api.get::<OnePayment>(&[&order], &[("lang", lang)]).await {
                Ok(new) if new.is_receipt_due => News::None,
                Ok(new) => {
                    if !new.receipts.is_empty() {
                        announcer.say(locale.text("fee_receipt.news"));
                    }
                    one.put(new);
                    News::Over
                }
                // What is on screen was true a moment ago.
                Err(_) => News::None,
            }
        })
    });
    one
}

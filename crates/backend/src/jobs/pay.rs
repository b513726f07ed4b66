//! Asking the payment provider about an order until it has a final word. Lost notices and lost redirects heal here.

use dossier::{Event, Order, Refused};

use super::{LONGEST_SECONDS, Outcome, PAYMENT_SECONDS};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Step, advance, load};
use crate::error::{Answer, Error, incident};
use crate::payment::Verdict;
use crate::payment::vnpay::OTHER;
use crate::store::Extra;

/// The gateway's code for an order whose time is over.
const EXPIRED: &str = "11";
/// A citizen who arrived at the last second may still be at the bank: an expired order is asked about a while longer.
const GRACE_SECONDS: i64 = 60;
/// For so long after its end, and so often, an order that took nothing is looked at again: money may come late, and its notice be lost.
const LATE_SECONDS: i64 = 24 * 3600;
const LATE_PAUSE_SECONDS: i64 = 3600;

pub(super) async fn ask(app: &App, id: &str, order: &str, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let known = whole.record.state.orders.iter().find(|known| known.order == order);
    let Some(known) = known.filter(|known| !is_told(known)) else { return Ok(Outcome::Done) };
    let wanted = order.to_owned();
    let Some(record) = app.store(move |store| store.order(&wanted)).await? else {
        return Err(Error::Internal("an order that was never stored".to_owned()));
    };
    let now = app.clock.now();
    let verdict = match app.payment.ask(&record, now).await {
        Ok(verdict) => verdict,
        Err(what) => {
            incident(&format!("payment: {what}"));
            return Ok(Outcome::Again(pause(tries)));
        }
    };
    let verdict = final_word(known, verdict, now);
    match verdict {
        // Who was at the bank to the end may finish there after it, and the notice be lost: it is looked at for a day.
        Verdict::Open | Verdict::Refused { .. } if known.outcome == dossier::Outcome::Failed => {
            let is_over = lapses_at(known, now) + LATE_SECONDS <= now.0;
            Ok(if is_over { Outcome::Done } else { Outcome::Again(LATE_PAUSE_SECONDS) })
        }
        Verdict::Open if known.outcome == dossier::Outcome::Suspect => Ok(Outcome::Again(LONGEST_SECONDS)),
        // An order that nobody pays is over as soon as it may be.
        Verdict::Open => Ok(Outcome::Again(pause(tries).min(lapses_at(known, now) - now.0).max(1))),
        Verdict::Suspect { .. } => {
            record_verdict(app, id, order, verdict).await?;
            Ok(Outcome::Again(LONGEST_SECONDS))
        }
        Verdict::Refused { .. } => {
            record_verdict(app, id, order, verdict).await?;
            Ok(Outcome::Again(LATE_PAUSE_SECONDS))
        }
        Verdict::Paid { .. } => {
            record_verdict(app, id, order, verdict).await?;
            Ok(Outcome::Done)
        }
    }
}

/// When (Unix seconds) an order that the provider says nothing about is over, its grace included.
pub fn lapses_at(order: &Order, now: Moment) -> i64 {
    Moment::parse(&order.expires_at).unwrap_or(now).plus(GRACE_SECONDS).0
}

/// What the provider's word means now: silence, and a no without a reason, are the end of an order whose time is over. Before
/// that silence says nothing: the citizen may be at the bank.
pub fn final_word(order: &Order, verdict: Verdict, now: Moment) -> Verdict {
    // A doubt ends by a word only: money may have been taken.
    let has_lapsed = order.outcome != dossier::Outcome::Suspect && lapses_at(order, now) <= now.0;
    match verdict {
        Verdict::Open if has_lapsed => Verdict::Refused { code: EXPIRED.to_owned() },
        Verdict::Refused { code } if has_lapsed && code == OTHER => {
            Verdict::Refused { code: EXPIRED.to_owned() }
        }
        verdict => verdict,
    }
}

/// Whether money has come for an order. A refusal is not the last word: money may come late.
fn is_told(order: &Order) -> bool {
    use dossier::Outcome::{Abandoned, Failed, Open, Suspect};
    !matches!(order.outcome, Open | Abandoned | Suspect | Failed)
}

/// Records the provider's word about an order; `Some` says why it does not fit.
///
/// # Errors
/// The store failed.
pub async fn record_verdict(app: &App, id: &str, order: &str, verdict: Verdict) -> Answer<Option<Refused>> {
    let transaction = match &verdict {
        Verdict::Paid { transaction, .. } => {
            Some(Extra::Transaction { order: order.to_owned(), transaction: transaction.clone() })
        }
        _ => None,
    };
    let Some(event): Option<Event> = verdict.event(order) else { return Ok(None) };
    let step = Step { events: vec![event], extras: transaction.into_iter().collect() };
    match advance(app, id, |_| Ok(step.clone())).await {
        Ok(whole) => {
            let surplus = whole.record.state.orders.iter().find(|known| {
                known.order == order && matches!(known.outcome, dossier::Outcome::Surplus { .. })
            });
            if let Some(surplus) = surplus {
                incident(&format!(
                    "payment: {} VND of order {order} do not count and go back",
                    surplus.taken()
                ));
            }
            Ok(None)
        }
        Err(Error::Refused(refused)) => {
            incident(&format!("payment: news about order {order} refused: {refused:?}"));
            Ok(Some(refused))
        }
        Err(error) => Err(error),
    }
}

fn pause(tries: u32) -> i64 {
    PAYMENT_SECONDS.saturating_mul(1 << tries.min(10)).min(LONGEST_SECONDS)
}

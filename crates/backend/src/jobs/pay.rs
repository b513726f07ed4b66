//! Asking the payment provider about an order until it has a final word. Lost notices and lost redirects heal here.

use dossier::{Event, Order, Refused};

use super::{LONGEST_SECONDS, Outcome, PAYMENT_SECONDS};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Step, Whole, advance, load};
use crate::error::{Answer, Error, incident};
use crate::payment::national::UNPAID;
use crate::payment::vnpay::OTHER;
use crate::payment::{Verdict, ask_patiently};
use crate::store::{self, Extra, Way};

/// The gateway's code for an order whose time is over.
const EXPIRED: &str = "11";
/// A citizen who arrived at the last second may still be at the bank: an expired order is asked about a while longer.
const GRACE_SECONDS: i64 = 60;
/// For so long after its end, and so often, an order that took nothing is looked at again: money may come late, and its notice be lost.
const LATE_SECONDS: i64 = 24 * 3600;
const LATE_PAUSE_SECONDS: i64 = 3600;

pub(super) async fn ask(app: &App, id: &str, order: &str, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let Some(known) = whole.record.state.orders.iter().find(|known| known.order == order) else {
        return Ok(Outcome::Done);
    };
    let wanted = order.to_owned();
    let Some(record) = app.store(move |store| store.order(&wanted)).await? else {
        return Err(Error::Internal("an order that was never stored".to_owned()));
    };
    let provider = app.payments.of(&record.provider)?;
    if is_told(known) && !provider.takes_again() {
        return Ok(Outcome::Done);
    }
    let now = app.clock.now();
    let words = match ask_patiently(provider, &record, now).await {
        Ok(words) => words,
        Err(what) => {
            incident(&format!("payment: {what}"));
            return Ok(Outcome::Again(pause(tries)));
        }
    };
    let mut outcome = Outcome::Done;
    for verdict in words {
        let verdict = final_word(known, verdict, now);
        outcome = match verdict {
            // Who was at the bank to the end may finish there after it, and the notice be lost: it is looked at for a day.
            Verdict::Open | Verdict::Unsettled { .. } | Verdict::Refused { .. }
                if known.outcome == dossier::Outcome::Failed || is_told(known) =>
            {
                late(known, now)
            }
            Verdict::Open | Verdict::Unsettled { .. } if known.outcome == dossier::Outcome::Suspect => {
                Outcome::Again(LONGEST_SECONDS)
            }
            // An order that nobody pays is over as soon as it may be.
            Verdict::Open | Verdict::Unsettled { .. } => {
                Outcome::Again(pause(tries).min(lapses_at(known, now) - now.0).max(1))
            }
            Verdict::Suspect { .. } => {
                record_verdict(app, &record, verdict).await?;
                Outcome::Again(LONGEST_SECONDS)
            }
            Verdict::Refused { .. } => {
                record_verdict(app, &record, verdict).await?;
                Outcome::Again(LATE_PAUSE_SECONDS)
            }
            Verdict::Paid { .. } => {
                record_verdict(app, &record, verdict).await?;
                if provider.takes_again() { late(known, now) } else { Outcome::Done }
            }
        };
    }
    Ok(outcome)
}

/// Whether an order whose end is known is looked at once more.
fn late(known: &Order, now: Moment) -> Outcome {
    let is_over = lapses_at(known, now) + LATE_SECONDS <= now.0;
    if is_over { Outcome::Done } else { Outcome::Again(LATE_PAUSE_SECONDS) }
}

/// When (Unix seconds) an order that the provider says nothing about is over, its grace included.
pub fn lapses_at(order: &Order, now: Moment) -> i64 {
    Moment::parse(&order.expires_at).unwrap_or(now).plus(GRACE_SECONDS).0
}

/// What the provider's word means now: silence, and a no without a reason, are the end of an order whose time is over. Before
/// that silence says nothing: the citizen may be at the bank. A provider that cannot say whether a bank still works on it leaves a doubt
/// behind, except about an order that it has ended before.
pub fn final_word(order: &Order, verdict: Verdict, now: Moment) -> Verdict {
    // A doubt ends by a word only: money may have been taken.
    let has_lapsed = order.outcome != dossier::Outcome::Suspect && lapses_at(order, now) <= now.0;
    match verdict {
        Verdict::Open if has_lapsed => Verdict::Refused { code: EXPIRED.to_owned() },
        Verdict::Refused { code } if has_lapsed && [OTHER, UNPAID].contains(&code.as_str()) => {
            Verdict::Refused { code: EXPIRED.to_owned() }
        }
        Verdict::Unsettled { code } if has_lapsed && order.outcome != dossier::Outcome::Failed => {
            Verdict::Suspect { code }
        }
        Verdict::Unsettled { .. } => Verdict::Open,
        verdict => verdict,
    }
}

/// Whether money has come for an order. A refusal is not the last word: money may come late.
pub fn is_told(order: &Order) -> bool {
    use dossier::Outcome::{Abandoned, Failed, Open, Suspect};
    !matches!(order.outcome, Open | Abandoned | Suspect | Failed)
}

/// Whether a word about an order changes nothing more. A late success after a refusal still counts.
pub fn says_nothing_new(order: &Order, verdict: &Verdict) -> bool {
    let is_refused = order.outcome == dossier::Outcome::Failed && matches!(verdict, Verdict::Refused { .. });
    is_told(order) || is_refused
}

/// Records the provider's word about an order; `Some` says why it does not fit.
///
/// # Errors
/// The store failed.
pub async fn record_verdict(app: &App, record: &store::Order, verdict: Verdict) -> Answer<Option<Refused>> {
    let takes_again = app.payments.of(&record.provider)?.takes_again();
    let step = match &verdict {
        Verdict::Paid { transaction, .. } if takes_again && is_known(app, record, transaction).await? => {
            return Ok(None);
        }
        Verdict::Paid { transaction, .. } => paid(record.reference.clone(), transaction),
        _ => Step::default(),
    };
    let Some(event): Option<Event> = verdict.clone().event(&record.reference) else { return Ok(None) };
    let step = Step { events: vec![event], ..step };
    let again = takes_again.then(|| repeated(record, &verdict, app.clock.now())).flatten();
    let decide = |whole: &Whole| {
        let known = whole.record.state.orders.iter().find(|known| known.order == record.reference);
        let again = again.as_ref().filter(|_| known.is_some_and(is_told));
        Ok(again.unwrap_or(&step).clone())
    };
    match advance(app, &record.dossier, decide).await {
        Ok(whole) => {
            tell_surplus(&whole, record, &verdict);
            Ok(None)
        }
        Err(Error::Refused(refused)) => {
            incident(&format!("payment: news about order {} refused: {refused:?}", record.reference));
            Ok(Some(refused))
        }
        Err(error) => Err(error),
    }
}

/// Whether this money is on record, with whichever order.
async fn is_known(app: &App, record: &store::Order, transaction: &str) -> Answer<bool> {
    let (provider, transaction) = (record.provider.clone(), transaction.to_owned());
    Ok(app.store(move |store| store.order_of(&provider, &transaction)).await?.is_some())
}

/// The number of the money beside the event.
fn paid(order: String, transaction: &str) -> Step {
    Step {
        events: Vec::new(),
        extras: vec![Extra::Transaction { order, transaction: transaction.to_owned() }],
    }
}

/// Money that came for an order that has taken some: an order of its own, named after both.
fn repeated(record: &store::Order, verdict: &Verdict, now: Moment) -> Option<Step> {
    let Verdict::Paid { amount, transaction, at } = verdict else { return None };
    let order = again(record, transaction);
    let own = store::Order {
        reference: order.clone(),
        way: Way::None,
        created_at: now.0,
        transaction: None,
        ..record.clone()
    };
    let event = Event::PaymentRepeated {
        order: order.clone(),
        of: record.reference.clone(),
        amount: *amount,
        transaction: transaction.clone(),
        at: at.clone(),
    };
    let mut step = paid(order, transaction);
    step.extras.insert(0, Extra::Ordered(own));
    step.events.push(event);
    Some(step)
}

/// The name of an order for money that came again.
fn again(record: &store::Order, transaction: &str) -> String {
    format!("{}-{transaction}", record.reference)
}

fn tell_surplus(whole: &Whole, record: &store::Order, verdict: &Verdict) {
    let Verdict::Paid { transaction, .. } = verdict else { return };
    let mut paid = whole.record.state.orders.iter().filter(|known| known.refund_of.is_none());
    let surplus = paid.find(
        |known| matches!(&known.outcome, dossier::Outcome::Surplus { transaction: of } if of == transaction),
    );
    if let Some(surplus) = surplus {
        let (taken, order) = (surplus.taken(), &record.reference);
        incident(&format!("payment: {taken} VND of order {order} do not count and go back"));
    }
}

fn pause(tries: u32) -> i64 {
    PAYMENT_SECONDS.saturating_mul(1 << tries.min(10)).min(LONGEST_SECONDS)
}

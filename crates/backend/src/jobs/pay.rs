//! Asking the payment provider about an order until it has a final word. Lost notices and lost redirects heal here.

use dossier::{Event, Refused};

use super::{LONGEST_SECONDS, Outcome, PAYMENT_SECONDS};
use crate::app::App;
use crate::dossiers::{Step, advance, load};
use crate::error::{Answer, Error, incident};
use crate::payment::Verdict;
use crate::payment::vnpay::OTHER;
use crate::store::Extra;

/// The gateway's code for an order whose time is over.
pub const EXPIRED: &str = "11";
/// A citizen who arrived at the last second may still be at the bank: an expired order is asked about a while longer.
const GRACE_SECONDS: i64 = 60;

pub(super) async fn ask(app: &App, id: &str, order: &str, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let is_open = whole.record.state.orders.iter().any(|known| {
        use dossier::Outcome::{Abandoned, Open, Suspect};
        known.order == order && matches!(known.outcome, Open | Abandoned | Suspect)
    });
    if !is_open {
        return Ok(Outcome::Done);
    }
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
    let has_lapsed = whole.record.state.orders.iter().any(|known| {
        known.order == order && known.expires_at.as_str() <= now.plus(-GRACE_SECONDS).rfc3339().as_str()
    });
    let is_lapse = match &verdict {
        Verdict::Open => has_lapsed,
        Verdict::Refused { code } => has_lapsed && code == OTHER,
        Verdict::Paid { .. } | Verdict::Suspect { .. } => false,
    };
    let verdict = if is_lapse { Verdict::Refused { code: EXPIRED.to_owned() } } else { verdict };
    match verdict {
        Verdict::Open => Ok(Outcome::Again(pause(tries))),
        Verdict::Suspect { .. } => {
            record_verdict(app, id, order, verdict).await?;
            Ok(Outcome::Again(LONGEST_SECONDS))
        }
        Verdict::Paid { .. } | Verdict::Refused { .. } => {
            record_verdict(app, id, order, verdict).await?;
            Ok(Outcome::Done)
        }
    }
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
        Ok(_) => Ok(None),
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

//! Giving money back: what does not count, and what the office gives back of what does. Either is owed from the moment it is known; the
//! provider is asked under a name that was written down before, and only its own word ends the matter. After a refusal a person returns it.
//!
//! What the office gives back is an order of its own, beside the one that was paid: the payment stays what it is.

use super::{Effect, payment};
use crate::state::{BusinessEvent, Order, Outcome, Payment, RefundOf, Refused, State};

/// What must be done about an order until its money is back.
pub(super) fn owed(order: &Order) -> Option<Effect> {
    let transaction = order.outcome.owed_back()?.to_owned();
    Some(Effect::Refund { order: order.order.clone(), amount: order.taken(), transaction })
}

/// Takes in what a report gives back. A decision that is known already gives nothing back again; of one payment there is one, because not
/// every provider tells two of them apart.
pub(super) fn decide(state: &mut State, report: &BusinessEvent) -> Result<Option<Effect>, Refused> {
    let Some(decision) = &report.refund else { return Ok(None) };
    let paid = paid_with(state, &decision.transaction).ok_or(Refused::OtherAttempt)?;
    let origin =
        RefundOf { order: paid.order.clone(), decision: decision.id.clone(), basis: decision.basis.clone() };
    let mut decided = state.orders.iter().filter_map(|order| Some((order, order.refund_of.as_ref()?)));
    if let Some((known, of)) =
        decided.find(|(_, of)| of.decision == origin.decision || of.order == origin.order)
    {
        return match *of == origin && known.amount == decision.amount {
            true => Ok(None),
            false if of.decision == origin.decision => Err(Refused::NoticeDiffers),
            false => Err(Refused::MoneyMoved),
        };
    }
    if !(1..=paid.amount).contains(&decision.amount) {
        return Err(Refused::AmountDiffers);
    }
    state.payment_attempts += 1;
    let order = Order {
        attempt: state.payment_attempts,
        order: format!("{}-R", paid.order),
        amount: decision.amount,
        outcome: Outcome::Surplus { transaction: decision.transaction.clone() },
        refund_of: Some(origin),
        ..paid
    };
    let effect = owed(&order);
    state.orders.push(order);
    Ok(effect)
}

/// The order whose money counts under this number, and of which the office knows.
fn paid_with(state: &State, number: &str) -> Option<Order> {
    let known = state.dues.iter().filter(|due| due.told_at.is_some()).map(|due| &due.payment);
    let order = known.chain([&state.payment]).find_map(|payment| match payment {
        Payment::Paid { order, transaction, .. } if transaction == number => Some(order),
        _ => None,
    })?;
    payment::find(state, order).ok()
}

pub(super) fn ask(
    state: &mut State,
    order: &str,
    request: &str,
    until: &str,
) -> Result<Vec<Effect>, Refused> {
    let known = payment::find(state, order)?;
    let Outcome::Surplus { transaction } = known.outcome else { return Err(elsewhere(&known.outcome)) };
    let (request, until) = (request.to_owned(), until.to_owned());
    payment::set_outcome(state, order, Outcome::RefundAsked { transaction, request, until });
    Ok(Vec::new())
}

pub(super) fn refuse(state: &mut State, order: &str, code: &str) -> Result<Vec<Effect>, Refused> {
    let known = payment::find(state, order)?;
    let Outcome::RefundAsked { transaction, .. } = known.outcome else {
        return Err(match known.outcome {
            Outcome::Surplus { .. } => Refused::OtherAttempt,
            other => elsewhere(&other),
        });
    };
    payment::set_outcome(state, order, Outcome::RefundRefused { transaction, code: code.to_owned() });
    Ok(Vec::new())
}

/// However it was returned: on our asking, after all, or by a person's hand.
pub(super) fn end(state: &mut State, order: &str, at: &str) -> Result<Vec<Effect>, Refused> {
    let known = payment::find(state, order)?;
    if known.outcome.owed_back().is_none() {
        return Err(elsewhere(&known.outcome));
    }
    payment::set_outcome(state, order, Outcome::Refunded { at: at.to_owned() });
    Ok(Vec::new())
}

/// Why news about a refund does not fit an order that is at another point.
fn elsewhere(outcome: &Outcome) -> Refused {
    match outcome {
        Outcome::RefundAsked { .. } | Outcome::RefundRefused { .. } | Outcome::Refunded { .. } => {
            Refused::AlreadyDone
        }
        Outcome::Open
        | Outcome::Abandoned
        | Outcome::Suspect
        | Outcome::Failed
        | Outcome::Counted
        | Outcome::Surplus { .. } => Refused::OtherAttempt,
    }
}

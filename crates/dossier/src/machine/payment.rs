//! The payment axis. The rules that keep money from moving twice:
//!
//! - one snapshot has at most one order that can still take money; pressing pay again leads to that same order;
//! - only the provider's word ends an order. Expiry does not: the money may have been taken just before, and the news lost;
//! - news about any order, however late, finds that order; money counts once, in the amount and for the snapshot it was meant for,
//!   and everything else is surplus that goes back (`refund`).

use super::{Effect, filing, refund, signing};
use crate::state::{Order, Outcome, Payment, Refused, Stage, State};

/// Why an order has failed although money came.
const OTHER_AMOUNT: &str = "amount";

/// The order that pressing pay leads to while it can still take money.
///
/// When there is none, ask the provider about every order that [`super::pending`] names, record what it says, and only then make
/// a new one: [`Event::PaymentStarted`](super::Event::PaymentStarted) is refused while an order of this snapshot is undecided.
#[must_use]
pub fn resumable_order<'a>(state: &'a State, now: &str) -> Option<&'a Order> {
    undecided(state).filter(|order| now < order.expires_at.as_str())
}

/// The order of the current snapshot about which the provider has not said yes or no: there is at most one.
fn undecided(state: &State) -> Option<&Order> {
    let current = state.snapshot.as_ref()?.number;
    let is_undecided = |order: &&Order| matches!(order.outcome, Outcome::Open | Outcome::Abandoned);
    state.orders.iter().filter(|order| order.snapshot == current).find(is_undecided)
}

pub(super) fn start(
    state: &mut State,
    order: &str,
    amount: u64,
    expires_at: &str,
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    let (Stage::Frozen, Some(snapshot), Some(requirements)) =
        (state.stage, &state.snapshot, &state.requirements)
    else {
        let is_paid = matches!(state.payment, Payment::Paid { .. });
        return Err(if is_paid { Refused::AlreadyDone } else { Refused::WrongStage });
    };
    if requirements.fee == 0 {
        return Err(Refused::NothingOwed);
    }
    if amount != requirements.fee {
        return Err(Refused::AmountDiffers);
    }
    if !signing::is_settled(state) {
        return Err(Refused::SignatureNeeded);
    }
    if state.orders.iter().any(|known| known.outcome == Outcome::Suspect) {
        return Err(Refused::MoneyMoved);
    }
    if let Some(open) = undecided(state).cloned() {
        let can_go_on = open.order == order && now < open.expires_at.as_str();
        return match open.outcome {
            Outcome::Open if can_go_on => Err(Refused::AlreadyDone),
            Outcome::Abandoned if can_go_on => Ok(resume(state, &open)),
            _ => Err(Refused::PaymentOpen),
        };
    }
    if state.orders.iter().any(|known| known.order == order) {
        return Err(Refused::OtherAttempt);
    }
    state.payment_attempts += 1;
    let attempt = state.payment_attempts;
    state.orders.push(Order {
        attempt,
        snapshot: snapshot.number,
        order: order.to_owned(),
        amount,
        received: None,
        expires_at: expires_at.to_owned(),
        outcome: Outcome::Open,
    });
    state.payment =
        Payment::Pending { attempt, order: order.to_owned(), amount, expires_at: expires_at.to_owned() };
    Ok(vec![Effect::AskProvider { order: order.to_owned() }])
}

fn resume(state: &mut State, open: &Order) -> Vec<Effect> {
    set_outcome(state, &open.order, Outcome::Open);
    state.payment = Payment::Pending {
        attempt: open.attempt,
        order: open.order.clone(),
        amount: open.amount,
        expires_at: open.expires_at.clone(),
    };
    vec![Effect::AskProvider { order: open.order.clone() }]
}

pub(super) fn confirm(
    state: &mut State,
    order: &str,
    amount: u64,
    transaction: &str,
    at: &str,
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    let mut known = find(state, order)?;
    let is_right = known.amount == amount;
    match known.outcome {
        Outcome::Counted if !is_right => return Err(Refused::AmountDiffers),
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect | Outcome::Failed => {}
        Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => return Err(Refused::AlreadyDone),
    }
    let is_meant = is_right
        && state.stage == Stage::Frozen
        && state.snapshot.as_ref().is_some_and(|current| current.number == known.snapshot);
    if !is_meant {
        known.received = (!is_right).then_some(amount);
        known.outcome = Outcome::Surplus { transaction: transaction.to_owned() };
        let effects = refund::owed(&known);
        if is_shown(state, order) {
            state.payment = failed(&known, OTHER_AMOUNT);
        }
        put(state, known);
        return Ok(effects.into_iter().collect());
    }
    set_outcome(state, order, Outcome::Counted);
    state.payment = Payment::Paid {
        attempt: known.attempt,
        order: order.to_owned(),
        amount,
        at: at.to_owned(),
        transaction: transaction.to_owned(),
    };
    let mut effects = close_others(state);
    effects.extend(filing::begin(state, now));
    Ok(effects)
}

/// Orders that were opened after the one that succeeded late must take no money any more.
fn close_others(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for order in &mut state.orders {
        if order.outcome == Outcome::Open {
            order.outcome = Outcome::Abandoned;
            effects.push(Effect::CloseOrder { order: order.order.clone() });
        }
    }
    effects
}

pub(super) fn fail(state: &mut State, order: &str, code: &str) -> Result<Vec<Effect>, Refused> {
    let known = find(state, order)?;
    match known.outcome {
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect => {}
        Outcome::Failed
        | Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => return Err(Refused::AlreadyDone),
    }
    set_outcome(state, order, Outcome::Failed);
    if is_shown(state, order) {
        state.payment = failed(&known, code);
    }
    Ok(Vec::new())
}

pub(super) fn suspect(state: &mut State, order: &str, code: &str) -> Result<Vec<Effect>, Refused> {
    let known = find(state, order)?;
    match known.outcome {
        Outcome::Open | Outcome::Abandoned | Outcome::Failed => {}
        Outcome::Suspect
        | Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => return Err(Refused::AlreadyDone),
    }
    set_outcome(state, order, Outcome::Suspect);
    if is_shown(state, order) {
        state.payment = Payment::Suspect {
            attempt: known.attempt,
            order: known.order.clone(),
            amount: known.amount,
            code: code.to_owned(),
        };
    }
    Ok(vec![Effect::AskProvider { order: order.to_owned() }])
}

pub(super) fn abandon(state: &mut State, order: &str) -> Result<Vec<Effect>, Refused> {
    let known = find(state, order)?;
    match known.outcome {
        Outcome::Open => {}
        Outcome::Suspect => return Err(Refused::MoneyMoved),
        Outcome::Abandoned
        | Outcome::Failed
        | Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => return Err(Refused::AlreadyDone),
    }
    set_outcome(state, order, Outcome::Abandoned);
    if is_shown(state, order) {
        state.payment = failed(&known, "cancelled");
    }
    Ok(vec![Effect::CloseOrder { order: order.to_owned() }, Effect::AskProvider { order: order.to_owned() }])
}

fn failed(order: &Order, code: &str) -> Payment {
    Payment::Failed {
        attempt: order.attempt,
        order: order.order.clone(),
        amount: order.amount,
        code: code.to_owned(),
    }
}

pub(super) fn find(state: &State, order: &str) -> Result<Order, Refused> {
    state.orders.iter().find(|known| known.order == order).cloned().ok_or(Refused::OtherAttempt)
}

pub(super) fn set_outcome(state: &mut State, order: &str, outcome: Outcome) {
    if let Some(known) = state.orders.iter_mut().find(|known| known.order == order) {
        known.outcome = outcome;
    }
}

fn put(state: &mut State, changed: Order) {
    if let Some(known) = state.orders.iter_mut().find(|known| known.order == changed.order) {
        *known = changed;
    }
}

/// Whether the axis speaks of this order; an axis that is paid, or speaks of a later order, is not changed by old news.
fn is_shown(state: &State, order: &str) -> bool {
    match &state.payment {
        Payment::Pending { order: shown, .. }
        | Payment::Failed { order: shown, .. }
        | Payment::Suspect { order: shown, .. } => shown == order,
        Payment::NotRequired | Payment::Waived { .. } | Payment::Quoted { .. } | Payment::Paid { .. } => {
            false
        }
    }
}

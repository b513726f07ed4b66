//! The payment axis. The rules that keep money from moving twice:
//!
//! - what is owed (a snapshot's fee, or one that the office asked for afterwards) has at most one order that can still take money; pressing
//!   pay again leads to that same order, and so to the provider that it was opened with;
//! - only the provider's word ends an order. Expiry does not: the money may have been taken just before, and the news lost;
//! - news about any order, however late, finds that order; money counts once, in the amount and for what it was meant for,
//!   and everything else is surplus that goes back (`refund`).

use super::{Effect, due, filing, refund, signing};
use crate::state::{Due, Order, Outcome, Payment, Refused, Stage, State};

/// Why an order has failed of which it was not known whether money came: none did, or it was given back.
const NO_DOUBT: &str = "cleared";
/// Why an order has failed that took another amount than was owed.
const OTHER_AMOUNT: &str = "amount";

/// The order that pressing pay leads to while it can still take money: for the fee that the office has asked for under this number, or for
/// the snapshot's.
///
/// When there is none, ask the provider about every order that [`super::pending`] names, record what it says, and only then make
/// a new one: [`Event::PaymentStarted`](super::Event::PaymentStarted) is refused while an order for the same is undecided.
#[must_use]
pub fn resumable_order<'a>(state: &'a State, due: Option<u32>, now: &str) -> Option<&'a Order> {
    undecided_order(state, due).filter(|order| now < order.expires_at.as_str())
}

/// The order about which the provider has not said yes or no: there is at most one for what is owed.
#[must_use]
pub fn undecided_order(state: &State, due: Option<u32>) -> Option<&Order> {
    let current = state.snapshot.as_ref()?.number;
    let is_undecided = |order: &&Order| matches!(order.outcome, Outcome::Open | Outcome::Abandoned);
    let is_for_it = |order: &&Order| order.due == due && (due.is_some() || order.snapshot == current);
    state.orders.iter().filter(is_for_it).find(is_undecided)
}

pub(super) fn start(
    state: &mut State,
    due: Option<u32>,
    order: &str,
    amount: u64,
    expires_at: &str,
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    match due {
        Some(number) => due::may_start(state, number, amount)?,
        None => may_start(state, amount)?,
    }
    if state.orders.iter().any(|known| known.due == due && known.outcome == Outcome::Suspect) {
        return Err(Refused::MoneyMoved);
    }
    if let Some(open) = undecided_order(state, due).cloned() {
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
        snapshot: state.snapshot.as_ref().map_or(0, |snapshot| snapshot.number),
        due,
        order: order.to_owned(),
        amount,
        received: None,
        expires_at: expires_at.to_owned(),
        claimed_at: None,
        outcome: Outcome::Open,
        refund_of: None,
    });
    let pending =
        Payment::Pending { attempt, order: order.to_owned(), amount, expires_at: expires_at.to_owned() };
    set_axis(state, due, pending);
    Ok(vec![Effect::AskProvider { order: order.to_owned() }])
}

/// Whether an order may be opened for the snapshot's fee.
fn may_start(state: &State, amount: u64) -> Result<(), Refused> {
    let (Stage::Frozen, Some(requirements)) = (state.stage, &state.requirements) else {
        let is_paid = matches!(state.payment, Payment::Paid { .. });
        return Err(if is_paid { Refused::AlreadyDone } else { Refused::WrongStage });
    };
    if requirements.fee == 0 {
        Err(Refused::NothingOwed)
    } else if amount != requirements.fee {
        Err(Refused::AmountDiffers)
    } else if signing::is_settled(state) {
        Ok(())
    } else {
        Err(Refused::SignatureNeeded)
    }
}

fn resume(state: &mut State, open: &Order) -> Vec<Effect> {
    set_outcome(state, &open.order, Outcome::Open);
    let pending = Payment::Pending {
        attempt: open.attempt,
        order: open.order.clone(),
        amount: open.amount,
        expires_at: open.expires_at.clone(),
    };
    set_axis(state, open.due, pending);
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
    if !(is_right && is_meant(state, &known)) {
        known.received = (!is_right).then_some(amount);
        known.outcome = Outcome::Surplus { transaction: transaction.to_owned() };
        let effects = refund::owed(&known);
        if is_shown(state, &known) {
            let code = if is_right { due::OVER } else { OTHER_AMOUNT };
            set_axis(state, known.due, failed(&known, code));
        }
        put(state, known);
        return Ok(effects.into_iter().collect());
    }
    set_outcome(state, order, Outcome::Counted);
    let paid = Payment::Paid {
        attempt: known.attempt,
        order: order.to_owned(),
        amount,
        at: at.to_owned(),
        transaction: transaction.to_owned(),
    };
    set_axis(state, known.due, paid);
    let mut effects = close_others(state, known.due);
    match known.due {
        Some(due) => effects.push(Effect::TellPayment { due }),
        None => effects.extend(filing::begin(state, now)),
    }
    effects.push(Effect::AskReceipt { order: order.to_owned() });
    Ok(effects)
}

/// Whether what the order was made for is still owed.
fn is_meant(state: &State, order: &Order) -> bool {
    match order.due {
        Some(number) => state.due(number).is_some_and(Due::is_owed),
        None => {
            state.stage == Stage::Frozen
                && state.snapshot.as_ref().is_some_and(|current| current.number == order.snapshot)
        }
    }
}

/// Makes room for money that came again for an order that has taken some: an order of its own, for what the first was for.
pub(super) fn open_again(state: &mut State, order: &str, of: &str) -> Result<(), Refused> {
    if state.orders.iter().any(|known| known.order == order) {
        return Err(Refused::AlreadyDone);
    }
    let first = find(state, of)?;
    match first.outcome {
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect | Outcome::Failed => {
            return Err(Refused::OtherAttempt);
        }
        Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => {}
    }
    state.payment_attempts += 1;
    let attempt = state.payment_attempts;
    state.orders.push(Order {
        attempt,
        order: order.to_owned(),
        received: None,
        claimed_at: None,
        outcome: Outcome::Open,
        ..first
    });
    Ok(())
}

/// Orders that were opened after the one that succeeded late must take no money any more.
fn close_others(state: &mut State, due: Option<u32>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for order in &mut state.orders {
        if order.due == due && order.outcome == Outcome::Open {
            order.outcome = Outcome::Abandoned;
            effects.push(Effect::CloseOrder { order: order.order.clone() });
        }
    }
    effects
}

pub(super) fn fail(state: &mut State, order: &str, code: &str) -> Result<Vec<Effect>, Refused> {
    let known = find(state, order)?;
    // Whoever was told to wait and not to pay again is told that this is over, not a code.
    let code = if known.outcome == Outcome::Suspect { NO_DOUBT } else { code };
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
    if is_shown(state, &known) {
        set_axis(state, known.due, failed(&known, code));
    }
    Ok(Vec::new())
}

pub(super) fn suspect(state: &mut State, order: &str, code: &str, now: &str) -> Result<Vec<Effect>, Refused> {
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
    if is_shown(state, &known) {
        let suspect = Payment::Suspect {
            attempt: known.attempt,
            order: known.order.clone(),
            amount: known.amount,
            code: code.to_owned(),
            since: now.to_owned(),
        };
        set_axis(state, known.due, suspect);
    }
    Ok(vec![Effect::AskProvider { order: order.to_owned() }])
}

/// The citizen's word is kept, so that they are not asked again, and decides nothing. About an order that the provider has ended it is
/// asked once more; about any other it is asked anyway.
pub(super) fn claim(state: &mut State, order: &str, now: &str) -> Result<Vec<Effect>, Refused> {
    let mut known = find(state, order)?;
    let is_open = match known.outcome {
        Outcome::Open | Outcome::Abandoned | Outcome::Suspect => true,
        Outcome::Failed => false,
        Outcome::Counted
        | Outcome::Surplus { .. }
        | Outcome::RefundAsked { .. }
        | Outcome::RefundRefused { .. }
        | Outcome::Refunded { .. } => return Err(Refused::AlreadyDone),
    };
    if known.claimed_at.is_some() {
        return Err(Refused::AlreadyDone);
    }
    known.claimed_at = Some(now.to_owned());
    put(state, known);
    let ask = Effect::AskProvider { order: order.to_owned() };
    Ok(if is_open { Vec::new() } else { vec![ask] })
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
    if is_shown(state, &known) {
        set_axis(state, known.due, failed(&known, "cancelled"));
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
fn is_shown(state: &State, order: &Order) -> bool {
    match state.payment_of(order.due) {
        Some(
            Payment::Pending { order: shown, .. }
            | Payment::Failed { order: shown, .. }
            | Payment::Suspect { order: shown, .. },
        ) => *shown == order.order,
        Some(
            Payment::NotRequired | Payment::Waived { .. } | Payment::Quoted { .. } | Payment::Paid { .. },
        )
        | None => false,
    }
}

/// Says of what is owed how its payment stands.
fn set_axis(state: &mut State, due: Option<u32>, payment: Payment) {
    match due {
        Some(number) => {
            if let Some(due) = state.dues.iter_mut().find(|due| due.number == number) {
                due.payment = payment;
            }
        }
        None => state.payment = payment,
    }
}

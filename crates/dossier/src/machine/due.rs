//! Fees that the office asks for after filing. What a notice comes to does not depend on the order in which reports arrive.
//!
//! The office and we may decide at the same time, it to end a notice, we that its money counts: the office puts both in order. It refuses
//! to hear of a payment for what it has ended, and ends nothing whose payment it has confirmed. So money counts for good only once the
//! office knows of it; that of a notice that was over before goes back.

use super::{Effect, refund};
use crate::state::{
    BusinessEvent, Due, DueOver, Notice, Order, Outcome, Payment, Refused, Stage, State, Timestamp,
};

/// Why the payment of a notice has failed that was over before the office knew of its money.
pub(super) const OVER: &str = "over";
/// National codes that end whatever is still asked for: refused, and stopped.
const ENDING: [u8; 2] = [3, 8];

/// Takes in what a report asks for. A notice that is known already is not asked for twice.
pub(super) fn ask(state: &mut State, report: &BusinessEvent) -> Result<(), Refused> {
    let Some(notice) = &report.notice else { return Ok(()) };
    if !notice.adds_up() {
        return Err(Refused::AmountDiffers);
    }
    if let Some(known) = state.dues.iter_mut().find(|due| due.notice.id == notice.id) {
        if known.notice != *notice {
            return Err(Refused::NoticeDiffers);
        }
        known.sequence = known.sequence.min(report.sequence);
        return Ok(());
    }
    state.dues.push(Due {
        number: state.dues.iter().map(|due| due.number).max().unwrap_or_default() + 1,
        sequence: report.sequence,
        notice: notice.clone(),
        payment: Payment::Quoted { amount: notice.total },
        over: None,
        told_at: None,
    });
    Ok(())
}

/// Ends what the reports, as they are known now, have ended.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for due in &mut state.dues {
        if due.over.is_some() || due.told_at.is_some() {
            continue;
        }
        due.over = state.business.0.iter().find_map(|event| ended(event, due));
        if due.over.is_some() {
            give_up(due, &mut state.orders, &mut effects);
        }
    }
    effects
}

fn ended(event: &BusinessEvent, due: &Due) -> Option<DueOver> {
    let id = &due.notice.id;
    let replaces = |notice: &Notice| notice.replaces.as_ref() == Some(id) && notice.id != *id;
    if let Some(over) = event.over.as_ref().filter(|over| over.id == *id) {
        Some(over.how)
    } else if event.notice.as_ref().is_some_and(replaces) {
        Some(DueOver::Replaced)
    } else {
        (event.sequence > due.sequence && ENDING.contains(&event.status.0)).then_some(DueOver::Stopped)
    }
}

/// Nobody is led to pay it any more, and what was paid goes back.
fn give_up(due: &mut Due, orders: &mut [Order], effects: &mut Vec<Effect>) {
    let paid = match &due.payment {
        Payment::Paid { transaction, .. } => transaction.clone(),
        _ => String::new(),
    };
    for order in orders.iter_mut().filter(|order| order.due == Some(due.number)) {
        match order.outcome {
            Outcome::Open => {
                order.outcome = Outcome::Abandoned;
                let order = &order.order;
                effects.extend([
                    Effect::CloseOrder { order: order.clone() },
                    Effect::AskProvider { order: order.clone() },
                ]);
            }
            Outcome::Counted => {
                order.outcome = Outcome::Surplus { transaction: paid.clone() };
                effects.extend(refund::owed(order));
            }
            Outcome::Abandoned
            | Outcome::Suspect
            | Outcome::Failed
            | Outcome::Surplus { .. }
            | Outcome::RefundAsked { .. }
            | Outcome::RefundRefused { .. }
            | Outcome::Refunded { .. } => {}
        }
    }
    if let Payment::Pending { attempt, order, amount, .. } | Payment::Paid { attempt, order, amount, .. } =
        &due.payment
    {
        due.payment = Payment::Failed {
            attempt: *attempt,
            order: order.clone(),
            amount: *amount,
            code: OVER.to_owned(),
        };
    }
}

/// Whether an order may be opened for a fee that was asked for after filing.
pub(super) fn may_start(state: &State, number: u32, amount: u64) -> Result<(), Refused> {
    let due = match state.stage {
        Stage::Filing | Stage::Filed => state.due(number).ok_or(Refused::NothingOwed)?,
        Stage::Draft | Stage::Frozen | Stage::Discarded => return Err(Refused::WrongStage),
    };
    if matches!(due.payment, Payment::Paid { .. }) {
        Err(Refused::AlreadyDone)
    } else if due.over.is_some() || !due.notice.online {
        Err(Refused::NothingOwed)
    } else if amount != due.notice.total {
        Err(Refused::AmountDiffers)
    } else {
        Ok(())
    }
}

/// The office has confirmed that it knows of a payment.
pub(super) fn told(state: &mut State, number: u32, at: &str) -> Result<Vec<Effect>, Refused> {
    let due = state.dues.iter_mut().find(|due| due.number == number).ok_or(Refused::OtherAttempt)?;
    if due.told_at.is_some() {
        return Err(Refused::AlreadyDone);
    }
    if !due.is_to_be_told() {
        return Err(Refused::OtherAttempt);
    }
    due.told_at = Some(Timestamp::from(at));
    Ok(Vec::new())
}

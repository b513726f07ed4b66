//! Giving money back that does not count. A surplus is owed from the moment it is known; the provider is asked under a name that was
//! written down before, and only its own word ends the matter. After a refusal a person returns it.

use super::{Effect, payment};
use crate::state::{Order, Outcome, Refused, State};

/// What must be done about an order until its money is back.
pub(super) fn owed(order: &Order) -> Option<Effect> {
    let transaction = order.outcome.owed_back()?.to_owned();
    Some(Effect::Refund { order: order.order.clone(), amount: order.taken(), transaction })
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

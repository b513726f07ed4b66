//! Freezing, thawing, moving to another version of the form, discarding.

use super::{Effect, others};
use crate::state::{Outcome, Payment, Refused, Requirements, Signing, Snapshot, Stage, State};

pub(super) fn freeze(
    state: &mut State,
    snapshot: &Snapshot,
    requirements: &Requirements,
) -> Result<Vec<Effect>, Refused> {
    match state.stage {
        Stage::Draft => {}
        Stage::Frozen if state.snapshot.as_ref() == Some(snapshot) => return Err(Refused::AlreadyDone),
        Stage::Frozen | Stage::Filing | Stage::Filed | Stage::Discarded => return Err(Refused::WrongStage),
    }
    if snapshot.number != state.snapshots + 1 {
        return Err(Refused::OtherSnapshot);
    }
    state.stage = Stage::Frozen;
    state.snapshots = snapshot.number;
    state.snapshot = Some(snapshot.clone());
    let is_asked = requirements.signature || requirements.confirmation || requirements.paper;
    state.signing = if is_asked { Signing::Needed } else { Signing::NotRequired };
    state.payment = requirements.quote();
    others::forget(state);
    state.requirements = Some(requirements.clone());
    Ok(Vec::new())
}

pub(super) fn thaw(state: &mut State) -> Result<Vec<Effect>, Refused> {
    match state.stage {
        Stage::Draft => return Err(Refused::AlreadyDone),
        Stage::Frozen => {}
        Stage::Filing | Stage::Filed if matches!(state.payment, Payment::Paid { .. }) => {
            return Err(Refused::MoneyMoved);
        }
        Stage::Filing | Stage::Filed | Stage::Discarded => return Err(Refused::WrongStage),
    }
    match state.payment {
        Payment::Pending { .. } => return Err(Refused::PaymentOpen),
        Payment::Paid { .. } | Payment::Suspect { .. } => return Err(Refused::MoneyMoved),
        Payment::NotRequired | Payment::Waived { .. } | Payment::Quoted { .. } | Payment::Failed { .. } => {}
    }
    let mut effects = drop_signatures(state);
    // Also those that were handed in and have not counted.
    if let (Some(Requirements { paper: true, .. }), Some(Snapshot { number, .. })) =
        (&state.requirements, &state.snapshot)
    {
        effects.push(Effect::DropScans { snapshot: *number });
    }
    state.stage = Stage::Draft;
    state.snapshot = None;
    state.requirements = None;
    state.payment = Payment::NotRequired;
    Ok(effects)
}

/// Only a draft moves: what is fixed keeps the form that it was fixed with.
pub(super) fn move_draft(state: &State, from: &str, to: &str) -> Result<Vec<Effect>, Refused> {
    match state.stage {
        Stage::Draft if from == to => Err(Refused::AlreadyDone),
        Stage::Draft => Ok(Vec::new()),
        Stage::Frozen | Stage::Filing | Stage::Filed | Stage::Discarded => Err(Refused::WrongStage),
    }
}

pub(super) fn discard(state: &mut State) -> Result<Vec<Effect>, Refused> {
    match state.stage {
        Stage::Draft | Stage::Frozen => {}
        Stage::Discarded => return Err(Refused::AlreadyDone),
        Stage::Filing | Stage::Filed if matches!(state.payment, Payment::Paid { .. }) => {
            return Err(Refused::MoneyMoved);
        }
        Stage::Filing | Stage::Filed => return Err(Refused::WrongStage),
    }
    for order in &state.orders {
        match order.outcome {
            Outcome::Open | Outcome::Abandoned => return Err(Refused::PaymentOpen),
            Outcome::Failed | Outcome::Refunded { .. } => {}
            Outcome::Suspect
            | Outcome::Counted
            | Outcome::Surplus { .. }
            | Outcome::RefundAsked { .. }
            | Outcome::RefundRefused { .. } => return Err(Refused::MoneyMoved),
        }
    }
    let mut effects = drop_signatures(state);
    effects.push(Effect::EraseAnswers);
    state.stage = Stage::Discarded;
    state.snapshot = None;
    state.requirements = None;
    state.payment = Payment::NotRequired;
    Ok(effects)
}

/// Of everybody who has signed, or is about to.
fn drop_signatures(state: &mut State) -> Vec<Effect> {
    let attempts = state.attempts().filter_map(|(_, signing)| match signing {
        Signing::Prepared { attempt, .. }
        | Signing::Waiting { attempt, .. }
        | Signing::Signed { attempt, .. } => Some(Effect::DropSignature { attempt: *attempt }),
        Signing::NotRequired
        | Signing::Needed
        | Signing::Confirmed { .. }
        | Signing::OnPaper { .. }
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => None,
    });
    let effects = attempts.collect();
    state.signing = Signing::NotRequired;
    others::forget(state);
    effects
}

//! The hand-over to the one-stop desk, and what the desk reports afterwards.

use super::{Effect, due, refund, signing};
use crate::state::{BusinessEvent, Filing, Payment, Refused, Stage, State};

/// The citizen pressed file.
pub(super) fn start(state: &mut State, now: &str) -> Result<Vec<Effect>, Refused> {
    match state.stage {
        Stage::Frozen => {}
        Stage::Filing | Stage::Filed => return Err(Refused::AlreadyDone),
        Stage::Draft | Stage::Discarded => return Err(Refused::WrongStage),
    }
    if !signing::is_settled(state) {
        return Err(Refused::SignatureNeeded);
    }
    match state.payment {
        Payment::NotRequired | Payment::Waived { .. } | Payment::Paid { .. } => Ok(begin(state, now)),
        Payment::Quoted { .. }
        | Payment::Pending { .. }
        | Payment::Failed { .. }
        | Payment::Suspect { .. } => Err(Refused::PaymentNeeded),
    }
}

/// Everything that the citizen owes is done.
pub(super) fn begin(state: &mut State, now: &str) -> Vec<Effect> {
    state.stage = Stage::Filing;
    state.filing = Filing::Sending { since: now.to_owned(), tries: 0 };
    state.snapshot.iter().map(|snapshot| Effect::SendToDesk { snapshot: snapshot.number }).collect()
}

pub(super) fn delay(state: &mut State) -> Result<Vec<Effect>, Refused> {
    match &mut state.filing {
        Filing::Sending { tries, .. } => {
            *tries = tries.saturating_add(1);
            Ok(Vec::new())
        }
        Filing::Accepted { .. } => Err(Refused::AlreadyDone),
        Filing::NotYet => Err(Refused::WrongStage),
    }
}

pub(super) fn accept(state: &mut State, code: &str, at: &str) -> Result<Vec<Effect>, Refused> {
    match &state.filing {
        Filing::Sending { .. } => {
            state.stage = Stage::Filed;
            state.filing = Filing::Accepted { code: code.to_owned(), at: at.to_owned() };
            Ok(vec![Effect::EraseAnswers])
        }
        Filing::Accepted { code: first, .. } if first == code => Err(Refused::AlreadyDone),
        Filing::Accepted { .. } => Err(Refused::CodeDiffers),
        Filing::NotYet => Err(Refused::WrongStage),
    }
}

/// National codes that speak of a result: done, and handed over.
const WITH_RESULT: [u8; 2] = [9, 10];

/// What a report gives to fetch.
fn results(report: &BusinessEvent) -> Option<Effect> {
    WITH_RESULT.contains(&report.status.0).then_some(Effect::FetchResults { sequence: report.sequence })
}

/// A report may overtake the desk's own answer to the hand-over, and reports may overtake each other: the desk's counter
/// puts them in order. The code is kept as it came, known or not.
pub(super) fn report(state: &mut State, report: &BusinessEvent) -> Result<Vec<Effect>, Refused> {
    if state.filing == Filing::NotYet {
        return Err(Refused::WrongStage);
    }
    match state.business.0.binary_search_by_key(&report.sequence, |known| known.sequence) {
        Ok(_) => Err(Refused::AlreadyDone),
        Err(place) => {
            due::ask(state, report)?;
            let refund = refund::decide(state, report)?;
            state.business.0.insert(place, report.clone());
            let mut effects = due::close(state);
            effects.extend(refund);
            effects.extend(results(report));
            Ok(effects)
        }
    }
}

//! What the citizen may ask for in a state. The browser offers these and nothing else; the backend refuses everything else.

use super::{others, signing, stages};
use crate::state::{Command, Outcome, Payment, Requirements, Signing, Stage, State};

/// The commands that the state accepts, in the order of [`Command`]. Empty means that the dossier moves without the citizen.
///
/// [`Command::StartPayment`] is offered while an order is open too: it leads to that order, or, when that has expired, to a new one
/// as soon as the provider has said that it took nothing for the old one.
#[must_use]
pub fn allowed_commands(state: &State) -> Vec<Command> {
    let mut commands = match state.stage {
        Stage::Draft => vec![Command::Edit, Command::Freeze],
        Stage::Frozen => frozen(state),
        Stage::Filing | Stage::Filed => {
            let mut commands: Vec<_> =
                state.dues.iter().flat_map(|due| due_commands(state, due.number)).collect();
            commands.sort_unstable();
            commands.dedup();
            commands
        }
        Stage::Discarded => Vec::new(),
    };
    if stages::discard(&mut state.clone()).is_ok() {
        commands.push(Command::Discard);
    }
    commands
}

/// The commands that the state accepts for one fee that the office has asked for after filing: of those of [`allowed_commands`], which
/// speak of all fees together.
#[must_use]
pub fn due_commands(state: &State, number: u32) -> Vec<Command> {
    let Some(due) = state.due(number).filter(|due| due.over.is_none() && due.notice.online) else {
        return Vec::new();
    };
    let is_doubtful = due.is_doubtful(&state.orders);
    match &due.payment {
        Payment::Quoted { .. } | Payment::Failed { .. } if !is_doubtful => vec![Command::StartPayment],
        Payment::Pending { .. } if is_doubtful => vec![Command::CancelPayment],
        Payment::Pending { .. } => vec![Command::StartPayment, Command::CancelPayment],
        Payment::NotRequired
        | Payment::Waived { .. }
        | Payment::Quoted { .. }
        | Payment::Failed { .. }
        | Payment::Paid { .. }
        | Payment::Suspect { .. } => Vec::new(),
    }
}

fn frozen(state: &State) -> Vec<Command> {
    let mut commands = Vec::new();
    if stages::thaw(&mut state.clone()).is_ok() {
        commands.push(Command::Thaw);
    }
    if !signing::is_settled_by_applicant(state) {
        commands.extend(to_sign(state));
        return commands;
    }
    if !others::have_agreed(state) {
        commands.push(Command::Invite);
        return commands;
    }
    let is_doubtful = state.orders.iter().any(|order| order.outcome == Outcome::Suspect);
    match &state.payment {
        Payment::NotRequired | Payment::Waived { .. } => commands.push(Command::File),
        Payment::Quoted { .. } | Payment::Failed { .. } if !is_doubtful => {
            commands.push(Command::StartPayment);
        }
        Payment::Pending { .. } if is_doubtful => commands.push(Command::CancelPayment),
        Payment::Pending { .. } => commands.extend([Command::StartPayment, Command::CancelPayment]),
        Payment::Quoted { .. } | Payment::Failed { .. } | Payment::Paid { .. } | Payment::Suspect { .. } => {}
    }
    commands
}

/// What leads to a signature, or to what counts instead of one. While the phone is asked nothing else is begun.
fn to_sign(state: &State) -> Vec<Command> {
    let is_asked = |what: fn(&Requirements) -> bool| state.requirements.as_ref().is_some_and(what);
    let mut commands = match &state.signing {
        Signing::Waiting { .. } => return vec![Command::CancelSigning],
        Signing::Prepared { .. } => {
            vec![Command::PrepareSigning, Command::ConfirmSigning, Command::CancelSigning]
        }
        _ if is_asked(|asked| asked.signature) => vec![Command::PrepareSigning],
        _ => Vec::new(),
    };
    if is_asked(|asked| asked.confirmation) {
        commands.push(Command::ConfirmIdentity);
    }
    if is_asked(|asked| asked.paper) {
        commands.push(Command::SignOnPaper);
    }
    commands
}

//! What the citizen may ask for in a state. The browser offers these and nothing else; the backend refuses everything else.

use super::{signing, stages};
use crate::state::{Command, Outcome, Payment, Signing, Stage, State};

/// The commands that the state accepts, in the order of [`Command`]. Empty means that the dossier moves without the citizen.
///
/// [`Command::StartPayment`] is offered while an order is open too: it leads to that order, or, when that has expired, to a new one
/// as soon as the provider has said that it took nothing for the old one.
#[must_use]
pub fn allowed_commands(state: &State) -> Vec<Command> {
    let mut commands = match state.stage {
        Stage::Draft => vec![Command::Edit, Command::Freeze],
        Stage::Frozen => frozen(state),
        Stage::Filing | Stage::Filed | Stage::Discarded => Vec::new(),
    };
    if stages::discard(&mut state.clone()).is_ok() {
        commands.push(Command::Discard);
    }
    commands
}

fn frozen(state: &State) -> Vec<Command> {
    let mut commands = Vec::new();
    if stages::thaw(&mut state.clone()).is_ok() {
        commands.push(Command::Thaw);
    }
    match &state.signing {
        Signing::NotRequired | Signing::Signed { .. } => {}
        Signing::Prepared { .. } => {
            commands.extend([Command::PrepareSigning, Command::ConfirmSigning, Command::CancelSigning]);
        }
        Signing::Waiting { .. } => commands.push(Command::CancelSigning),
        Signing::Needed
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => commands.push(Command::PrepareSigning),
    }
    if !signing::is_settled(state) {
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

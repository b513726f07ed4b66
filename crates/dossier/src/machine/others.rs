//! The others who must agree: each once, to exactly what is fixed, after the person who files it.

use std::collections::BTreeMap;

use super::{Effect, signing, stages};
use crate::state::{Declined, Other, Refused, Stage, State};

pub(super) fn agree(state: &mut State, sub: &str, sha256: &str, at: &str) -> Result<Vec<Effect>, Refused> {
    asked(state, sub, sha256)?;
    state.agreed.insert(sub.to_owned(), at.to_owned());
    Ok(Vec::new())
}

/// Who refuses opens the dossier again: what the others have agreed to is void with it.
pub(super) fn decline(
    state: &mut State,
    sub: &str,
    sha256: &str,
    reason: &str,
    at: &str,
) -> Result<Vec<Effect>, Refused> {
    let name = asked(state, sub, sha256)?.name.clone();
    let effects = stages::thaw(state)?;
    state.declined = Some(Declined { name, reason: reason.to_owned(), at: at.to_owned() });
    Ok(effects)
}

/// Somebody who is asked about these bytes now.
fn asked<'a>(state: &'a State, sub: &str, sha256: &str) -> Result<&'a Other, Refused> {
    match (state.stage, &state.snapshot) {
        (Stage::Frozen, Some(snapshot)) if snapshot.sha256 == sha256 => {}
        (Stage::Frozen, _) => return Err(Refused::OtherSnapshot),
        (Stage::Draft | Stage::Filing | Stage::Filed | Stage::Discarded, _) => {
            return Err(Refused::WrongStage);
        }
    }
    let asked = state.requirements.as_ref().ok_or(Refused::WrongStage)?;
    let place = asked.others.iter().position(|other| other.id == sub).ok_or(Refused::NotAsked)?;
    if state.agreed.contains_key(sub) {
        return Err(Refused::AlreadyDone);
    }
    if !signing::is_settled_by_applicant(state) {
        return Err(Refused::SignatureNeeded);
    }
    let has_agreed = |other: &Other| state.agreed.contains_key(&other.id);
    if asked.in_order && !asked.others[..place].iter().all(has_agreed) {
        return Err(Refused::OthersFirst);
    }
    Ok(&asked.others[place])
}

/// Whether everybody who must has agreed.
pub(super) fn have_agreed(state: &State) -> bool {
    state.awaited().next().is_none()
}

/// Nobody is asked about what is not fixed any more.
pub(super) fn forget(state: &mut State) {
    state.agreed = BTreeMap::new();
    state.declined = None;
}

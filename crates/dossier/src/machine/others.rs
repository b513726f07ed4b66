//! The others who must agree: each once, to exactly what is fixed, after the person who files it. How an attempt to sign goes is in
//! `signing`, whoever signs.

use std::collections::BTreeMap;

use super::{Effect, signing, stages};
use crate::state::{Declined, Means, Other, Refused, Stage, State};

/// Who proves who they are, where that is enough.
pub(super) fn agree(
    state: &mut State,
    sub: &str,
    sha256: &str,
    at: &str,
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    may_confirm(state, sub, sha256, now)?;
    state.cosigning.remove(sub);
    note(state, sub, at);
    Ok(Vec::new())
}

/// They have agreed, by whatever means.
pub(super) fn note(state: &mut State, id: &str, at: &str) {
    state.agreed.insert(id.to_owned(), at.to_owned());
}

/// Who refuses opens the dossier again: what the others have agreed to is void with it.
pub(super) fn decline(
    state: &mut State,
    sub: &str,
    sha256: &str,
    reason: &str,
    at: &str,
) -> Result<Vec<Effect>, Refused> {
    on_bytes(state, sha256)?;
    let name = asked(state, sub)?.name.clone();
    let effects = stages::thaw(state)?;
    state.declined = Some(Declined { name, reason: reason.to_owned(), at: at.to_owned() });
    Ok(effects)
}

/// Whether somebody (twelve digits) may now agree to these bytes by proving who they are.
///
/// # Errors
/// Why not.
pub fn may_confirm(state: &State, sub: &str, sha256: &str, now: &str) -> Result<(), Refused> {
    on_bytes(state, sha256)?;
    match asked(state, sub)?.by {
        Means::Identity => Ok(()),
        Means::Signature => Err(Refused::SignatureNeeded),
        Means::Either => signing::is_free(state.signing_of(Some(sub)), now),
    }
}

/// Whether these bytes are fixed.
fn on_bytes(state: &State, sha256: &str) -> Result<(), Refused> {
    let is_other = |state: &State| state.snapshot.as_ref().is_none_or(|snapshot| snapshot.sha256 != sha256);
    if state.stage == Stage::Frozen && is_other(state) { Err(Refused::OtherSnapshot) } else { Ok(()) }
}

/// Whether somebody (twelve digits) is asked about what is fixed now.
///
/// # Errors
/// Why not.
pub fn asked<'a>(state: &'a State, sub: &str) -> Result<&'a Other, Refused> {
    let asked = state.requirements.as_ref().filter(|_| state.stage == Stage::Frozen);
    let asked = asked.ok_or(Refused::WrongStage)?;
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
    state.cosigning = BTreeMap::new();
    state.declined = None;
}

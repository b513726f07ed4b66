//! The signing axis: prepare, confirm, wait, and the five ways it can end.
//!
//! Whether a signature is genuine is decided in `signature`; here only whether it belongs to what is frozen now.

use super::{Effect, others};
use crate::state::{Refused, Signing, Stage, State};

/// `other`: one of the others, who signs; the person who files it otherwise.
pub(super) fn prepare(
    state: &mut State,
    other: Option<&str>,
    snapshot: u32,
    (credential, requested_hash): (&str, &str),
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    on_snapshot(state, snapshot, state.signing_of(other))?;
    match other {
        Some(id) => _ = others::asked(state, id)?,
        None if state.requirements.as_ref().is_some_and(|asked| asked.signature) => {}
        None => return Err(Refused::WrongStage),
    }
    is_free(state.signing_of(other), now)?;
    state.signing_attempts += 1;
    let prepared = Signing::Prepared {
        attempt: state.signing_attempts,
        credential: credential.to_owned(),
        requested_hash: requested_hash.to_owned(),
    };
    match other {
        Some(id) => _ = state.cosigning.insert(id.to_owned(), prepared),
        None => state.signing = prepared,
    }
    Ok(Vec::new())
}

pub(super) fn confirm(
    state: &mut State,
    attempt: u32,
    hash: &str,
    handle: &str,
    expires_at: &str,
) -> Result<Vec<Effect>, Refused> {
    let signing = on_attempt(state, attempt)?;
    match signing {
        Signing::Prepared { credential, requested_hash, .. } => {
            if hash != requested_hash {
                return Err(Refused::HashDiffers);
            }
            *signing = Signing::Waiting {
                attempt,
                credential: credential.clone(),
                requested_hash: requested_hash.clone(),
                handle: handle.to_owned(),
                expires_at: expires_at.to_owned(),
                granted: false,
            };
            Ok(vec![Effect::AskSigner { attempt, handle: handle.to_owned() }])
        }
        Signing::Waiting { .. } | Signing::Signed { .. } => Err(Refused::AlreadyDone),
        Signing::NotRequired
        | Signing::Needed
        | Signing::Confirmed { .. }
        | Signing::OnPaper { .. }
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => Err(Refused::OtherAttempt),
    }
}

/// Who proves who they are stands by what is fixed now, and by nothing else. Where nothing is asked for it changes nothing.
pub(super) fn stand_by(state: &mut State, sha256: &str, at: &str, now: &str) -> Result<Vec<Effect>, Refused> {
    on_bytes(state, sha256)?;
    if state.signing == Signing::NotRequired {
        return Ok(Vec::new());
    }
    if !state.requirements.as_ref().is_some_and(|asked| asked.confirmation) {
        return Err(Refused::SignatureNeeded);
    }
    is_free(&state.signing, now)?;
    state.signing = Signing::Confirmed { sha256: sha256.to_owned(), at: at.to_owned() };
    Ok(Vec::new())
}

/// Who hands in a scan stands by what is fixed now, and by nothing else. Of another scan than the one that counts nothing is left to say.
pub(super) fn on_paper(
    state: &mut State,
    sha256: &str,
    scan: &str,
    at: &str,
    now: &str,
) -> Result<Vec<Effect>, Refused> {
    on_bytes(state, sha256)?;
    if !state.requirements.as_ref().is_some_and(|asked| asked.paper) {
        return Err(Refused::SignatureNeeded);
    }
    is_free(&state.signing, now)?;
    state.signing = Signing::OnPaper { sha256: sha256.to_owned(), scan: scan.to_owned(), at: at.to_owned() };
    Ok(Vec::new())
}

/// Whether exactly these bytes are fixed and wait for what binds the citizen by them.
fn on_bytes(state: &State, sha256: &str) -> Result<(), Refused> {
    match (state.stage, &state.snapshot) {
        (Stage::Frozen, Some(snapshot)) if snapshot.sha256 == sha256 => Ok(()),
        (Stage::Frozen, _) => Err(Refused::OtherSnapshot),
        (Stage::Filing | Stage::Filed, _) => Err(Refused::AlreadyDone),
        (Stage::Draft | Stage::Discarded, _) => Err(Refused::WrongStage),
    }
}

/// Whether a new attempt, or another way, may take the place of what the axis shows.
pub(super) fn is_free(signing: &Signing, now: &str) -> Result<(), Refused> {
    match signing {
        Signing::NotRequired => Err(Refused::WrongStage),
        Signing::Signed { .. } | Signing::Confirmed { .. } | Signing::OnPaper { .. } => {
            Err(Refused::AlreadyDone)
        }
        // Once the phone has agreed the signature comes, or is found lost; it is not passed over.
        Signing::Waiting { granted: true, .. } => Err(Refused::SigningOpen),
        Signing::Waiting { expires_at, .. } if now < expires_at.as_str() => Err(Refused::SigningOpen),
        Signing::Waiting { .. }
        | Signing::Needed
        | Signing::Prepared { .. }
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => Ok(()),
    }
}

/// A genuine signature that comes after our own clock gave up, or after a failed try to fetch it, still counts: the signer
/// signed exactly these bytes. After the citizen withdrew or the signer refused it does not.
pub(super) fn sign(
    state: &mut State,
    attempt: u32,
    snapshot: u32,
    signed: Signing,
    at: &str,
) -> Result<Vec<Effect>, Refused> {
    let (other, shown) = state.attempt(attempt).unwrap_or((None, &state.signing));
    on_snapshot(state, snapshot, shown)?;
    let other = other.map(str::to_owned);
    let signing = on_attempt(state, attempt)?;
    match signing {
        Signing::Waiting { .. } | Signing::Expired { .. } | Signing::Failed { .. } => {
            *signing = signed;
            if let Some(other) = other {
                others::note(state, &other, at);
            }
            Ok(Vec::new())
        }
        Signing::Signed { .. } => Err(Refused::AlreadyDone),
        Signing::NotRequired
        | Signing::Needed
        | Signing::Confirmed { .. }
        | Signing::OnPaper { .. }
        | Signing::Prepared { .. }
        | Signing::Rejected { .. }
        | Signing::Cancelled { .. } => Err(Refused::OtherAttempt),
    }
}

/// The phone agreed: from now on the attempt ends with its signature, or because that was lost.
pub(super) fn grant(state: &mut State, attempt: u32) -> Result<Vec<Effect>, Refused> {
    match on_attempt(state, attempt)? {
        Signing::Waiting { granted, .. } if !*granted => {
            *granted = true;
            Ok(Vec::new())
        }
        Signing::Waiting { .. } | Signing::Signed { .. } => Err(Refused::AlreadyDone),
        Signing::NotRequired
        | Signing::Needed
        | Signing::Confirmed { .. }
        | Signing::OnPaper { .. }
        | Signing::Prepared { .. }
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => Err(Refused::OtherAttempt),
    }
}

/// Silence ends an attempt only as long as the phone has not agreed.
pub(super) fn expire(state: &mut State, attempt: u32) -> Result<Vec<Effect>, Refused> {
    if matches!(on_attempt(state, attempt)?, Signing::Waiting { granted: true, .. }) {
        return Err(Refused::AlreadyDone);
    }
    close(state, attempt, Signing::Expired { attempt })
}

/// Ends the attempt that is prepared or waiting.
pub(super) fn close(state: &mut State, attempt: u32, end: Signing) -> Result<Vec<Effect>, Refused> {
    let signing = on_attempt(state, attempt)?;
    match signing {
        Signing::Prepared { .. } | Signing::Waiting { .. } => {
            *signing = end;
            Ok(Vec::new())
        }
        Signing::Signed { .. }
        | Signing::Rejected { .. }
        | Signing::Expired { .. }
        | Signing::Cancelled { .. }
        | Signing::Failed { .. } => Err(Refused::AlreadyDone),
        Signing::NotRequired | Signing::Needed | Signing::Confirmed { .. } | Signing::OnPaper { .. } => {
            Err(Refused::OtherAttempt)
        }
    }
}

/// Whether no signature, and nobody who must agree besides, stands in the way of paying and filing.
pub(super) fn is_settled(state: &State) -> bool {
    is_settled_by_applicant(state) && others::have_agreed(state)
}

/// Whether the person who files it has done their part.
pub(super) fn is_settled_by_applicant(state: &State) -> bool {
    matches!(
        state.signing,
        Signing::NotRequired | Signing::Signed { .. } | Signing::Confirmed { .. } | Signing::OnPaper { .. }
    )
}

/// Whether this is the snapshot that is fixed; `signing` is what there is of its signature.
fn on_snapshot(state: &State, snapshot: u32, signing: &Signing) -> Result<(), Refused> {
    match &state.snapshot {
        Some(current) if current.number != snapshot => Err(Refused::OtherSnapshot),
        Some(_) if state.stage == Stage::Frozen => Ok(()),
        Some(_) if matches!(signing, Signing::Signed { .. }) => Err(Refused::AlreadyDone),
        None if snapshot <= state.snapshots => Err(Refused::OtherSnapshot),
        Some(_) | None => Err(Refused::WrongStage),
    }
}

/// What has become of the attempt: that of a dropped snapshot is over, and one of which a newer one has taken the place.
fn on_attempt(state: &mut State, attempt: u32) -> Result<&mut Signing, Refused> {
    let mut all = std::iter::once(&mut state.signing).chain(state.cosigning.values_mut());
    all.find(|signing| signing.attempt() == Some(attempt)).ok_or(Refused::OtherAttempt)
}

//! Standing by a dossier by proving who one is, where that counts instead of a signature.

use contract::SignPolicy;
use dossier::receipt::IdentityProof;
use dossier::{Event, Signing};

use super::Whole;
use crate::app::App;
use crate::clock::Moment;
use crate::error::Answer;
use crate::session::{self, Citizen};
use crate::store::DossierRecord;

/// Whether the citizen has proved enough, and recently enough, to bind somebody by this dossier.
///
/// # Errors
/// `insufficient_user_authentication` with what is needed.
pub fn confirmed(app: &App, citizen: &Citizen, record: &DossierRecord) -> Answer<()> {
    let sign = if is_by_session(app, record) { SignPolicy::Identity } else { SignPolicy::None };
    session::confirmed(app, citizen, &record.procedure, sign)
}

/// What is recorded when this citizen, whose identity was confirmed as the procedure asks, submits a dossier that was fixed before one
/// confirmed its very bytes; nothing for any other.
#[must_use]
pub fn stand_by(app: &App, citizen: &Citizen, whole: &Whole) -> Option<Event> {
    let snapshot = whole.record.state.snapshot.as_ref().filter(|_| is_by_session(app, &whole.record))?;
    Some(Event::IdentityConfirmed {
        iss: String::new(),
        sub: citizen.id.clone(),
        acr: citizen.level.clone(),
        auth_time: Moment(citizen.authenticated_at).rfc3339(),
        sha256: snapshot.sha256.clone(),
        nonce: String::new(),
    })
}

/// Whether a recent sign-in stands for the signature: the procedure asks for identity, and the dossier was fixed when nothing was asked
/// of it for that.
fn is_by_session(app: &App, record: &DossierRecord) -> bool {
    let procedure = app.procedures.version(&record.procedure, &record.version);
    record.state.signing == Signing::NotRequired
        && procedure.is_some_and(|procedure| procedure.sign == SignPolicy::Identity)
}

/// The proof that was recorded for the snapshot in force.
///
/// # Errors
/// The store failed.
pub async fn proof(app: &App, whole: &Whole) -> Answer<Option<IdentityProof>> {
    let id = whole.record.id.clone();
    let found = app.store(move |store| store.latest(&id, "identity_confirmed")).await?;
    let Some(Event::IdentityConfirmed { iss, sub, acr, auth_time, sha256, nonce }) = found else {
        return Ok(None);
    };
    let is_current = whole.record.state.snapshot.as_ref().is_some_and(|snapshot| snapshot.sha256 == sha256);
    Ok(is_current.then_some(IdentityProof { iss, sub, acr, auth_time, sha256, nonce }))
}

//! Standing by a dossier by proving who one is, where the procedure asks for that instead of a signature.

use contract::SignPolicy;
use dossier::Event;
use dossier::receipt::IdentityProof;

use super::Whole;
use crate::app::App;
use crate::clock::Moment;
use crate::error::Answer;
use crate::session::Citizen;
use crate::store::DossierRecord;

/// What is recorded when this citizen, whose identity was confirmed as the procedure asks, submits what is fixed now; nothing where
/// the procedure does not ask for it.
#[must_use]
pub fn stand_by(app: &App, citizen: &Citizen, whole: &Whole) -> Option<Event> {
    let snapshot = whole.record.state.snapshot.as_ref().filter(|_| is_asked(app, &whole.record))?;
    Some(Event::IdentityConfirmed {
        sub: citizen.id.clone(),
        acr: citizen.level.clone(),
        auth_time: Moment(citizen.authenticated_at).rfc3339(),
        sha256: snapshot.sha256.clone(),
    })
}

fn is_asked(app: &App, record: &DossierRecord) -> bool {
    let procedure = app.procedures.version(&record.procedure, &record.version);
    procedure.is_some_and(|procedure| procedure.sign == SignPolicy::Identity)
}

/// The proof that was recorded for the snapshot in force.
///
/// # Errors
/// The store failed.
pub async fn proof(app: &App, whole: &Whole) -> Answer<Option<IdentityProof>> {
    let id = whole.record.id.clone();
    let found = app.store(move |store| store.latest(&id, "identity_confirmed")).await?;
    let Some(Event::IdentityConfirmed { sub, acr, auth_time, sha256 }) = found else { return Ok(None) };
    let is_current = whole.record.state.snapshot.as_ref().is_some_and(|snapshot| snapshot.sha256 == sha256);
    Ok(is_current.then_some(IdentityProof { sub, acr, auth_time, sha256 }))
}

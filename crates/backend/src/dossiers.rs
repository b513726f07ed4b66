//! The dossier as the backend handles it: loading it whole, one atomic step at a time, and how it is shown.
//!
//! What may happen is decided by `dossier::apply` alone; this room only feeds it and stores what comes back.

pub mod facts;
pub mod freeze;
pub mod moved;
mod once;
mod step;
pub mod tag;
mod view;

pub use once::{Command, Running, once};
pub use step::{Step, advance, command};
pub use view::{answer, service, summary, view};

use dossier::{Order, Outcome, Stage};

use crate::acting;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::session::Citizen;
use crate::store::{ConsentRecord, DossierRecord, DraftRecord, Frozen, MovedRecord};

/// A dossier with its draft and the snapshot in force.
#[derive(Clone, Debug)]
pub struct Whole {
    pub record: DossierRecord,
    pub draft: Option<DraftRecord>,
    pub frozen: Option<Frozen>,
    /// Moves to another version that the citizen has not seen yet.
    pub moved: Vec<MovedRecord>,
    /// What the citizen decided about asking registers for this service.
    pub consent: Option<ConsentRecord>,
}

/// Loads a dossier for the backend's own use.
///
/// # Errors
/// 404 when there is none.
pub async fn load(app: &App, id: &str) -> Answer<Whole> {
    let id = id.to_owned();
    let whole = app.store(move |store| {
        let Some(record) = store.dossier(&id)? else { return Ok(None) };
        let draft = store.draft(&id)?;
        let frozen = match &record.state.snapshot {
            Some(snapshot) => store.frozen(&id, snapshot.number)?,
            None => None,
        };
        let moved = store.moved(&id)?;
        let consent = store.consent(&record.owner, &record.procedure)?;
        Ok(Some(Whole { record, draft, frozen, moved, consent }))
    });
    whole.await?.ok_or(Error::NotFound)
}

/// Loads a dossier for its citizen, who may still act for the person that it is about as long as nothing of it was sent.
///
/// # Errors
/// As [`theirs`]; `mandate_over`.
pub async fn owned(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = theirs(app, citizen, id).await?;
    readable(app, &whole.record).await?;
    Ok(whole)
}

/// Whether a dossier may be shown to who opened it: as long as it is not sent, what is in it about somebody is that person's. One for
/// which money may have moved stays to be followed.
///
/// # Errors
/// `mandate_over`; the store failed.
async fn readable(app: &App, record: &DossierRecord) -> Answer<()> {
    let is_unsent = match record.state.stage {
        Stage::Draft => true,
        Stage::Frozen => !money_may_move(&record.state),
        Stage::Filing | Stage::Filed | Stage::Discarded => false,
    };
    if is_unsent { acting::still(app, record).await } else { Ok(()) }
}

/// Whether an order of the fee is open, left without the provider's last word, in doubt, or paid.
fn money_may_move(state: &dossier::State) -> bool {
    let is_over = |order: &Order| matches!(order.outcome, Outcome::Failed | Outcome::Refunded);
    !state.orders.iter().all(is_over)
}

/// The same whatever has become of the right to act for somebody: a draft can always be thrown away. Somebody else's, a discarded
/// and an unknown one all look the same.
///
/// # Errors
/// 404.
pub async fn theirs(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = load(app, id).await?;
    let is_theirs = whole.record.owner == citizen.id;
    let is_gone = whole.record.state.stage == Stage::Discarded;
    if is_theirs && !is_gone { Ok(whole) } else { Err(Error::NotFound) }
}

//! The dossier as the backend handles it: loading it whole, one atomic step at a time, and how it is shown.
//!
//! What may happen is decided by `dossier::apply` alone; this room only feeds it and stores what comes back.

pub mod facts;
pub mod freeze;
pub mod identity;
pub mod moved;
mod once;
pub mod scan;
mod step;
pub mod tag;
mod view;

pub use once::{Command, Running, once};
pub use step::{Step, advance, command};
pub use view::{answer, service, summary, view};

use contract::{ActingOver, RightOver};
use dossier::{Order, Outcome, Stage, State, undecided_order};

use crate::acting;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::session::Citizen;
use crate::store::{self, ConsentRecord, DossierRecord, DraftRecord, Frozen, MovedRecord};

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
    /// Of each fee, the order that may still take money.
    pub orders: Vec<store::Order>,
    /// Why the right to act for whom it is for is over.
    pub over: Option<RightOver>,
}

impl Whole {
    /// Whether the right by which it was opened still holds. Asked before anything binds the person acted for.
    ///
    /// # Errors
    /// `mandate_over`.
    pub fn still(&self) -> Answer<()> {
        self.over.map_or(Ok(()), |cause| Err(Error::MandateOver(cause)))
    }

    /// Whether it may be shown to who opened it: as long as it is not sent, what is in it about somebody is that person's. One for
    /// which money may have moved stays to be followed.
    ///
    /// # Errors
    /// `mandate_over`.
    fn readable(&self) -> Answer<()> {
        match acting_over(&self.record.state, self.over) {
            Some(ActingOver { cause, fee_under_way: false }) => Err(Error::MandateOver(cause)),
            _ => Ok(()),
        }
    }
}

/// What the end of the right leaves of a dossier; of one that was sent, everything.
#[must_use]
pub fn acting_over(state: &State, cause: Option<RightOver>) -> Option<ActingOver> {
    let fee_under_way = match state.stage {
        Stage::Draft => false,
        Stage::Frozen => money_may_move(state),
        Stage::Filing | Stage::Filed | Stage::Discarded => return None,
    };
    cause.map(|cause| ActingOver { cause, fee_under_way })
}

/// What there may be to pay: the fee of the snapshot, then each that the office has asked for, by its number.
fn payable(state: &State) -> impl Iterator<Item = Option<u32>> {
    std::iter::once(None).chain(state.dues.iter().map(|due| Some(due.number)))
}

/// Of each fee, the order that may still take money.
fn undecided(state: &State) -> impl Iterator<Item = &Order> {
    payable(state).filter_map(|due| undecided_order(state, due))
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
        let mut orders = Vec::new();
        for open in undecided(&record.state) {
            orders.extend(store.order(&open.order)?);
        }
        Ok(Some(Whole { record, draft, frozen, moved, consent, orders, over: None }))
    });
    let whole = whole.await?.ok_or(Error::NotFound)?;
    let over = acting::over(app, &whole.record).await?;
    Ok(Whole { over, ..whole })
}

/// Whether who acts for somebody by law may still bind them: by what is known here, and by the newest word of the register. Asked where days
/// may have gone by since the dossier was fixed.
///
/// # Errors
/// `mandate_over`; the store failed.
pub async fn entitled(app: &App, citizen: &Citizen, whole: &Whole) -> Answer<()> {
    whole.still()?;
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    acting::confirmed(app, citizen, procedure, record).await
}

/// Loads a dossier for its citizen, who may still act for the person that it is about as long as nothing of it was sent.
///
/// # Errors
/// As [`theirs`]; `mandate_over`.
pub async fn owned(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = theirs(app, citizen, id).await?;
    whole.readable()?;
    Ok(whole)
}

/// Whether an order of the fee is open, left without the provider's last word, in doubt, or paid.
fn money_may_move(state: &State) -> bool {
    let is_over = |order: &Order| matches!(order.outcome, Outcome::Failed | Outcome::Refunded { .. });
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

//! The dossier as the backend handles it: loading it whole, one atomic step at a time, and how it is shown.
//!
//! What may happen is decided by `dossier::apply` alone; this room only feeds it and stores what comes back.

pub mod agreements;
pub mod facts;
pub mod freeze;
pub mod identity;
pub mod moved;
mod once;
pub mod scan;
pub mod spoken;
mod step;
pub mod tag;
mod view;

pub use once::{Command, Running, once};
pub use step::{Step, advance, answered, command};
pub use view::{answer, service, summary, view};

use contract::{ActingOver, Hands, RightOver};
use dossier::{Declined, Order, Outcome, Stage, State, undecided_order};

use crate::acting;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::session::Citizen;
use crate::store::{self, ConsentRecord, DossierRecord, DraftRecord, Frozen, HelpRecord, MovedRecord};

/// A dossier with its draft and the snapshot in force.
#[derive(Clone, Debug)]
pub struct Whole {
    pub record: DossierRecord,
    pub draft: Option<DraftRecord>,
    pub frozen: Option<Frozen>,
    /// Moves to another version that the citizen has not seen yet.
    pub moved: Vec<MovedRecord>,
    /// Every refusal of one of the others who must agree.
    pub refusals: Vec<Declined>,
    /// What the citizen decided about asking registers for this service.
    pub consent: Option<ConsentRecord>,
    /// Of each fee, the order that may still take money.
    pub orders: Vec<store::Order>,
    /// Why the right to act for whom it is for is over.
    pub over: Option<RightOver>,
    /// Whether who helps may not go on with it: it is in other hands, or their mandate does not hold any more.
    pub help_over: bool,
    /// Whether it is shown to who helps, and not to the citizen whose it is.
    pub for_helper: bool,
}

impl Whole {
    /// Of a dossier that was not there before.
    #[must_use]
    pub fn new(record: DossierRecord, draft: DraftRecord, consent: Option<ConsentRecord>) -> Self {
        let for_helper = record.help.is_some();
        Self {
            record,
            draft: Some(draft),
            frozen: None,
            moved: Vec::new(),
            refusals: Vec::new(),
            consent,
            orders: Vec::new(),
            over: None,
            help_over: false,
            for_helper,
        }
    }

    /// Whether this person (twelve digits) helps, or has helped, to fill it in.
    fn is_helped_by(&self, person: &str) -> bool {
        self.record.help.as_ref().is_some_and(|help| help.by.id == person)
    }

    /// Whether what was told to this person of it before may be told again.
    ///
    /// # Errors
    /// `mandate_over`.
    fn repeatable(&self, person: &str) -> Answer<()> {
        if self.is_helped_by(person) && self.help_over {
            return Err(Error::MandateOver(RightOver::HelpOver));
        }
        self.readable()
    }

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
        // Nobody has refused what was never fixed: a draft that is being filled in asks for nothing more.
        let was_fixed = record.state.snapshots > 0;
        let refusals = if was_fixed { spoken::refusals(store, &id)? } else { Vec::new() };
        let consent = store.consent(&record.owner, &record.procedure)?;
        let mut orders = Vec::new();
        for open in undecided(&record.state) {
            orders.extend(store.order(&open.order)?);
        }
        let (over, help_over, for_helper) = (None, false, false);
        Ok(Some(Whole {
            record,
            draft,
            frozen,
            moved,
            refusals,
            consent,
            orders,
            over,
            help_over,
            for_helper,
        }))
    });
    let whole = whole.await?.ok_or(Error::NotFound)?;
    let over = acting::over(app, &whole.record).await?;
    let record = &whole.record;
    let is_with_helper = record.state.stage == Stage::Draft && hands(record) == Some(Hands::Helper);
    let help_over = !is_with_helper || acting::help_over(app, record).await?;
    Ok(Whole { over, help_over, ..whole })
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

/// Who has a dossier that somebody helps with.
fn hands(record: &DossierRecord) -> Option<Hands> {
    record.help.as_ref().map(HelpRecord::hands)
}

/// Loads a dossier for its citizen, who may still act for the person that it is about as long as nothing of it was sent, and has taken it
/// up if somebody has helped with it. What binds the citizen asks for this.
///
/// # Errors
/// As [`theirs`]; `mandate_over`, `with_helper`.
pub async fn owned(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = theirs(app, citizen, id).await?;
    whole.readable()?;
    match hands(&whole.record) {
        None | Some(Hands::Citizen) => Ok(whole),
        Some(Hands::Helper | Hands::Waiting | Hands::Ended) => Err(Error::WithHelper),
    }
}

/// Loads a dossier to be filled in: for its citizen as [`owned`], and for who helps as long as they do.
///
/// # Errors
/// As [`owned`].
pub async fn filled(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    match owned(app, citizen, id).await {
        Err(Error::OnlyTheCitizen) => Ok(Whole { for_helper: true, ..load(app, id).await? }),
        other => other,
    }
}

/// Loads a dossier to be looked at: as [`filled`], and for its citizen in whose hands it may be.
///
/// # Errors
/// As [`filled`], but for `with_helper`.
pub async fn seen(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    match filled(app, citizen, id).await {
        Err(Error::WithHelper) => theirs(app, citizen, id).await,
        other => other,
    }
}

/// Whether an order of the fee is open, left without the provider's last word, in doubt, or paid.
fn money_may_move(state: &State) -> bool {
    let is_over = |order: &Order| matches!(order.outcome, Outcome::Failed | Outcome::Refunded { .. });
    !state.orders.iter().all(is_over)
}

/// The same whatever has become of the right to act for somebody: a draft can always be thrown away. Somebody else's, a discarded
/// and an unknown one all look the same. Who helps with it does know of it, and may do nothing that asks for this.
///
/// # Errors
/// 404; `only_the_citizen`; `mandate_over` for who has helped.
pub async fn theirs(app: &App, citizen: &Citizen, id: &str) -> Answer<Whole> {
    let whole = load(app, id).await?;
    let is_theirs = whole.record.owner == citizen.id;
    let is_gone = whole.record.state.stage == Stage::Discarded;
    match whole.is_helped_by(&citizen.id) {
        _ if is_gone => Err(Error::NotFound),
        _ if is_theirs => Ok(whole),
        true if whole.help_over => Err(Error::MandateOver(RightOver::HelpOver)),
        true => Err(Error::OnlyTheCitizen),
        false => Err(Error::NotFound),
    }
}

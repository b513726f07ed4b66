//! One atomic step: events through the machine, its effects into the outbox, everything in one transaction.

use axum::http::StatusCode;
use contract::DossierView;
use dossier::{Effect, Event, Refused, apply};
use serde::Serialize;

use super::once::Command;
use super::view::view;
use super::{Whole, load, undecided};
use crate::app::App;
use crate::clock::Moment;
use crate::error::{Answer, Error};
use crate::jobs;
use crate::store::{Append, DraftRecord, Extra, StoreError, Way};

/// How often a step is decided anew when somebody else wrote in between.
const TRIES: u32 = 5;

/// What a decision wants to happen.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub events: Vec<Event>,
    pub extras: Vec<Extra>,
}

impl From<Event> for Step {
    fn from(event: Event) -> Self {
        Self { events: vec![event], extras: Vec::new() }
    }
}

/// Takes a step for the backend itself (worker, hook). A step that was taken already is fine.
///
/// # Errors
/// The machine refuses, or the store fails.
pub async fn advance(app: &App, id: &str, decide: impl Fn(&Whole) -> Answer<Step>) -> Answer<Whole> {
    for _ in 0..TRIES {
        let whole = load(app, id).await?;
        let now = app.clock.now();
        let (append, after) = match plan(&whole, decide(&whole)?, now) {
            Ok(planned) => planned,
            Err(Refused::AlreadyDone) => return Ok(whole),
            Err(refused) => return Err(refused.into()),
        };
        match store(app, append).await {
            Ok(()) => return Ok(after),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::InProgress)
}

/// Takes a step for the citizen whose dossier it is and gives the answer's body, which is stored with the step. `whole` is the dossier
/// as it was when access to it was checked.
///
/// # Errors
/// As [`advance`].
pub async fn command<R: Serialize>(
    app: &App,
    whole: Whole,
    command: &Command,
    decide: impl Fn(&Whole) -> Answer<Step>,
    reply: impl Fn(DossierView, &Whole) -> R,
) -> Answer<String> {
    answered(app, whole, command, decide, |whole| Ok(reply(view(app, whole)?, whole))).await
}

/// The same for whoever may take a step of it: `reply` decides what they are shown.
///
/// # Errors
/// As [`advance`].
pub async fn answered<R: Serialize>(
    app: &App,
    whole: Whole,
    command: &Command,
    decide: impl Fn(&Whole) -> Answer<Step>,
    reply: impl Fn(&Whole) -> Answer<R>,
) -> Answer<String> {
    let mut whole = whole;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let body = |whole: &Whole| {
            serde_json::to_string(&reply(whole)?).map_err(|error| Error::Internal(error.to_string()))
        };
        let (mut append, after) = match plan(&whole, decide(&whole)?, now) {
            Ok(planned) => planned,
            Err(Refused::AlreadyDone) => return body(&whole),
            Err(refused) => return Err(refused.into()),
        };
        let text = body(&after)?;
        append.answered = Some(command.answered(&whole.record.id, StatusCode::OK, text.clone()));
        match store(app, append).await {
            Ok(()) => return Ok(text),
            Err(StoreError::Conflict) => {
                let for_helper = whole.for_helper;
                whole = Whole { for_helper, ..load(app, &whole.record.id).await? };
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::InProgress)
}

async fn store(app: &App, append: Append) -> Result<(), StoreError> {
    let has_tasks = !append.tasks.is_empty();
    app.stored(move |store| store.append(append)).await?;
    if has_tasks {
        app.wake.notify_one();
    }
    Ok(())
}

/// Runs the events through the machine. The second part is the dossier as it will be.
fn plan(whole: &Whole, step: Step, now: Moment) -> Result<(Append, Whole), Refused> {
    let mut after = whole.clone();
    let at = now.rfc3339();
    let mut effects = Vec::new();
    for event in &step.events {
        let (next, more) = apply(&after.record.state, event, &at)?;
        after.record.state = next;
        effects.extend(more);
    }
    let is_discarded = after.record.state.stage == dossier::Stage::Discarded;
    let mut extras = step.extras;
    for effect in &effects {
        match effect {
            Effect::DropSignature { attempt } => extras.push(Extra::DropContainer { attempt: *attempt }),
            Effect::EraseAnswers if is_discarded => extras.push(Extra::EraseAll),
            Effect::EraseAnswers => {
                let filed = after.record.state.snapshot.as_ref().map_or(0, |snapshot| snapshot.number);
                extras.push(Extra::EraseDraft { filed });
            }
            _ => {}
        }
    }
    foresee(&mut after, &extras);
    after.record.updated_at = now.0;
    let tasks =
        effects.into_iter().filter_map(|effect| jobs::first_due(&effect, now).map(|due| (effect, due)));
    let append = Append {
        dossier: whole.record.id.clone(),
        expected_version: whole.record.state.version,
        events: step.events,
        state: after.record.state.clone(),
        tasks: tasks.collect(),
        extras,
        answered: None,
        at: now.0,
    };
    Ok((append, after))
}

/// What the extras will have changed in the parts that are shown.
fn foresee(after: &mut Whole, extras: &[Extra]) {
    for extra in extras {
        match extra {
            Extra::Frozen { frozen, facts, trouble, .. } => {
                after.frozen = Some(frozen.clone());
                after.draft = after.draft.take().map(|draft| DraftRecord {
                    facts: facts.clone(),
                    trouble: trouble.clone(),
                    ..draft
                });
            }
            Extra::Moved(step) => {
                after.record.version.clone_from(&step.record.report.to);
                after.record.subject.clone_from(&step.subject);
                after.record.page.clone_from(&step.page);
                after.draft = after.draft.take().map(|draft| DraftRecord {
                    answers: step.answers.clone(),
                    revision: step.revision + 1,
                    saved_at: step.record.at,
                    ..draft
                });
                after.moved.push(step.record.clone());
            }
            Extra::EraseDraft { .. } => (after.draft, after.moved) = (None, Vec::new()),
            Extra::Ordered(order) => after.orders.push(order.clone()),
            Extra::Page { order, url } => {
                let mut orders = after.orders.iter_mut();
                if let Some(known) = orders.find(|known| known.reference == *order) {
                    known.way = Way::Redirect(url.clone());
                }
            }
            Extra::EraseAll => (after.draft, after.frozen, after.moved) = (None, None, Vec::new()),
            Extra::Prepared(_)
            | Extra::Scan { .. }
            | Extra::Unstamped { .. }
            | Extra::Unchecked { .. }
            | Extra::Revocation { .. }
            | Extra::Container { .. }
            | Extra::DropContainer { .. }
            | Extra::Transaction { .. } => {}
        }
    }
    if after.record.state.snapshot.is_none() {
        after.frozen = None;
    }
    let state = &after.record.state;
    after.orders.retain(|order| undecided(state).any(|open| open.order == order.reference));
}

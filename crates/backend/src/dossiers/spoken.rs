//! What the others have answered about a dossier, over all that was ever fixed of it: the events say so. What stands of it now is in
//! `State::agreed`.

use contract::{OwnAnswer, OwnWord};
use dossier::{Declined, Event, Signing, Snapshot, State};

use crate::app::App;
use crate::clock::Moment;
use crate::error::Answer;
use crate::store::{Store, Stored};

/// One answer, and which snapshot it was about.
#[derive(Clone, Debug)]
pub struct Spoken {
    pub snapshot: u32,
    pub answer: OwnAnswer,
}

/// Every answer of a person (twelve digits), the earliest first.
///
/// # Errors
/// The store failed.
pub async fn of(app: &App, dossier: &str, state: &State, person: &str) -> Answer<Vec<Spoken>> {
    let (id, person, state) = (dossier.to_owned(), person.to_owned(), state.clone());
    let kept = app.store(move |store| {
        let all = read(store, &id, &person)?;
        Ok(all.into_iter().map(|one| held(one, &state, &person)).collect())
    });
    kept.await
}

/// Marks the one that they are held to.
fn held(mut one: Spoken, state: &State, person: &str) -> Spoken {
    let is_here = state.snapshot.as_ref().is_some_and(|snapshot| snapshot.number == one.snapshot);
    let has_signed = matches!(state.signing_of(Some(person)), Signing::Signed { .. });
    one.answer.stands = is_here
        && state.agreed.contains_key(person)
        && match one.answer.word {
            OwnWord::Agreed => !has_signed,
            OwnWord::Signed => has_signed,
            OwnWord::Declined => false,
        };
    one
}

const KINDS: &[&str] = &["frozen", "other_agreed", "other_declined", "signing_prepared", "signed"];

fn read(store: &dyn Store, dossier: &str, person: &str) -> Stored<Vec<Spoken>> {
    // What is fixed, and whose each attempt is: it has no other name than its place among all that were prepared.
    let (mut fixed, mut attempts) = (None, Vec::new());
    let mut all = Vec::new();
    for (at, event) in store.events_among(dossier, KINDS)? {
        let (word, reason) = match event {
            Event::Frozen { snapshot, .. } => {
                fixed = Some(snapshot);
                continue;
            }
            Event::SigningPrepared { other, .. } => {
                attempts.push(other);
                continue;
            }
            Event::OtherAgreed { sub, .. } if sub == person => (OwnWord::Agreed, None),
            Event::OtherDeclined { sub, reason, .. } if sub == person => (OwnWord::Declined, Some(reason)),
            Event::Signed { attempt, .. } if of_attempt(&attempts, attempt) == Some(person) => {
                (OwnWord::Signed, None)
            }
            _ => continue,
        };
        // Each is recorded only of what is fixed then.
        let Some(Snapshot { number, sha256, .. }) = fixed.clone() else { continue };
        let answer = OwnAnswer { word, at: Moment(at).rfc3339(), sha256, reason, stands: false };
        all.push(Spoken { snapshot: number, answer });
    }
    Ok(all)
}

/// Every refusal, the earliest first, with the name by which what was fixed then names who refused.
///
/// # Errors
/// The store failed.
pub fn refusals(store: &dyn Store, dossier: &str) -> Stored<Vec<Declined>> {
    let (mut others, mut all) = (Vec::new(), Vec::new());
    for (_, event) in store.events_among(dossier, &["frozen", "other_declined"])? {
        match event {
            Event::Frozen { requirements, .. } => others = requirements.others,
            Event::OtherDeclined { sub, reason, at, .. } => {
                let name = others.iter().find(|other| other.id == sub).map(|other| other.name.clone());
                all.extend(name.map(|name| Declined { name, reason, at }));
            }
            _ => {}
        }
    }
    Ok(all)
}

/// Who of the others signs by an attempt, which are numbered from 1.
fn of_attempt(attempts: &[Option<String>], number: u32) -> Option<&str> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    attempts.get(place)?.as_deref()
}

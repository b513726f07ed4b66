//! Asking a register, the only way: within its time, about whom it was asked and nobody else, and noted with who asked for whom. What
//! cannot be noted is not used. Which questions there are is in `registry`; what is told of the notes in `mine`.

use contract::{HISTORY_YEARS, LookupOutcome};
use dossier::content::{Represented, Right};
use serde_json::Value;

use crate::app::App;
use crate::registry::{Entry, Question, Silence};
use crate::session::Citizen;
use crate::store::LookupRecord;

/// A year in seconds; the odd day of a leap year is kept longer.
const YEAR: i64 = 366 * 24 * 3600;

/// From when on notes are kept, in Unix seconds.
#[must_use]
pub fn since(app: &App) -> i64 {
    app.clock.now().0 - i64::from(HISTORY_YEARS) * YEAR
}

/// Who asks, and for what.
#[derive(Clone, Debug)]
pub struct Occasion {
    actor: String,
    right: Option<Right>,
    dossier: Option<String>,
}

impl Occasion {
    /// The citizen asks about themselves, for a dossier if there is one already.
    #[must_use]
    pub fn own(citizen: &Citizen, dossier: Option<&str>) -> Self {
        Self { actor: citizen.id.clone(), right: None, dossier: dossier.map(str::to_owned) }
    }

    /// The citizen asks for a dossier about whom it is for.
    #[must_use]
    pub fn dossier(citizen: &Citizen, dossier: &str, acting_for: Option<&Represented>) -> Self {
        Self { right: acting_for.map(|one| one.right), ..Self::own(citizen, Some(dossier)) }
    }
}

/// Asks one register.
///
/// # Errors
/// It told nothing.
pub async fn ask(app: &App, question: Question, occasion: Occasion) -> Result<Entry, Silence> {
    let app = app.clone();
    // On its own: what was asked is noted also when the browser hangs up meanwhile.
    let asked = tokio::spawn(async move {
        let Occasion { actor, right, dossier } = occasion;
        let at = app.clock.now().0;
        let (subject, register, purpose) =
            (question.subject.clone(), question.register, question.purpose.clone());
        let answer = tokio::time::timeout(app.registers.patience(), app.registers.ask(question)).await;
        let late = || Err(Silence::Unavailable("it took too long".to_owned()));
        let answer = answer.unwrap_or_else(|_| late()).and_then(|entry| about(entry, &subject));
        let record = LookupRecord {
            subject,
            actor,
            right,
            register: register.name().to_owned(),
            purpose,
            dossier,
            outcome: outcome(&answer),
            reference: answer.as_ref().ok().map(|entry| entry.reference.clone()),
            at,
        };
        let noted = app.store(move |store| store.add_lookup(record)).await;
        noted.map_err(|_| Silence::Unavailable("the look-up could not be noted".to_owned()))?;
        answer
    });
    asked.await.unwrap_or_else(|error| Err(Silence::Unavailable(error.to_string())))
}

/// An answer that speaks of the person who was asked about.
fn about(entry: Entry, subject: &str) -> Result<Entry, Silence> {
    if entry.record.get("id").and_then(Value::as_str) == Some(subject) {
        return Ok(entry);
    }
    Err(Silence::Unavailable("it spoke of another person".to_owned()))
}

fn outcome(answer: &Result<Entry, Silence>) -> LookupOutcome {
    match answer {
        Ok(_) => LookupOutcome::Answered,
        Err(Silence::UnknownPerson) => LookupOutcome::UnknownPerson,
        Err(Silence::Unavailable(_)) => LookupOutcome::Unavailable,
    }
}

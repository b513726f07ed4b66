//! Taking a draft to the version of its form that is in force, and telling what became of the answers. What becomes of them
//! is decided in `eform::migrate`; words for answers are in `moved/words.rs`.

mod words;

use contract::{Moved, MovedLine};
use dossier::{Event, Refused};
use eform::migrate::{Entry, Fate, migrate};
use eform::{Answers, CivilDate, Instance};
use serde_json::Value;

use super::{Step, Whole, freeze};
use crate::app::App;
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::store::{Extra, Move, MovedRecord};
use words::Words;
pub use words::place;

/// The step that moves a draft; one that is already where it should be is done.
///
/// # Errors
/// There are no answers any more.
pub fn step(app: &App, whole: &Whole) -> Answer<Step> {
    let (record, now) = (&whole.record, app.clock.now());
    let today = now.vietnamese_day();
    let Some(new) = app.procedures.newer(&record.procedure, &record.version, &today) else {
        return Ok(Event::Moved { from: record.version.clone(), to: record.version.clone() }.into());
    };
    let old = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let draft = whole.draft.as_ref().ok_or(Refused::WrongStage)?;
    let form = freeze::instance(old, draft, draft.facts.clone(), now)?;
    let moved = migrate(&form, &app.procedures.route(old, new));
    let day = CivilDate::parse(&today).ok_or_else(|| Error::Internal("no day".to_owned()))?;
    let subject = Instance::new(new.form.clone(), moved.answers.clone(), draft.facts.clone(), day).subject();
    let page = record.page.clone().filter(|page| new.form.pages().iter().any(|known| known.id == *page));
    let paths = moved.report.carried.iter().filter(|(from, to)| from != to);
    let step = Move {
        revision: draft.revision,
        answers: moved.answers,
        subject,
        page,
        paths: paths.map(|(from, to)| (from.clone(), to.clone())).collect(),
        record: MovedRecord { answers: draft.answers.clone(), report: moved.report, at: now.0 },
    };
    Ok(Step {
        events: vec![Event::Moved { from: old.version.clone(), to: new.version.clone() }],
        extras: vec![Extra::Moved(Box::new(step))],
    })
}

/// What the citizen has not seen yet, in the language of the dossier.
#[must_use]
pub fn told(app: &App, whole: &Whole) -> Vec<Value> {
    let told = whole.moved.iter().filter_map(|record| tell(app, whole, record));
    told.filter_map(|moved| serde_json::to_value(moved).ok()).collect()
}

fn tell(app: &App, whole: &Whole, moved: &MovedRecord) -> Option<Moved> {
    let (code, language) = (&whole.record.procedure, whole.record.language.as_str());
    let MovedRecord { answers, report, .. } = moved;
    let old = app.procedures.version(code, &report.from)?;
    let new = app.procedures.version(code, &report.to)?;
    let now = whole.draft.as_ref().map(|draft| &draft.answers)?;
    let words = |procedure, answers| Words { app, procedure, language, answers };
    let (was, now) = (words(old.as_ref(), answers), words(new.as_ref(), now));
    let lines = report.entries.iter().filter_map(|entry| line(app, code, (&was, &now), entry));
    Some(Moved {
        from: report.from.clone(),
        to: report.to.clone(),
        since: new.effective.0.clone(),
        carried: u32::try_from(carried(&report.carried, answers)).unwrap_or(u32::MAX),
        lines: lines.collect(),
    })
}

/// How many answers a citizen would count; the lists of rows are none.
fn carried(carried: &std::collections::BTreeMap<String, String>, answers: &Answers) -> usize {
    let is_list = |path: &String| {
        answers.keys().any(|cell| cell.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/')))
    };
    carried.keys().filter(|path| !is_list(path)).count()
}

fn line(app: &App, code: &str, (old, new): (&Words<'_>, &Words<'_>), entry: &Entry) -> Option<MovedLine> {
    let was: Vec<Value> = entry.was.iter().filter_map(|(path, raw)| old.answer(path, raw)).collect();
    let fate = match entry.fate {
        // Nothing had been typed there.
        Fate::Changed | Fate::LeftOut if was.is_empty() => return None,
        Fate::Changed => "changed",
        Fate::Again => "again",
        Fate::LeftOut => "left_out",
        Fate::New => "new",
    };
    let label = match &entry.to {
        Some(path) => new.label(path),
        None => old.label(entry.was.keys().next()?),
    };
    let now = entry.to.as_ref().zip(entry.now.as_ref()).and_then(|(path, raw)| new.answer(path, raw));
    let reason = entry.reason.as_ref().and_then(|reason| {
        let said: &Procedure = app.procedures.version(code, &reason.version)?;
        said.text(old.language, &["migration.", &reason.key].concat()).map(str::to_owned)
    });
    let asked = entry.to.as_ref().filter(|_| entry.asked);
    let page = asked.and_then(|path| new.procedure.form.page_of(path)).map(|page| page.id.clone());
    Some(MovedLine { fate: fate.to_owned(), label, page, path: entry.to.clone(), was, now, reason })
}

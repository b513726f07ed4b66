//! Takes a draft from the version of a procedure that it was opened with to a newer one. Total: any answers, any two
//! forms. Nothing is lost silently: each old answer is either in the new draft as it was, or in the [`Report`] with what
//! was typed.
//!
//! What becomes of an answer: the steps that the new version declares ([`Migration`]), and where they are silent, a
//! question of the same id takes an answer that means the same. When a draft is moved, by whom, and how it is told, is not
//! decided here.

mod fit;
mod hop;
pub(crate) mod place;
mod report;
mod steps;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::form::Form;
use crate::instance::notes;
use crate::{Answers, Instance};
#[cfg(feature = "check")]
pub(crate) use fit::is_same;
pub use steps::{Does, Migration, Step};

/// A draft in the newer version.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its answers, as typed.
    pub answers: Answers,
    /// What became of each old one.
    pub report: Report,
}

/// What became of the answers of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The version that it was opened with.
    pub from: String,
    /// The version that it has now.
    pub to: String,
    /// Answers that are as they were: old path, new path.
    pub carried: BTreeMap<String, String>,
    /// Everything else, in the order of the new form; what has no place there comes last.
    pub entries: Vec<Entry>,
}

/// One thing that the citizen is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is.
    pub fate: Fate,
    /// The old answers that it is about, as typed, by old path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub was: BTreeMap<String, Value>,
    /// The question in the new form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What stands there now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Value>,
    /// Why, in the author's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Whether the question is on the screen; others come up with other answers, or never.
    pub asked: bool,
}

/// What a citizen must know of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It was made into another answer.
    Changed,
    /// It must be given again: it is not accepted any more, or the question means something else.
    Again,
    /// It is no part of the new form.
    LeftOut,
    /// A question that was not asked before, or could be left blank then.
    New,
}

/// A text of a procedure that says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The version whose author says it.
    pub version: String,
    /// Its text is `migration.<key>`.
    pub key: String,
}

/// Takes a draft along newer versions, each with the steps that it declares from the one before.
#[must_use]
pub fn migrate(old: &Instance, along: &[Arc<Form>]) -> Moved {
    // A note stays with its question: what it is about is derived again.
    let (notes, answers): (Answers, Answers) =
        old.answers().clone().into_iter().partition(|(path, _)| notes::about(old.form(), path).is_some());
    let mut load = hop::Load::new(&answers);
    let mut here = old.clone();
    for form in along {
        load = hop::hop(load, &here, form);
        here = Instance::new(form.clone(), load.answers(), old.facts(), old.today());
    }
    let report = report::report(old, along, load, &here);
    let mut answers = here.answers().clone();
    answers.extend(notes.into_iter().filter(|(path, _)| notes::about(here.form(), path).is_some()));
    Moved { answers, report }
}

/// The versions to go along from one to another: the fewest that declare how, else straight to it.
#[must_use]
pub fn route(forms: &[Arc<Form>], from: &str, to: &Arc<Form>) -> Vec<Arc<Form>> {
    // Breadth first, backwards: what each version is reached from.
    let mut ways: Vec<Vec<Arc<Form>>> = vec![vec![to.clone()]];
    let mut seen = vec![to.version().to_owned()];
    while let Some(way) = (!ways.is_empty()).then(|| ways.remove(0)) {
        for migration in &way[0].schema().migrations {
            if migration.from == from {
                return way;
            }
            if let Some(form) = forms.iter().find(|form| form.version() == migration.from)
                && !seen.contains(&migration.from)
            {
                seen.push(migration.from.clone());
                ways.push([vec![form.clone()], way.clone()].concat());
            }
        }
    }
    vec![to.clone()]
}

//! Finds an author's mistakes before a citizen does. Conditions, rules and fees are judged by the engine itself, over
//! every combination that can matter: choices, yes and no, the codes that conditions name and one other, the values
//! around each constant, known and unknown, facts there and not there, days in and out of windows.
//!
//! Each finding is proven: by a **witness** (answers, facts and a day that the engine replays, see [`replay`]), or because
//! everything that can matter was **searched**. What was tried without success and without an end is a note that says so,
//! never a finding. What the schema shows by itself (a name that leads nowhere, a text that is missing) carries neither.
//!
//! No files, no clock, no sentences: reading folders and printing is the command line's.

mod conditions;
mod cone;
mod dice;
mod domain;
mod fees;
mod finding;
mod migrations;
mod papers;
mod proof;
mod references;
mod replay;
mod rules;
mod search;
mod signature;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Beside, CivilDate, Form, Schema, compile};
pub use finding::{Finding, Grade, Report, Search, Witness};
pub use replay::{open, replay, replay_among};
pub use search::cover::{Cover, NotMet, cover, transcript};
pub use texts::needed;

/// Texts of one language by key.
pub type Texts = BTreeMap<String, String>;

/// What is checked.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The text of `procedure.json`.
    pub schema: &'a str,
    /// Texts by language; only those that the schema names are looked at, and none at all are not missed.
    pub texts: BTreeMap<String, Texts>,
    /// Older versions by the name of their file, as texts like `schema`.
    pub past: BTreeMap<String, String>,
    /// Lists of codes and calendars; without any, neither codes nor names of calendars are looked up.
    pub beside: Beside,
    /// The day on which it is checked.
    pub today: CivilDate,
    /// Most states that are tried for one question.
    pub budget: usize,
}

impl<'a> Subject<'a> {
    /// A schema alone, with the usual budget.
    #[must_use]
    pub fn new(schema: &'a str, today: CivilDate) -> Self {
        Self {
            schema,
            texts: BTreeMap::new(),
            past: BTreeMap::new(),
            beside: Beside::default(),
            today,
            budget: 40_000,
        }
    }
}

impl Subject<'_> {
    /// The older versions that compile, as forms: what witnesses of migrations are replayed with.
    #[must_use]
    pub fn past_forms(&self) -> Vec<Arc<Form>> {
        let code = Schema::from_json(self.schema).map(|schema| schema.code).unwrap_or_default();
        migrations::past(&self.past, &code, &self.beside, &mut Report::default())
    }
}

/// Checks a procedure.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Report {
    let mut report = Report::default();
    let schema = match Schema::from_json(subject.schema) {
        Ok(schema) => schema,
        Err(issues) => {
            report.findings.extend(issues.iter().map(Finding::of_schema));
            return report;
        }
    };
    texts::check(&schema, &subject.texts, &mut report);
    references::check(&schema, subject, &mut report);
    signature::check(&schema, &mut report);
    match compile(&schema) {
        Err(issues) => report.findings.extend(issues.iter().map(Finding::of_schema)),
        Ok(form) => {
            let mut search = search::Explorer::new(form.given(&subject.beside), subject);
            conditions::check(&mut search, &mut report);
            rules::check(&mut search, &mut report);
            fees::check(&mut search, &mut report);
            report.tried = search.tried;
            report.questions = search.questions;
            let past = migrations::past(&subject.past, schema.code.as_str(), &subject.beside, &mut report);
            migrations::check(&search.form, &past, search.today, &mut report);
        }
    }
    report.findings.sort_by(|left, right| (&left.file, &left.pointer).cmp(&(&right.file, &right.pointer)));
    report
}

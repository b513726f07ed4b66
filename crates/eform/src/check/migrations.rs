//! Migrations: whether an answer that could be given under an older version is lost without its author saying so, and
//! whether the steps name what is there. Shown by answers of the old form, which the engine moves.
//!
//! Every older version is looked at that this one is reached from directly: those that `migrations` names, and those
//! that no chain of declared migrations leads from. What older versions lose between them was theirs to say.

mod losses;
mod steps;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::conditions;
use super::cone::Input;
use super::domain::{Makings, axis};
use super::finding::{Finding, Grade, Report, Witness};
use super::search::World;
use crate::form::Form;
use crate::form::layout::narrow;
use crate::migrate::place::Place;
use crate::migrate::{Entry, Fate, Migration, Moved, migrate, route};
use crate::schema::reader::join;
use crate::{Answers, Beside, CivilDate, Facts, Instance, Schema, compile};

/// Most answers to one question that are tried.
const SAMPLES: usize = 12;

/// Compiles older versions; what is wrong with them is reported at their files.
pub(super) fn past(
    files: &BTreeMap<String, String>,
    code: &str,
    beside: &Beside,
    report: &mut Report,
) -> Vec<Arc<Form>> {
    let mut forms: Vec<Arc<Form>> = Vec::new();
    for (file, text) in files {
        match Schema::from_json(text).and_then(|schema| compile(&schema)) {
            Err(issues) => {
                let findings = issues.iter().map(|issue| Finding::of_schema(issue).in_file(file.clone()));
                report.findings.extend(findings);
            }
            Ok(form) if form.code() != code => {
                let finding = Finding::new("past_of_another", Grade::Error, "/code").in_file(file.clone());
                report.findings.push(finding.with("code", form.code()));
            }
            Ok(form) if forms.iter().any(|known| known.version() == form.version()) => {
                let finding = Finding::new("past_twice", Grade::Error, "/version").in_file(file.clone());
                report.findings.push(finding.with("version", form.version()));
            }
            Ok(form) => forms.push(Arc::new(form.given(beside))),
        }
    }
    forms
}

/// Checks the ways from all older versions to this one.
pub(super) fn check(form: &Arc<Form>, past: &[Arc<Form>], today: CivilDate, report: &mut Report) {
    let past: Vec<Arc<Form>> = past.iter().filter(|old| old.version() != form.version()).cloned().collect();
    let declared = &form.schema().migrations;
    for (at, migration) in declared.iter().enumerate() {
        let pointer = join(&migration.pointer, "from");
        if declared[..at].iter().any(|other| other.from == migration.from) {
            report.findings.push(Finding::new("migration_twice", Grade::Error, &pointer));
        } else if !past.iter().any(|old| old.version() == migration.from) {
            let finding = Finding::new("unknown_version", Grade::Error, &pointer);
            report.findings.push(finding.with("version", migration.from.as_str()));
        }
    }
    for old in &past {
        if route(&past, old.version(), form).len() != 1 {
            continue;
        }
        let migration = declared.iter().find(|migration| migration.from == old.version());
        let mut way = Way::new(old, form, migration, today);
        steps::check(&way, report);
        losses::check(&mut way, report);
        report.questions += way.samples.len();
        report.tried += way.tried;
    }
}

/// The way from one older version to this one.
struct Way<'a> {
    old: &'a Arc<Form>,
    new: &'a Arc<Form>,
    migration: Option<&'a Migration>,
    today: CivilDate,
    /// Every question of the old form with answers that it takes.
    samples: Vec<(Place, Vec<Value>)>,
    tried: usize,
}

impl<'a> Way<'a> {
    fn new(
        old: &'a Arc<Form>,
        new: &'a Arc<Form>,
        migration: Option<&'a Migration>,
        today: CivilDate,
    ) -> Self {
        let named = conditions::everything(old);
        let makings = Makings { form: old, named: &named, today, edges: &[] };
        let mut samples = Vec::new();
        for def in 0..narrow(old.defs.len()) {
            let field = old.at(def);
            let Some(place) = Place::of(&World::path(old, def)) else { continue };
            let raws: Vec<Value> = if field.cells().is_empty() {
                let found = axis(&makings, Input::Answer(def)).values.into_iter().flatten();
                found.filter(|raw| !raw.is_null()).take(SAMPLES).collect()
            } else {
                vec![json!(["r1"])]
            };
            if !field.is_computed() && !raws.is_empty() {
                samples.push((place, raws));
            }
        }
        Self { old, new, migration, today, samples, tried: 0 }
    }

    /// Answers of the old form, with the rows that they are in.
    fn answers<'v>(given: impl IntoIterator<Item = (&'v Place, &'v Value)>) -> Answers {
        let mut answers = Answers::new();
        for (place, raw) in given {
            for (group, row) in place.groups() {
                answers.insert(group, json!([row]));
            }
            answers.insert(place.path(), raw.clone());
        }
        answers
    }

    fn moved(&self, answers: &Answers) -> Moved {
        let old = Instance::new(self.old.clone(), answers.clone(), Facts::new(), self.today);
        migrate(&old, std::slice::from_ref(self.new))
    }

    fn witness(&self, answers: Answers) -> Witness {
        Witness {
            answers,
            facts: BTreeMap::new(),
            today: self.today.iso(),
            version: Some(self.old.version().to_owned()),
        }
    }

    /// A finding at a step or at the migration, shown by answers of the old version.
    fn finding(&self, code: &str, pointer: &str, name: &str, answers: Answers) -> Finding {
        Finding::new(code, Grade::Error, pointer)
            .with("field", name)
            .with("version", self.old.version())
            .shown(Some(self.witness(answers)))
    }
}

/// What was said of an answer that did not arrive.
fn told<'m>(moved: &'m Moved, path: &str) -> Option<&'m Entry> {
    let is_it =
        |entry: &&Entry| matches!(entry.fate, Fate::Again | Fate::LeftOut) && entry.was.contains_key(path);
    moved.report.entries.iter().find(is_it)
}

/// Whether a witness of an older version shows its finding.
pub(super) fn shows(old: &Arc<Form>, new: &Arc<Form>, finding: &Finding, witness: &Witness) -> Option<bool> {
    let today = CivilDate::parse(&witness.today)?;
    let old = Instance::new(old.clone(), witness.answers.clone(), Facts::new(), today);
    let moved = migrate(&old, std::slice::from_ref(new));
    let name = finding.params.get("field")?.to_string();
    let mut paths =
        witness.answers.keys().filter(|path| Place::of(path).is_some_and(|place| place.name == name));
    Some(paths.any(|path| {
        told(&moved, path).is_some_and(|entry| match finding.code.as_str() {
            "migration_loses_answer" => entry.reason.is_none() && entry.now.is_none(),
            "migration_loses_option" => entry.reason.is_none() && entry.fate == Fate::Again,
            _ => true,
        })
    }))
}

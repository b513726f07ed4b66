//! Forms with all their conditions, filled in as covering cases and at random: the engine and a validator must find the same
//! places wrong in what is evaluated.

use std::collections::BTreeSet;

use eform::check::{Subject, cover, open};
use eform::export::{Texts, answers};
use eform::schema::field::Required;
use eform::{Beside, Catalogues, Field, Form, Instance, Kind, Severity, State};
use serde_json::Value;

use super::{Judge, Problem, Tally, form, is_unsaid};
use crate::dice::Dice;
use crate::engine::day;
use crate::values::{changed, seeds};

/// A form in the states of the cases that cover it.
///
/// # Panics
/// When it does not compile.
#[must_use]
pub fn covered(schema: &Value, lists: &Catalogues) -> Vec<Instance> {
    let form = form(schema, lists);
    let text = schema.to_string();
    let beside = Beside { catalogues: lists.clone(), ..Beside::default() };
    let subject = Subject { beside, ..Subject::new(&text, day()) };
    let cases = cover(&subject, 7).unwrap_or_else(|issues| panic!("{issues:?}")).cases;
    cases.iter().filter_map(|case| open(&form, case)).collect()
}

/// Fills in a form with all its conditions, at random from some states on, and compares place by place what is wrong.
///
/// # Panics
/// When the validator refuses the export of the form.
pub fn on_forms(
    judge: &mut Judge<'_>,
    mut states: Vec<Instance>,
    lists: &Catalogues,
    dice: &mut Dice,
    count: usize,
) -> Tally {
    for number in 0..count {
        let mut state = states[number % states.len()].clone();
        for _ in 0..8 {
            let paths = state.paths();
            let path: &String = dice.pick(&paths);
            step(&mut state, path, lists, dice);
        }
        states.push(state);
    }
    let data: Vec<Value> = states.iter().map(|state| Value::Object(state.evaluated())).collect();
    let schema = answers(states[0].form(), &Texts::new());
    let found = judge(&schema, &data).unwrap_or_else(|error| panic!("{error}: {schema}"));
    let mut tally = Tally::default();
    for ((state, data), problems) in states.iter().zip(&data).zip(&found) {
        tally.compare_places(state, data, problems);
    }
    tally
}

fn step(state: &mut Instance, path: &str, lists: &Catalogues, dice: &mut Dice) {
    let Some(field) = state.field(path).map(|view| view.def.clone()) else { return };
    if matches!(field.kind, Kind::Group(_)) {
        state.add_row(path);
        return;
    }
    let mut value = dice.pick(&seeds(&field, lists)).clone();
    if dice.roll(2) == 0 {
        value = changed(&value, dice);
    }
    let raw = field.kind.show(&value);
    state.set(path, (dice.roll(10) > 0).then_some(raw));
}

impl Tally {
    fn compare_places(&mut self, state: &Instance, data: &Value, problems: &[Problem]) {
        let refused: BTreeSet<String> =
            problems.iter().map(|problem| place(state.form(), data, problem)).collect();
        for path in state.paths() {
            let Some(view) = state.field(&path) else { continue };
            let errors = view.violations.iter().filter(|found| found.severity == Severity::Error);
            let codes: Vec<&str> =
                errors.map(|found| found.code.as_ref()).filter(|code| !is_rule(code)).collect();
            let is_refused = refused.contains(&path);
            let is_absent = !matches!(view.value, State::Value(_));
            match (codes.is_empty(), is_refused) {
                (true, false) => self.good += usize::from(!is_absent),
                (false, true) => self.refused += 1,
                (false, false) if is_absent && !is_asked_of_everybody(state.form(), &path) => {
                    self.count("no value, and not asked of everybody");
                }
                (false, false) if !is_absent && codes.iter().all(|code| is_unsaid(code)) => {
                    self.count(&codes.join("+"));
                }
                _ => self
                    .wrong
                    .push(format!("{path} of {data}: the engine {codes:?}, the validator {problems:?}")),
            }
        }
        let known: BTreeSet<String> = state.paths().into_iter().collect();
        for stray in refused.difference(&known) {
            self.wrong.push(format!("{stray} of {data}: {problems:?}"));
        }
    }
}

/// The path of the field in which a problem is.
fn place(form: &Form, data: &Value, problem: &Problem) -> String {
    let missing = problem.missing.as_deref().into_iter();
    let mut parts = problem.pointer.split('/').skip(1).chain(missing);
    let mut fields: Vec<&Field> = form.pages().iter().flat_map(|page| &page.fields).collect();
    let mut path = String::new();
    let mut here = data;
    while let Some(part) = parts.next() {
        path.push_str(part);
        here = &here[part];
        let Some(field) = fields.iter().find(|field| field.id == part) else { break };
        if !matches!(field.kind, Kind::Group(_)) {
            break;
        }
        let Some(number) = parts.next() else { break };
        here = &here[number.parse::<usize>().unwrap_or(usize::MAX)];
        path.push('/');
        path.push_str(here["id"].as_str().unwrap_or(number));
        path.push('/');
        fields = field.cells().iter().collect();
    }
    path
}

/// Whether a field must have a value wherever what it stands in is shown.
fn is_asked_of_everybody(form: &Form, path: &str) -> bool {
    let id = path.split('/').enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part);
    let id = id.collect::<Vec<_>>().join(".");
    let Some(field) = form.field(&id) else { return false };
    let is_on_shown_page =
        form.pages().iter().any(|page| page.when.is_none() && page.fields.iter().any(|field| field.id == id));
    let is_required = match &field.kind {
        Kind::Group(group) => {
            group.min.is_some_and(|min| min > 0) || field.required == Required::Always(true)
        }
        // Another paper may do, or a register's answer.
        Kind::File(file) => {
            file.alternative.is_none()
                && file.covered_by.is_empty()
                && field.required == Required::Always(true)
        }
        _ => field.required == Required::Always(true),
    };
    (is_on_shown_page || id.contains('.')) && field.when.is_none() && is_required
}

/// Whether it compares answers, which exports do not.
fn is_rule(code: &str) -> bool {
    code.starts_with("rule.") || code == "same_person"
}

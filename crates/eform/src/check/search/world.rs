//! One state of a form: answers, facts and the day, and how to walk through all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::check::cone::{Input, bounds};
use crate::check::domain::Axis;
use crate::check::finding::Witness;
use crate::form::Form;
use crate::kinds::date::Bound;
use crate::violation::Severity;
use crate::{Answers, CivilDate, Fact, Facts, Instance, State, facts};

/// An instance with what was given to it.
#[derive(Clone)]
pub(in crate::check) struct World {
    pub instance: Instance,
    facts: BTreeMap<usize, Value>,
    given: Vec<Input>,
    usual_day: CivilDate,
}

impl World {
    /// The path of a field, or of a cell in the first row of each group around it.
    pub fn path(form: &Form, def: u32) -> String {
        let id = &form.at(def).id;
        match form.layout.places[def as usize].group {
            Some(group) => [&Self::path(form, form.layout.groups[group as usize].field), "/r1/", id].concat(),
            None => id.clone(),
        }
    }

    /// A form in which nothing is answered; each group has one row.
    pub fn new(form: &Arc<Form>, today: CivilDate) -> Self {
        let groups = form.layout.groups.iter().map(|group| Self::path(form, group.field));
        let answers: Answers = groups.map(|group| (group, serde_json::json!(["r1"]))).collect();
        let instance = Instance::new(form.clone(), answers, Facts::new(), today);
        Self { instance, facts: BTreeMap::new(), given: Vec::new(), usual_day: today }
    }

    /// Gives a value to an input.
    pub fn give(&mut self, input: Input, value: Option<&Value>) {
        if !self.given.contains(&input) {
            self.given.push(input);
        }
        match input {
            Input::Today => {
                if let Some(day) = value.and_then(Value::as_str).and_then(CivilDate::parse) {
                    self.instance.set_today(day);
                }
            }
            Input::Fact(fact) => {
                match value {
                    Some(value) => self.facts.insert(fact, value.clone()),
                    None => self.facts.remove(&fact),
                };
                self.instance
                    .set_facts(known(self.facts.iter().map(|(at, value)| (facts::KNOWN[*at].0, value))));
            }
            Input::Rows(def) | Input::Answer(def) => {
                for path in self.paths(def) {
                    self.instance.set(&path, value.cloned());
                }
            }
        }
    }

    /// The paths of a field, or of a cell in all rows that there are.
    pub fn paths(&self, def: u32) -> Vec<String> {
        Self::paths_in(&self.instance, def)
    }

    /// The same of any state.
    pub fn paths_in(instance: &Instance, def: u32) -> Vec<String> {
        let form = instance.form();
        let id = &form.at(def).id;
        let Some(group) = form.layout.places[def as usize].group else { return vec![id.clone()] };
        let mut paths = Vec::new();
        for group in Self::paths_in(instance, form.layout.groups[group as usize].field) {
            let rows = instance.answers().get(&group).and_then(Value::as_array);
            let rows = rows.into_iter().flatten().filter_map(Value::as_str);
            paths.extend(rows.map(|row| [&group, "/", row, "/", id].concat()));
        }
        paths
    }

    /// Whether an input makes a difference: a hidden or locked field is not asked, nor is what stands in no row.
    pub fn is_open(&self, input: Input) -> bool {
        let (Input::Answer(def) | Input::Rows(def)) = input else { return true };
        let is_group = matches!(input, Input::Rows(_));
        let is_asked = |path: &String| {
            self.instance.field(path).is_some_and(|field| is_group || (field.visible && !field.locked))
        };
        self.paths(def).iter().any(is_asked)
    }

    /// Whether an answer keeps its own limits in every row; rules are asked about, not obeyed.
    pub fn is_legal(&self, input: Input) -> bool {
        let Input::Answer(def) = input else { return true };
        let keeps = |path: &String| {
            let Some(field) = self.instance.field(path) else { return true };
            !matches!(field.value, State::Value(_))
                || field
                    .violations
                    .iter()
                    .all(|found| found.severity != Severity::Error || found.code.starts_with("rule."))
        };
        self.paths(def).iter().all(keeps)
    }

    /// Whether later answers may still move the limits of this one.
    fn has_moving_limits(&self, input: Input) -> bool {
        let Input::Answer(def) = input else { return false };
        bounds(self.instance.form().at(def)).into_iter().any(|bound| matches!(bound, Some(Bound::When(_))))
    }

    /// Whether all answers keep their own limits.
    pub fn is_all_legal(&self) -> bool {
        self.given.iter().all(|input| self.is_legal(*input))
    }

    /// Visits every state; inputs that are not asked in a branch are left as they are there. Ends when `visit` says so
    /// or the budget is used up.
    pub fn dive(
        &mut self,
        order: &[(Input, Arc<Axis>)],
        left: &mut usize,
        visit: &mut dyn FnMut(&Self) -> bool,
    ) -> bool {
        if *left == 0 {
            return true;
        }
        let Some(((input, axis), rest)) = order.split_first() else {
            *left -= 1;
            return visit(self);
        };
        if !self.is_open(*input) {
            return self.dive(rest, left, visit);
        }
        for value in &axis.values {
            self.give(*input, value.as_ref());
            if (self.is_legal(*input) || self.has_moving_limits(*input)) && self.dive(rest, left, visit) {
                return true;
            }
        }
        self.give(*input, None);
        false
    }

    /// What an input was given.
    pub fn value(&self, input: Input) -> Option<Value> {
        match input {
            Input::Today => Some(Value::String(self.instance.today().iso())),
            Input::Fact(fact) => self.facts.get(&fact).cloned(),
            Input::Rows(def) | Input::Answer(def) => {
                self.instance.answers().get(&Self::path(self.instance.form(), def)).cloned()
            }
        }
    }

    /// All of it as a witness.
    pub fn situation(&self) -> Witness {
        let answers = self.instance.answers().iter().filter(|(path, _)| !path.ends_with("/#"));
        Witness {
            answers: answers.map(|(path, raw)| (path.clone(), raw.clone())).collect(),
            facts: self
                .facts
                .iter()
                .map(|(at, value)| (facts::KNOWN[*at].0.to_owned(), value.clone()))
                .collect(),
            today: self.instance.today().iso(),
            version: None,
        }
    }

    /// The witness with everything left out that does not matter.
    pub fn smallest(&self, shows: &dyn Fn(&Instance) -> bool) -> Witness {
        let mut least = self.clone();
        least.instance.set_today(self.usual_day);
        if !shows(&least.instance) {
            least.instance.set_today(self.instance.today());
        }
        for fact in self.facts.keys() {
            let mut without = least.clone();
            without.give(Input::Fact(*fact), None);
            if shows(&without.instance) {
                least = without;
            }
        }
        let mut paths: Vec<String> = self.instance.answers().keys().cloned().collect();
        paths.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
        for path in paths {
            let mut without = least.clone();
            without.instance.set(&path, None);
            if shows(&without.instance) {
                least = without;
            }
        }
        least.situation()
    }
}

/// Facts as a register would tell them.
pub(in crate::check) fn known<'v>(values: impl Iterator<Item = (&'v str, &'v Value)>) -> Facts {
    let fact = |value: &Value| Fact {
        value: value.clone(),
        source: "population".to_owned(),
        at: "2026-01-01T00:00:00+07:00".to_owned(),
        reference: None,
        guessed: false,
    };
    values.map(|(name, value)| (name.to_owned(), fact(value))).collect()
}

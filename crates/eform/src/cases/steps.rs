//! Plays the steps of a case.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{Answers, Changes, CivilDate, Fact, Facts, Form, Instance};

/// A case that is being played.
pub(super) struct Play {
    pub instance: Instance,
    /// The form before the last step, and what the engine reported of that step.
    last: Option<(Instance, Changes)>,
    facts: Facts,
}

impl Play {
    /// Opens the form of a case.
    pub fn open(form: &Arc<Form>, case: &Value) -> Result<Self, Vec<String>> {
        let today = match case.get("today") {
            None => CivilDate::new(2026, 11, 21),
            Some(day) => day.as_str().and_then(CivilDate::parse),
        };
        let today = today.ok_or_else(|| vec!["today is no date".to_owned()])?;
        let facts = facts(case.get("facts"));
        let answers: Answers = case
            .get("answers")
            .and_then(Value::as_object)
            .map(|answers| answers.iter().map(|(path, raw)| (path.clone(), raw.clone())).collect())
            .unwrap_or_default();
        Ok(Self { instance: Instance::new(form.clone(), answers, facts.clone(), today), last: None, facts })
    }

    /// The same answers in another form.
    pub fn elsewhere(&self, form: &Arc<Form>) -> Instance {
        Instance::new(
            form.clone(),
            self.instance.answers().clone(),
            self.facts.clone(),
            self.instance.today(),
        )
    }

    /// One step; what does not hold in it.
    pub fn step(&mut self, step: &Value) -> Vec<String> {
        let Some((word, argument)) =
            step.as_object().and_then(|step| step.iter().find(|(key, _)| *key != "to"))
        else {
            return vec![format!("no step: {step}")];
        };
        let text = argument.as_str().unwrap_or_default();
        let before = self.instance.clone();
        let changes = match word.as_str() {
            "set" => {
                if self.instance.field(text).is_none() && !text.contains('?') {
                    return vec![format!("no field {text}")];
                }
                self.instance.set(text, step.get("to").cloned().filter(|raw| !raw.is_null()))
            }
            "add_row" => self.instance.add_row(text).1,
            "remove_row" => {
                let part = |at: usize| argument.get(at).and_then(Value::as_str).unwrap_or_default();
                self.instance.remove_row(part(0), part(1))
            }
            "facts" => {
                self.facts = facts(Some(argument));
                self.instance.set_facts(self.facts.clone())
            }
            "today" => match CivilDate::parse(text) {
                Some(today) => self.instance.set_today(today),
                None => return vec![format!("no date {text}")],
            },
            _ => return vec![format!("unknown step {word}")],
        };
        self.last = Some((before, changes));
        Vec::new()
    }

    /// What does not hold of the paths that the last step is said to change: those that the engine reported, and those
    /// that look different to whoever is asked before and after.
    pub fn changed(
        &self,
        wanted: &Value,
        ask: &mut dyn FnMut(&Instance) -> Result<Value, String>,
    ) -> Vec<String> {
        let Some((before, changes)) = &self.last else { return vec!["no step was made".to_owned()] };
        let mut reported = changes.paths.clone();
        reported.sort();
        let (left, right) = match (ask(before), ask(&self.instance)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(why), _) | (_, Err(why)) => return vec![why],
        };
        let answers = (before.answers(), self.instance.answers());
        let fields = right["fields"].as_object().into_iter().flatten();
        let different = fields.map(|(path, _)| path).filter(|path| {
            left["fields"].get(path.as_str()) != right["fields"].get(path.as_str())
                || of_path(&left, path) != of_path(&right, path)
                || answers.0.get(path.as_str()) != answers.1.get(path.as_str())
        });
        let mut different: Vec<&String> = different.collect();
        different.sort();
        let found = [("reported", json!(reported)), ("seen", json!(different))];
        let found = found.iter().filter(|(_, found)| found != wanted);
        found.map(|(how, found)| format!("changed ({how}) is {found}, not {wanted}")).collect()
    }

    /// The same form opened from the draft as it is now.
    pub fn reopened(&self) -> Instance {
        self.elsewhere(self.instance.form())
    }
}

/// The violations at one path.
fn of_path<'a>(seen: &'a Value, path: &str) -> Vec<&'a Value> {
    let all = seen["violations"].as_array().into_iter().flatten();
    all.filter(|violation| violation["path"] == path).collect()
}

/// Facts: bare values (from the population register) or whole facts.
fn facts(given: Option<&Value>) -> Facts {
    let given = given.and_then(Value::as_object);
    let mut facts = Facts::new();
    for (name, value) in given.into_iter().flatten() {
        let fact = match value.get("source") {
            Some(_) => serde_json::from_value(value.clone()).ok(),
            None => None,
        };
        let bare = || Fact {
            value: value.clone(),
            source: "population".to_owned(),
            at: "2026-11-21T08:00:00+07:00".to_owned(),
            reference: None,
            guessed: false,
        };
        facts.insert(name.clone(), fact.unwrap_or_else(bare));
    }
    facts
}

//! One input: the text of a schema, and steps through the form that it makes, if it makes one. Running it asks the engine and
//! the checker everything that they can be asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use eform::check::{Subject, check};
use eform::{Answers, Changes, CivilDate, Facts, Form, Instance, Schema, compile};
use serde_json::{Value, json};

use crate::reached;
use crate::seen::seen;
use crate::steps::{Step, first_day};
use crate::walk::compared;

/// States that the checker tries for one question: enough to come everywhere, not to find everything. It asks about each
/// condition and looks at the whole form each time, so a long schema gets fewer.
fn budget(schema: &str) -> usize {
    if schema.len() < 10_000 { 60 } else { 8 }
}

/// What is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What is read as `procedure.json`.
    pub schema: String,
    /// What a citizen then does.
    pub steps: Vec<Step>,
}

impl Input {
    /// As one line of the corpus; steps are written as in the engine's cases.
    #[must_use]
    pub fn line(&self) -> String {
        json!({"schema": self.schema, "steps": self.steps.iter().map(written).collect::<Vec<_>>()})
            .to_string()
    }

    /// A line of the corpus.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).ok()?;
        let steps: Option<Vec<Step>> = line["steps"].as_array()?.iter().map(read).collect();
        Some(Self { schema: line["schema"].as_str()?.to_owned(), steps: steps? })
    }

    /// The form that it makes.
    #[must_use]
    pub fn form(&self) -> Option<Arc<Form>> {
        let form = Schema::from_json(&self.schema).and_then(|schema| compile(&schema));
        form.ok().map(Arc::new)
    }

    /// Runs it; gives what was reached.
    ///
    /// # Errors
    /// Promises that did not hold.
    pub fn run(&self) -> Result<BTreeSet<String>, String> {
        let mut reached = BTreeSet::new();
        let today = first_day();
        let form = match Schema::from_json(&self.schema).and_then(|schema| compile(&schema)) {
            Ok(form) => Arc::new(form),
            Err(issues) => {
                if issues.is_empty() {
                    return Err("refused without an issue".to_owned());
                }
                reached::issues(&issues, &mut reached);
                return Ok(reached);
            }
        };
        let report = check(&Subject { budget: budget(&self.schema), ..Subject::new(&self.schema, today) });
        reached::findings(&report, &mut reached);
        let mut instance = Instance::new(form, Answers::new(), Facts::new(), today);
        look(&instance, &mut reached);
        for step in &self.steps {
            let last = instance.clone();
            let changes = step.take(&mut instance);
            look(&instance, &mut reached);
            held(&last, &instance, &changes).map_err(|wrong| format!("{step:?}: {wrong}"))?;
        }
        Ok(reached)
    }
}

/// Asks everything that a form can be asked.
fn look(instance: &Instance, reached: &mut BTreeSet<String>) {
    reached::instance(instance, reached);
    for path in instance.paths().iter().take(40) {
        reached::explanations(&instance.explain(path), reached);
    }
    for fee in instance.form().fees() {
        reached.extend(instance.explain_fee(&fee.id).map(|found| format!("fee {:?}", found.standing)));
    }
    for page in instance.pages() {
        _ = instance.page_violations(&page.id);
    }
    _ = (instance.subject(), instance.agency().is_some(), instance.is_complete());
}

fn held(last: &Instance, instance: &Instance, changes: &Changes) -> Result<(), String> {
    let wrong = compared(last, instance, changes, &seen(instance));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn written(step: &Step) -> Value {
    match step {
        Step::Set(path, raw) => json!({"set": path, "to": raw, "back": raw.is_none()}),
        Step::AddRow(group) => json!({"add_row": group}),
        Step::RemoveRow(group, row) => json!({"remove_row": [group, row]}),
        Step::Facts(facts) => json!({"facts": facts}),
        Step::Today(day) => json!({"today": day.to_string()}),
    }
}

fn read(step: &Value) -> Option<Step> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(path) = step.get("set") {
        let raw = step["back"] != true;
        return Some(Step::Set(text(path)?, raw.then(|| step["to"].clone())));
    }
    if let Some(group) = step.get("add_row") {
        return Some(Step::AddRow(text(group)?));
    }
    if let Some(row) = step.get("remove_row") {
        return Some(Step::RemoveRow(text(&row[0])?, text(&row[1])?));
    }
    if let Some(facts) = step.get("facts") {
        return Some(Step::Facts(serde_json::from_value(facts.clone()).ok()?));
    }
    Some(Step::Today(CivilDate::parse(step["today"].as_str()?)?))
}

//! The answers of one dossier on screen: the only place that changes them.
//!
//! It wraps [`eform::Instance`], wakes only the fields that the engine names as changed, and collects what autosave
//! has to send. It saves nothing and draws nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use eform::{Answers, Changes, CivilDate, Codes, Gather, Instance, PageView, Quote, Severity, Violation};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    reading::{FieldState, read},
    texts::Texts,
};

/// What is sent to the backend: raw answers by path, `null` where one was taken away.
pub type Deltas = BTreeMap<String, Value>;

struct Inner {
    instance: Instance,
    texts: Texts,
    triggers: BTreeMap<String, ArcTrigger>,
    pending: Deltas,
    /// Paths whose violations the citizen has been shown.
    revealed: BTreeSet<String>,
    /// Warnings that the citizen has confirmed, as `path code`.
    confirmed: BTreeSet<String>,
}

/// The open form; copies speak of the same answers.
#[derive(Clone, Copy)]
pub struct FormStore {
    inner: StoredValue<Inner, LocalStorage>,
    structure: Trigger,
    edited: Trigger,
}

/// Puts the form into context for fields and pages.
pub fn provide_form(store: FormStore) {
    provide_context(store);
}

/// The form that a parent has provided.
#[must_use]
pub fn use_form() -> Option<FormStore> {
    use_context()
}

impl FormStore {
    /// Opens a form on answers and texts.
    #[must_use]
    pub fn new(instance: Instance, texts: Texts) -> Self {
        Self {
            inner: StoredValue::new_local(Inner {
                instance,
                texts,
                triggers: BTreeMap::new(),
                pending: Deltas::new(),
                revealed: BTreeSet::new(),
                confirmed: BTreeSet::new(),
            }),
            structure: Trigger::new(),
            edited: Trigger::new(),
        }
    }

    /// The procedure's texts.
    #[must_use]
    pub fn texts(&self) -> Texts {
        self.inner.with_value(|inner| inner.texts.clone())
    }

    /// Reads the engine without being woken by changes.
    pub fn read<T>(&self, with: impl FnOnce(&Instance) -> T) -> T {
        self.inner.with_value(|inner| with(&inner.instance))
    }

    /// The day that the form is decided on.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        self.read(Instance::today)
    }

    /// Takes a list that has come: answers are judged by it from now on, and none is changed.
    #[must_use]
    pub fn list_taker(self) -> Callback<(String, Arc<Codes>)> {
        Callback::new(move |(name, codes): (String, Arc<Codes>)| {
            if self.read(|instance| instance.list(&name).is_none_or(|known| *known != codes)) {
                let changes = self.inner.try_update_value(|inner| inner.instance.set_list(&name, codes));
                for path in changes.iter().flat_map(|changes| &changes.paths) {
                    self.wake_one(path);
                }
                if changes.is_some_and(|changes| changes.structure) {
                    self.structure.notify();
                }
                self.edited.notify();
            }
        })
    }

    /// Wakes the caller when rows or pages come or go.
    pub fn track_structure(&self) {
        self.structure.track();
    }

    /// Wakes the caller on every change of an answer.
    pub fn track_edits(&self) {
        self.edited.track();
    }

    /// The field at `path`; wakes the caller when the engine reports that path.
    #[must_use]
    pub fn state(&self, path: &str) -> FieldState {
        let trigger =
            self.inner.try_update_value(|inner| inner.triggers.entry(path.to_owned()).or_default().clone());
        if let Some(trigger) = trigger {
            trigger.track();
        }
        self.inner.with_value(|inner| read(&inner.instance, path, inner.revealed.contains(path)))
    }

    /// Changes one answer; `None` takes it away.
    pub fn set(&self, path: &str, raw: Option<Value>) {
        let changes = self.inner.try_update_value(|inner| {
            inner.pending.insert(path.to_owned(), raw.clone().unwrap_or(Value::Null));
            inner.instance.set(path, raw)
        });
        self.wake(path, changes);
    }

    /// Adds a row and names it.
    pub fn add_row(&self, group: &str) -> String {
        let (row, changes) = self
            .inner
            .try_update_value(|inner| {
                let added = inner.instance.add_row(group);
                note_rows(inner, group);
                added
            })
            .unwrap_or_default();
        self.wake(group, Some(changes));
        row
    }

    /// Removes a row with all that was typed in it.
    pub fn remove_row(&self, group: &str, row: &str) {
        let changes = self.inner.try_update_value(|inner| {
            let inside = [group, "/", row, "/"].concat();
            let before: Vec<String> =
                inner.instance.answers().keys().filter(|path| path.starts_with(&inside)).cloned().collect();
            let changes = inner.instance.remove_row(group, row);
            note_rows(inner, group);
            for path in before {
                if !inner.instance.answers().contains_key(&path) {
                    inner.pending.insert(path, Value::Null);
                }
            }
            changes
        });
        self.wake(group, changes);
    }

    /// Takes every answer over from the backend, except at `kept`; nothing of it becomes pending.
    pub fn rebase(&self, theirs: &Answers, kept: &BTreeSet<String>) {
        let here: Vec<String> = self.read(|instance| instance.answers().keys().cloned().collect());
        let paths: BTreeSet<String> = here.into_iter().chain(theirs.keys().cloned()).gather();
        self.take_theirs(theirs, &paths.difference(kept).cloned().gather());
    }

    /// Takes the answers at `paths` over from the backend; what was pending there is given up.
    pub fn take_theirs(&self, theirs: &Answers, paths: &BTreeSet<String>) {
        for path in paths {
            if self.read(|instance| instance.answers().get(path) != theirs.get(path)) {
                self.set(path, theirs.get(path).cloned());
            }
            _ = self.inner.try_update_value(|inner| inner.pending.remove(path));
        }
    }

    /// What autosave has not sent yet.
    #[must_use]
    pub fn pending(&self) -> Deltas {
        self.inner.try_with_value(|inner| inner.pending.clone()).unwrap_or_default()
    }

    /// What autosave has not sent yet; the store forgets it.
    #[must_use]
    pub fn take_pending(&self) -> Deltas {
        self.inner.try_update_value(|inner| std::mem::take(&mut inner.pending)).unwrap_or_default()
    }

    /// Gives back what could not be sent; newer edits of the same path win.
    pub fn give_back(&self, unsent: Deltas) {
        _ = self.inner.try_update_value(|inner| {
            for (path, raw) in unsent {
                inner.pending.entry(path).or_insert(raw);
            }
        });
    }

    /// Whether something waits to be sent.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        self.inner.try_with_value(|inner| !inner.pending.is_empty()).unwrap_or_default()
    }

    /// The pages that are asked now; wakes the caller when they change.
    #[must_use]
    pub fn pages(&self) -> Vec<PageView> {
        self.structure.track();
        self.read(Instance::pages)
    }

    /// Whether a question is asked now; not tracked.
    #[must_use]
    pub fn asks(&self, path: &str) -> bool {
        self.read(|instance| instance.field(path).is_some_and(|field| field.visible))
    }

    /// What is wrong on a page, warnings that were confirmed left out.
    #[must_use]
    pub fn problems(&self, page: &str) -> Vec<Violation> {
        self.inner.with_value(|inner| {
            inner
                .instance
                .page_violations(page)
                .into_iter()
                .filter(|violation| !inner.confirmed.contains(&confirmation(violation)))
                .cloned()
                .collect()
        })
    }

    /// What is wrong in the whole form, warnings that were confirmed left out.
    #[must_use]
    pub fn all_problems(&self) -> Vec<Violation> {
        self.read(Instance::pages).iter().flat_map(|page| self.problems(&page.id)).collect()
    }

    /// What is wrong on a page and has been shown to the citizen; follows the answers.
    #[must_use]
    pub fn shown_problems(&self, page: &str) -> Vec<Violation> {
        self.edited.track();
        let mut problems = self.problems(page);
        self.inner.with_value(|inner| problems.retain(|violation| inner.revealed.contains(&violation.path)));
        problems
    }

    /// Shows the citizen these violations at their fields from now on.
    pub fn reveal(&self, violations: &[Violation]) {
        self.inner.update_value(|inner| {
            inner.revealed.extend(violations.iter().map(|violation| violation.path.clone()));
        });
        for violation in violations {
            self.wake_one(&violation.path);
        }
        self.edited.notify();
    }

    /// The citizen has looked at these warnings and says the answers are right.
    pub fn confirm(&self, violations: &[Violation]) {
        self.inner.update_value(|inner| {
            inner.confirmed.extend(
                violations
                    .iter()
                    .filter(|violation| violation.severity == Severity::Warning)
                    .map(confirmation),
            );
        });
    }

    /// The fee as it stands.
    #[must_use]
    pub fn quote(&self) -> Quote {
        self.edited.track();
        self.read(Instance::quote)
    }

    /// What is wrong at `path`, shown yet or not, confirmed or not; follows the field.
    #[must_use]
    pub fn violations_at(&self, path: &str) -> Vec<Violation> {
        _ = self.state(path);
        self.read(|instance| instance.field(path).map_or_else(Vec::new, |field| field.violations.to_vec()))
    }

    fn wake(&self, path: &str, changes: Option<Changes>) {
        let Some(changes) = changes else { return };
        self.wake_one(path);
        for changed in changes.paths.iter().filter(|changed| *changed != path) {
            self.wake_one(changed);
        }
        if changes.structure {
            self.structure.notify();
        }
        self.edited.notify();
    }

    fn wake_one(&self, path: &str) {
        let trigger = self.inner.with_value(|inner| inner.triggers.get(path).cloned());
        if let Some(trigger) = trigger {
            trigger.notify();
        }
    }
}

fn note_rows(inner: &mut Inner, group: &str) {
    // The second path is where the engine remembers the highest row number, so that no id is given twice.
    for path in [group.to_owned(), [group, "/#"].concat()] {
        if let Some(raw) = inner.instance.answers().get(&path).cloned() {
            inner.pending.insert(path, raw);
        }
    }
}

fn confirmation(violation: &Violation) -> String {
    [&violation.path, " ", violation.code.as_ref()].concat()
}

//! What the portal shows of a form: fields one by one (cheap, for every keystroke) and pages (a scan, for navigation).

use serde_json::Value;

use super::Instance;
use super::entry::{Entry, Origin};
use crate::form::layout::narrow;
use crate::provenance::Provenance;
use crate::schema::field::Field;
use crate::schema::page::Step;
use crate::violation::{Severity, Violation};

/// The three states of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<'a> {
    /// Visible, without a value.
    Unset,
    /// Visible, with a value.
    Value(&'a Value),
    /// Hidden: neither required nor violating nor sent.
    NotApplicable,
}

/// One field as it stands now.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the field")]
pub struct FieldView<'a> {
    /// The field as its author wrote it.
    pub def: &'a Field,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether an answer must be given.
    pub required: bool,
    /// Whether a register holds it and the citizen cannot change it here.
    pub locked: bool,
    /// What was typed, even while hidden or locked.
    pub raw: Option<&'a Value>,
    /// The effective value.
    pub value: State<'a>,
    /// Where the effective value comes from; `None` without a value.
    pub provenance: Option<Provenance>,
    /// What is wrong with it, rules of the procedure included.
    pub violations: &'a [Violation],
    is_typed: bool,
}

impl FieldView<'_> {
    /// What its widget shows: what was typed where that counts, otherwise the effective value in the widget's form.
    #[must_use]
    pub fn shown(&self) -> Option<Value> {
        match (self.is_typed, self.value) {
            (true, _) => self.raw.cloned(),
            (false, State::Value(value)) => Some(self.def.kind.show(value)),
            (false, State::Unset | State::NotApplicable) => None,
        }
    }
}

/// How far a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Visible fields that have or could have an answer; groups count by their cells.
    pub fields: usize,
    /// Those that have a value.
    pub answered: usize,
    /// Those whose value came from a register or an earlier dossier.
    pub reused: usize,
    /// Those that are required and have no value.
    pub missing: usize,
}

/// One visible page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageView {
    /// Its id.
    pub id: String,
    /// The step it belongs to.
    pub step: Step,
    /// Paths of all its fields in order, hidden ones included; a group is followed by its cells row by row.
    pub paths: Vec<String>,
    /// No error on the page.
    pub complete: bool,
    /// Counts for progress.
    pub given: Given,
}

impl Instance {
    /// A field by its path; the cost does not depend on the size of the form.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<FieldView<'_>> {
        let entry = &self.entries[self.find(path)? as usize];
        let is_typed =
            entry.given && !entry.locked && entry.visible && !matches!(entry.origin, Origin::Computed);
        Some(FieldView {
            def: self.form.at(entry.def),
            visible: entry.visible,
            required: entry.required,
            locked: entry.locked,
            raw: self.answers.get(path),
            value: match &entry.value {
                Some(value) => State::Value(value),
                None if entry.visible => State::Unset,
                None => State::NotApplicable,
            },
            provenance: self.provenance_of(entry),
            violations: &entry.violations,
            is_typed,
        })
    }

    /// What a source holds for the answer at `path`, when the citizen has given another, which counts.
    #[must_use]
    pub fn replaced(&self, path: &str) -> Option<&Value> {
        let entry = &self.entries[self.find(path)? as usize];
        let Origin::Changed(at) = entry.origin else { return None };
        self.ready[entry.def as usize].get(at as usize)?.as_ref()
    }

    /// The paths of all fields and cells in the order of the form, hidden ones and those of hidden pages included.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.all_entries().map(|entry| self.path(entry)).collect()
    }

    /// The visible pages, in order; a page whose fields are all hidden is not one.
    #[must_use]
    pub fn pages(&self) -> Vec<PageView> {
        (0..narrow(self.pages.len()))
            .filter(|page| self.has_page(*page))
            .map(|page| self.page_view(page))
            .collect()
    }

    /// Everything that is wrong, in the order of the form.
    #[must_use]
    pub fn violations(&self) -> Vec<&Violation> {
        self.all_entries().flat_map(|entry| &self.entries[entry as usize].violations).collect()
    }

    /// What is wrong on one page, in the order of the form.
    #[must_use]
    pub fn page_violations(&self, page: &str) -> Vec<&Violation> {
        let Some(page) = self.form.schema.pages.iter().position(|found| found.id == page) else {
            return Vec::new();
        };
        self.page_entries(narrow(page)).flat_map(|entry| &self.entries[entry as usize].violations).collect()
    }

    /// Whether nothing must be put right; warnings may stay.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.violations().iter().all(|violation| violation.severity != Severity::Error)
    }

    fn has_page(&self, page: u32) -> bool {
        let page = &self.pages[page as usize];
        page.on && page.shown > 0
    }

    fn page_view(&self, number: u32) -> PageView {
        let page = &self.form.schema.pages[number as usize];
        let mut given = Given::default();
        let mut complete = true;
        let mut paths = Vec::new();
        for number in self.page_entries(number) {
            paths.push(self.path(number));
            let entry = &self.entries[number as usize];
            complete &= entry.violations.iter().all(|violation| violation.severity != Severity::Error);
            if !entry.visible
                || self.is_untyped(entry.def)
                || self.form.layout.places[entry.def as usize].rows.is_some()
            {
                continue;
            }
            given.fields += 1;
            given.answered += usize::from(entry.value.is_some());
            given.reused += usize::from(matches!(entry.origin, Origin::Prefill(_)));
            given.missing += usize::from(entry.value.is_none() && entry.required);
        }
        PageView { id: page.id.clone(), step: page.step, paths, complete, given }
    }

    /// All entries of a page: a group is followed by the cells of its rows.
    pub(super) fn page_entries(&self, page: u32) -> impl Iterator<Item = u32> {
        let (first, count) = self.form.layout.page(page);
        let mut entries = Vec::new();
        for field in first..first + count {
            entries.push(field);
            for row in self.rows(field) {
                self.push_row(field, row.1, &mut entries);
            }
        }
        entries.into_iter()
    }

    /// All entries in the order of the form.
    pub(super) fn all_entries(&self) -> impl Iterator<Item = u32> {
        (0..narrow(self.pages.len())).flat_map(|page| self.page_entries(page))
    }

    pub(super) fn provenance_of(&self, entry: &Entry) -> Option<Provenance> {
        entry.value.as_ref()?;
        let fact = |at: u32| {
            let prefill = self.form.defs[entry.def as usize].prefill.get(at as usize)?;
            self.facts[prefill.fact as usize].as_ref()
        };
        match entry.origin {
            Origin::Nothing => None,
            Origin::Typed => Some(Provenance::Typed),
            Origin::Prefill(at) => fact(at).map(Provenance::register),
            Origin::Changed(at) => fact(at).map(Provenance::changed),
            Origin::Computed => Some(Provenance::Computed),
            Origin::Default => Some(Provenance::Default),
        }
    }
}

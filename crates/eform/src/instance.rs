//! A form that is being filled in. It owns the draft; everything else is derived from it. `set` evaluates only what
//! depends on the change (`run.rs`), so its cost does not grow with the form; `pages`, `violations`, `evaluated` and
//! the like scan and are for page turns, saving and filing.

mod check;
mod covered;
mod entry;
mod evaluated;
mod explain;
pub(crate) mod notes;
#[cfg(feature = "migrate")]
mod once;
mod others;
mod reuse;
mod rows;
mod run;
pub(crate) mod scope;
mod state;
mod view;
#[cfg(feature = "check")]
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::catalogue::{Catalogues, Codes};
use crate::date::CivilDate;
use crate::facts::{self, Fact, Facts};
use crate::form::Form;
use crate::form::graph::Node;
use crate::gather::Gather;
pub use covered::Covered;
use entry::{Entry, PageState};
pub use notes::{NOTE_CHARACTERS, note_path};
pub use others::Asked;
pub use reuse::Reuse;
pub use view::{FieldView, Given, PageView, State};

/// What was typed, by path; kept as typed, hidden branches included.
pub type Answers = BTreeMap<String, Value>;

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Paths whose view is different now, each once: fields in the order of the form, then cells.
    pub paths: Vec<String>,
    /// Rows were added, removed or reordered, or a page appeared or went.
    pub structure: bool,
}

/// A form with answers.
#[derive(Clone, Debug)]
pub struct Instance {
    form: Arc<Form>,
    answers: Answers,
    orphans: BTreeSet<String>,
    facts: Vec<Option<Fact>>,
    /// For each field, what its prefills would fill in now, in the order of the schema.
    ready: Vec<Box<[Option<Value>]>>,
    today: CivilDate,
    entries: Vec<Entry>,
    /// For each group, first entries of removed rows, to be used again.
    free: Vec<Vec<u32>>,
    pages: Vec<PageState>,
    lists: Arc<Catalogues>,
}

impl Instance {
    /// Opens a draft. Total: paths that the form does not have are kept and reported by [`Instance::orphans`].
    ///
    /// `today` is the day in `Asia/Ho_Chi_Minh`, given by the backend.
    #[must_use]
    pub fn new(form: Arc<Form>, answers: Answers, facts: Facts, today: CivilDate) -> Self {
        let entries = (0..form.layout.fields).map(Entry::new).collect();
        let pages = form.pages.iter().map(|_| PageState::default()).collect();
        let free = vec![Vec::new(); form.layout.groups.len()];
        let lists = form.catalogues.clone();
        let mut instance = Self {
            form,
            answers,
            orphans: BTreeSet::new(),
            facts: Vec::new(),
            ready: Vec::new(),
            today,
            entries,
            free,
            pages,
            lists,
        };
        instance.take_facts(facts);
        instance.open_rows();
        instance.open_answers();
        instance.refresh_all();
        instance
    }

    /// The form that is filled in.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The day the form believes it is.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        self.today
    }

    /// Answers a field: `raw` is what its widget holds, `None` takes the answer back (a prefill or default then
    /// shows again), a blank raw value is an answer that says nothing. Refuses nothing; a computed or locked field
    /// stays as it is. A list of row ids at the path of a group makes exactly these rows.
    pub fn set(&mut self, path: &str, raw: Option<Value>) -> Changes {
        if self.answers.get(path) == raw.as_ref() {
            return Changes::default();
        }
        let Some(entry) = self.find(path) else {
            if notes::about(&self.form, path).is_some() {
                // Nothing is evaluated from it.
            } else if let Some(group) = rows::marked(&self.form, path) {
                self.keep_highest(group, raw.as_ref());
            } else if raw.is_some() {
                self.orphans.insert(path.to_owned());
            } else {
                self.orphans.remove(path);
            }
            self.store(path, raw);
            return Changes::default();
        };
        let def = self.entries[entry as usize].def;
        if self.form.layout.places[def as usize].rows.is_some() {
            return self.set_rows(entry, raw.as_ref());
        }
        if self.entries[entry as usize].locked || self.is_untyped(def) {
            return Changes::default();
        }
        self.parse(entry, raw.as_ref());
        self.store(path, raw);
        self.run([Node::Def(entry)], [entry])
    }

    /// Replaces all facts, for example when a register has answered. Answers stay as they are.
    pub fn set_facts(&mut self, facts: Facts) -> Changes {
        self.take_facts(facts);
        self.refresh_all()
    }

    /// Tells the form that the day has changed.
    pub fn set_today(&mut self, today: CivilDate) -> Changes {
        self.today = today;
        self.refresh_all()
    }

    /// Gives the form a list that has come since it was opened. Answers stay as they are.
    pub fn set_list(&mut self, name: &str, codes: Arc<Codes>) -> Changes {
        Arc::make_mut(&mut self.lists).insert(name.to_owned(), codes);
        self.refresh_all()
    }

    /// A list that the form has, by its name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&Arc<Codes>> {
        self.lists.get(name)
    }

    /// What is known about the citizen, as far as a schema may name it.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let named = facts::names().zip(&self.facts);
        named.filter_map(|(name, fact)| Some((name.to_owned(), fact.clone()?))).gather()
    }

    /// The draft as it was typed, hidden branches and orphans included. Never send it to an agency; see
    /// [`Instance::evaluated`].
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Paths of the draft that this form does not have.
    pub fn orphans(&self) -> impl Iterator<Item = &str> {
        self.orphans.iter().map(String::as_str)
    }

    fn store(&mut self, path: &str, raw: Option<Value>) {
        match raw {
            Some(raw) => {
                self.answers.insert(path.to_owned(), raw);
            }
            None => {
                self.answers.remove(path);
            }
        }
    }

    /// Fields that are never typed.
    fn is_untyped(&self, def: u32) -> bool {
        self.form.defs[def as usize].computed.is_some() || self.form.layout.kind(def).is_none()
    }

    /// Keeps what an answer means.
    fn parse(&mut self, entry: u32, raw: Option<&Value>) {
        let def = self.entries[entry as usize].def;
        let parsed = raw.map(|raw| self.form.at(def).kind.parse(raw));
        let entry = &mut self.entries[entry as usize];
        entry.given = parsed.is_some();
        let parsed = parsed.unwrap_or_default();
        entry.typed = parsed.value;
        entry.faults = parsed.faults;
    }

    fn open_answers(&mut self) {
        let answers = std::mem::take(&mut self.answers);
        for (path, raw) in &answers {
            match self.find(path) {
                Some(entry) => {
                    let def = self.entries[entry as usize].def;
                    if self.form.layout.places[def as usize].rows.is_none() && !self.is_untyped(def) {
                        self.parse(entry, Some(raw));
                    }
                }
                None if rows::marked(&self.form, path).or(notes::about(&self.form, path)).is_some() => {}
                None => {
                    self.orphans.insert(path.clone());
                }
            }
        }
        self.answers = answers;
    }

    fn take_facts(&mut self, mut facts: Facts) {
        self.facts = facts::names().map(|name| facts.remove(name)).collect();
        let ready = (0..self.form.defs.len()).map(|def| self.ready_for(def)).collect();
        self.ready = ready;
    }

    /// What each prefill of a field would fill in: a fact that its kind accepts, in canonical form.
    fn ready_for(&self, def: usize) -> Box<[Option<Value>]> {
        let prefills = &self.form.defs[def].prefill;
        if prefills.is_empty() {
            return Box::default();
        }
        let kind = &self.form.at(u32::try_from(def).unwrap_or(u32::MAX)).kind;
        prefills
            .iter()
            .map(|prefill| {
                let fact = self.facts[prefill.fact as usize].as_ref()?;
                let parsed = kind.parse(&kind.show(&fact.value));
                if parsed.has_error() { None } else { parsed.value }
            })
            .collect()
    }

    /// The entry of a path: of a field, then of a cell in a row of it, and so on.
    fn find(&self, path: &str) -> Option<u32> {
        let mut parts = path.split('/');
        let mut entry = self.form.layout.form_level(parts.next()?)?;
        while let Some(row) = parts.next() {
            let found = &self.entries[entry as usize];
            let base = *found.rows.as_ref()?.by_id.get(row)?;
            let group = self.form.layout.places[found.def as usize].rows?;
            entry = base + self.form.layout.cell(group, parts.next()?)?;
        }
        Some(entry)
    }

    /// The path of an entry.
    fn path(&self, entry: u32) -> String {
        let entry = &self.entries[entry as usize];
        let id = &self.form.at(entry.def).id;
        match &entry.row {
            Some(row) => [&self.path(entry.list), "/", row, "/", id].concat(),
            None => id.clone(),
        }
    }
}

//! Lists to choose from (ethnicities, communes…): loaded once when a widget first needs them, retried when they fail.
//!
//! How they are fetched is the app's business: it hands in a loader. Typing never waits for a list.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use eform::{Codes, Term};
use leptos::{prelude::*, task::spawn_local};

use crate::browser::timer;

/// Waits in milliseconds before each further try; after the last one the citizen asks for the next.
const WAITS: [i32; 3] = [1_500, 4_000, 10_000];

/// One entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// Label and other names, folded for a search without marks.
    pub keys: Vec<String>,
}

impl Entry {
    /// An entry that is found by its label and by its other names.
    #[must_use]
    pub fn new(code: String, label: String, also: &[String]) -> Self {
        let keys = std::iter::once(&label).chain(also).map(|name| eform::text::fold(name)).collect();
        Self { code, label, keys }
    }
}

/// A list that is here.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Its entries in the order in which they are offered.
    pub entries: Vec<Entry>,
    /// Its codes with their days, as the engine takes them.
    pub codes: Arc<Codes>,
    /// A few entries to try forms with, not the list.
    pub is_test: bool,
}

impl Loaded {
    /// What the list says of a code.
    #[must_use]
    pub fn term(&self, code: &str) -> Option<&Term> {
        self.codes.term(code)
    }
}

/// A list, as far as it has come.
#[derive(Clone, Debug)]
pub enum List {
    /// Asked for.
    Loading,
    /// Here.
    Ready(Arc<Loaded>),
    /// Did not come; it is asked for again.
    Failed,
    /// This deployment has no such list.
    Absent,
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ready(here), Self::Ready(there)) => Arc::ptr_eq(here, there),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Fetches one list by its name: [`List::Loading`] is no answer.
pub type Loader = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = List>>> + Send + Sync>;

/// All lists of the app, each loaded once.
#[derive(Clone, Copy)]
pub struct Catalogues {
    lists: StoredValue<BTreeMap<String, ArcRwSignal<List>>>,
    loader: StoredValue<Loader>,
}

/// Puts the lists into context. Called once, near the root, so that they outlive a page.
pub fn provide_catalogues(loader: Loader) {
    provide_context(Catalogues {
        lists: StoredValue::new(BTreeMap::new()),
        loader: StoredValue::new(loader),
    });
}

/// The lists of the app.
///
/// # Panics
/// When no parent has provided them: a mistake of ours.
#[must_use]
pub fn use_catalogues() -> Catalogues {
    expect_context()
}

impl Catalogues {
    /// The list called `name`; asks for it when nobody has yet.
    #[must_use]
    pub fn list(&self, name: &str) -> ArcRwSignal<List> {
        if let Some(list) = self.lists.with_value(|lists| lists.get(name).cloned()) {
            return list;
        }
        let list = ArcRwSignal::new(List::Loading);
        self.lists.update_value(|lists| {
            lists.insert(name.to_owned(), list.clone());
        });
        self.fetch(name.to_owned(), list.clone());
        list
    }

    /// Forgets every list, for instance when another language is wanted; each is asked for again when it is used.
    pub fn forget(&self) {
        self.lists.update_value(BTreeMap::clear);
    }

    /// Asks again for a list that did not come.
    pub fn retry(&self, name: &str) {
        let list = self.list(name);
        if list.with_untracked(|list| *list == List::Failed) {
            self.fetch(name.to_owned(), list);
        }
    }

    /// The label of `code`, or the code itself until the list is here. Follows the list.
    #[must_use]
    pub fn label(&self, name: &str, code: &str) -> String {
        if code.is_empty() {
            return String::new();
        }
        match &*self.list(name).read() {
            List::Ready(list) => {
                list.entries.iter().find(|entry| entry.code == code).map(|entry| entry.label.clone())
            }
            List::Loading | List::Failed | List::Absent => None,
        }
        .unwrap_or_else(|| code.to_owned())
    }

    fn fetch(&self, name: String, list: ArcRwSignal<List>) {
        let loader = self.loader.get_value();
        spawn_local(async move {
            for wait in WAITS.iter().map(Some).chain([None]) {
                let came = loader(name.clone()).await;
                let is_over = came != List::Failed;
                list.set(came);
                let Some(wait) = wait.filter(|_| !is_over) else { return };
                timer::pause(*wait).await;
            }
        });
    }
}

/// The name of the list of a province's communes.
#[must_use]
pub fn communes_of(province: &str) -> String {
    ["communes-", province].concat()
}

/// The name under which the engine knows a list.
#[must_use]
pub fn engine_name(name: &str) -> String {
    name.replacen("communes-", "communes/", 1)
}

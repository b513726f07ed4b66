//! Lists to choose from (ethnicities, communes…): loaded once when first asked for, retried when they fail.
//!
//! How they are fetched is the app's business: it hands in a loader. Typing never waits for a list.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

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

/// A list, as far as it has come.
#[derive(Clone, Debug, PartialEq)]
pub enum List {
    /// Asked for.
    Loading,
    /// Here.
    Ready(Arc<Vec<Entry>>),
    /// Did not come; it is asked for again.
    Failed,
}

/// Fetches one list by its name; `None` when it did not come.
pub type Loader = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Option<Vec<Entry>>>>> + Send + Sync>;

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
        match &*self.list(name).read() {
            List::Ready(entries) => {
                entries.iter().find(|entry| entry.code == code).map(|entry| entry.label.clone())
            }
            List::Loading | List::Failed => None,
        }
        .unwrap_or_else(|| code.to_owned())
    }

    fn fetch(&self, name: String, list: ArcRwSignal<List>) {
        let loader = self.loader.get_value();
        spawn_local(async move {
            for wait in WAITS.iter().map(Some).chain([None]) {
                if let Some(entries) = loader(name.clone()).await {
                    list.set(List::Ready(Arc::new(entries)));
                    return;
                }
                list.set(List::Failed);
                let Some(wait) = wait else { return };
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

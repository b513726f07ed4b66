//! Saving by itself: within a second of the last keystroke, when the page is hidden or left, again when it failed.
//!
//! How a save travels is the page's business. "Saved" is only said after the backend has said so.

use std::{collections::BTreeSet, future::Future, pin::Pin, sync::Arc};

use eform::{Answers, Gather};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use super::store::{Deltas, FormStore};
use crate::browser::{
    net, page,
    timer::{self, Later},
};

/// Milliseconds between the last keystroke and the save.
const REST: u64 = 700;

/// Milliseconds before a failed save is tried again by itself; the last one repeats.
const WAITS: [u64; 4] = [3_000, 8_000, 20_000, 60_000];

/// One save.
#[derive(Clone, Debug)]
pub struct Save {
    /// What changed.
    pub changes: Deltas,
    /// The revision the changes were made on.
    pub revision: u64,
    /// The form page the citizen is on.
    pub page: Option<String>,
}

/// The draft as the backend holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    /// All raw answers.
    pub answers: Answers,
    /// Its revision.
    pub revision: u64,
    /// When it was saved.
    pub saved_at: String,
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveOutcome {
    /// The backend holds it.
    Saved {
        /// The draft's new revision.
        revision: u64,
        /// When, by the backend's clock.
        saved_at: String,
    },
    /// Another tab or device has saved since.
    Moved(Theirs),
    /// Not saved; names the text `form.save.failed.<cause>`, if the page stays to say it.
    Failed {
        /// `offline`, `sign_in`, `refused`, `busy` or `unavailable`.
        cause: &'static str,
    },
}

/// How a save travels; the request outlives the page.
pub type Saver = Arc<dyn Fn(Save) -> Pin<Box<dyn Future<Output = SaveOutcome>>> + Send + Sync>;

/// What the citizen is told.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// All that is on screen is held by the backend since then.
    Saved(String),
    /// Something was changed and is about to be sent.
    Changed,
    /// Not saved, and why.
    Failed(&'static str),
    /// Two versions of the same answers: the citizen chooses.
    Conflict(Conflict),
}

/// Answers that were changed here and elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The draft as the backend holds it.
    pub theirs: Theirs,
    /// Where both differ.
    pub paths: Vec<String>,
}

struct Inner {
    saver: Saver,
    /// The answers at `revision`.
    base: Answers,
    revision: u64,
    page: Option<String>,
    /// The page where the backend believes the citizen to be.
    known_page: Option<String>,
    later: Later,
    is_sending: bool,
    failures: usize,
}

/// The saving of one draft.
#[derive(Clone, Copy)]
pub struct Autosave {
    store: FormStore,
    state: RwSignal<SaveState>,
    inner: StoredValue<Inner, LocalStorage>,
}

impl Autosave {
    /// Follows `store` as long as the owner lives.
    #[must_use]
    pub fn follow(
        store: FormStore,
        revision: u64,
        saved_at: String,
        page: Option<String>,
        saver: Saver,
    ) -> Self {
        let base = store.read(|instance| instance.answers().clone());
        let autosave = Self {
            store,
            state: RwSignal::new(SaveState::Saved(saved_at)),
            inner: StoredValue::new_local(Inner {
                saver,
                base,
                revision,
                page: page.clone(),
                known_page: page,
                later: Later::default(),
                is_sending: false,
                failures: 0,
            }),
        };
        Effect::new(move |_| {
            store.track_edits();
            autosave.notice();
        });
        page::on_hidden(move || autosave.send());
        let on_blur = window_event_listener_untyped("blur", move |_| autosave.send());
        net::on_network_change(move |is_online| {
            if is_online {
                autosave.send();
            }
        });
        on_cleanup(move || {
            on_blur.remove();
            autosave.send();
        });
        autosave
    }

    /// What the citizen is told; tracked.
    #[must_use]
    pub fn state(&self) -> SaveState {
        self.state.get()
    }

    /// The revision that the backend holds.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.inner.try_with_value(|inner| inner.revision).unwrap_or_default()
    }

    /// Holds what is typed back while something else than answers is saved on the revision that this gives.
    #[must_use]
    pub fn hold(self) -> u64 {
        _ = self.inner.try_update_value(|inner| inner.is_sending = true);
        self.revision()
    }

    /// After [`Autosave::hold`]: answers go on from `revision`, when that has moved.
    pub fn release(self, revision: Option<u64>) {
        _ = self.inner.try_update_value(|inner| {
            inner.is_sending = false;
            inner.revision = revision.unwrap_or(inner.revision);
        });
        self.send();
    }

    /// The citizen is on this page: that is where they will go on another time, even when they change nothing here.
    pub fn visit(self, page: &str) {
        self.inner.update_value(|inner| inner.page = Some(page.to_owned()));
        if self.has_moved() {
            self.send_in(REST);
        }
    }

    /// Whether the backend believes the citizen to be on another page.
    fn has_moved(self) -> bool {
        self.inner.try_with_value(|inner| inner.page != inner.known_page) == Some(true)
    }

    /// Something may have changed: save when it rests.
    fn notice(self) {
        if !self.store.has_pending() {
            return;
        }
        if matches!(*self.state.read_untracked(), SaveState::Saved(_)) {
            self.state.set(SaveState::Changed);
        }
        self.send_in(REST);
    }

    fn send_in(self, milliseconds: u64) {
        _ = self.inner.try_update_value(|inner| inner.later.start(milliseconds, move || self.send()));
    }

    /// Sends what is pending now, unless a save is under way or the citizen has to choose first.
    pub fn send(self) {
        let is_choosing = self.state.try_with_untracked(|state| matches!(state, SaveState::Conflict(_)));
        let is_free = self.inner.try_with_value(|inner| !inner.is_sending) == Some(true);
        if is_choosing != Some(false) || !is_free || !(self.store.has_pending() || self.has_moved()) {
            return;
        }
        let changes = self.store.take_pending();
        let page = self.inner.try_with_value(|inner| inner.page.clone()).flatten();
        let sent = self.inner.try_update_value(|inner| {
            inner.is_sending = true;
            inner.later.cancel();
            let save = Save { changes: changes.clone(), revision: inner.revision, page: page.clone() };
            (inner.saver)(save)
        });
        let Some(sent) = sent else { return };
        spawn_local(async move {
            let outcome = sent.await;
            // The form may be gone by now: nobody is left to be told.
            if self.inner.try_update_value(|inner| inner.is_sending = false).is_some() {
                self.settle(changes, page, outcome);
            }
        });
    }

    /// Saves everything and waits for it; the cause when it could not be saved. Each save is tried once: a press that waits for
    /// it is told so, and the next try comes in its own time.
    ///
    /// # Errors
    /// The cause as in [`SaveOutcome::Failed`], or `conflict` while the citizen has to choose.
    pub async fn finish(self) -> Result<(), &'static str> {
        self.send();
        loop {
            while self.inner.try_with_value(|inner| inner.is_sending) == Some(true) {
                timer::pause(30).await;
            }
            match self.state.try_get_untracked() {
                Some(SaveState::Saved(_) | SaveState::Changed) => {}
                Some(SaveState::Failed(cause)) => return Err(cause),
                Some(SaveState::Conflict(_)) => return Err("conflict"),
                None => return Err("unavailable"),
            }
            if !self.store.has_pending() {
                return Ok(());
            }
            self.send();
        }
    }

    fn settle(self, sent: Deltas, page: Option<String>, outcome: SaveOutcome) {
        match outcome {
            SaveOutcome::Saved { revision, saved_at } => {
                _ = self.inner.try_update_value(|inner| {
                    inner.revision = revision;
                    inner.known_page = page;
                    inner.failures = 0;
                    apply(&mut inner.base, sent);
                });
                if self.store.has_pending() {
                    self.state.try_set(SaveState::Changed);
                    self.send_in(REST);
                } else {
                    self.state.try_set(SaveState::Saved(saved_at));
                    if self.has_moved() {
                        self.send_in(REST);
                    }
                }
            }
            SaveOutcome::Moved(theirs) => {
                self.store.give_back(sent);
                self.meet(theirs);
            }
            // Where the citizen is goes along with the next change; nothing they entered is at stake.
            SaveOutcome::Failed { .. } if sent.is_empty() => {}
            SaveOutcome::Failed { cause } => {
                self.store.give_back(sent);
                self.state.try_set(SaveState::Failed(cause));
                let wait = self.inner.try_update_value(|inner| {
                    inner.failures += 1;
                    WAITS[(inner.failures - 1).min(WAITS.len() - 1)]
                });
                // A refusal or a missing sign-in does not pass by itself.
                if let Some(wait) = wait.filter(|_| !matches!(cause, "refused" | "sign_in")) {
                    self.send_in(wait);
                }
            }
        }
    }

    /// Another version is there. What was changed in only one of the two is taken from there; the rest is asked.
    fn meet(self, theirs: Theirs) {
        let mine = self.store.pending();
        let paths = self
            .inner
            .try_with_value(|inner| clashes(&inner.base, &mine, &theirs.answers))
            .unwrap_or_default();
        self.store.rebase(&theirs.answers, &mine.keys().cloned().gather());
        if paths.is_empty() {
            self.adopt(&theirs);
            let is_whole = mine.is_empty();
            self.state.try_set(if is_whole { SaveState::Saved(theirs.saved_at) } else { SaveState::Changed });
            self.send();
        } else {
            self.state.try_set(SaveState::Conflict(Conflict { theirs, paths }));
        }
    }

    /// The citizen has chosen: at `taken` the other version, elsewhere the one on screen.
    pub fn choose(self, theirs: &Theirs, taken: &BTreeSet<String>) {
        self.adopt(theirs);
        self.store.take_theirs(&theirs.answers, taken);
        self.state.set(if self.store.has_pending() {
            SaveState::Changed
        } else {
            SaveState::Saved(theirs.saved_at.clone())
        });
        self.send();
    }

    fn adopt(self, theirs: &Theirs) {
        _ = self.inner.try_update_value(|inner| {
            inner.revision = theirs.revision;
            inner.base = theirs.answers.clone();
        });
    }
}

/// Paths that both sides have changed since `base`, to different answers.
fn clashes(base: &Answers, mine: &Deltas, theirs: &Answers) -> Vec<String> {
    let differs = |path: &&String| {
        let other = theirs.get(*path).unwrap_or(&Value::Null);
        other != base.get(*path).unwrap_or(&Value::Null) && Some(other) != mine.get(*path)
    };
    mine.keys().filter(differs).cloned().collect()
}

fn apply(answers: &mut Answers, changes: Deltas) {
    for (path, raw) in changes {
        if raw.is_null() {
            answers.remove(&path);
        } else {
            answers.insert(path, raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Deltas, clashes};
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn map(pairs: &[(&str, &str)]) -> Deltas {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), json!(text))).collect()
    }

    #[test]
    fn only_answers_that_both_sides_changed_differently_are_asked_about() {
        let base: Answers = map(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let theirs: Answers = map(&[("a", "2"), ("b", "1"), ("c", "3")]);
        let mine = map(&[("a", "9"), ("b", "9"), ("c", "3")]);
        assert_eq!(clashes(&base, &mine, &theirs), ["a"]);
    }
}

//! The outbox: what must still be done in the world outside, because of an event that is already recorded.

use dossier::{Effect, State};

use super::Stored;

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub id: i64,
    pub dossier: String,
    pub effect: Effect,
    pub due_at: i64,
    /// How often it was tried without an end.
    pub tries: u32,
}

/// Some dossiers that were looked through for tasks that are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The last of them; none when there were no more.
    pub last: Option<String>,
    /// How many tasks were missing.
    pub lost: usize,
}

/// The room of tasks.
pub trait Tasks {
    /// What is due at `now`, longest due first, at most `limit`.
    ///
    /// # Errors
    /// The store failed.
    fn due(&self, now: i64, limit: u32) -> Stored<Vec<Task>>;
    /// When the next task is due.
    ///
    /// # Errors
    /// The store failed.
    fn next_due(&self) -> Stored<Option<i64>>;
    /// Puts a task on the list; one that is there is due at the earlier time.
    ///
    /// # Errors
    /// The store failed.
    fn want(&self, dossier: &str, effect: &Effect, due_at: i64) -> Stored<()>;
    /// Looks through at most `limit` dossiers after the one called `after` (in order of their names), and puts each task that their state
    /// wants on the list, unless it is there.
    ///
    /// # Errors
    /// The store failed.
    fn put_back(
        &self,
        after: &str,
        limit: u32,
        wanted: fn(&State) -> Vec<Effect>,
        due_at: i64,
    ) -> Stored<Looked>;
    /// Takes a task off the list.
    ///
    /// # Errors
    /// The store failed.
    fn finish(&self, id: i64) -> Stored<()>;
    /// Makes a task due at `due_at` if it is on the list and due later.
    ///
    /// # Errors
    /// The store failed.
    fn hasten(&self, dossier: &str, effect: &Effect, due_at: i64) -> Stored<()>;
    /// Makes everything that waits, for the scanner as well, due at `due_at` if it is due later: the clock was put back.
    ///
    /// # Errors
    /// The store failed.
    fn hasten_all(&self, due_at: i64) -> Stored<()>;
    /// Tries a task again later.
    ///
    /// # Errors
    /// The store failed.
    fn postpone(&self, id: i64, due_at: i64) -> Stored<()>;
}

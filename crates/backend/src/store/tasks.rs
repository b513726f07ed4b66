//! The outbox: what must still be done in the world outside, because of an event that is already recorded.

use dossier::Effect;

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

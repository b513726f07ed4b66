//! Why something is as it is, as data: codes and paths that a page can put into plain words. Never a sentence and never
//! a value. How causes are found is in `instance/explain.rs`.
//!
//! What is promised of the causes of an outcome:
//!
//! 1. **Enough.** Whatever else changes (answers, facts, the day), as long as the causes stay as they are, the outcome
//!    stays. A cause is one field's state: what was typed, its value, and whether it is shown and locked.
//! 2. **Irreducible.** No cause can be left out: without any one of them the conditions that decide leave the outcome
//!    open. Where no condition reads one thing twice, this means that there is a state of that cause and of what is no
//!    cause under which the outcome is another. A condition that contradicts itself, such as "known or not known", may
//!    keep a cause that it does not need; the checker reports such conditions.
//!
//! Causes are direct: the fields that the deciding conditions read. Asking again about a cause goes one step further back.

use serde::Serialize;

use crate::quote::Line;

/// What is explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The field is asked.
    Shown,
    /// The field is not applicable.
    Hidden,
    /// An answer must be given.
    Required,
    /// A register holds the value and it cannot be changed here.
    Locked,
    /// The value follows from other answers; or it cannot be worked out, because of them.
    Computed,
    /// Something is wrong.
    Violating {
        /// Code of the violation.
        code: String,
    },
}

/// What a field is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseState {
    /// Shown, without a value.
    Unset,
    /// It has a value.
    Value,
    /// Hidden.
    NotApplicable,
}

/// One thing that made it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// The state of a field or cell.
    Answer {
        /// Its path.
        path: String,
        /// Its state.
        state: CauseState,
    },
    /// One column of a group over all rows of that one list.
    Column {
        /// Path of the group.
        group: String,
        /// Id of the cell.
        cell: String,
    },
    /// What a register says or does not say.
    Fact {
        /// Name of the fact.
        name: &'static str,
        /// Whether it is known.
        known: bool,
    },
    /// The day on which the form is filled in.
    Today,
}

/// One outcome with its causes; no causes means that the procedure says so in any case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What is explained.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What made it so, in the order in which the conditions read it.
    pub causes: Vec<Cause>,
}

/// Why a fee is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub struct FeeExplanation {
    /// Whether it has to be paid.
    pub standing: Standing,
    /// Its line in the quote, when it has one.
    pub line: Option<Line>,
    /// What made it so.
    pub causes: Vec<Cause>,
}

/// Whether a fee is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is a line of the quote.
    Charged,
    /// Its quantity is zero.
    Nothing,
    /// Its condition is not true.
    NotAsked,
    /// It is not in force today.
    NotInForce,
    /// It applies and its quantity is not known yet.
    Pending,
}

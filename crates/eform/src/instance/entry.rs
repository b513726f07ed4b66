//! What an instance keeps for each field, each row and each page. No behaviour.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::violation::{Fault, Violation};

/// One field of the form or one cell of a row.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the field")]
pub(super) struct Entry {
    /// Definition of the field.
    pub def: u32,
    /// Row id of a cell.
    pub row: Option<Arc<str>>,
    /// First entry of the cell's row.
    pub base: u32,
    /// Entry of the group that the cell's row belongs to.
    pub list: u32,
    /// Rows of a group.
    pub rows: Option<Box<Rows>>,
    /// An answer was given, blank or not.
    pub given: bool,
    /// What the answer means.
    pub typed: Option<Value>,
    /// What is wrong with the answer, or with a computed value.
    pub faults: Vec<Fault>,
    pub visible: bool,
    pub locked: bool,
    pub required: bool,
    /// Which of a document's covers stands in for it.
    pub covered: Option<u32>,
    /// Effective value; always absent when not visible.
    pub value: Option<Value>,
    pub origin: Origin,
    pub violations: Vec<Violation>,
}

/// Where the effective value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// There is no value.
    Nothing,
    Typed,
    /// A prefill of the field, by number.
    Prefill(u32),
    /// Typed over a prefill, by number.
    Changed(u32),
    Computed,
    Default,
}

impl Entry {
    /// A form-level field before its first evaluation.
    pub fn new(def: u32) -> Self {
        Self {
            def,
            row: None,
            base: 0,
            list: 0,
            rows: None,
            given: false,
            typed: None,
            faults: Vec::new(),
            visible: false,
            locked: false,
            required: false,
            covered: None,
            value: None,
            origin: Origin::Nothing,
            violations: Vec::new(),
        }
    }

    /// A cell of a row before its first evaluation.
    pub fn cell(def: u32, row: &Arc<str>, base: u32, list: u32) -> Self {
        Self { row: Some(row.clone()), base, list, ..Self::new(def) }
    }
}

/// Rows of one group; a group in a group has some of its own in each row around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Row ids and their first entries, in order.
    pub list: Vec<(Arc<str>, u32)>,
    /// First entry of a row by its id.
    pub by_id: BTreeMap<Arc<str>, u32>,
    /// Highest number that a row id of this list ever had.
    pub highest: u64,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageState {
    /// Its condition is true.
    pub on: bool,
    /// How many of its form-level fields are visible.
    pub shown: u32,
}

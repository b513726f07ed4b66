//! Rows of groups. Row ids are stable and never given twice in one draft: when the row with the highest number is
//! removed, the draft remembers the number at `<group>/#`.

use std::sync::Arc;

use serde_json::Value;

use super::entry::Entry;
use super::{Changes, Instance};
use crate::form::Form;
use crate::form::graph::Node;
use crate::form::layout::narrow;
use crate::kinds::group::is_row_id;

/// Whether a path is where the draft remembers the highest row number of a group.
pub(super) fn is_marker(form: &Form, path: &str) -> bool {
    path.strip_suffix("/#").is_some_and(|group| form.layout.group(group).is_some())
}

impl Instance {
    /// Adds a row at the end; gives its id, which is new and never used again in this draft. A name that is no group
    /// adds nothing and gives an empty id.
    pub fn add_row(&mut self, group: &str) -> (String, Changes) {
        let Some((number, _)) = self.form.layout.group(group) else {
            return (String::new(), Changes::default());
        };
        let highest = &mut self.groups[number as usize].highest;
        *highest = highest.saturating_add(1);
        let id = ["r", &highest.to_string()].concat();
        let base = self.open_row(number, Arc::from(id.as_str()));
        let cells = self.form.layout.groups[number as usize].cells;
        let changes = self.rows_changed(number, (base..base + cells).collect());
        (id, changes)
    }

    /// Removes a row and what was typed in it. A row that is not there changes nothing.
    pub fn remove_row(&mut self, group: &str, row: &str) -> Changes {
        let Some((number, _)) = self.form.layout.group(group) else { return Changes::default() };
        if self.groups[number as usize].by_id.contains_key(row) {
            self.close_row(number, row);
            return self.rows_changed(number, Vec::new());
        }
        Changes::default()
    }

    /// Makes exactly the rows of a list, in its order; anything but a list means no rows.
    pub(super) fn set_rows(&mut self, group: u32, raw: Option<&Value>) -> Changes {
        let wanted = row_ids(raw);
        let gone: Vec<Arc<str>> =
            self.groups[group as usize].by_id.keys().filter(|id| !wanted.contains(id)).cloned().collect();
        for id in gone {
            self.close_row(group, &id);
        }
        let mut new_cells = Vec::new();
        let cells = self.form.layout.groups[group as usize].cells;
        for id in &wanted {
            if !self.groups[group as usize].by_id.contains_key(id) {
                let base = self.open_row(group, id.clone());
                new_cells.extend(base..base + cells);
            }
        }
        let rows = &mut self.groups[group as usize];
        rows.list =
            wanted.into_iter().filter_map(|id| rows.by_id.get(&id).map(|base| (id.clone(), *base))).collect();
        self.rows_changed(group, new_cells)
    }

    /// Opens the rows of the draft.
    pub(super) fn open_rows(&mut self) {
        for number in 0..narrow(self.groups.len()) {
            let path = self.group_id(number).to_owned();
            let marker = self
                .answers
                .get(&[&path, "/#"].concat())
                .and_then(Value::as_u64)
                .unwrap_or(0)
                .min(999_999_000);
            self.groups[number as usize].highest = marker;
            for id in row_ids(self.answers.get(&path)) {
                self.open_row(number, id);
            }
            self.keep_row_list(number, false);
        }
    }

    /// Gives a row its entries, those of a removed row when there are any.
    fn open_row(&mut self, group: u32, id: Arc<str>) -> u32 {
        let place = &self.form.layout.groups[group as usize];
        let (first, cells) = (place.first, place.cells);
        let rows = &mut self.groups[group as usize];
        rows.highest = rows.highest.max(row_number(&id));
        let base = rows.free.pop().unwrap_or(narrow(self.entries.len()));
        for cell in 0..cells {
            let entry = Entry::cell(first + cell, &id, base);
            match self.entries.get_mut((base + cell) as usize) {
                Some(free) => *free = entry,
                None => self.entries.push(entry),
            }
        }
        rows.by_id.insert(id.clone(), base);
        rows.list.push((id, base));
        for entry in base..base + cells {
            let path = self.path(entry);
            // Answers that waited for their row.
            if self.orphans.remove(&path) && !self.is_untyped(self.entries[entry as usize].def) {
                let raw = self.answers.get(&path).cloned();
                self.parse(entry, raw.as_ref());
            }
        }
        base
    }

    fn close_row(&mut self, group: u32, id: &str) {
        let cells = self.form.layout.groups[group as usize].cells;
        let rows = &mut self.groups[group as usize];
        let Some(base) = rows.by_id.remove(id) else { return };
        rows.list.retain(|row| row.1 != base);
        rows.free.push(base);
        let highest = rows.highest;
        for entry in base..base + cells {
            let path = self.path(entry);
            self.answers.remove(&path);
            // A row that is gone has no row id; that is how it is told from one that is there.
            self.entries[entry as usize].row = None;
        }
        if row_number(id) == highest && highest > 0 {
            let marker = [self.group_id(group), "/#"].concat();
            self.answers.insert(marker, highest.into());
        }
    }

    /// Keeps the list of rows in the draft and evaluates what depends on it.
    fn rows_changed(&mut self, group: u32, new_cells: Vec<u32>) -> Changes {
        self.keep_row_list(group, true);
        let field = self.form.layout.groups[group as usize].field;
        let start = std::iter::once(field).chain(new_cells.iter().copied()).map(Node::Def);
        let mut changes =
            self.run(start.collect::<Vec<_>>(), std::iter::once(field).chain(new_cells.iter().copied()));
        changes.structure = true;
        changes
    }

    fn keep_row_list(&mut self, group: u32, store: bool) {
        let ids: Vec<Value> =
            self.groups[group as usize].list.iter().map(|(id, _)| Value::String(id.to_string())).collect();
        let field = self.form.layout.groups[group as usize].field;
        let list = Value::Array(ids);
        self.parse(field, Some(&list));
        self.entries[field as usize].given = false;
        if store {
            let path = self.group_id(group).to_owned();
            self.answers.insert(path, list);
        }
    }

    /// Whether an entry is a form-level field or a cell of a row that is there.
    pub(super) fn is_alive(&self, entry: u32) -> bool {
        entry < self.form.layout.fields || self.entries[entry as usize].row.is_some()
    }
}

/// Valid row ids of an answer, each once.
fn row_ids(raw: Option<&Value>) -> Vec<Arc<str>> {
    let mut ids: Vec<Arc<str>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for id in raw.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if is_row_id(id) && seen.insert(id) {
            ids.push(Arc::from(id));
        }
    }
    ids
}

/// The number of a row id (`r7`).
fn row_number(id: &str) -> u64 {
    id.strip_prefix('r').and_then(|number| number.parse().ok()).unwrap_or(0)
}

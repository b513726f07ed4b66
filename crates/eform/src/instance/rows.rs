//! Rows of groups, and of groups in their rows. Row ids are stable and never given twice in one list: when the row with
//! the highest number is removed, the draft remembers the number at `<group>/#`.

use std::sync::Arc;

use serde_json::Value;

use super::entry::{Entry, Rows};
use super::{Changes, Instance};
use crate::form::Form;
use crate::form::graph::Node;
use crate::form::layout::narrow;
use crate::kinds::group::is_row_id;

/// The path of the group whose highest row number the draft remembers at a path.
pub(super) fn marked<'p>(form: &Form, path: &'p str) -> Option<&'p str> {
    path.strip_suffix("/#")
        .filter(|group| form.field_at(group).is_some_and(|field| !field.cells().is_empty()))
}

impl Instance {
    /// Adds a row at the end of a group, by its path; gives its id, which is new and never used again in this list. A
    /// path where there is no group adds nothing and gives an empty id.
    pub fn add_row(&mut self, group: &str) -> (String, Changes) {
        let Some((list, rows)) = self.rows_at(group) else { return (String::new(), Changes::default()) };
        rows.highest = rows.highest.saturating_add(1);
        let id = ["r", &rows.highest.to_string()].concat();
        let base = self.open_row(list, Arc::from(id.as_str()));
        let mut cells = Vec::new();
        self.push_row(list, base, &mut cells);
        (id, self.rows_changed(list, &cells))
    }

    /// Removes a row of a group, by the group's path, with what was typed in it and with the rows in it. A row that is
    /// not there changes nothing.
    pub fn remove_row(&mut self, group: &str, row: &str) -> Changes {
        let Some((list, rows)) = self.rows_at(group) else { return Changes::default() };
        if rows.by_id.contains_key(row) {
            self.close_row(list, row);
            return self.rows_changed(list, &[]);
        }
        Changes::default()
    }

    /// Makes exactly the rows of a list, in its order; anything but a list means no rows.
    pub(super) fn set_rows(&mut self, list: u32, raw: Option<&Value>) -> Changes {
        let wanted = row_ids(raw);
        let gone: Vec<Arc<str>> =
            self.rows(list).iter().map(|row| row.0.clone()).filter(|id| !wanted.contains(id)).collect();
        for id in gone {
            self.close_row(list, &id);
        }
        let mut new_cells = Vec::new();
        let mut order = Vec::with_capacity(wanted.len());
        for id in wanted {
            let known =
                self.entries[list as usize].rows.as_ref().and_then(|rows| rows.by_id.get(&id).copied());
            let base = known.unwrap_or_else(|| {
                let base = self.open_row(list, id.clone());
                self.push_row(list, base, &mut new_cells);
                base
            });
            order.push((id, base));
        }
        self.rows_mut(list).list = order;
        self.rows_changed(list, &new_cells)
    }

    /// Opens the rows of the draft.
    pub(super) fn open_rows(&mut self) {
        for field in 0..self.form.layout.fields {
            if self.form.layout.places[field as usize].rows.is_some() {
                self.open_list(field);
            }
        }
    }

    /// Remembers that a list had a row of this number.
    pub(super) fn keep_highest(&mut self, group: &str, number: Option<&Value>) {
        if let Some((_, rows)) = self.rows_at(group) {
            rows.highest = rows.highest.max(highest(number));
        }
    }

    /// The rows of a group, in order, with their first entries; none for what is no group.
    pub(super) fn rows(&self, list: u32) -> &[(Arc<str>, u32)] {
        self.entries[list as usize].rows.as_ref().map_or(&[], |rows| &rows.list)
    }

    /// Adds the entries of a row in the order of the form: a group is followed by the cells of its rows.
    pub(super) fn push_row(&self, list: u32, base: u32, entries: &mut Vec<u32>) {
        for entry in base..base + self.cells(list) {
            entries.push(entry);
            for row in self.rows(entry) {
                self.push_row(entry, row.1, entries);
            }
        }
    }

    fn rows_at(&mut self, group: &str) -> Option<(u32, &mut Rows)> {
        let list = self.find(group)?;
        self.form.layout.places[self.entries[list as usize].def as usize].rows?;
        Some((list, self.rows_mut(list)))
    }

    fn rows_mut(&mut self, list: u32) -> &mut Rows {
        self.entries[list as usize].rows.get_or_insert_default()
    }

    /// Number of cells of a row of a group; none for what is no group.
    pub(super) fn cells(&self, list: u32) -> u32 {
        let layout = &self.form.layout;
        let group = layout.places[self.entries[list as usize].def as usize].rows;
        group.map_or(0, |group| layout.groups[group as usize].cells)
    }

    /// Opens the rows that the draft has of one group.
    fn open_list(&mut self, list: u32) {
        let path = self.path(list);
        let marker = highest(self.answers.get(&[&path, "/#"].concat()));
        self.rows_mut(list).highest = marker;
        for id in row_ids(self.answers.get(&path)) {
            self.open_row(list, id);
        }
        self.keep_row_list(list, false);
    }

    /// Gives a row its entries, those of a removed row when there are any.
    fn open_row(&mut self, list: u32, id: Arc<str>) -> u32 {
        let form = self.form.clone();
        let Some(group) = form.layout.places[self.entries[list as usize].def as usize].rows else { return 0 };
        let place = &form.layout.groups[group as usize];
        let base = self.free[group as usize].pop().unwrap_or(narrow(self.entries.len()));
        for cell in 0..place.cells {
            let entry = Entry::cell(place.first + cell, &id, base, list);
            match self.entries.get_mut((base + cell) as usize) {
                Some(free) => *free = entry,
                None => self.entries.push(entry),
            }
        }
        let rows = self.rows_mut(list);
        rows.highest = rows.highest.max(row_number(&id));
        rows.by_id.insert(id.clone(), base);
        rows.list.push((id, base));
        for entry in base..base + place.cells {
            let def = self.entries[entry as usize].def;
            let path = self.path(entry);
            // Answers that waited for their row.
            let waited = self.orphans.remove(&path);
            if form.layout.places[def as usize].rows.is_some() {
                self.open_list(entry);
            } else if waited && !self.is_untyped(def) {
                let raw = self.answers.get(&path).cloned();
                self.parse(entry, raw.as_ref());
            }
        }
        base
    }

    fn close_row(&mut self, list: u32, id: &str) {
        let path = self.path(list);
        let rows = self.rows_mut(list);
        let Some(base) = rows.by_id.remove(id) else { return };
        rows.list.retain(|row| row.1 != base);
        let highest = rows.highest;
        self.release(list, base);
        let inside = [&path, "/", id, "/"].concat();
        self.answers.retain(|path, _| !path.starts_with(&inside));
        self.orphans.retain(|path| !path.starts_with(&inside));
        if row_number(id) == highest && highest > 0 {
            self.answers.insert([&path, "/#"].concat(), highest.into());
        }
    }

    /// Frees the entries of a row and of all rows in it.
    fn release(&mut self, list: u32, base: u32) {
        for entry in base..base + self.cells(list) {
            for (_, inner) in
                self.entries[entry as usize].rows.take().map(|rows| rows.list).unwrap_or_default()
            {
                self.release(entry, inner);
            }
            // A row that is gone has no row id; that is how it is told from one that is there.
            self.entries[entry as usize].row = None;
        }
        if let Some(group) = self.form.layout.places[self.entries[list as usize].def as usize].rows {
            self.free[group as usize].push(base);
        }
    }

    /// Keeps the list of rows in the draft and evaluates what depends on it.
    fn rows_changed(&mut self, list: u32, new_cells: &[u32]) -> Changes {
        self.keep_row_list(list, true);
        let start = || std::iter::once(list).chain(new_cells.iter().copied());
        let mut changes = self.run(start().map(Node::Def), start());
        changes.structure = true;
        changes
    }

    fn keep_row_list(&mut self, list: u32, store: bool) {
        let ids = self.rows(list).iter().map(|(id, _)| Value::String(id.to_string())).collect();
        let ids = Value::Array(ids);
        self.parse(list, Some(&ids));
        self.entries[list as usize].given = false;
        if store {
            self.answers.insert(self.path(list), ids);
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

/// The number of a marker; none that would leave no room for more rows.
fn highest(marker: Option<&Value>) -> u64 {
    marker.and_then(Value::as_u64).unwrap_or(0).min(999_999_000)
}

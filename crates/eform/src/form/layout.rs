//! Where every field lives: form-level fields first, in order, then the cells of each group. The number of a
//! form-level field is also its slot in an instance.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::{Slot, Type};
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::schema::Schema;
use crate::schema::field::Field;

/// Place of one field or cell.
#[derive(Debug)]
pub(crate) struct Place {
    pub page: u32,
    pub field: u32,
    pub cell: Option<u32>,
    /// Number of the group that a cell belongs to.
    pub group: Option<u32>,
    /// Number of the group that this field is.
    pub rows: Option<u32>,
    kind: Option<Type>,
    options: Option<Vec<String>>,
}

/// One group: its field and its cells.
#[derive(Debug)]
pub(crate) struct GroupPlace {
    /// Slot of the group field.
    pub field: u32,
    /// Definition of its first cell.
    pub first: u32,
    /// Number of cells.
    pub cells: u32,
    /// Most rows it may have.
    pub max: u32,
    names: BTreeMap<String, u32>,
}

/// All places of a form.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub places: Vec<Place>,
    pub groups: Vec<GroupPlace>,
    /// Number of form-level fields.
    pub fields: u32,
    /// First field and number of fields of each page.
    pages: Vec<(u32, u32)>,
    names: BTreeMap<String, u32>,
}

impl Layout {
    /// Lays out a schema; ids that occur twice and groups inside groups are issues.
    pub fn new(schema: &Schema, issues: &mut Vec<SchemaIssue>) -> Self {
        let mut layout = Self::default();
        let mut page_ids = BTreeSet::new();
        for (at, page) in schema.pages.iter().enumerate() {
            if !page_ids.insert(&page.id) {
                issues.push(SchemaIssue::new(&page.pointer, "duplicate_id").with("id", page.id.as_str()));
            }
            layout.pages.push((narrow(layout.places.len()), narrow(page.fields.len())));
            for (number, field) in page.fields.iter().enumerate() {
                layout.add(field, narrow(at), narrow(number), issues);
            }
        }
        layout.fields = narrow(layout.places.len());
        for number in 0..layout.groups.len() {
            let place = &layout.places[layout.groups[number].field as usize];
            let (page, field) = (place.page, place.field);
            let cells = schema.pages[page as usize].fields[field as usize].cells();
            layout.add_cells(narrow(number), (page, field), cells, issues);
        }
        layout
    }

    fn add(&mut self, field: &Field, page: u32, number: u32, issues: &mut Vec<SchemaIssue>) {
        let def = narrow(self.places.len());
        let mut rows = None;
        if let Kind::Group(group) = &field.kind {
            rows = Some(narrow(self.groups.len()));
            let max = narrow(group.max);
            self.groups.push(GroupPlace { field: def, first: 0, cells: 0, max, names: BTreeMap::new() });
        }
        self.places.push(Place { rows, ..place(field, page, number) });
        if self.names.contains_key(&field.id) {
            issues.push(SchemaIssue::new(&field.pointer, "duplicate_id").with("id", field.id.as_str()));
        } else {
            self.names.insert(field.id.clone(), def);
        }
    }

    fn add_cells(&mut self, group: u32, at: (u32, u32), cells: &[Field], issues: &mut Vec<SchemaIssue>) {
        let first = narrow(self.places.len());
        let mut names = BTreeMap::new();
        for (number, cell) in cells.iter().enumerate() {
            let number = narrow(number);
            // In evaluated data a row has its own id under this name.
            if cell.id == "id" {
                issues.push(SchemaIssue::new(&cell.pointer, "reserved_id").with("id", "id"));
            }
            if matches!(cell.kind, Kind::Group(_)) {
                issues.push(SchemaIssue::new(&cell.pointer, "nested_group"));
            }
            if names.insert(cell.id.clone(), number).is_some() {
                issues.push(SchemaIssue::new(&cell.pointer, "duplicate_id").with("id", cell.id.as_str()));
            }
            self.places.push(Place { cell: Some(number), group: Some(group), ..place(cell, at.0, at.1) });
        }
        let group = &mut self.groups[group as usize];
        group.first = first;
        group.cells = narrow(cells.len());
        group.names = names;
    }

    /// Slot and definition of a name: a cell of the same row first, then the form.
    pub fn resolve(&self, name: &str, group: Option<u32>) -> Option<(Slot, u32)> {
        if let Some(group) = group.map(|group| &self.groups[group as usize])
            && let Some(&cell) = group.names.get(name)
        {
            return Some((Slot::Cell(cell), group.first + cell));
        }
        self.names.get(name).map(|&def| (Slot::Form(def), def))
    }

    /// Number and field of a group.
    pub fn group(&self, name: &str) -> Option<(u32, u32)> {
        let def = *self.names.get(name)?;
        Some((self.places[def as usize].rows?, def))
    }

    /// First field and number of form-level fields of a page.
    pub fn page(&self, page: u32) -> (u32, u32) {
        self.pages[page as usize]
    }

    /// Type of the value of a definition.
    pub fn kind(&self, def: u32) -> Option<Type> {
        self.places[def as usize].kind
    }

    /// Options of a definition that is a choice.
    pub fn options(&self, def: u32) -> Option<&[String]> {
        self.places[def as usize].options.as_deref()
    }
}

fn place(field: &Field, page: u32, number: u32) -> Place {
    Place {
        page,
        field: number,
        cell: None,
        group: None,
        rows: None,
        kind: field.kind.value_type(),
        options: field.kind.options().map(<[String]>::to_vec),
    }
}

/// A count as 32 bits: a schema text cannot hold more fields than that.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

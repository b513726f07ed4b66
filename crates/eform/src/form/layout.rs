//! Where every field lives: form-level fields first, in order, then the cells of each group, an outer group before
//! those in it. The number of a form-level field is also its slot in an instance.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::{Slot, Type};
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::schema::Schema;
use crate::schema::field::Field;

/// Most rows that one may stand in: a group in a group in a group.
const DEPTH: u32 = 3;

/// Most rows that a group in a group may have in all.
const ROWS: u64 = 5_000;

/// Place of one field or cell.
#[derive(Debug)]
pub(crate) struct Place {
    pub page: u32,
    /// Its place among the fields of its page, or among the cells of its group.
    pub field: u32,
    /// Its entry, counted from the first entry of the form or of its row.
    pub offset: u32,
    /// How many rows it stands in, one in the other.
    pub depth: u32,
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
    /// Lays out a schema; ids that occur twice and groups too deep in others are issues.
    pub fn new(schema: &Schema, issues: &mut Vec<SchemaIssue>) -> Self {
        let mut layout = Self::default();
        let mut page_ids = BTreeSet::new();
        for (at, page) in schema.pages.iter().enumerate() {
            if !page_ids.insert(&page.id) {
                issues.push(SchemaIssue::new(&page.pointer, "duplicate_id").with("id", page.id.as_str()));
            }
            layout.pages.push((narrow(layout.places.len()), narrow(page.fields.len())));
            for (number, field) in page.fields.iter().enumerate() {
                let offset = narrow(layout.places.len());
                let place = place(field, narrow(at), narrow(number));
                layout.add(field, Place { offset, ..place });
                if layout.names.insert(field.id.clone(), offset).is_some() {
                    issues.push(twice(field));
                }
            }
        }
        layout.fields = narrow(layout.places.len());
        // Groups in groups join the end.
        let mut number = 0;
        while let Some(group) = layout.groups.get(number) {
            let field = layout.field(schema, group.field);
            layout.add_cells(narrow(number), field, issues);
            number += 1;
        }
        layout
    }

    fn add(&mut self, field: &Field, place: Place) {
        let mut rows = None;
        if let Kind::Group(group) = &field.kind {
            rows = Some(narrow(self.groups.len()));
            let (field, max) = (narrow(self.places.len()), narrow(group.max));
            self.groups.push(GroupPlace { field, first: 0, cells: 0, max, names: BTreeMap::new() });
        }
        self.places.push(Place { rows, ..place });
    }

    fn add_cells(&mut self, group: u32, field: &Field, issues: &mut Vec<SchemaIssue>) {
        let first = narrow(self.places.len());
        let outer = &self.places[self.groups[group as usize].field as usize];
        let (page, depth) = (outer.page, outer.depth + 1);
        let rows = self.most_rows(group);
        if depth > DEPTH {
            issues.push(SchemaIssue::new(&field.pointer, "group_too_deep").with("limit", i64::from(DEPTH)));
        } else if rows > ROWS {
            let (rows, limit) =
                (i64::try_from(rows).unwrap_or(i64::MAX), i64::try_from(ROWS).unwrap_or(i64::MAX));
            let issue = SchemaIssue::new(&field.pointer, "too_many_rows");
            issues.push(issue.with("rows", rows).with("limit", limit));
        }
        let mut names = BTreeMap::new();
        for (number, cell) in field.cells().iter().enumerate() {
            let number = narrow(number);
            // In evaluated data a row has its own id under this name.
            if cell.id == "id" {
                issues.push(SchemaIssue::new(&cell.pointer, "reserved_id").with("id", "id"));
            }
            if names.insert(cell.id.clone(), number).is_some() {
                issues.push(twice(cell));
            }
            self.add(cell, Place { offset: number, depth, group: Some(group), ..place(cell, page, number) });
        }
        let group = &mut self.groups[group as usize];
        group.first = first;
        group.cells = narrow(field.cells().len());
        group.names = names;
    }

    /// Most rows of a group in all rows around it.
    fn most_rows(&self, group: u32) -> u64 {
        let group = &self.groups[group as usize];
        let around = self.places[group.field as usize].group.map_or(1, |outer| self.most_rows(outer));
        around.saturating_mul(u64::from(group.max))
    }

    /// The field of a definition.
    pub fn field<'s>(&self, schema: &'s Schema, def: u32) -> &'s Field {
        let place = &self.places[def as usize];
        match place.group {
            Some(group) => {
                &self.field(schema, self.groups[group as usize].field).cells()[place.field as usize]
            }
            None => &schema.pages[place.page as usize].fields[place.field as usize],
        }
    }

    /// Slot and definition of a name: a cell of the same row first, then of the rows around it, then the form.
    pub fn resolve(&self, name: &str, group: Option<u32>) -> Option<(Slot, u32)> {
        let (mut around, mut up) = (group, 0);
        while let Some(group) = around.map(|group| &self.groups[group as usize]) {
            if let Some(&cell) = group.names.get(name) {
                return Some((Slot::Cell(up, cell), group.first + cell));
            }
            (around, up) = (self.places[group.field as usize].group, up + 1);
        }
        self.names.get(name).map(|&def| (Slot::Form(def), def))
    }

    /// The definition, and the entry, of a form-level field.
    pub fn form_level(&self, id: &str) -> Option<u32> {
        self.names.get(id).copied()
    }

    /// The definition of `field`, or of `group.cell` and so on.
    pub fn named(&self, name: &str) -> Option<u32> {
        let mut parts = name.split('.');
        let mut def = self.form_level(parts.next()?)?;
        for cell in parts {
            let group = self.places[def as usize].rows?;
            def = self.groups[group as usize].first + self.cell(group, cell)?;
        }
        Some(def)
    }

    /// The place of a cell in its row.
    pub fn cell(&self, group: u32, name: &str) -> Option<u32> {
        self.groups[group as usize].names.get(name).copied()
    }

    /// Whether some group has a cell of this name.
    pub fn is_in_rows(&self, name: &str) -> bool {
        self.groups.iter().any(|group| group.names.contains_key(name))
    }

    /// How many rows a row of a group stands in, itself included.
    pub fn depth(&self, group: Option<u32>) -> u32 {
        group.map_or(0, |group| self.places[self.groups[group as usize].field as usize].depth + 1)
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
        offset: 0,
        depth: 0,
        group: None,
        rows: None,
        kind: field.kind.value_type(),
        options: field.kind.options().map(<[String]>::to_vec),
    }
}

fn twice(field: &Field) -> SchemaIssue {
    SchemaIssue::new(&field.pointer, "duplicate_id").with("id", field.id.as_str())
}

/// A count as 32 bits: a schema text cannot hold more fields than that.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

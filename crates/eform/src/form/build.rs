//! Compiles a schema into a form: lays out the fields, types the expressions (`expressions.rs`), checks the names
//! that are no expressions (`references.rs`), and ranks everything.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expressions;
use super::graph::{Graph, cycle_issue};
use super::layout::{Layout, narrow};
use super::{Def, FeeIr, Form, Named, PageDef, references};
use crate::issue::SchemaIssue;
use crate::schema::Schema;

/// What compiling has produced so far.
pub(super) struct Parts<'a> {
    pub schema: &'a Schema,
    pub layout: &'a Layout,
    pub defs: Vec<Def>,
    pub pages: Vec<PageDef>,
    pub fees: Vec<FeeIr>,
    pub named: Named,
    pub issues: Vec<SchemaIssue>,
}

/// See [`crate::compile`].
pub(super) fn compile(schema: &Schema) -> Result<Form, Vec<SchemaIssue>> {
    let mut issues = Vec::new();
    let layout = Layout::new(schema, &mut issues);
    if schema.pages.is_empty() {
        issues.push(SchemaIssue::new("/pages", "missing_key"));
    }
    let mut parts = Parts {
        schema,
        layout: &layout,
        defs: layout.places.iter().map(|_| Def::default()).collect(),
        pages: schema.pages.iter().map(|_| PageDef::default()).collect(),
        fees: Vec::new(),
        named: Named::default(),
        issues,
    };
    references::check(&mut parts);
    expressions::compile(&mut parts);
    rank(&mut parts);
    let Parts { defs, pages, fees, named, issues, .. } = parts;
    if issues.is_empty() {
        let schema = schema.clone();
        return Ok(Form {
            schema,
            layout,
            defs,
            pages,
            fees,
            catalogues: Arc::default(),
            calendars: Vec::new(),
            named,
        });
    }
    // One mistake may be met twice, from both ends of a reference.
    let mut met = BTreeSet::new();
    Err(issues.into_iter().filter(|issue| met.insert(issue.to_string())).collect())
}

/// Ranks pages and fields; a cycle is an issue at its first field.
fn rank(parts: &mut Parts<'_>) {
    let pages = parts.pages.len();
    let mut graph = Graph::new(pages + parts.defs.len());
    for (def, place) in parts.layout.places.iter().enumerate() {
        let parent = match place.group {
            Some(group) => pages + parts.layout.groups[group as usize].field as usize,
            None => place.page as usize,
        };
        graph.edge(parent, pages + def);
    }
    for (def, found) in parts.defs.iter().enumerate() {
        for &reader in &found.state_readers {
            graph.edge(pages + def, pages + reader.def as usize);
        }
        for &page in &found.page_readers {
            graph.edge(pages + def, page as usize);
        }
    }
    match graph.order() {
        Ok(order) => {
            for (rank, &node) in order.iter().enumerate() {
                match node.checked_sub(pages) {
                    Some(def) => parts.defs[def].rank = narrow(rank),
                    None => parts.pages[node].rank = narrow(rank),
                }
            }
        }
        Err(cycles) => {
            for cycle in cycles {
                let names: Vec<String> = cycle.iter().map(|node| name(parts, *node)).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let pointer = pointer(parts, cycle.first().copied().unwrap_or(0));
                parts.issues.push(cycle_issue(&pointer, &names));
            }
        }
    }
}

fn pointer(parts: &Parts<'_>, node: usize) -> String {
    match node.checked_sub(parts.pages.len()) {
        Some(def) => parts.field(narrow(def)).pointer.clone(),
        None => parts.schema.pages[node].pointer.clone(),
    }
}

fn name(parts: &Parts<'_>, node: usize) -> String {
    let Some(def) = node.checked_sub(parts.pages.len()) else {
        return ["page ", &parts.schema.pages[node].id].concat();
    };
    let id = &parts.field(narrow(def)).id;
    match parts.layout.places[def].group {
        Some(group) => {
            let group = parts.layout.groups[group as usize].field as usize;
            [&name(parts, parts.pages.len() + group), ".", id].concat()
        }
        None => id.clone(),
    }
}

impl<'a> Parts<'a> {
    /// The field of a definition.
    pub fn field(&self, def: u32) -> &'a crate::schema::field::Field {
        self.layout.field(self.schema, def)
    }
}

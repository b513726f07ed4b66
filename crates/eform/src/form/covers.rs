//! Documents that a register's answer makes needless: while the answer is there, the document is not asked for. How the
//! portal and the office are told of it is in `instance/covered.rs`.

use super::build::Parts;
use super::expressions::{Who, condition};
use super::layout::narrow;
use super::{CoverIr, Need};
use crate::expr::Ir;
use crate::facts;
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::schema::reader::join;

/// The answers that make a document needless, in the order of the schema; `reader` is told when one begins or ceases to count.
pub(super) fn compile(parts: &mut Parts<'_>, def: u32, reader: u32) -> Vec<CoverIr> {
    let field = parts.field(def);
    let Kind::File(file) = &field.kind else { return Vec::new() };
    let group = parts.layout.places[def as usize].group;
    let mut covers = Vec::new();
    for (number, cover) in file.covered_by.iter().enumerate() {
        let pointer = join(&join(&field.pointer, "covered_by"), &number.to_string());
        let when = condition(parts, cover.when.as_ref(), group, &join(&pointer, "when"), Who::Check(reader));
        let at = join(&pointer, "fact");
        let Some(fact) = facts::find(&cover.fact) else {
            parts.issues.push(SchemaIssue::new(&at, "unknown_fact").with("fact", cover.fact.as_str()));
            continue;
        };
        if facts::is_without_register(&cover.fact) {
            parts.issues.push(SchemaIssue::new(&at, "no_register").with("fact", cover.fact.as_str()));
        }
        parts.named.facts.insert(narrow(fact));
        covers.push(CoverIr { fact: narrow(fact), when });
    }
    covers
}

/// Whether one of the answers counts now; nothing when there are none.
pub(super) fn any(covers: &[CoverIr]) -> Option<Ir> {
    let one = |cover: &CoverIr| {
        let known = Ir::FactHeld(cover.fact);
        match &cover.when {
            // A condition that is not decided yet makes nothing needless.
            Some(when) => Ir::And(Box::new([known, Ir::Truthy(Box::new(when.clone()))])),
            None => known,
        }
    };
    (!covers.is_empty()).then(|| Ir::Or(covers.iter().map(one).collect()))
}

/// What a document's need comes to beside the answers that make it needless.
pub(super) fn uncovered(needed: &Need, covered: Ir) -> Need {
    let open = Ir::Not(Box::new(covered));
    match needed {
        Need::Always(false) => Need::Always(false),
        Need::Always(true) => Need::When(open),
        Need::When(when) => Need::When(Ir::And(Box::new([when.clone(), open]))),
    }
}

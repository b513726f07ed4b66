//! Documents of which one way is enough: a document is not asked for any more when another way of its group is complete; what a
//! register's answer covers counts as there. Nothing else of documents is here; their properties are in `kinds/file.rs`.

use std::collections::BTreeMap;

use super::build::Parts;
use super::covers;
use super::expressions::{Who, condition};
use super::layout::narrow;
use super::{Need, Reader};
use crate::expr::{Ir, Slot};
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::kinds::file::{Alternative, File};
use crate::schema::field::Required;
use crate::schema::reader::join;

/// What a document's `required` comes to beside the other ways of its group.
pub(super) fn required(parts: &mut Parts<'_>, def: u32, own: Need) -> Need {
    let Some(alternative) = alternative_of(parts, def) else { return own };
    let (group, shared) = (parts.layout.places[def as usize].group, parts.layout.places[def as usize].depth);
    let mut ways: BTreeMap<&str, Vec<Paper>> = BTreeMap::new();
    for other in 0..narrow(parts.defs.len()) {
        let place = &parts.layout.places[other as usize];
        let Some(found) = alternative_of(parts, other).filter(|_| place.group == group) else { continue };
        if found.group == alternative.group && found.way != alternative.way {
            let slot = group.map_or(Slot::Form(other), |_| Slot::Cell(0, place.offset));
            let covered = covers::any(&covers::compile(parts, other, def));
            let needed = needed(parts, other, def);
            ways.entry(&found.way).or_default().push(Paper { slot, covered, needed });
            parts.defs[other as usize].check_readers.push(Reader { def, shared });
        }
    }
    if ways.is_empty() {
        let pointer = join(&parts.field(def).pointer, "alternative");
        parts.issues.push(SchemaIssue::new(&pointer, "only_way").with("group", alternative.group.as_str()));
        return own;
    }
    let another = Ir::Or(ways.values().map(|papers| complete(papers)).collect());
    let open = Ir::Not(Box::new(another));
    match own {
        Need::Always(false) => own,
        Need::Always(true) => Need::When(open),
        Need::When(when) => Need::When(Ir::And(Box::new([when, open]))),
    }
}

/// A document of a way.
struct Paper {
    slot: Slot,
    /// Whether a register's answer stands in for it.
    covered: Option<Ir>,
    /// Whether the way lacks something without it.
    needed: Need,
}

/// A document's own `required`; `reader` is told when that changes.
fn needed(parts: &mut Parts<'_>, def: u32, reader: u32) -> Need {
    let field = parts.field(def);
    let group = parts.layout.places[def as usize].group;
    match &field.required {
        Required::Always(required) => Need::Always(*required),
        Required::When(when) => {
            let pointer = join(&field.pointer, "required");
            condition(parts, Some(when), group, &pointer, Who::Check(reader))
                .map_or(Need::Always(true), Need::When)
        }
    }
}

/// Every document of a way that is shown and required is there, and there is one.
fn complete(way: &[Paper]) -> Ir {
    let is_there = |paper: &Paper| {
        let known = Ir::Known(paper.slot);
        match &paper.covered {
            Some(covered) => {
                let stands_in = Ir::And(Box::new([Ir::Shown(paper.slot), covered.clone()]));
                Ir::Or(Box::new([known, stands_in]))
            }
            None => known,
        }
    };
    // Of many ways most are one document; each of the others asks about all of them.
    if let [only] = way {
        return is_there(only);
    }
    let some = Ir::Or(way.iter().map(is_there).collect());
    let no_gap = way.iter().filter_map(|paper| {
        let hidden = Ir::Not(Box::new(Ir::Shown(paper.slot)));
        match &paper.needed {
            Need::Always(false) => None,
            Need::Always(true) => Some(Ir::Or(Box::new([is_there(paper), hidden]))),
            Need::When(when) => {
                // What is not decided yet asks for nothing.
                let needless = Ir::Not(Box::new(Ir::Truthy(Box::new(when.clone()))));
                Some(Ir::Or(Box::new([is_there(paper), hidden, needless])))
            }
        }
    });
    Ir::And(no_gap.chain(std::iter::once(some)).collect())
}

fn alternative_of<'a>(parts: &Parts<'a>, def: u32) -> Option<&'a Alternative> {
    match &parts.field(def).kind {
        Kind::File(File { alternative, .. }) => alternative.as_ref(),
        _ => None,
    }
}

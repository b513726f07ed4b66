//! That the rows of a group can never all be filled in: when there are fewer different values than rows that must differ, and when
//! what the rows come to together is out of reach of its rules. Rules of the group and of its cells are looked at together.

use std::collections::BTreeMap;

use super::range::Range;
use super::terms::{Key, Node, Terms};
use super::{Search, finish};
use crate::Decimal;
use crate::check::cone::Input;
use crate::check::domain::whole;
use crate::check::search::World;
use crate::expr::guess::{FALSE, MISSING, TRUE};
use crate::expr::{Fold, Ir, Slot, Source};
use crate::form::{Form, Need};
use crate::kinds::Kind;
use crate::violation::Severity;

/// A group that must have rows.
struct Filled<'f> {
    form: &'f Form,
    def: u32,
    rows: u32,
    least: usize,
    most: usize,
}

/// What was tried when no rows of a group keep its rules and those of its cells, once all that is required in them is answered.
pub(in crate::check) fn never_filled(form: &Form, def: u32) -> Option<Search> {
    let Kind::Group(group) = &form.at(def).kind else { return None };
    let rows = form.layout.places[def as usize].rows?;
    let filled = Filled { form, def, rows, least: group.min.unwrap_or(1), most: group.max };
    filled.too_many_to_differ().or_else(|| filled.out_of_reach())
}

impl<'f> Filled<'f> {
    /// What the rules of a field want, as long as it is shown.
    fn wanted(&self, def: u32) -> impl Iterator<Item = &'f Ir> {
        let rules = self.form.defs[def as usize].rules.iter();
        rules.filter(|rule| rule.severity == Severity::Error).flat_map(|rule| kept(&rule.assert))
    }

    /// The cells that are shown in every row.
    fn cells(&self) -> impl Iterator<Item = u32> {
        let first = self.form.layout.groups[self.rows as usize].first;
        let all = (first..).zip(self.form.at(self.def).cells()).map(|(cell, _)| cell);
        all.filter(|cell| self.form.defs[*cell as usize].when.is_none())
    }

    /// Whether a cell has an answer in every row.
    fn is_asked(&self, cell: u32) -> bool {
        let found = &self.form.defs[cell as usize];
        found.when.is_none() && found.computed.is_none() && matches!(found.required, Need::Always(true))
    }

    fn cell(&self, place: u32) -> u32 {
        self.form.layout.groups[self.rows as usize].first + place
    }

    fn too_many_to_differ(&self) -> Option<Search> {
        let all = std::iter::once(self.def).chain(self.cells()).flat_map(|def| self.wanted(def));
        all.into_iter().find_map(|part| {
            let Ir::Fold(Fold::Distinct, list) = part else { return None };
            let Source::Map(inner, body) = list.as_ref() else { return None };
            let (Source::Rows { group: walked, .. }, Ir::Var(Slot::Element(0, place), _)) =
                (inner.as_ref(), body.as_ref())
            else {
                return None;
            };
            let cell = self.cell(*place);
            let is_free = matches!(&self.form.at(cell).kind, Kind::Choice(choice) if choice.other.is_some());
            if *walked != self.rows || !self.is_asked(cell) || is_free {
                return None;
            }
            let different = whole(self.form, Input::Answer(cell))?;
            let is_value =
                |value: &&Option<_>| value.as_ref().is_some_and(|value| *value != serde_json::Value::Null);
            let different = different.values.iter().filter(is_value).count();
            let over = BTreeMap::from([
                (World::path(self.form, cell), different),
                (["rows of ", &self.form.at(self.def).id].concat(), self.least),
            ]);
            (different < self.least).then_some(Search { tried: different, over, full: true })
        })
    }

    /// The rules of the group beside what its rows come to when each keeps the limits and the rules of its cells.
    fn out_of_reach(&self) -> Option<Search> {
        let mut terms = Terms::new(self.form);
        let group = self.form.layout.places[self.def as usize].group;
        let wanted: Vec<(Node, u8)> =
            self.wanted(self.def).map(|rule| (terms.node(rule, group), TRUE | MISSING)).collect();
        if wanted.is_empty() {
            return None;
        }
        let rows = Range { low: Some(count(self.least)), high: Some(count(self.most)) };
        for at in 0..terms.list.len() {
            let found = match &terms.list[at].key {
                Key::Count(def) if *def == self.def => Some(rows),
                Key::Made(_, Ir::Fold(Fold::Count, list)) => self.counted(list, rows),
                Key::Made(scope, Ir::Sum { field, cell, .. })
                    if terms.def(*field, *scope) == Some(self.def) && self.is_asked(self.cell(*cell)) =>
                {
                    Some(self.range(&terms, self.cell(*cell)).times(rows))
                }
                _ => None,
            };
            if let Some(range) = found {
                (terms.list[at].range, terms.list[at].is_known) = (range, true);
            }
        }
        finish(terms, wanted)
    }

    /// How many rows a filter leaves, where the rules of the cells decide it for every row.
    fn counted(&self, list: &Source, rows: Range) -> Option<Range> {
        let Source::Filter(all, condition) = list else { return None };
        if !matches!(all.as_ref(), Source::Rows { group, .. } if *group == self.rows) {
            return None;
        }
        if self.is_in_no_row(condition, FALSE | MISSING) {
            Some(rows)
        } else if self.is_in_no_row(condition, TRUE) {
            Some(Range::exactly(0.into()))
        } else {
            None
        }
    }

    /// Whether no row that is filled in, and keeps the rules of its cells, has these outcomes of a condition.
    fn is_in_no_row(&self, condition: &'f Ir, outcomes: u8) -> bool {
        let mut terms = Terms::of_rows(self.form, self.rows);
        let mut wanted = vec![(terms.node(condition, None), outcomes)];
        for cell in self.cells() {
            for rule in self.wanted(cell) {
                wanted.push((terms.node(rule, Some(self.rows)), TRUE | MISSING));
            }
            if self.is_asked(cell) {
                let term = terms.term(Key::Var(cell));
                wanted.push((Node::Present(term), TRUE));
            }
        }
        finish(terms, wanted).is_some()
    }

    /// From the least to the greatest that a cell can be.
    fn range(&self, terms: &Terms<'_>, cell: u32) -> Range {
        let mut range = terms.range_of(&Key::Var(cell));
        for part in self.cells().flat_map(|def| self.wanted(def)) {
            let (Ir::Less(pair, _) | Ir::Eq(pair)) = part else { continue };
            let is_it = |ir: &Ir| matches!(ir, Ir::Var(slot @ Slot::Cell(..), _) if terms.def(*slot, Some(self.rows)) == Some(cell));
            let is_equal = matches!(part, Ir::Eq(_));
            let [left, right] = [0, 1].map(|side| number(&pair[side]));
            let (below, above) = (right.filter(|_| is_it(&pair[0])), left.filter(|_| is_it(&pair[1])));
            let (high, low) = if is_equal { (below.or(above), below.or(above)) } else { (below, above) };
            range.high = range.high.into_iter().chain(high).min();
            range.low = range.low.max(low);
        }
        range
    }
}

fn count(number: usize) -> Decimal {
    Decimal::from(i64::try_from(number).unwrap_or(i64::MAX))
}

fn number(ir: &Ir) -> Option<Decimal> {
    match ir {
        Ir::Int(number) => Some((*number).into()),
        Ir::Decimal(number) => Some(*number),
        _ => None,
    }
}

/// What must be true for a rule to be kept.
fn kept(rule: &Ir) -> Vec<&Ir> {
    match rule {
        Ir::And(items) => items.iter().flat_map(kept).collect(),
        _ => vec![rule],
    }
}

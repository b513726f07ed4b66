//! What can be shown of lists: that no row, or every row, meets a condition, and how small and how large what is made of the rows
//! can come out. Rows that must all be filled in are looked at in `filled.rs`.

use super::finish;
use super::range::Range;
use super::terms::{Node, Terms};
use crate::expr::guess::{FALSE, TRUE};
use crate::expr::{Fold, Ir, Quantifier, Source};
use crate::kinds::Kind;

impl Terms<'_> {
    /// The group whose rows a list walks, and the conditions of its filters.
    fn walked(list: &Source) -> Option<(u32, Vec<&Ir>)> {
        match list {
            Source::Rows { group, .. } => Some((*group, Vec::new())),
            Source::Filter(inner, condition) => {
                let (group, mut filters) = Self::walked(inner)?;
                filters.push(condition);
                Some((group, filters))
            }
            Source::Map(..) | Source::Values(_) | Source::Literal(_) => None,
        }
    }

    /// Whether a row that a list walks can have this outcome of a condition, as far as one row tells; the own row, and what it
    /// stands in, are no row of the list.
    fn may(&self, list: &Source, condition: &Ir, outcome: u8) -> bool {
        let Some((group, filters)) = Self::walked(list) else { return true };
        let mut rows = Terms::of_rows(self.form, group);
        let mut wanted: Vec<(Node, u8)> =
            filters.into_iter().map(|filter| (rows.node(filter, None), TRUE)).collect();
        wanted.push((rows.node(condition, None), outcome));
        finish(rows, wanted).is_none()
    }

    /// The outcomes that `some` or `all` can have besides missing.
    pub fn of_each(&self, quantifier: Quantifier, list: &Source, condition: &Ir) -> u8 {
        let is_whole = matches!(list, Source::Rows { .. });
        let (may, may_not) = (self.may(list, condition, TRUE), self.may(list, condition, FALSE));
        // A list that is filtered may be empty: `some` and `all` of nothing are false.
        match quantifier {
            _ if !may => FALSE,
            _ if !may_not && is_whole => TRUE,
            Quantifier::All | Quantifier::Some | Quantifier::None => TRUE | FALSE,
        }
    }

    /// Most values of a list.
    fn most(&self, list: &Source, group: Option<u32>) -> Option<usize> {
        match list {
            Source::Rows { field, .. } => match &self.form.at(self.def(*field, group)?).kind {
                Kind::Group(group) => Some(group.max),
                _ => None,
            },
            Source::Values(of) => match self.key(of, group) {
                super::terms::Key::Var(def) => self.form.at(def).kind.options().map(<[String]>::len),
                _ => None,
            },
            Source::Literal(items) => Some(items.len()),
            Source::Filter(inner, condition) if !self.may(inner, condition, TRUE) => Some(0),
            Source::Filter(inner, _) | Source::Map(inner, _) => self.most(inner, group),
        }
    }

    /// The range of what becomes of a list.
    pub fn folded(&self, fold: Fold, list: &Source, group: Option<u32>, depth: u8) -> Range {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX).into();
        let items = |depth| match list {
            Source::Literal(items) => items.iter().map(|item| self.range(item, group, depth)).collect(),
            Source::Map(inner, body) => match Self::walked(inner) {
                Some((rows, _)) => vec![Terms::of_rows(self.form, rows).range(body, None, depth)],
                None => vec![Range::default()],
            },
            Source::Rows { .. } | Source::Values(_) | Source::Filter(..) => vec![Range::default()],
        };
        let ends = |found: &[Range], pick: fn(&Range) -> Option<crate::Decimal>| {
            found.iter().map(pick).collect::<Vec<_>>()
        };
        match fold {
            Fold::Count => Range { low: Some(0.into()), high: self.most(list, group).map(count) },
            Fold::Min | Fold::Max => {
                let found: Vec<Range> = items(depth);
                let (lows, highs) = (ends(&found, |one| one.low), ends(&found, |one| one.high));
                // The greatest is no less than any of them, and no more than the greatest that one can be.
                if fold == Fold::Max {
                    Range {
                        low: lows.into_iter().flatten().max(),
                        high: all(highs).and_then(|all| all.into_iter().max()),
                    }
                } else {
                    Range {
                        low: all(lows).and_then(|all| all.into_iter().min()),
                        high: highs.into_iter().flatten().min(),
                    }
                }
            }
            Fold::Sum => match (list, items(depth).as_slice()) {
                (Source::Literal(_), found) => {
                    found.iter().copied().fold(Range::exactly(0.into()), Range::plus)
                }
                (_, [one]) => {
                    // A filter may leave nothing.
                    let rows = Range { low: Some(0.into()), high: self.most(list, group).map(count) };
                    one.or(Range::exactly(0.into())).times(rows)
                }
                _ => Range::default(),
            },
            Fold::Distinct => Range::default(),
        }
    }
}

fn all<T>(items: Vec<Option<T>>) -> Option<Vec<T>> {
    items.into_iter().collect()
}

//! Which combinations of stretches there can be: terms that are made of one another are known together, and a text does not
//! begin in two ways. Only what is sure is ruled out.

use super::range::Range;
use super::stretch::{At, LESS, MORE, ends};
use super::terms::{Key, Terms};
use crate::expr::{Ir, Spot};

impl Terms<'_> {
    /// Whether a combination is one in itself: what is made of something missing is missing, and nothing else is where that
    /// is sure.
    pub fn agree(&self, at: &[At]) -> bool {
        let find = |key: &Key| self.list.iter().position(|term| term.key == *key);
        let known = |place: usize| at[place] != At::Missing;
        if !self.is_orderly(at) {
            return false;
        }
        self.list.iter().zip(at).all(|(term, here)| {
            let is_true_here = *here == At::Truth(true);
            let here = *here != At::Missing;
            match &term.key {
                Key::Count(def) => find(&Key::Var(*def)).is_none_or(|of| known(of) == here),
                Key::Made(group, Ir::Length(of)) => {
                    find(&self.key(of, *group)).is_none_or(|of| known(of) == here)
                }
                Key::Order(left, right) => {
                    let both = [find(left), find(right)];
                    let is_open = |side: &Option<usize>| side.is_none_or(|side| self.list[side].is_vague);
                    !both.iter().flatten().any(|side| here && !known(*side))
                        && (here
                            || both.iter().any(is_open)
                            || both.into_iter().flatten().any(|side| !known(side)))
                }
                Key::Made(group, Ir::Within(pair, spot)) => {
                    // A text does not begin, or end, in two ways.
                    let is_true = |place: usize| at[place] == At::Truth(true);
                    !self.list.iter().enumerate().any(|(place, other)| {
                        matches!(&other.key, Key::Made(beside, Ir::Within(others, also))
                            if beside == group && also == spot && others[1] == pair[1] && is_true(place))
                            && is_true_here
                            && excludes(&term.key, &other.key)
                    })
                }
                Key::Var(_) | Key::Today | Key::Made(..) => true,
            }
        })
    }
}

impl Terms<'_> {
    /// Whether what compares as it does can stand in one order, with the constants and limits around it.
    fn is_orderly(&self, at: &[At]) -> bool {
        let mut keys: Vec<&Key> = Vec::new();
        let mut place = |key| {
            keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            })
        };
        // Of two that are in order: not after, and whether before.
        let mut orders: Vec<(usize, usize, bool)> = Vec::new();
        for (term, at) in self.list.iter().zip(at) {
            let (Key::Order(left, right), At::Order(sign), false) = (&term.key, at, term.is_vague) else {
                continue;
            };
            let (left, right) = (place(left), place(right));
            orders.extend((*sign != MORE).then_some((left, right, *sign == LESS)));
            orders.extend((*sign != LESS).then_some((right, left, *sign == MORE)));
        }
        if orders.is_empty() {
            return true;
        }
        let mut before = vec![vec![None; keys.len()]; keys.len()];
        for (left, right, strict) in orders {
            before[left][right] = before[left][right].max(Some(strict));
        }
        for middle in 0..keys.len() {
            for left in 0..keys.len() {
                for right in 0..keys.len() {
                    if let (Some(one), Some(other)) = (before[left][middle], before[middle][right]) {
                        before[left][right] = before[left][right].max(Some(one || other));
                    }
                }
            }
        }
        let ends: Vec<Range> = keys.iter().map(|key| self.ends_at(key, at)).collect();
        before.iter().zip(&ends).enumerate().all(|(left, (row, from))| {
            row[left] != Some(true)
                && row.iter().zip(&ends).all(|(order, to)| match (order, from.low, to.high) {
                    (Some(true), Some(low), Some(high)) => low < high,
                    (Some(false), Some(low), Some(high)) => low <= high,
                    _ => true,
                })
        })
    }

    /// Where a term lies in a combination, both ends included; never narrower than that.
    fn ends_at(&self, key: &Key, at: &[At]) -> Range {
        let range = if self.is_vague(key) { Range::default() } else { self.range_of(key) };
        let found = self.list.iter().zip(at).find(|(term, _)| term.key == *key && !term.is_vague);
        let Some((term, At::Stretch(from, to))) = found else { return range };
        let (low, high) = (ends(term, *from).0, ends(term, *to).1);
        // Without an end `None` is no limit.
        Range { low: low.max(range.low), high: high.into_iter().chain(range.high).min() }
    }
}

/// Whether one text cannot begin, or end, with both of two literals.
fn excludes(one: &Key, other: &Key) -> bool {
    let (Key::Made(_, Ir::Within(one, spot)), Key::Made(_, Ir::Within(other, _))) = (one, other) else {
        return false;
    };
    let (Ir::Text(one), Ir::Text(other)) = (&one[0], &other[0]) else { return false };
    // Where tone marks stand makes no difference: only plain letters are sure to differ.
    let is_plain = one.is_ascii() && other.is_ascii();
    is_plain
        && match spot {
            Spot::Start => !one.starts_with(&**other) && !other.starts_with(&**one),
            Spot::End => !one.ends_with(&**other) && !other.ends_with(&**one),
            Spot::Anywhere => false,
        }
}

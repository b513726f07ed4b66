//! How many days one date can be after another, when every date keeps its limits: limits that move with the day or with another
//! date (`add_days(today, -30)`, `add_months(start, 6)`) are kept as distances, and what follows from several of them is worked
//! out. Only dates that are known whenever both are known are used on the way.

use std::collections::BTreeMap;

use super::range::Range;
use super::terms::{Key, Terms};
use crate::Decimal;
use crate::check::finding::Search;
use crate::expr::{Ir, Type};
use crate::form::{Form, Need};

/// The fewest and the most, as far as they are known.
pub(super) type Ends = (Option<i64>, Option<i64>);

/// A date and so many months after it; without a date it is the first day that is counted.
#[derive(Clone, PartialEq)]
struct Node {
    of: Option<Key>,
    months: i64,
}

/// From so many to so many days after a node.
struct Point {
    at: Node,
    low: i64,
    high: i64,
}

impl Point {
    fn exactly(of: Option<Key>, days: i64) -> Self {
        Self { at: Node { of, months: 0 }, low: days, high: days }
    }

    fn plus_days(self, low: i64, high: i64) -> Self {
        Self { low: self.low.saturating_add(low), high: self.high.saturating_add(high), ..self }
    }

    fn plus_months(mut self, months: i64) -> Self {
        if self.at.months == 0 && (self.low, self.high) == (0, 0) {
            self.at.months = months;
            return self;
        }
        let (low, high) = in_days(months);
        self.plus_days(low, high)
    }
}

/// The fewest and the most days that so many months have: each step of a year, and each of a month, ends on a day that there is.
fn in_days(months: i64) -> (i64, i64) {
    let (years, rest) = (months.saturating_abs() / 12, months.saturating_abs() % 12);
    let days = |year: i64, month: i64| years.saturating_mul(year).saturating_add(rest * month);
    let (low, high) = (days(365, 28), days(366, 31));
    if months < 0 { (-high, -low) } else { (low, high) }
}

/// Dates with the most days that each can be after each other.
struct Apart {
    nodes: Vec<Node>,
    most: Vec<Vec<Option<i64>>>,
}

impl Apart {
    fn place(&mut self, node: &Node) -> usize {
        if let Some(found) = self.nodes.iter().position(|known| known == node) {
            return found;
        }
        self.nodes.push(node.clone());
        self.most.iter_mut().for_each(|row| row.push(None));
        self.most.push(vec![None; self.nodes.len()]);
        self.nodes.len() - 1
    }

    /// The second is at most so many days after the first.
    fn limit(&mut self, from: usize, to: usize, days: i64) {
        let most = &mut self.most[from][to];
        *most = Some(most.map_or(days, |known| known.min(days)));
    }

    fn follow(&mut self) {
        for middle in 0..self.nodes.len() {
            for from in 0..self.nodes.len() {
                for to in 0..self.nodes.len() {
                    if let (Some(one), Some(other)) = (self.most[from][middle], self.most[middle][to]) {
                        self.limit(from, to, one.saturating_add(other));
                    }
                }
            }
        }
    }
}

impl Terms<'_> {
    fn point(&self, key: &Key) -> Option<Point> {
        match key {
            Key::Today => Some(Point::exactly(Some(Key::Today), 0)),
            Key::Var(def) if self.form.layout.kind(*def) == Some(Type::Date) => {
                match &self.form.defs[*def as usize].computed {
                    Some(computed) => {
                        self.point(&self.key(computed, self.form.layout.places[*def as usize].group))
                    }
                    None => Some(Point::exactly(Some(key.clone()), 0)),
                }
            }
            Key::Made(group, ir) => match ir {
                Ir::Day(day) => Some(Point::exactly(None, day.exact()?.epoch_days())),
                Ir::AddDays(pair) | Ir::AddMonths(pair) => {
                    let Ir::Int(count) = pair[1] else { return None };
                    let point = self.point(&self.key(&pair[0], *group))?;
                    let is_days = matches!(ir, Ir::AddDays(_));
                    Some(if is_days { point.plus_days(count, count) } else { point.plus_months(count) })
                }
                _ => None,
            },
            Key::Var(_) | Key::Count(_) | Key::Order(..) => None,
        }
    }

    /// The limits of a date, each with whether it is the last day.
    fn limits_of(&self, def: u32) -> impl Iterator<Item = (Point, bool)> {
        let (found, group) = (&self.form.defs[def as usize], self.form.layout.places[def as usize].group);
        let limits = [(&found.min, false), (&found.max, true)];
        limits.into_iter().filter_map(move |(limit, is_last)| {
            Some((self.point(&self.key(limit.as_ref()?, group))?, is_last))
        })
    }

    /// What follows for dates that are all known.
    fn distances(&self, keys: Vec<Key>, also: &[Node]) -> Apart {
        let mut apart = Apart { nodes: Vec::new(), most: Vec::new() };
        let first_day = apart.place(&Node { of: None, months: 0 });
        for node in also {
            apart.place(node);
        }
        let is_known = |node: &Node| node.of.as_ref().is_none_or(|of| *of == Key::Today || keys.contains(of));
        for key in keys.iter().chain(&[Key::Today]) {
            let here = apart.place(&Node { of: Some(key.clone()), months: 0 });
            let Range { low, high } = self.range_of(key);
            if let Some(high) = high.and_then(Decimal::whole) {
                apart.limit(first_day, here, high);
            }
            if let Some(low) = low.and_then(Decimal::whole) {
                apart.limit(here, first_day, -low);
            }
            let Key::Var(def) = key else { continue };
            for (limit, is_last) in self.limits_of(*def).filter(|(limit, _)| is_known(&limit.at)) {
                let there = apart.place(&limit.at);
                if is_last {
                    apart.limit(there, here, limit.high);
                } else {
                    apart.limit(here, there, -limit.low);
                }
            }
        }
        for from in 0..apart.nodes.len() {
            for to in 0..apart.nodes.len() {
                let (one, other) = (&apart.nodes[from], &apart.nodes[to]);
                if one.of == other.of {
                    let most = in_days(other.months.saturating_sub(one.months)).1;
                    apart.limit(from, to, most);
                }
            }
        }
        apart.follow();
        apart
    }

    /// The fewest and the most days from one date to another.
    pub fn days_apart(&self, from: &Key, to: &Key) -> Ends {
        let (Some(one), Some(other)) = (self.point(from), self.point(to)) else { return (None, None) };
        let keys = [&one, &other].into_iter().filter_map(|point| point.at.of.clone()).collect();
        let mut apart = self.distances(keys, &[one.at.clone(), other.at.clone()]);
        let (here, there) = (apart.place(&one.at), apart.place(&other.at));
        let most =
            |from: usize, to: usize, more: i64| apart.most[from][to].map(|days| days.saturating_add(more));
        let high = most(here, there, other.high.saturating_sub(one.low));
        (most(there, here, one.high.saturating_sub(other.low)).map(|days| -days), high)
    }

    /// The fewest and the most full years from one date to another, as far as limits in months tell.
    pub fn years_apart(&self, from: &Key, to: &Key) -> Ends {
        let (Some(one), Some(other)) = (self.point(from), self.point(to)) else { return (None, None) };
        let is_whole = |point: &Point| (point.at.months, point.low, point.high) == (0, 0, 0);
        if !is_whole(&one) || !is_whole(&other) {
            return (None, None);
        }
        let keys = [&one, &other].into_iter().filter_map(|point| point.at.of.clone()).collect();
        let mut apart = self.distances(keys, &[one.at.clone(), other.at.clone()]);
        let here = apart.place(&one.at);
        let (mut low, mut high) = (None, None);
        for (at, node) in apart.nodes.iter().enumerate() {
            if node.of != other.at.of || node.months > 0 {
                continue;
            }
            // So many months before the other, with the day cut to the end of its month, it is exactly whole years before.
            let back = -node.months;
            if apart.most[at][here].is_some_and(|days| days <= 0) {
                low = low.max(Some(back / 12));
            }
            if apart.most[here][at].is_some_and(|days| days <= 0) {
                let years = (back + 11) / 12;
                high = Some(high.map_or(years, |high: i64| high.min(years)));
            }
        }
        (low, high)
    }
}

/// What was tried when the limits of a date leave no day, on any day and whatever the dates are that they go by.
pub(in crate::check) fn limits_at_odds(form: &Form, def: u32) -> Option<Search> {
    let terms = Terms::new(form);
    if form.layout.kind(def) != Some(Type::Date) {
        return None;
    }
    let mut keys = vec![Key::Var(def)];
    for (limit, _) in terms.limits_of(def) {
        match limit.at.of {
            Some(key @ Key::Var(other)) if !keys.contains(&key) && is_always_asked(form, other, def) => {
                keys.push(key);
            }
            _ => {}
        }
    }
    let over: BTreeMap<String, usize> = keys.iter().map(|key| (terms.name(key), 1)).collect();
    let apart = terms.distances(keys, &[]);
    let is_at_odds = (0..apart.nodes.len()).any(|at| apart.most[at][at].is_some_and(|days| days < 0));
    is_at_odds.then_some(Search { tried: apart.nodes.len(), over, full: true })
}

/// Whether a date is there whenever another one is asked and all that is required is answered.
fn is_always_asked(form: &Form, def: u32, beside: u32) -> bool {
    let (place, other) = (&form.layout.places[def as usize], &form.layout.places[beside as usize]);
    let found = &form.defs[def as usize];
    let is_here = place.group == other.group
        || (place.group.is_none()
            && (place.page == other.page || form.pages[place.page as usize].when.is_none()));
    is_here && found.when.is_none() && matches!(found.required, Need::Always(true))
}

#[cfg(test)]
mod tests {
    use super::in_days;
    use crate::CivilDate;

    #[test]
    fn so_many_months_have_no_fewer_and_no_more_days() {
        for (first, days) in [((2023, 1, 1), 1_600), ((2099, 1, 1), 800), ((2000, 1, 1), 400)] {
            let first = CivilDate::new(first.0, first.1, first.2).unwrap();
            for day in (0..days).filter_map(|more| first.plus_days(more)) {
                for (start, months) in
                    (-30..30).flat_map(|start| [-25, -12, -1, 0, 1, 7, 12, 29].map(|more| (start, more)))
                {
                    let one = day.plus_months(start).unwrap();
                    let other = day.plus_months(start + months).unwrap();
                    let (low, high) = in_days(months);
                    assert!((low..=high).contains(&one.days_until(other)), "{day:?} {start} {months}");
                }
            }
        }
    }

    #[test]
    fn months_before_a_day_are_whole_years_before_it_rounded_as_limits_say() {
        let first = CivilDate::new(2024, 1, 1).unwrap();
        for day in (0..1_500).filter_map(|more| first.plus_days(more)) {
            for months in 0..40 {
                let limit = day.plus_months(-months).unwrap();
                for off in 0..3 {
                    let (before, after) = (limit.plus_days(-off).unwrap(), limit.plus_days(off).unwrap());
                    assert!(before.full_years_until(day) >= months / 12, "{day:?} {months}");
                    assert!(after.full_years_until(day) <= (months + 11) / 12, "{day:?} {months}");
                }
            }
        }
    }
}

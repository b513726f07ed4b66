//! The least and the greatest number or day that an expression can come to when every answer keeps its own limits. An end
//! that is not known is open.

use super::apart::Ends;
use super::terms::{Key, Terms};
use crate::check::cone::bounds;
use crate::expr::guess::{FALSE, TRUE};
use crate::expr::{Fold, Ir, Type};
use crate::kinds::Kind;
use crate::kinds::date::Bound;
use crate::{CivilDate, Decimal, Rounding};

/// Expressions in expressions, and computed fields in computed fields, that are followed.
const DEPTH: u8 = 24;

/// Whether there is something between two whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// Only whole numbers and days.
    Whole,
    Any,
}

/// From the least to the greatest, both included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
}

impl Range {
    pub fn exactly(number: Decimal) -> Self {
        Self { low: Some(number), high: Some(number) }
    }

    fn days(low: Option<CivilDate>, high: Option<CivilDate>) -> Self {
        let number = |day: CivilDate| Decimal::from(day.epoch_days());
        Self { low: low.map(number), high: high.map(number) }
    }

    pub fn plus(self, other: Self) -> Self {
        let add = |one: Option<Decimal>, other: Option<Decimal>| one?.plus(other?);
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    fn negative(self) -> Self {
        let turn = |number: Option<Decimal>| Decimal::from(0).minus(number?);
        Self { low: turn(self.high), high: turn(self.low) }
    }

    pub fn times(self, other: Self) -> Self {
        if let (Some(low), Some(high), Some(least), Some(most)) = (self.low, self.high, other.low, other.high)
        {
            let ends = [(low, least), (low, most), (high, least), (high, most)];
            let products: Option<Vec<Decimal>> =
                ends.into_iter().map(|(one, other)| one.times(other)).collect();
            let Some(products) = products else { return Self::default() };
            return Self { low: products.iter().min().copied(), high: products.iter().max().copied() };
        }
        // Without an upper end, what is not below zero still grows from its least.
        let zero = Decimal::from(0);
        match (self.low, other.low) {
            (Some(low), Some(least)) if low >= zero && least >= zero => {
                Self { low: low.times(least), high: None }
            }
            _ => Self::default(),
        }
    }

    pub fn or(self, other: Self) -> Self {
        Self {
            low: self.low.zip(other.low).map(|(one, other)| one.min(other)),
            high: self.high.zip(other.high).map(|(one, other)| one.max(other)),
        }
    }

    fn each(self, change: impl Fn(Decimal) -> Option<Decimal>) -> Self {
        Self { low: self.low.and_then(&change), high: self.high.and_then(&change) }
    }
}

fn day(number: Decimal) -> Option<CivilDate> {
    CivilDate::from_epoch_days(number.whole()?)
}

fn count(number: usize) -> Decimal {
    Decimal::from(i64::try_from(number).unwrap_or(i64::MAX))
}

impl Terms<'_> {
    /// The range of a term.
    pub fn range_of(&self, key: &Key) -> Range {
        match key {
            Key::Var(def) => self.field(*def, DEPTH),
            Key::Count(def) => self.counted(*def),
            Key::Today => self.open_days(),
            Key::Made(group, ir) => self.range(ir, *group, DEPTH),
            Key::Order(..) => Range::default(),
        }
    }

    /// The days on which the form is open.
    fn open_days(&self) -> Range {
        let window = self.form.schema.effective;
        Range::days(window.from, window.to)
    }

    fn field(&self, def: u32, depth: u8) -> Range {
        if let Some(computed) = &self.form.defs[def as usize].computed {
            return match depth.checked_sub(1) {
                Some(depth) => self.range(computed, self.form.layout.places[def as usize].group, depth),
                None => Range::default(),
            };
        }
        let field = self.form.at(def);
        match &field.kind {
            Kind::Number(number) => {
                Range { low: number.min.map(Decimal::from), high: number.max.map(Decimal::from) }
            }
            Kind::Money(money) => {
                Range { low: money.limits.min.map(Decimal::from), high: money.limits.max.map(Decimal::from) }
            }
            Kind::Decimal(decimal) => Range { low: decimal.min, high: decimal.max },
            Kind::Date(_) | Kind::PartialDate(_) => {
                let [low, high] = bounds(field).map(|bound| match bound {
                    Some(Bound::On(day)) => Some(*day),
                    _ => None,
                });
                let is_today = |at: usize| matches!(bounds(field)[at], Some(Bound::Today));
                let window = self.form.schema.effective;
                let mut low = low.or(window.from.filter(|_| is_today(0)));
                let mut high = high.or(window.to.filter(|_| is_today(1)));
                if self.is_partial(def) {
                    low = low.and_then(|day| CivilDate::new(day.year(), 1, 1));
                    high = high.and_then(|day| CivilDate::new(day.year(), 12, 31));
                }
                Range::days(low, high)
            }
            _ => Range::default(),
        }
    }

    fn counted(&self, def: u32) -> Range {
        let most = match &self.form.at(def).kind {
            Kind::Group(group) => Some(group.max),
            Kind::Choices(choices) => Some(choices.max.min(choices.options.len())),
            Kind::File(file) => Some(file.max_files),
            _ => None,
        };
        Range { low: Some(1.into()), high: most.map(count) }
    }

    /// The range of an expression in the scope of a group.
    pub fn range(&self, ir: &Ir, group: Option<u32>, depth: u8) -> Range {
        let Some(depth) = depth.checked_sub(1) else { return Range::default() };
        let of = |ir: &Ir| self.range(ir, group, depth);
        match ir {
            Ir::Int(number) => Range::exactly((*number).into()),
            Ir::Decimal(number) => Range::exactly(*number),
            Ir::Day(day) => Range::days(Some(day.earliest()), Some(day.latest())),
            Ir::Today => self.open_days(),
            Ir::Var(slot, _) => {
                self.def(*slot, group).map_or_else(Range::default, |def| self.field(def, depth))
            }
            Ir::Count(slot) => self.def(*slot, group).map_or_else(Range::default, |def| self.counted(def)),
            Ir::Default(pair) => of(&pair[0]).or(of(&pair[1])),
            Ir::If(items) => {
                let values = items.chunks(2).map(|pair| of(pair.last().unwrap_or(&Ir::Today)));
                values.reduce(Range::or).unwrap_or_default()
            }
            Ir::Add(items) => items.iter().map(of).fold(Range::exactly(0.into()), Range::plus),
            Ir::Mul(items) => items.iter().map(of).fold(Range::exactly(1.into()), Range::times),
            Ir::Sub(pair) => of(&pair[0]).plus(of(&pair[1]).negative()),
            Ir::Remainder(pair) => remainder(of(&pair[0]), &pair[1]),
            Ir::Divide(pair, places, rounding) => match &pair[1] {
                Ir::Int(by) if *by > 0 => {
                    of(&pair[0]).each(|end| end.divide((*by).into(), *places, *rounding))
                }
                _ => Range::default(),
            },
            Ir::Quotient(pair) => match &pair[1] {
                // The exact quotient lies between the rounded ones.
                Ir::Int(by) if *by > 0 => {
                    let one = of(&pair[0]);
                    let ends = |rounding| one.each(|end| end.divide((*by).into(), 9, rounding));
                    let (down, up) = (ends(Rounding::Down), ends(Rounding::Up));
                    down.or(up)
                }
                _ => Range::default(),
            },
            Ir::Round(item, places, rounding) => of(item).each(|end| end.round(*places, *rounding)),
            Ir::Length(item) => self.length(item, group),
            Ir::Sum { field, cell, .. } => self.sum(*field, *cell, group, depth),
            Ir::Fold(fold, list) => self.folded(*fold, list, group, depth),
            Ir::Years(pair) => self.span(pair, group, depth, CivilDate::full_years_until, Self::years_apart),
            Ir::Days(pair) => self.span(pair, group, depth, CivilDate::days_until, Self::days_apart),
            Ir::AddDays(pair) => of(&pair[0]).plus(of(&pair[1])),
            Ir::AddMonths(pair) => match pair[1] {
                Ir::Int(months) => {
                    of(&pair[0]).each(|end| Some(day(end)?.plus_months(months)?.epoch_days().into()))
                }
                _ => Range::default(),
            },
            // Working days are at least as many days.
            Ir::AddWorkingDays(pair, _) => match pair[1] {
                Ir::Int(days) if days >= 0 => {
                    Range { high: None, ..of(&pair[0]).plus(Range::exactly(days.into())) }
                }
                _ => Range::default(),
            },
            Ir::Received(pair, _) => Range { high: None, ..of(&pair[0]) },
            _ => Range::default(),
        }
    }

    /// Full years or days from one day to another.
    fn span(
        &self,
        pair: &[Ir; 2],
        group: Option<u32>,
        depth: u8,
        between: fn(CivilDate, CivilDate) -> i64,
        apart: fn(&Self, &Key, &Key) -> Ends,
    ) -> Range {
        let [from, to] = [0, 1].map(|side| self.range(&pair[side], group, depth));
        let end =
            |from: Option<Decimal>, to: Option<Decimal>| Some(Decimal::from(between(day(from?)?, day(to?)?)));
        let mut found = Range { low: end(from.high, to.low), high: end(from.low, to.high) };
        let [one, other] = [0, 1].map(|side| self.key(&pair[side], group));
        let (least, most) = apart(self, &one, &other);
        found.low = found.low.max(least.map(Decimal::from));
        found.high = found.high.into_iter().chain(most.map(Decimal::from)).min();
        // A day that is never after another is no more than zero after it.
        if self.is_never_after(&pair[0], &pair[1], group) {
            found.low = found.low.max(Some(0.into()));
        }
        if self.is_never_after(&pair[1], &pair[0], group) {
            found.high = Some(found.high.map_or(0.into(), |high| high.min(0.into())));
        }
        found
    }

    /// Whether a limit of one of two dates keeps them in order.
    fn is_never_after(&self, one: &Ir, other: &Ir, group: Option<u32>) -> bool {
        let limit = |ir: &Ir, beside: &Ir, is_max: bool| {
            let Key::Var(def) = self.key(ir, group) else { return false };
            let found = &self.form.defs[def as usize];
            let own = self.form.layout.places[def as usize].group;
            let limit = if is_max { &found.max } else { &found.min };
            limit.as_ref().is_some_and(|limit| self.key(limit, own) == self.key(beside, group))
        };
        limit(one, other, true) || limit(other, one, false)
    }

    /// The outcomes of looking for one text in another: a longer one is not in it.
    pub fn of_within(&self, pair: &[Ir; 2], group: Option<u32>) -> u8 {
        let least = match &pair[0] {
            Ir::Text(text) => Some(count(text.chars().count())),
            part => self.length(part, group).low,
        };
        let most = self.length(&pair[1], group).high;
        if least.zip(most).is_some_and(|(least, most)| least > most) { FALSE } else { TRUE | FALSE }
    }

    /// How many characters a text has.
    fn length(&self, item: &Ir, group: Option<u32>) -> Range {
        let Key::Var(def) = self.key(item, group) else { return Range { low: Some(0.into()), high: None } };
        let (low, high) = match &self.form.at(def).kind {
            _ if self.form.at(def).is_computed() => (0, None),
            Kind::Text(text) => (text.min.max(1), Some(text.max)),
            Kind::LongText(text) => (text.limits.min.max(1), Some(text.limits.max)),
            Kind::PersonalId(_) => (12, Some(12)),
            _ => (0, None),
        };
        Range { low: Some(count(low)), high: high.map(count) }
    }

    /// The sum of a cell over one row up to all that there may be; one that is hidden counts as nothing.
    fn sum(&self, field: crate::expr::Slot, cell: u32, group: Option<u32>, depth: u8) -> Range {
        let Some(def) = self.def(field, group) else { return Range::default() };
        let Some(rows) = self.form.layout.places[def as usize].rows else { return Range::default() };
        let cell = self.form.layout.groups[rows as usize].first + cell;
        let mut one = self.field(cell, depth);
        if self.form.defs[cell as usize].when.is_some() {
            one = one.or(Range::exactly(0.into()));
        }
        let rows = Range { low: Some(1.into()), ..self.counted(def) };
        one.times(rows)
    }

    /// Whether an expression has values between whole numbers.
    pub fn grain(&self, key: &Key) -> Grain {
        let is_whole = match key {
            Key::Var(def) => self.form.layout.kind(*def) != Some(Type::Decimal),
            Key::Count(_) | Key::Today => true,
            Key::Made(_, ir) => is_whole(ir),
            Key::Order(..) => false,
        };
        if is_whole { Grain::Whole } else { Grain::Any }
    }
}

fn remainder(of: Range, by: &Ir) -> Range {
    let Ir::Int(by) = by else { return Range::default() };
    let most = Decimal::from(by.saturating_abs());
    let is_positive = of.low.is_some_and(|low| low >= Decimal::from(0));
    let low = if is_positive { Some(0.into()) } else { Decimal::from(0).minus(most) };
    Range { low, high: Some(most) }
}

fn is_whole(ir: &Ir) -> bool {
    match ir {
        Ir::Int(_)
        | Ir::Day(_)
        | Ir::Today
        | Ir::Count(_)
        | Ir::Length(_)
        | Ir::Years(_)
        | Ir::Days(_)
        | Ir::AddDays(_)
        | Ir::AddMonths(_)
        | Ir::AddWorkingDays(..)
        | Ir::WorkingDays(..)
        | Ir::Received(..)
        | Ir::Fold(Fold::Count, _) => true,
        Ir::Var(_, kind) | Ir::Fact(_, kind) => matches!(kind, Type::Int | Type::Date | Type::Partial),
        Ir::Divide(_, places, _) | Ir::Round(_, places, _) => *places <= 0,
        Ir::Add(items) | Ir::Mul(items) => items.iter().all(is_whole),
        Ir::Sub(pair) | Ir::Remainder(pair) | Ir::Default(pair) => pair.iter().all(is_whole),
        Ir::If(items) => items.chunks(2).all(|pair| pair.last().is_some_and(is_whole)),
        _ => false,
    }
}

//! What an expression can still become when only some of its inputs are kept and everything else may be anything. It
//! only ever says too little: what it calls decided is decided. Explaining (`instance/explain.rs`) builds on it.

use std::cell::{Cell, RefCell};

use serde_json::Value;

use super::decimal::Decimal;
use super::eval::lists::rows;
use super::eval::{Scope, equal, eval};
use super::{Fold, Ir, Out, Quantifier, Slot, Source};
use crate::calendar::Calendar;
use crate::catalogue::Codes;
use crate::date::CivilDate;

/// One thing that an expression can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// A field of the form or a cell of a row, by its entry.
    Field(u32),
    /// A fact, by its place in the list of known facts.
    Fact(u32),
    /// The day.
    Today,
    /// A column of a group, by the group's entry and the place of the cell in its rows.
    Sum(u32, u32),
}

/// The result may be true.
pub(crate) const TRUE: u8 = 1;
/// The result may be false.
pub(crate) const FALSE: u8 = 2;
/// The result may be missing.
pub(crate) const MISSING: u8 = 4;
const OPEN: u8 = TRUE | FALSE | MISSING;

/// What an expression can become.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Guess<'a> {
    /// Always this result.
    Exactly(Out<'a>),
    /// One of some truth values.
    Truth(u8),
    /// Anything of its type, or missing.
    Anything,
}

impl Guess<'_> {
    /// The truth values it can have.
    pub fn truth(&self) -> u8 {
        match self {
            Self::Exactly(Out::Bool(true)) => TRUE,
            Self::Exactly(Out::Bool(false)) => FALSE,
            Self::Exactly(_) => MISSING,
            Self::Truth(truth) => *truth,
            Self::Anything => OPEN,
        }
    }

    fn is_truth(&self) -> bool {
        matches!(self, Self::Truth(_) | Self::Exactly(Out::Bool(_) | Out::Missing))
    }

    fn is_missing(&self) -> bool {
        matches!(self, Self::Exactly(Out::Missing))
    }
}

/// A scope that writes down what is read.
pub(crate) struct Log<'s, 'a> {
    pub scope: &'s dyn Scope<'a>,
    pub reads: RefCell<Vec<Read>>,
}

impl Log<'_, '_> {
    fn note(&self, read: Read) {
        let mut reads = self.reads.borrow_mut();
        if !reads.contains(&read) {
            reads.push(read);
        }
    }
}

impl<'a> Scope<'a> for Log<'_, 'a> {
    fn value(&self, slot: Slot) -> Option<&'a Value> {
        self.note(Read::Field(self.scope.entry(slot)));
        self.scope.value(slot)
    }

    fn fact(&self, at: u32) -> Option<&'a Value> {
        self.note(Read::Fact(at));
        self.scope.fact(at)
    }

    fn is_held(&self, at: u32) -> bool {
        self.note(Read::Fact(at));
        self.scope.is_held(at)
    }

    fn today(&self) -> CivilDate {
        self.note(Read::Today);
        self.scope.today()
    }

    fn applies(&self, slot: Slot) -> bool {
        self.note(Read::Field(self.scope.entry(slot)));
        self.scope.applies(slot)
    }

    fn entry(&self, slot: Slot) -> u32 {
        self.scope.entry(slot)
    }

    fn around(&self, base: u32, up: u32) -> u32 {
        self.scope.around(base, up)
    }

    fn sum(&self, group: u32, cell: u32) -> Option<Decimal> {
        self.note(Read::Sum(group, cell));
        self.scope.sum(group, cell)
    }

    // Which rows there are is the value of the group's field, which was read before.
    fn row(&self, group: u32, at: usize) -> Option<u32> {
        self.scope.row(group, at)
    }

    fn codes(&self, list: &str) -> Option<&'a Codes> {
        self.scope.codes(list)
    }

    fn calendar(&self, name: &str) -> Option<&'a Calendar> {
        self.scope.calendar(name)
    }

    fn item(&self) -> Out<'a> {
        self.scope.item()
    }
}

/// A scope that knows only what is kept, and remembers when it was asked for something else.
pub(crate) struct Probe<'s, 'a> {
    pub scope: &'s dyn Scope<'a>,
    pub kept: &'s [Read],
    pub touched: Cell<bool>,
}

impl<'s, 'a> Probe<'s, 'a> {
    /// A probe of a scope.
    pub fn new(scope: &'s dyn Scope<'a>, kept: &'s [Read]) -> Self {
        Self { scope, kept, touched: Cell::new(false) }
    }

    fn knows(&self, read: Read) -> bool {
        let knows = self.kept.contains(&read);
        if !knows {
            self.touched.set(true);
        }
        knows
    }
}

impl<'a> Scope<'a> for Probe<'_, 'a> {
    fn value(&self, slot: Slot) -> Option<&'a Value> {
        if self.knows(Read::Field(self.scope.entry(slot))) { self.scope.value(slot) } else { None }
    }

    fn fact(&self, at: u32) -> Option<&'a Value> {
        if self.knows(Read::Fact(at)) { self.scope.fact(at) } else { None }
    }

    fn is_held(&self, at: u32) -> bool {
        self.knows(Read::Fact(at)) && self.scope.is_held(at)
    }

    fn today(&self) -> CivilDate {
        self.knows(Read::Today);
        self.scope.today()
    }

    fn applies(&self, slot: Slot) -> bool {
        self.knows(Read::Field(self.scope.entry(slot))) && self.scope.applies(slot)
    }

    fn entry(&self, slot: Slot) -> u32 {
        self.scope.entry(slot)
    }

    fn around(&self, base: u32, up: u32) -> u32 {
        self.scope.around(base, up)
    }

    fn sum(&self, group: u32, cell: u32) -> Option<Decimal> {
        if self.knows(Read::Sum(group, cell)) { self.scope.sum(group, cell) } else { None }
    }

    // Which rows there are is the value of the group's field, which was asked for before.
    fn row(&self, group: u32, at: usize) -> Option<u32> {
        self.scope.row(group, at)
    }

    fn codes(&self, list: &str) -> Option<&'a Codes> {
        self.scope.codes(list)
    }

    fn calendar(&self, name: &str) -> Option<&'a Calendar> {
        self.scope.calendar(name)
    }

    fn item(&self) -> Out<'a> {
        self.scope.item()
    }
}

/// What an expression can become when only the kept inputs stay as they are.
pub(crate) fn guess<'a>(ir: &Ir, probe: &Probe<'_, 'a>) -> Guess<'a> {
    probe.touched.set(false);
    let out = eval(ir, probe);
    if !probe.touched.get() {
        return Guess::Exactly(out);
    }
    match ir {
        Ir::Known(_) | Ir::Shown(_) | Ir::FactHeld(_) | Ir::Truthy(_) => Guess::Truth(TRUE | FALSE),
        Ir::Not(item) => Guess::Truth(not(guess(item, probe).truth())),
        Ir::And(items) => {
            Guess::Truth(items.iter().fold(TRUE, |so_far, item| and(so_far, guess(item, probe).truth())))
        }
        Ir::Or(items) => {
            let both = |so_far, item| and(so_far, not(guess(item, probe).truth()));
            Guess::Truth(not(items.iter().fold(TRUE, both)))
        }
        Ir::Each(quantifier, list, condition) => match list.as_ref() {
            Source::Rows { field, .. } => Guess::Truth(of_rows(*quantifier, *field, condition, probe)),
            _ => Guess::Anything,
        },
        Ir::Fold(Fold::Distinct, list) if are_two_equal(list, probe) => Guess::Exactly(Out::Bool(false)),
        Ir::If(items) => branches(items, probe),
        Ir::In(pair) => {
            let right = !matches!(pair[1], Ir::List(_)) && guess(&pair[1], probe).is_missing();
            missing_or_open(right || guess(&pair[0], probe).is_missing())
        }
        Ir::Eq(pair) | Ir::Less(pair, _) if pair.iter().all(is_a_day) => Guess::Truth(TRUE | FALSE),
        Ir::Default(_) | Ir::List(_) | Ir::Among(..) => Guess::Anything,
        // Of every other operator one argument that is missing is enough.
        _ => missing_or_open(ir.operands().iter().any(|item| guess(item, probe).is_missing())),
    }
}

/// What `all`, `some` and `none` of the rows of a group can become: as long as the rows are known, each row by itself.
fn of_rows(quantifier: Quantifier, field: Slot, condition: &Ir, probe: &Probe<'_, '_>) -> u8 {
    if !probe.knows(Read::Field(probe.scope.entry(field))) || probe.scope.value(field).is_none() {
        return OPEN;
    }
    let mut truths = Vec::new();
    rows(field, probe.scope, &mut |row| {
        truths.push(guess(condition, &Probe::new(row, probe.kept)).truth());
    });
    let none = truths.iter().fold(TRUE, |so_far, truth| and(so_far, not(*truth)));
    match quantifier {
        Quantifier::All if truths.is_empty() => FALSE,
        Quantifier::All => truths.into_iter().fold(TRUE, and),
        Quantifier::Some => not(none),
        Quantifier::None => none,
    }
}

/// Whether two values of a list are certainly equal: those of two rows that stay, or two that are named.
fn are_two_equal(list: &Source, probe: &Probe<'_, '_>) -> bool {
    let mut seen = Vec::new();
    let mut found = false;
    let mut look = |item| {
        if let Guess::Exactly(item) = item {
            found |= seen.iter().any(|known| equal(known, &item) == Some(true));
            seen.push(item);
        }
    };
    match list {
        Source::Literal(items) => items.iter().for_each(|item| look(guess(item, probe))),
        Source::Map(of, body) => {
            let Source::Rows { field, .. } = of.as_ref() else { return false };
            if !probe.knows(Read::Field(probe.scope.entry(*field))) || probe.scope.value(*field).is_none() {
                return false;
            }
            rows(*field, probe.scope, &mut |row| look(guess(body, &Probe::new(row, probe.kept))));
        }
        Source::Rows { .. } | Source::Values(_) | Source::Filter(..) => return false,
    }
    found
}

/// Today and whole dates are never missing, and a comparison of them is always decided.
fn is_a_day(ir: &Ir) -> bool {
    match ir {
        Ir::Today => true,
        Ir::Day(date) => date.exact().is_some(),
        _ => false,
    }
}

fn missing_or_open<'a>(missing: bool) -> Guess<'a> {
    if missing { Guess::Exactly(Out::Missing) } else { Guess::Anything }
}

/// Every outcome of `!` over what its operand can be.
pub(crate) fn not(truth: u8) -> u8 {
    (truth & MISSING) | ((truth & TRUE) << 1) | ((truth & FALSE) >> 1)
}

/// Every outcome of `and` over what two sides can be.
pub(crate) fn and(left: u8, right: u8) -> u8 {
    let mut truth = (left | right) & FALSE;
    truth |= left & right & TRUE;
    if (left & MISSING != 0 && right & (TRUE | MISSING) != 0)
        || (right & MISSING != 0 && left & (TRUE | MISSING) != 0)
    {
        truth |= MISSING;
    }
    truth
}

fn branches<'a>(items: &[Ir], probe: &Probe<'_, 'a>) -> Guess<'a> {
    let mut found: Option<Guess<'a>> = None;
    for pair in items.chunks(2) {
        let [condition, value] = pair else {
            return pair.first().map_or(Guess::Anything, |other| join(found, guess(other, probe)));
        };
        let truth = guess(condition, probe).truth();
        if truth & TRUE != 0 {
            found = Some(join(found, guess(value, probe)));
        }
        if truth & MISSING != 0 {
            found = Some(join(found, Guess::Exactly(Out::Missing)));
        }
        if truth & FALSE == 0 {
            return found.unwrap_or(Guess::Anything);
        }
    }
    join(found, Guess::Exactly(Out::Missing))
}

fn join<'a>(left: Option<Guess<'a>>, right: Guess<'a>) -> Guess<'a> {
    match left {
        None => right,
        Some(left) if left == right => right,
        Some(left) if left.is_truth() && right.is_truth() => Guess::Truth(left.truth() | right.truth()),
        Some(_) => Guess::Anything,
    }
}

/// What is needed of some reads: each is tried without, in the given order. Keeping more never decides less, so one round
/// is enough.
pub(crate) fn needed(all: Vec<Read>, order: &[Read], forced: &dyn Fn(&[Read]) -> bool) -> Vec<Read> {
    let mut kept = all;
    for read in order {
        let without: Vec<Read> = kept.iter().copied().filter(|other| other != read).collect();
        if forced(&without) {
            kept = without;
        }
    }
    kept
}

#[cfg(test)]
mod tests;

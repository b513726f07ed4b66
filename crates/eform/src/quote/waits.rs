//! Which open questions a fee still depends on, so that an undecided fee is never shown as none. The amounts are in
//! `quote.rs`.

use std::collections::BTreeSet;

use crate::expr::eval::eval;
use crate::expr::{Ir, Out, Slot, Source};
use crate::form::FeeIr;
use crate::instance::scope::Seen;
use crate::instance::{Instance, State};
use crate::schema::fee::Fee;
use crate::violation::Severity;

/// Which answers decide nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// All are taken as they are.
    Nothing,
    /// Those that must be put right.
    Wrong,
}

/// What is collected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Questions that must be answered: one that may stay open has decided by staying so.
    Required,
    /// All open questions.
    Any,
    /// Answers that must be put right, and nothing else.
    Wrong,
}

/// Collects the form-level fields whose answers will decide the fees.
pub(super) struct Open<'a> {
    instance: &'a Instance,
    doubt: Doubt,
    ask: Ask,
    found: BTreeSet<u32>,
}

impl<'a> Open<'a> {
    pub fn new(instance: &'a Instance, doubt: Doubt) -> Self {
        Self { instance, doubt, ask: Ask::Required, found: BTreeSet::new() }
    }

    /// Whether an expression reads an answer that decides nothing, directly or through what is computed from it.
    pub fn doubts(&self, ir: Option<&Ir>) -> bool {
        let mut wrong = Open { ask: Ask::Wrong, found: BTreeSet::new(), ..*self };
        if let Some(ir) = ir.filter(|_| self.doubt == Doubt::Wrong) {
            wrong.reads(ir);
        }
        !wrong.found.is_empty()
    }

    /// What has been collected, in the order of the form.
    pub fn questions(self) -> Vec<String> {
        self.found.into_iter().map(|field| self.instance.form().at(field).id.clone()).collect()
    }

    /// A fee in force that nothing waives: whether it is asked, and how often, as far as known.
    pub fn fee(&mut self, fee: &Fee, ir: &FeeIr, (asked, quantity): (&Out<'_>, Option<i64>)) {
        let scope = Seen { instance: self.instance, base: 0 };
        match (asked, &ir.when) {
            (Out::Bool(true), _) => {}
            (Out::Missing, Some(when)) => return self.reads(when),
            _ => return,
        }
        if let (None, Some(amount)) = (quantity, &ir.quantity) {
            // Without a quantity there is no amount, whether or not the question must be answered.
            self.ask = Ask::Any;
            self.reads(amount);
            self.ask = Ask::Required;
        }
        for (reduction, when) in fee.reductions.iter().zip(&ir.reductions) {
            if let Some(when) = when.as_ref().filter(|_| reduction.is_in_force(self.instance.today())) {
                self.decision(when, &scope);
            }
        }
    }

    /// What a condition that cannot be decided yet waits for.
    fn decision(&mut self, when: &Ir, scope: &Seen<'_>) {
        if eval(when, scope) == Out::Missing || self.doubts(Some(when)) {
            self.reads(when);
        }
    }

    fn reads(&mut self, ir: &Ir) {
        match ir {
            Ir::Var(slot, _) | Ir::Known(slot) | Ir::Count(slot) => self.slot(*slot),
            Ir::Shown(slot) => self.hidden(*slot),
            Ir::Sum { field, .. } => self.slot(*field),
            _ => {
                self.each(ir.operands());
                if let Some(list) = ir.list() {
                    self.walks(list);
                }
                if let Ir::Each(_, _, condition) = ir {
                    self.reads(condition);
                }
            }
        }
    }

    fn walks(&mut self, list: &Source) {
        match list {
            Source::Rows { field, .. } => self.slot(*field),
            Source::Values(values) => self.reads(values),
            Source::Literal(items) => self.each(items),
            Source::Filter(list, body) | Source::Map(list, body) => {
                self.walks(list);
                self.reads(body);
            }
        }
    }

    fn each(&mut self, items: &[Ir]) {
        for item in items {
            self.reads(item);
        }
    }

    /// A field that is shown is asked itself; a computed one waits for what it is computed from, and one that is hidden
    /// for what would show it. A wrong answer waits to be put right.
    fn slot(&mut self, slot: Slot) {
        let Slot::Form(at) = slot else { return };
        let form = self.instance.form().clone();
        let Some(field) = self.instance.field(&form.at(at).id) else { return };
        let def = &form.defs[at as usize];
        let is_wrong = field.violations.iter().any(|violation| violation.severity == Severity::Error);
        match (field.value, &def.computed) {
            (State::Unset, Some(computed)) => self.reads(computed),
            (State::Unset, None) => {
                let is_open = match self.ask {
                    Ask::Required => field.required,
                    Ask::Any => true,
                    Ask::Wrong => false,
                };
                if is_open {
                    self.found.insert(at);
                }
            }
            (State::Value(_), Some(computed)) if self.doubts(Some(computed)) => self.reads(computed),
            (State::Value(_), _) if is_wrong && self.doubt == Doubt::Wrong => _ = self.found.insert(at),
            (State::Value(_), _) => {}
            (State::NotApplicable, _) if self.ask == Ask::Wrong => {}
            (State::NotApplicable, _) => self.hidden(slot),
        }
    }

    /// What would show a field that is hidden.
    fn hidden(&mut self, slot: Slot) {
        let Slot::Form(at) = slot else { return };
        let form = self.instance.form().clone();
        let scope = Seen { instance: self.instance, base: 0 };
        let page = &form.pages[form.layout.places[at as usize].page as usize];
        for when in [&page.when, &form.defs[at as usize].when].into_iter().flatten() {
            self.decision(when, &scope);
        }
    }
}

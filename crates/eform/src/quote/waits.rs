//! Which open questions a fee still depends on, so that an undecided fee is never shown as none. The amounts are in
//! `quote.rs`.

use std::collections::BTreeSet;

use super::{applies, quantity, waiver};
use crate::expr::eval::eval;
use crate::expr::{Ir, Out, Slot, Source};
use crate::instance::scope::Seen;
use crate::instance::{Instance, State};

/// The form-level fields whose answers will decide the fees, in the order of the form.
pub(super) fn open_questions(instance: &Instance) -> Vec<String> {
    let scope = Seen { instance, base: 0 };
    let mut open = Open { instance, required: true, found: BTreeSet::new() };
    for (fee, ir) in instance.form().fees().iter().zip(&instance.form().fees) {
        if !fee.window.contains(instance.today()) || waiver(fee, ir, &scope).is_some() {
            continue;
        }
        if let Some(when) = &ir.when {
            open.decision(when, &scope);
            if !applies(Some(when), &scope) {
                continue;
            }
        }
        if let (None, Some(amount)) = (quantity(ir, &scope), &ir.quantity) {
            // Without a quantity there is no amount, whether or not the question must be answered.
            open.required = false;
            open.reads(amount);
            open.required = true;
        }
        for (reduction, when) in fee.reductions.iter().zip(&ir.reductions) {
            if let Some(when) = when.as_ref().filter(|_| reduction.window.contains(instance.today())) {
                open.decision(when, &scope);
            }
        }
    }
    open.found.into_iter().map(|field| instance.form().at(field).id.clone()).collect()
}

/// Collects open questions.
struct Open<'a> {
    instance: &'a Instance,
    /// Only questions that must be answered: one that may stay open has decided by staying so.
    required: bool,
    found: BTreeSet<u32>,
}

impl Open<'_> {
    /// What a condition that cannot be decided yet waits for.
    fn decision(&mut self, when: &Ir, scope: &Seen<'_>) {
        if eval(when, scope) == Out::Missing {
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
    /// for what would show it.
    fn slot(&mut self, slot: Slot) {
        let Slot::Form(at) = slot else { return };
        let form = self.instance.form().clone();
        let Some(field) = self.instance.field(&form.at(at).id) else { return };
        let def = &form.defs[at as usize];
        match (field.value, &def.computed) {
            (State::Unset, Some(computed)) => self.reads(computed),
            (State::Unset, None) if field.required || !self.required => _ = self.found.insert(at),
            (State::Value(_) | State::Unset, _) => {}
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

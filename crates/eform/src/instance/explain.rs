//! Finds the causes of what a field is: first everything that the deciding conditions read, then without each thing that
//! is not needed. What is promised is in `crate::explain`; fees are in `explain/fee.rs`.

mod fee;

use std::cell::RefCell;

use super::Instance;
use super::scope::Seen;
use crate::explain::{Cause, CauseState, Explanation, Outcome};
use crate::expr::eval::{Scope, eval};
use crate::expr::guess::{FALSE, Guess, Log, Probe, Read, TRUE, guess, needed};
use crate::expr::{Ir, Slot};
use crate::facts;
use crate::form::{Def, Need};
use crate::kinds::Kind;

/// One field whose outcomes are explained.
struct Subject<'i> {
    instance: &'i Instance,
    scope: Seen<'i>,
    def: &'i Def,
    /// The field itself as its own conditions would read it.
    own: Read,
    number: u32,
}

/// Whether an outcome is certain as long as some reads stay as they are.
type Forced<'f> = &'f dyn Fn(&[Read]) -> bool;

impl Instance {
    /// Why a field is shown or hidden, required, locked, computed and wrong: one entry for each that holds now, and
    /// nothing for a path that the form does not have. See [`crate::explain`] for what is promised.
    #[must_use]
    pub fn explain(&self, path: &str) -> Vec<Explanation> {
        let Some(number) = self.find(path) else { return Vec::new() };
        let entry = &self.entries[number as usize];
        let place = &self.form.layout.places[entry.def as usize];
        let own = Read::Slot(place.cell.map_or(Slot::Form(number), Slot::Cell));
        let scope = Seen { instance: self, base: entry.base };
        let def = &self.form.defs[entry.def as usize];
        let subject = Subject { instance: self, scope, def, own, number };
        if !entry.visible {
            return vec![
                subject.explain(Outcome::Hidden, &subject.gates(), &[], &|kept| subject.is_hidden(kept)),
            ];
        }
        let mut found =
            vec![subject.explain(Outcome::Shown, &subject.gates(), &[], &|kept| subject.is_shown(kept))];
        if entry.required {
            let reads: Vec<&Ir> = subject.gates().into_iter().chain(subject.need()).collect();
            let forced = |kept: &[Read]| subject.is_shown(kept) && subject.is_needed(kept);
            found.push(subject.explain(Outcome::Required, &reads, &[], &forced));
        }
        if entry.locked {
            found.push(subject.locked());
        }
        if def.computed.is_some() && entry.value.is_some() {
            found.push(subject.computed(Outcome::Computed));
        }
        found.extend(entry.violations.iter().map(|violation| subject.violating(&violation.code)));
        found
    }

    /// The cause that a read is.
    fn cause(&self, read: Read, base: u32) -> Cause {
        match read {
            Read::Slot(slot) => {
                let number = match slot {
                    Slot::Form(number) => number,
                    Slot::Cell(place) | Slot::Element(place) => base + place,
                };
                let entry = &self.entries[number as usize];
                let state = match (&entry.value, entry.visible) {
                    (Some(_), _) => CauseState::Value,
                    (None, true) => CauseState::Unset,
                    (None, false) => CauseState::NotApplicable,
                };
                Cause::Answer { path: self.path(number), state }
            }
            Read::Fact(at) => {
                Cause::Fact { name: facts::KNOWN[at as usize].0, known: self.facts[at as usize].is_some() }
            }
            Read::Today => Cause::Today,
            Read::Sum(group, cell) => Cause::Column {
                group: self.group_id(group).to_owned(),
                cell: self.form.at(self.form.layout.groups[group as usize].first + cell).id.clone(),
            },
        }
    }

    /// What can be left out first: what is not there, then what no one answered, then answers.
    fn weight(&self, read: Read, base: u32) -> u8 {
        match self.cause(read, base) {
            Cause::Answer { state: CauseState::NotApplicable, .. } | Cause::Fact { known: false, .. } => 0,
            Cause::Answer { state: CauseState::Unset, .. } => 1,
            Cause::Today => 2,
            Cause::Fact { .. } | Cause::Column { .. } => 3,
            Cause::Answer { state: CauseState::Value, .. } => 4,
        }
    }

    /// The causes among some reads: each is tried without, the weakest first.
    fn irreducible(&self, reads: Vec<Read>, base: u32, forced: Forced<'_>) -> Vec<Cause> {
        let mut order = reads.clone();
        order.sort_by_key(|read| self.weight(*read, base));
        needed(reads, &order, forced).into_iter().map(|read| self.cause(read, base)).collect()
    }
}

/// Everything that expressions read as things are now.
fn reads(expressions: &[&Ir], scope: &dyn Scope<'_>) -> Vec<Read> {
    let log = Log { scope, reads: RefCell::default() };
    for expression in expressions {
        eval(expression, &log);
    }
    log.reads.into_inner()
}

impl<'i> Subject<'i> {
    fn explain(
        &self,
        outcome: Outcome,
        expressions: &[&Ir],
        more: &[Read],
        forced: Forced<'_>,
    ) -> Explanation {
        let mut all = reads(expressions, &self.scope);
        all.extend(more.iter().filter(|read| !all.contains(read)).copied().collect::<Vec<_>>());
        Explanation { outcome, causes: self.instance.irreducible(all, self.scope.base, forced) }
    }

    /// The conditions of its page, of its group and its own, from the outside in.
    fn gates(&self) -> Vec<&'i Ir> {
        let form = &self.instance.form;
        let place = &form.layout.places[self.instance.entries[self.number as usize].def as usize];
        let page = form.pages[place.page as usize].when.as_ref();
        let group = place.group.map(|group| form.layout.groups[group as usize].field);
        let group = group.and_then(|field| form.defs[field as usize].when.as_ref());
        [page, group, self.def.when.as_ref()].into_iter().flatten().collect()
    }

    fn truth(&self, expression: &Ir, kept: &[Read]) -> u8 {
        guess(expression, &Probe::new(&self.scope, kept)).truth()
    }

    fn is_hidden(&self, kept: &[Read]) -> bool {
        self.gates().into_iter().any(|gate| self.truth(gate, kept) & TRUE == 0)
    }

    /// Certainly shown: all its conditions are true, or its own state is kept, which is that of a shown field.
    fn is_shown(&self, kept: &[Read]) -> bool {
        kept.contains(&self.own) || self.gates().into_iter().all(|gate| self.truth(gate, kept) == TRUE)
    }

    fn need(&self) -> Option<&'i Ir> {
        match &self.def.required {
            Need::Always(_) => None,
            Need::When(when) => Some(when),
        }
    }

    fn is_needed(&self, kept: &[Read]) -> bool {
        match &self.def.required {
            Need::Always(required) => *required,
            Need::When(when) => self.truth(when, kept) == TRUE,
        }
    }

    /// A group that names its fewest rows asks for them whether or not it is required.
    fn has_own_minimum(&self) -> bool {
        let field = self.instance.form.at(self.instance.entries[self.number as usize].def);
        matches!(&field.kind, Kind::Group(group) if group.min.is_some())
    }

    fn computed(&self, outcome: Outcome) -> Explanation {
        let expressions: Vec<&Ir> = self.gates().into_iter().chain(&self.def.computed).collect();
        let exact = |kept: &[Read]| {
            let found = self.def.computed.as_ref().map(|ir| guess(ir, &Probe::new(&self.scope, kept)));
            matches!(found, Some(Guess::Exactly(_))) && self.is_shown(kept)
        };
        self.explain(outcome, &expressions, &[], &exact)
    }

    /// The first prefill that applies locks; those before it do not apply or would lock as well.
    fn locked(&self) -> Explanation {
        let conditions = self.def.prefill.iter().filter_map(|prefill| prefill.when.as_ref());
        let expressions: Vec<&Ir> = self.gates().into_iter().chain(conditions).collect();
        let named: Vec<Read> = self.def.prefill.iter().map(|prefill| Read::Fact(prefill.fact)).collect();
        let ready = &self.instance.ready[self.instance.entries[self.number as usize].def as usize];
        let forced = |kept: &[Read]| {
            for (prefill, ready) in self.def.prefill.iter().zip(ready.iter()) {
                let applies = prefill.when.as_ref().map_or(TRUE, |when| self.truth(when, kept));
                let known = kept.contains(&Read::Fact(prefill.fact));
                if applies & TRUE == 0 || (known && ready.is_none()) {
                    continue;
                }
                match (prefill.lock, known && applies == TRUE) {
                    (true, true) => return self.is_shown(kept),
                    (true, false) => {}
                    (false, _) => return false,
                }
            }
            false
        };
        self.explain(Outcome::Locked, &expressions, &named, &forced)
    }

    fn violating(&self, code: &str) -> Explanation {
        let outcome = Outcome::Violating { code: code.to_owned() };
        let own = |kept: &[Read]| kept.contains(&self.own);
        let decided =
            |ir: &Ir, kept: &[Read]| matches!(guess(ir, &Probe::new(&self.scope, kept)), Guess::Exactly(_));
        if let Some(rule) = self.def.rules.iter().find(|rule| rule.code == code) {
            let expressions: Vec<&Ir> = self.gates().into_iter().chain([&rule.assert]).collect();
            let forced = |kept: &[Read]| self.is_shown(kept) && self.truth(&rule.assert, kept) == FALSE;
            return self.explain(outcome, &expressions, &[], &forced);
        }
        let slot = match code {
            "id_birth_mismatch" => self.def.birth,
            "id_sex_mismatch" => self.def.sex,
            _ => None,
        };
        let limit = match code {
            "date.before_min" => self.def.min.as_ref(),
            "date.future" | "date.after_max" => self.def.max.as_ref(),
            _ => None,
        };
        match (slot, limit) {
            (Some(slot), _) => {
                let both = [self.own, Read::Slot(slot)];
                self.explain(outcome, &[], &both, &|kept| both.iter().all(|read| kept.contains(read)))
            }
            (None, Some(limit)) => {
                self.explain(outcome, &[limit], &[self.own], &|kept| own(kept) && decided(limit, kept))
            }
            (None, None)
                if matches!(code, "required" | "attestation.required" | "file.one_of" | "group.min") =>
            {
                let need: Vec<&Ir> = self.need().into_iter().collect();
                let counted = code == "group.min" && self.has_own_minimum();
                let forced = |kept: &[Read]| own(kept) && (counted || self.is_needed(kept));
                self.explain(outcome, &need, &[self.own], &forced)
            }
            (None, None) if self.def.computed.is_some() => self.computed(outcome),
            (None, None) => self.explain(outcome, &[], &[self.own], &own),
        }
    }
}

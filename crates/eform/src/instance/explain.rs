//! Finds the causes of what a field is: first everything that the deciding conditions read, then without each thing that
//! is not needed. What is promised is in `crate::explain`; fees are in `explain/fee.rs`.

mod fee;

use std::cell::RefCell;

use super::Instance;
use super::scope::Seen;
use crate::explain::{Cause, CauseState, Explanation, Outcome};
use crate::expr::Ir;
use crate::expr::eval::{Scope, eval};
use crate::expr::guess::{FALSE, Guess, Log, Probe, Read, TRUE, guess, needed};
use crate::facts;
use crate::form::{Def, Need};
use crate::kinds::Kind;

/// One field whose outcomes are explained.
struct Subject<'i> {
    instance: &'i Instance,
    scope: Seen<'i>,
    gates: Vec<Placed<'i>>,
    def: &'i Def,
    /// The field itself as its own conditions would read it.
    own: Read,
    number: u32,
}

/// The weight of what is left out last: an answer.
const STRONGEST: u8 = 4;

/// An expression, and the first entry of the row that it stands in.
type Placed<'i> = (u32, &'i Ir);

/// Whether an outcome is certain as long as some reads stay as they are.
type Forced<'f> = &'f dyn Fn(&[Read]) -> bool;

impl Instance {
    /// Why a field is shown or hidden, required, locked, computed and wrong: one entry for each that holds now, and
    /// nothing for a path that the form does not have. See [`crate::explain`] for what is promised.
    #[must_use]
    pub fn explain(&self, path: &str) -> Vec<Explanation> {
        let Some(number) = self.find(path) else { return Vec::new() };
        let entry = &self.entries[number as usize];
        let own = Read::Field(number);
        let scope = Seen { instance: self, base: entry.base };
        let def = &self.form.defs[entry.def as usize];
        let subject = Subject { instance: self, scope, gates: self.gates(number), def, own, number };
        if !entry.visible {
            return vec![
                subject.explain(Outcome::Hidden, &subject.gates, &[], &|kept| subject.is_hidden(kept)),
            ];
        }
        let mut found =
            vec![subject.explain(Outcome::Shown, &subject.gates, &[], &|kept| subject.is_shown(kept))];
        if entry.required {
            let reads = subject.after_gates(subject.need());
            let forced = |kept: &[Read]| subject.is_shown(kept) && subject.is_needed(kept);
            found.push(subject.explain(Outcome::Required, &reads, &[], &forced));
        }
        if entry.locked {
            found.push(subject.locked());
        }
        if def.computed.is_some() {
            found.push(subject.computed(Outcome::Computed));
        }
        found.extend(entry.violations.iter().map(|violation| subject.violating(&violation.code)));
        found
    }

    /// Why the condition of a page holds or does not; nothing for a page that has none, or that the form does not have.
    /// A page can be empty all the same: its fields have conditions of their own.
    #[must_use]
    pub fn explain_page(&self, page: &str) -> Option<Explanation> {
        let number = self.form.schema.pages.iter().position(|found| found.id == page)?;
        let gate = (0, self.form.pages[number].when.as_ref()?);
        let is_on = self.pages[number].on;
        let forced = |kept: &[Read]| {
            let truth = self.gate(gate, kept);
            if is_on { truth == TRUE } else { truth & TRUE == 0 }
        };
        let outcome = if is_on { Outcome::Shown } else { Outcome::Hidden };
        Some(Explanation { outcome, causes: self.irreducible(self.reads(&[gate]), &forced) })
    }

    /// The conditions of a field's page, of the groups around it and its own, from the outside in.
    fn gates(&self, number: u32) -> Vec<Placed<'_>> {
        let entry = &self.entries[number as usize];
        let place = &self.form.layout.places[entry.def as usize];
        let mut gates = match place.group {
            Some(_) => self.gates(entry.list),
            None => self.form.pages[place.page as usize].when.iter().map(|when| (0, when)).collect(),
        };
        gates.extend(self.form.defs[entry.def as usize].when.iter().map(|when| (entry.base, when)));
        gates
    }

    /// What a condition can be as long as some reads stay as they are.
    fn gate(&self, (base, gate): Placed<'_>, kept: &[Read]) -> u8 {
        guess(gate, &Probe::new(&Seen { instance: self, base }, kept)).truth()
    }

    /// The cause that a read is.
    fn cause(&self, read: Read) -> Cause {
        match read {
            Read::Field(number) => {
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
            Read::Sum(list, cell) => Cause::Column {
                group: self.path(list),
                cell: self.form.at(self.entries[list as usize].def).cells()[cell as usize].id.clone(),
            },
        }
    }

    /// What can be left out first: what is not there, then what no one answered, then answers.
    fn weight(&self, read: Read) -> u8 {
        match self.cause(read) {
            Cause::Answer { state: CauseState::NotApplicable, .. } | Cause::Fact { known: false, .. } => 0,
            Cause::Answer { state: CauseState::Unset, .. } => 1,
            Cause::Today => 2,
            Cause::Fact { .. } | Cause::Column { .. } => 3,
            Cause::Answer { state: CauseState::Value, .. } => STRONGEST,
        }
    }

    /// The causes among some reads: each is tried without, the weakest first.
    fn irreducible(&self, reads: Vec<Read>, forced: Forced<'_>) -> Vec<Cause> {
        let weights: Vec<u8> = reads.iter().map(|read| self.weight(*read)).collect();
        let of = |weight: u8| reads.iter().zip(&weights).filter(move |(_, own)| **own == weight);
        let order: Vec<Read> = (0..=STRONGEST).flat_map(of).map(|(read, _)| *read).collect();
        needed(reads, &order, forced).into_iter().map(|read| self.cause(read)).collect()
    }

    /// Everything that expressions read as things are now.
    fn reads(&self, expressions: &[Placed<'_>]) -> Vec<Read> {
        let mut reads = Vec::new();
        for &(base, expression) in expressions {
            let log = Log { scope: &Seen { instance: self, base }, reads: RefCell::new(reads) };
            eval(expression, &log);
            reads = log.reads.into_inner();
        }
        reads
    }
}

impl<'i> Subject<'i> {
    fn explain(
        &self,
        outcome: Outcome,
        expressions: &[Placed<'i>],
        more: &[Read],
        forced: Forced<'_>,
    ) -> Explanation {
        let mut all = self.instance.reads(expressions);
        all.extend(more.iter().filter(|read| !all.contains(read)).copied().collect::<Vec<_>>());
        Explanation { outcome, causes: self.instance.irreducible(all, forced) }
    }

    /// Expressions of its own, after its gates.
    fn after_gates(&self, expressions: impl IntoIterator<Item = &'i Ir>) -> Vec<Placed<'i>> {
        let own = expressions.into_iter().map(|expression| (self.scope.base, expression));
        self.gates.iter().copied().chain(own).collect()
    }

    fn truth(&self, expression: &Ir, kept: &[Read]) -> u8 {
        guess(expression, &Probe::new(&self.scope, kept)).truth()
    }

    fn is_hidden(&self, kept: &[Read]) -> bool {
        self.gates.iter().any(|gate| self.instance.gate(*gate, kept) & TRUE == 0)
    }

    /// Certainly shown: all its conditions are true, or its own state is kept, which is that of a shown field.
    fn is_shown(&self, kept: &[Read]) -> bool {
        kept.contains(&self.own) || self.gates.iter().all(|gate| self.instance.gate(*gate, kept) == TRUE)
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
        let expressions = self.after_gates(&self.def.computed);
        let exact = |kept: &[Read]| {
            let found = self.def.computed.as_ref().map(|ir| guess(ir, &Probe::new(&self.scope, kept)));
            matches!(found, Some(Guess::Exactly(_))) && self.is_shown(kept)
        };
        self.explain(outcome, &expressions, &[], &exact)
    }

    /// The first prefill that applies locks; those before it do not apply or would lock as well.
    fn locked(&self) -> Explanation {
        let conditions = self.def.prefill.iter().filter_map(|prefill| prefill.when.as_ref());
        let expressions = self.after_gates(conditions);
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
            let expressions = self.after_gates([&rule.assert]);
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
                let both = [self.own, Read::Field(self.scope.entry(slot))];
                self.explain(outcome, &[], &both, &|kept| both.iter().all(|read| kept.contains(read)))
            }
            (None, Some(limit)) => self.explain(outcome, &[(self.scope.base, limit)], &[self.own], &|kept| {
                own(kept) && decided(limit, kept)
            }),
            (None, None)
                if matches!(code, "required" | "attestation.required" | "file.one_of" | "group.min") =>
            {
                let need: Vec<Placed<'_>> =
                    self.need().map(|need| (self.scope.base, need)).into_iter().collect();
                let counted = code == "group.min" && self.has_own_minimum();
                let forced = |kept: &[Read]| own(kept) && (counted || self.is_needed(kept));
                self.explain(outcome, &need, &[self.own], &forced)
            }
            (None, None) if self.def.computed.is_some() => self.computed(outcome),
            (None, None) => self.explain(outcome, &[], &[self.own], &own),
        }
    }
}

//! The state of one field: shown or not, its effective value and where that comes from. Order of precedence:
//! computed, locked prefill, what was typed, prefill, default. A prefill is derived at each evaluation and never
//! written into the draft, so it cannot clear or overwrite anything.

use serde_json::Value;

use super::Instance;
use super::entry::Origin;
use super::scope::Seen;
use crate::expr::eval::eval;
use crate::violation::Fault;

/// A newly evaluated state.
struct Next {
    visible: bool,
    locked: bool,
    value: Option<Value>,
    origin: Origin,
    /// Faults of a computed value.
    faults: Option<Vec<Fault>>,
}

/// What differs from before.
#[derive(Clone, Copy)]
pub(super) struct Difference {
    /// Visibility or value: readers must be evaluated again.
    pub value: bool,
    /// Anything that can be seen.
    pub view: bool,
    /// The page got its first visible field or lost its last.
    pub page: bool,
}

impl Instance {
    /// Evaluates the state of an entry and keeps it.
    pub(super) fn refresh_state(&mut self, number: u32) -> Difference {
        let next = self.next_state(number);
        let entry = &mut self.entries[number as usize];
        let flipped = entry.visible != next.visible;
        let value = flipped || entry.value != next.value;
        let view = value || entry.locked != next.locked || entry.origin != next.origin;
        entry.visible = next.visible;
        entry.locked = next.locked;
        entry.origin = next.origin;
        if value {
            entry.value = next.value;
        }
        if let Some(faults) = next.faults {
            entry.faults = faults;
        }
        let place = &self.form.layout.places[entry.def as usize];
        let mut page = false;
        if flipped && place.group.is_none() {
            let state = &mut self.pages[place.page as usize];
            page = if next.visible { state.shown == 0 } else { state.shown == 1 };
            state.shown = if next.visible { state.shown + 1 } else { state.shown.saturating_sub(1) };
        }
        Difference { value, view, page }
    }

    fn next_state(&self, number: u32) -> Next {
        let entry = &self.entries[number as usize];
        let place = &self.form.layout.places[entry.def as usize];
        let def = &self.form.defs[entry.def as usize];
        let scope = Seen { instance: self, base: entry.base };
        let parent = match place.group {
            Some(_) => self.entries[entry.list as usize].visible,
            None => self.pages[place.page as usize].on,
        };
        let mut next =
            Next { visible: false, locked: false, value: None, origin: Origin::Nothing, faults: None };
        if !parent || def.when.as_ref().is_some_and(|when| !eval(when, &scope).is_true()) {
            return next;
        }
        next.visible = true;
        if let Some(computed) = &def.computed {
            let kind = &self.form.at(entry.def).kind;
            let parsed = eval(computed, &scope).into_value().map(|value| kind.parse(&kind.show(&value)));
            let parsed = parsed.unwrap_or_default();
            next.origin = if parsed.value.is_some() { Origin::Computed } else { Origin::Nothing };
            next.value = parsed.value;
            next.faults = Some(parsed.faults);
            return next;
        }
        let ready = &self.ready[entry.def as usize];
        let mut prefills = (0..).zip(&def.prefill).zip(ready.iter()).filter_map(|((at, prefill), value)| {
            let applies = prefill.when.as_ref().is_none_or(|when| eval(when, &scope).is_true());
            let guessed = || self.facts[prefill.fact as usize].as_ref().is_some_and(|fact| fact.guessed);
            let value = value.as_ref().filter(|_| applies)?;
            Some((at, value, prefill.lock && !guessed()))
        });
        let prefill = prefills.next();
        (next.value, next.origin) = match (prefill, &entry.typed) {
            (Some((at, value, true)), _) => {
                next.locked = true;
                (Some(value.clone()), Origin::Prefill(at))
            }
            (Some((at, value, false)), Some(typed)) if value == typed => {
                (Some(typed.clone()), Origin::Prefill(at))
            }
            (Some((at, _, false)), Some(typed)) => (Some(typed.clone()), Origin::Changed(at)),
            (None, Some(typed)) => (Some(typed.clone()), Origin::Typed),
            (_, None) if entry.given => (None, Origin::Nothing),
            (Some((at, value, false)), None) => (Some(value.clone()), Origin::Prefill(at)),
            (None, None) => match &def.default {
                Some(value) => (Some(value.clone()), Origin::Default),
                None => (None, Origin::Nothing),
            },
        };
        next
    }
}

//! What the checker looks at in an instance: conditions as the engine decides them here and now. Only built for it.

use super::Instance;
use super::scope::Seen;
use crate::expr::Ir;
use crate::expr::eval::eval;
use crate::expr::guess::Guess;

impl Instance {
    /// How a condition turns out for a field or cell, as one of the truth values of `expr::guess`; 0 when there is no
    /// such row.
    pub(crate) fn truth(&self, path: &str, condition: &Ir) -> u8 {
        let Some(number) = self.find(path) else { return 0 };
        let scope = Seen { instance: self, base: self.entries[number as usize].base };
        Guess::Exactly(eval(condition, &scope)).truth()
    }

    /// How a condition that stands in no row turns out.
    pub(crate) fn truth_of_form(&self, condition: &Ir) -> u8 {
        Guess::Exactly(eval(condition, &Seen { instance: self, base: 0 })).truth()
    }

    /// Whether the page and the group of a field are shown.
    pub(crate) fn is_within_reach(&self, path: &str) -> bool {
        let Some(number) = self.find(path) else { return false };
        let entry = &self.entries[number as usize];
        let place = &self.form.layout.places[entry.def as usize];
        match place.group {
            Some(_) => self.entries[entry.list as usize].visible,
            None => self.pages[place.page as usize].on,
        }
    }
}

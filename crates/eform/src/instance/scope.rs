//! What expressions see of an instance.

use serde_json::Value;

use super::Instance;
use crate::date::CivilDate;
use crate::expr::Slot;
use crate::expr::eval::Scope;

/// An instance seen from the form or from one row.
pub(crate) struct Seen<'a> {
    pub instance: &'a Instance,
    /// First entry of the row.
    pub base: u32,
}

impl<'a> Scope<'a> for Seen<'a> {
    fn value(&self, slot: Slot) -> Option<&'a Value> {
        let entry = match slot {
            Slot::Form(entry) => entry,
            Slot::Cell(place) => self.base + place,
        };
        self.instance.entries[entry as usize].value.as_ref()
    }

    fn fact(&self, at: u32) -> Option<&'a Value> {
        self.instance.facts[at as usize].as_ref().map(|fact| &fact.value)
    }

    fn today(&self) -> CivilDate {
        self.instance.today
    }

    /// Cells that are not applicable in their row count as nothing; an unset one makes the sum missing.
    fn sum(&self, group: u32, cell: u32) -> Option<i64> {
        let mut total: i64 = 0;
        for (_, base) in &self.instance.groups[group as usize].list {
            let entry = &self.instance.entries[(base + cell) as usize];
            if entry.visible {
                total = total.checked_add(entry.value.as_ref()?.as_i64()?)?;
            }
        }
        Some(total)
    }
}

//! What expressions see of an instance.

use serde_json::Value;

use super::Instance;
use crate::calendar::Calendar;
use crate::catalogue::Codes;
use crate::date::CivilDate;
use crate::expr::Slot;
use crate::expr::decimal::Decimal;
use crate::expr::eval::{Scope, decimal_of};
use crate::facts::Fact;

/// An instance seen from the form or from one row.
pub(crate) struct Seen<'a> {
    pub instance: &'a Instance,
    /// First entry of the row.
    pub base: u32,
}

impl<'a> Scope<'a> for Seen<'a> {
    fn value(&self, slot: Slot) -> Option<&'a Value> {
        self.instance.entries[self.entry(slot) as usize].value.as_ref()
    }

    fn applies(&self, slot: Slot) -> bool {
        self.instance.entries[self.entry(slot) as usize].visible
    }

    /// Outside array operators there is no element, so that a slot of one means the own row.
    fn entry(&self, slot: Slot) -> u32 {
        match slot {
            Slot::Form(entry) => entry,
            Slot::Cell(0, place) | Slot::Element(0, place) => self.base + place,
            Slot::Cell(up, place) | Slot::Element(up, place) => self.around(self.base, up) + place,
        }
    }

    fn around(&self, base: u32, up: u32) -> u32 {
        let entries = &self.instance.entries;
        (0..up).fold(base, |base, _| entries[entries[base as usize].list as usize].base)
    }

    fn fact(&self, at: u32) -> Option<&'a Value> {
        self.instance.facts[at as usize].as_ref().map(|fact| &fact.value)
    }

    fn is_held(&self, at: u32) -> bool {
        self.instance.facts[at as usize].as_ref().is_some_and(Fact::is_held)
    }

    fn today(&self) -> CivilDate {
        self.instance.today
    }

    /// Cells that are not applicable in their row count as nothing; an unset one makes the sum missing.
    fn sum(&self, group: u32, cell: u32) -> Option<Decimal> {
        let mut total = Decimal::from(0);
        for (_, base) in self.instance.rows(group) {
            let entry = &self.instance.entries[(base + cell) as usize];
            if entry.visible {
                total = total.plus(decimal_of(entry.value.as_ref()?)?)?;
            }
        }
        Some(total)
    }

    fn row(&self, group: u32, at: usize) -> Option<u32> {
        self.instance.rows(group).get(at).map(|row| row.1)
    }

    fn codes(&self, list: &str) -> Option<&'a Codes> {
        self.instance.lists.get(list).map(AsRef::as_ref)
    }

    fn calendar(&self, name: &str) -> Option<&'a Calendar> {
        self.instance.form.calendars.iter().find(|(known, _)| known == name).map(|(_, calendar)| calendar)
    }
}

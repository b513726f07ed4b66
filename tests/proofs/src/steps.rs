//! What a citizen does with a form, by dice: answers wherever there is a field, rows added and removed, registers that answer,
//! a day that passes.

use eform::{Changes, CivilDate, Facts, Instance, Kind, cases};
use serde_json::Value;

use crate::answers;
use crate::dice::Dice;

/// One thing that happens to a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// An answer, or one taken back.
    Set(String, Option<Value>),
    /// A row at the end of a group.
    AddRow(String),
    /// A row of a group goes.
    RemoveRow(String, String),
    /// Registers answer.
    Facts(Facts),
    /// Another day.
    Today(CivilDate),
}

impl Step {
    /// What happens next to this form.
    pub fn next(dice: &mut Dice, instance: &Instance) -> Self {
        let paths = instance.paths();
        if paths.is_empty() || dice.one_in(40) {
            return Self::rare(dice);
        }
        let path = dice.pick(&paths).clone();
        let Some(field) = instance.field(&path) else { return Self::Set(path, None) };
        match (&field.def.kind, dice.roll(8)) {
            (Kind::Group(_), 0..=3) => Self::AddRow(path),
            (Kind::Group(_), 4 | 5) => {
                let row = format!("r{}", 1 + dice.roll(6));
                Self::RemoveRow(path, row)
            }
            (_, 7) if dice.one_in(2) => Self::Set(path, None),
            (kind, _) => {
                let raw = answers::raw(dice, kind);
                Self::Set(path, Some(raw))
            }
        }
    }

    fn rare(dice: &mut Dice) -> Self {
        match dice.roll(6) {
            0 => Self::Set("nobody/r1/nothing".to_owned(), Some(answers::thing(dice, 2))),
            1 => Self::AddRow("nobody".to_owned()),
            2 => Self::Today(day(dice)),
            _ => Self::Facts(facts(dice)),
        }
    }

    /// Does it.
    pub fn take(&self, instance: &mut Instance) -> Changes {
        match self {
            Self::Set(path, raw) => instance.set(path, raw.clone()),
            Self::AddRow(group) => instance.add_row(group).1,
            Self::RemoveRow(group, row) => instance.remove_row(group, row),
            Self::Facts(facts) => instance.set_facts(facts.clone()),
            Self::Today(day) => instance.set_today(*day),
        }
    }
}

/// A day of some years; now and then the ends of the calendar.
pub fn day(dice: &mut Dice) -> CivilDate {
    let days =
        ["2026-11-21", "2024-02-29", "2026-12-31", "2027-01-01", "1999-06-15", "0001-01-01", "9999-12-31"];
    CivilDate::parse(dice.pick::<&str>(&days)).unwrap_or_else(first_day)
}

/// The day on which every walk begins.
#[must_use]
pub fn first_day() -> CivilDate {
    CivilDate::parse("2026-11-21").unwrap_or_else(|| unreachable!("a day of the calendar"))
}

/// What some registers know, and now and then what they never should say.
pub fn facts(dice: &mut Dice) -> Facts {
    let mut facts = Facts::new();
    for (name, mut fact) in cases::known_facts() {
        if dice.one_in(2) {
            if dice.one_in(20) {
                fact.value = answers::thing(dice, 2);
            }
            facts.insert(name, fact);
        }
    }
    facts
}

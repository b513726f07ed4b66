//! Operators over dates: spans, steps and working days.

use serde_json::Value;

use super::{Typed, Typing};
use crate::expr::{Ir, Type};
use crate::schema::reader::join;

impl Typing<'_> {
    pub(super) fn dates(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        match name {
            "today" => self.some(arguments, at, 0..=0).map(|_| (Ir::Today, Type::Date)),
            "years" => Some((Ir::Years(self.pair(arguments, at, Type::Partial)?), Type::Int)),
            "days" => Some((Ir::Days(self.pair(arguments, at, Type::Partial)?), Type::Int)),
            "add_days" | "add_months" => {
                let [date, count] = self.two(arguments, at)?;
                let pair = self.both(date, Type::Date, count, Type::Int, at)?;
                let ir = if name == "add_days" { Ir::AddDays(pair) } else { Ir::AddMonths(pair) };
                Some((ir, Type::Date))
            }
            _ => self.calendar(name, arguments, at),
        }
    }

    /// Operators with the name of a calendar in third place.
    fn calendar(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let [left, right, calendar] = self.some(arguments, at, 3..=3)?.items else { return None };
        let second = match name {
            "working_days" => Type::Date,
            "received" => Type::Bool,
            _ => Type::Int,
        };
        let pair = self.both(left, Type::Date, right, second, at);
        let calendar: Box<str> = self.name(calendar, &join(at, "2"))?.into();
        self.named.calendars.insert(calendar.clone());
        Some(match name {
            "working_days" => (Ir::WorkingDays(pair?, calendar), Type::Int),
            "received" => (Ir::Received(pair?, calendar), Type::Date),
            _ => (Ir::AddWorkingDays(pair?, calendar), Type::Date),
        })
    }
}

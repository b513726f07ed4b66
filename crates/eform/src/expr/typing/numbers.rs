//! Arithmetic: `+ - * % /`, and the operators that round.

use serde_json::Value;

use super::arguments::Arguments;
use super::{Typed, Typing};
use crate::expr::decimal::Rounding;
use crate::expr::{Ir, Type};

impl Typing<'_> {
    pub(super) fn arithmetic(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let wanted = match name {
            "+" | "*" => 1..=usize::MAX,
            "-" => 1..=2,
            "%" | "/" => 2..=2,
            "round" => 1..=3,
            _ => 2..=4,
        };
        let given = self.some(arguments, at, wanted)?;
        match name {
            "divide" | "percent" | "round" => return self.rounded(name, given),
            _ => {}
        }
        let (mut numbers, kind) = self.numbers(given, usize::MAX)?;
        let ir = match name {
            "+" => Ir::Add(numbers.into()),
            "*" => Ir::Mul(numbers.into()),
            "-" => {
                if numbers.len() == 1 {
                    numbers.insert(0, Ir::Int(0));
                }
                Ir::Sub(two(numbers)?)
            }
            "%" => Ir::Remainder(two(numbers)?),
            _ => return Some((Ir::Quotient(two(numbers)?), Type::Decimal)),
        };
        Some((ir, kind))
    }

    /// The first numbers, and the type that all of them have: Decimal when one is.
    fn numbers(&mut self, given: Arguments<'_, '_>, count: usize) -> Option<(Vec<Ir>, Type)> {
        let mut kind = Type::Int;
        // All arguments are compiled before giving up, so that every mistake is reported.
        let count = count.min(given.items.len());
        let mut out = Vec::with_capacity(count);
        for (place, item) in given.items.iter().take(count).enumerate() {
            let pointer = given.at(place);
            match self.compile(item, &pointer) {
                Some((ir, found)) if found.is_number() => {
                    kind = kind.with(found)?;
                    out.push(ir);
                }
                Some((_, found)) => _ = self.mismatch::<()>(&pointer, kind, found),
                None => {}
            }
        }
        (out.len() == count).then_some((out, kind))
    }

    fn rounded(&mut self, name: &str, given: Arguments<'_, '_>) -> Typed {
        let operands = if name == "round" { 1 } else { 2 };
        let usual = if name == "percent" { Rounding::Down } else { Rounding::HalfUp };
        let (mut numbers, _) = self.numbers(given, operands)?;
        let (places, rounding) = self.rounding(given, operands, usual)?;
        let kind = if places > 0 { Type::Decimal } else { Type::Int };
        let ir = match name {
            "round" => Ir::Round(Box::new(numbers.pop()?), places, rounding),
            "percent" => {
                let product = Ir::Mul(numbers.into());
                Ir::Divide(Box::new([product, Ir::Int(100)]), places, rounding)
            }
            _ => Ir::Divide(two(numbers)?, places, rounding),
        };
        Some((ir, kind))
    }
}

fn two(numbers: Vec<Ir>) -> Option<Box<[Ir; 2]>> {
    let pair: [Ir; 2] = numbers.try_into().ok()?;
    Some(Box::new(pair))
}

//! Operators over texts, words for dates and numbers, and membership in catalogues.

use serde_json::Value;

use super::{Typed, Typing, single};
use crate::expr::{Ir, Spot, Type};
use crate::schema::reader::join;

impl Typing<'_> {
    pub(super) fn text_operator(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let boxed = |ir: Option<Ir>| ir.map(Box::new);
        let ir = match name {
            "cat" => return self.join_texts(arguments, at),
            "name" => return self.full_name(arguments, at),
            "substr" => return self.substr(arguments, at),
            "listed" | "has" => return self.catalogued(name, arguments, at),
            "starts_with" | "ends_with" => {
                let end = if name == "starts_with" { Spot::Start } else { Spot::End };
                let [whole, part] = self.two(arguments, at)?;
                let mut pair = self.both(whole, Type::Text, part, Type::Text, at)?;
                pair.reverse();
                return Some((Ir::Within(pair, end), Type::Bool));
            }
            "length" => {
                return Some((Ir::Length(boxed(self.sole(arguments, at, Type::Text))?), Type::Int));
            }
            "fold" => Ir::FoldText(boxed(self.sole(arguments, at, Type::Text))?),
            "upper" => Ir::Upper(boxed(self.sole(arguments, at, Type::Text))?),
            "date_words" => Ir::DateWords(boxed(self.sole(arguments, at, Type::Partial))?),
            "number_words" => Ir::NumberWords(boxed(self.sole(arguments, at, Type::Int))?, false),
            "money_words" => Ir::NumberWords(boxed(self.sole(arguments, at, Type::Int))?, true),
            _ => return self.issue(at, "unknown_operator"),
        };
        Some((ir, Type::Text))
    }

    fn join_texts(&mut self, arguments: &Value, at: &str) -> Typed {
        let given = self.some(arguments, at, 1..=usize::MAX)?;
        let mut out = Vec::with_capacity(given.items.len());
        for (place, item) in given.items.iter().enumerate() {
            let pointer = given.at(place);
            match self.compile(item, &pointer)? {
                (ir, Type::Text | Type::Int | Type::Decimal) => out.push(ir),
                (_, found) => return self.mismatch(&pointer, Type::Text, found),
            }
        }
        Some((Ir::Cat(out.into()), Type::Text))
    }

    /// `{"name": "field"}` or `{"name": EXPR}`.
    fn full_name(&mut self, argument: &Value, at: &str) -> Typed {
        let (argument, at) = single(argument, at);
        let (ir, kind) = self.field_or_expression(argument, &at)?;
        if kind != Type::Name {
            return self.mismatch(&at, Type::Name, kind);
        }
        Some((Ir::FullName(Box::new(ir)), Type::Text))
    }

    fn substr(&mut self, arguments: &Value, at: &str) -> Typed {
        let items = self.some(arguments, at, 2..=3)?.items;
        let text = self.expect(items.first()?, &join(at, "0"), Type::Text)?;
        let start = self.expect(items.get(1)?, &join(at, "1"), Type::Int)?;
        let mut parts = vec![text, start];
        if let Some(length) = items.get(2) {
            parts.push(self.expect(length, &join(at, "2"), Type::Int)?);
        }
        Some((Ir::Substr(parts.into()), Type::Text))
    }

    /// `listed` and `has`: the list is named in the schema, the code is an expression.
    fn catalogued(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let names = if name == "has" { 2 } else { 1 };
        let items = self.some(arguments, at, names + 1..=names + 1)?.items;
        let mut list = String::new();
        for (place, item) in items.iter().take(names).enumerate() {
            if place > 0 {
                list.push('/');
            }
            list.push_str(self.name(item, &join(at, &place.to_string()))?);
        }
        let code = self.expect(items.last()?, &join(at, &names.to_string()), Type::Text)?;
        self.named.lists.insert(list.as_str().into());
        Some((Ir::Listed(list.into(), Box::new(code)), Type::Bool))
    }
}

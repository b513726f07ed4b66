//! Array operators and membership. What they walk is a [`Source`]: rows of a group, chosen options, a literal list, or
//! one of these filtered or mapped; there are no other loops.

use serde_json::Value;

use super::arguments::{name_of, single};
use super::{Element, Read, Typed, Typing};
use crate::expr::{Fold, Ir, Quantifier, Source, Spot, Type};
use crate::schema::reader::join;

impl Typing<'_> {
    pub(super) fn list_operator(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        match name {
            "in" => self.membership(arguments, at),
            "count" => self.count(arguments, at),
            "sum" => self.sum(arguments, at),
            "min" | "max" => self.extreme(name, arguments, at),
            "distinct" => {
                let (argument, at) = single(arguments, at);
                let (list, element) = self.list(argument, &at)?;
                self.value_element(element, &at)?;
                Some((Ir::Fold(Fold::Distinct, Box::new(list)), Type::Bool))
            }
            "all" => self.quantifier(Quantifier::All, arguments, at),
            "some" => self.quantifier(Quantifier::Some, arguments, at),
            "none" => self.quantifier(Quantifier::None, arguments, at),
            // A list is no value: it stands where one of the operators above takes it.
            _ => self.issue(at, "list_not_here"),
        }
    }

    fn membership(&mut self, arguments: &Value, at: &str) -> Typed {
        let [item, list] = self.two(arguments, at)?;
        let right = join(at, "1");
        if let Some(options) = list.as_array() {
            let (found, kind) = self.compile(item, &join(at, "0"))?;
            // Whatever the item can be equal to.
            let kind = match kind {
                kind if kind.is_number() => Type::Decimal,
                kind if kind.is_date() => Type::Partial,
                kind => kind,
            };
            let mut out = Vec::with_capacity(options.len());
            for (place, option) in options.iter().enumerate() {
                let pointer = join(&right, &place.to_string());
                self.check_option(item, option, &pointer);
                out.push(self.expect(option, &pointer, kind)?);
            }
            return Some((Ir::In(Box::new([found, Ir::List(out.into())])), Type::Bool));
        }
        if is_list(list) {
            let (item, kind) = self.compile(item, &join(at, "0"))?;
            let (list, element) = self.list(list, &right)?;
            let found = self.value_element(element, &right)?;
            if kind.with(found).is_none() {
                return self.mismatch(&right, kind, found);
            }
            return Some((Ir::Among(Box::new(item), Box::new(list)), Type::Bool));
        }
        self.check_option(list, item, at);
        let item = self.expect(item, &join(at, "0"), Type::Text)?;
        match self.compile(list, &right)? {
            (list, Type::Texts) => Some((Ir::In(Box::new([item, list])), Type::Bool)),
            (whole, Type::Text) => Some((Ir::Within(Box::new([item, whole]), Spot::Anywhere), Type::Bool)),
            (_, found) => self.mismatch(&right, Type::Texts, found),
        }
    }

    fn count(&mut self, arguments: &Value, at: &str) -> Typed {
        let (argument, inner) = single(arguments, at);
        if argument.is_object() || (argument.is_array() && inner != at) {
            let (list, _) = self.list(argument, &inner)?;
            return Some((Ir::Fold(Fold::Count, Box::new(list)), Type::Int));
        }
        match self.variable(argument, at)? {
            (slot, Type::Rows | Type::Files | Type::Texts) => Some((Ir::Count(slot), Type::Int)),
            (_, found) => self.mismatch(at, Type::Rows, found),
        }
    }

    fn sum(&mut self, arguments: &Value, at: &str) -> Typed {
        let (argument, inner) = single(arguments, at);
        let are_names = |items: &Vec<Value>| items.iter().any(Value::is_string);
        let is_sole = is_list(argument) || (argument.is_array() && inner != at);
        if is_sole || arguments.as_array().is_some_and(|items| !items.is_empty() && !are_names(items)) {
            let (argument, inner) = if is_sole { (argument, inner) } else { (arguments, at.to_owned()) };
            let (list, element) = self.list(argument, &inner)?;
            let kind = self.value_element(element, &inner)?;
            if !kind.is_number() {
                return self.mismatch(&inner, Type::Int, kind);
            }
            return Some((Ir::Fold(Fold::Sum, Box::new(list)), kind));
        }
        let [group, cell] = self.two(arguments, at)?;
        let found = group.as_str().and_then(|group| self.find(group));
        let found = found.and_then(|(field, def)| Some((field, def, self.layout.places[def as usize].rows?)));
        let Some((field, list, group)) = found else { return self.issue(at, "unknown_group") };
        let Some(cell) = cell.as_str().and_then(|cell| self.layout.cell(group, cell)) else {
            return self.issue(at, "unknown_field");
        };
        let (shared, def) = (self.shared(field), self.layout.groups[group as usize].first + cell);
        self.reads.extend([list, def].map(|def| Read { def, shared }));
        match self.layout.kind(def) {
            Some(kind) if kind.is_number() => Some((Ir::Sum { group, field, cell }, kind)),
            Some(found) => self.mismatch(at, Type::Int, found),
            None => self.issue(at, "field_without_value"),
        }
    }

    /// `min` and `max` of a list or of their arguments.
    fn extreme(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let (argument, inner) = single(arguments, at);
        let is_sole = is_list(argument) || (argument.is_array() && inner != at);
        let (list, element) = match (is_sole, arguments.is_array()) {
            (true, _) => self.list(argument, &inner)?,
            (false, true) => self.list(arguments, at)?,
            (false, false) => {
                let (ir, kind) = self.compile(arguments, at)?;
                (Source::Literal(Box::new([ir])), Element::Value(kind))
            }
        };
        let kind = self.value_element(element, at)?;
        if !(kind.is_number() || kind == Type::Date) {
            return self.mismatch(at, Type::Int, kind);
        }
        let fold = if name == "min" { Fold::Min } else { Fold::Max };
        Some((Ir::Fold(fold, Box::new(list)), kind))
    }

    fn quantifier(&mut self, quantifier: Quantifier, arguments: &Value, at: &str) -> Typed {
        let [list, condition] = self.two(arguments, at)?;
        let (list, element) = self.list(list, &join(at, "0"))?;
        let condition =
            self.looking_at(element, |typing| typing.expect(condition, &join(at, "1"), Type::Bool))?;
        Some((Ir::Each(quantifier, Box::new(list), Box::new(condition)), Type::Bool))
    }

    /// A list and what is in it.
    fn list(&mut self, value: &Value, at: &str) -> Option<(Source, Element)> {
        if !self.is_room(at) {
            return None;
        }
        if let Some(items) = value.as_array() {
            return self.literal(items, at);
        }
        let (name, arguments) = match value.as_object().and_then(|map| map.iter().next()) {
            Some((name, arguments)) if is_list(value) => (name.as_str(), arguments),
            Some((name, arguments)) if name == "var" => {
                return self.listed_field(arguments, &join(at, "var"));
            }
            _ => return self.issue(at, "not_a_list"),
        };
        let at = join(at, name);
        let [list, body] = self.two(arguments, &at)?;
        let (list, element) = self.list(list, &join(&at, "0"))?;
        let pointer = join(&at, "1");
        if name == "filter" {
            let condition = self.looking_at(element, |typing| typing.expect(body, &pointer, Type::Bool))?;
            return Some((Source::Filter(Box::new(list), Box::new(condition)), element));
        }
        let (body, kind) = self.looking_at(element, |typing| typing.compile(body, &pointer))?;
        Some((Source::Map(Box::new(list), Box::new(body)), Element::Value(kind)))
    }

    fn literal(&mut self, items: &[Value], at: &str) -> Option<(Source, Element)> {
        let mut out = Vec::with_capacity(items.len());
        let mut all: Option<Type> = None;
        for (place, item) in items.iter().enumerate() {
            let pointer = join(at, &place.to_string());
            let (ir, kind) = self.compile(item, &pointer)?;
            all = match all.map(|before| (before, before.with(kind))) {
                None => Some(kind),
                Some((_, Some(both))) => Some(both),
                Some((before, None)) => return self.mismatch(&pointer, before, kind),
            };
            out.push(ir);
        }
        match all {
            Some(kind) => Some((Source::Literal(out.into()), Element::Value(kind))),
            None => self.issue(at, "empty_list"),
        }
    }

    fn listed_field(&mut self, name: &Value, at: &str) -> Option<(Source, Element)> {
        let (field, kind) = self.variable(name, at)?;
        match kind {
            Type::Rows => {
                let (_, def) = self.find(name_of(name)?)?;
                let group = self.layout.places[def as usize].rows?;
                Some((Source::Rows { group, field }, Element::Row(group, self.shared(field))))
            }
            Type::Texts => Some((Source::Values(Box::new(Ir::Var(field, kind))), Element::Value(Type::Text))),
            found => self.mismatch(at, Type::Rows, found),
        }
    }

    /// The type of the values of a list; rows are no values.
    fn value_element(&mut self, element: Element, at: &str) -> Option<Type> {
        match element {
            Element::Value(kind) => Some(kind),
            Element::Row(..) => self.mismatch(at, Type::Text, Type::Rows),
        }
    }

    /// Compiles with names that mean the cells of each row or the value itself.
    fn looking_at<T>(&mut self, element: Element, compile: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.element.replace(element);
        let out = compile(self);
        self.element = outer;
        out
    }
}

/// Whether an expression can only be a list.
fn is_list(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|map| map.len() == 1 && map.keys().all(|name| name == "map" || name == "filter"))
}

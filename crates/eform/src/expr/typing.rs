//! Gives an expression its types and slots, and reports every mistake in it with a pointer: unknown operators, names
//! and facts, types that do not meet, options that do not exist. Operators' own rules are here; where names live is
//! asked from the form's [`Layout`].

use serde_json::Value;

use super::{Ir, Slot, Type};
use crate::date::partial::PartialDate;
use crate::facts;
use crate::form::layout::Layout;
use crate::issue::SchemaIssue;
use crate::schema::reader::join;

/// Most operators and literals of one expression.
const MAX_NODES: usize = 500;

/// Compiles expressions that stand at one place of the form.
pub(crate) struct Typing<'a> {
    /// Where names live.
    pub layout: &'a Layout,
    /// Number of the group whose row is in scope.
    pub group: Option<u32>,
    /// Collects mistakes.
    pub issues: &'a mut Vec<SchemaIssue>,
    /// Collects the fields that are read.
    pub reads: Vec<u32>,
    nodes: usize,
}

/// A compiled expression with its type; `None` after a mistake that is already reported.
type Typed = Option<(Ir, Type)>;

impl<'a> Typing<'a> {
    /// A compiler for expressions in one scope.
    pub fn new(layout: &'a Layout, group: Option<u32>, issues: &'a mut Vec<SchemaIssue>) -> Self {
        Self { layout, group, issues, reads: Vec::new(), nodes: 0 }
    }

    /// An expression that must have the given type.
    pub fn expect(&mut self, value: &Value, pointer: &str, wanted: Type) -> Option<Ir> {
        let (ir, found) = self.compile(value, pointer)?;
        if wanted.accepts(found) {
            return Some(ir);
        }
        match (wanted.is_date(), literal_date(&ir)) {
            (true, Some(date)) if wanted == Type::Partial || date.exact().is_some() => Some(Ir::Day(date)),
            _ => self.mismatch(pointer, wanted, found),
        }
    }

    /// An expression of any type.
    pub fn compile(&mut self, value: &Value, pointer: &str) -> Typed {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            if self.nodes == MAX_NODES + 1 {
                return self.issue(pointer, "expression_too_large");
            }
            return None;
        }
        match value {
            Value::Bool(value) => Some((Ir::Bool(*value), Type::Bool)),
            Value::String(text) => Some((Ir::Text(text.as_str().into()), Type::Text)),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Some((Ir::Int(number), Type::Int)),
                None => self.issue(pointer, "not_an_integer"),
            },
            Value::Object(map) if map.len() == 1 => {
                let (name, arguments) = map.iter().next()?;
                self.operator(name, arguments, &join(pointer, name))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => self.issue(pointer, "not_an_expression"),
        }
    }

    fn operator(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        match name {
            "var" => {
                let (slot, kind) = self.variable(arguments, at)?;
                Some((Ir::Var(slot, kind), kind))
            }
            "fact" => self.fact(arguments, at),
            "today" => Some((Ir::Today, Type::Date)),
            "==" => self.equality(arguments, at),
            "!=" => {
                let (equal, _) = self.equality(arguments, at)?;
                Some((Ir::Not(Box::new(equal)), Type::Bool))
            }
            "<" | "<=" | ">" | ">=" => self.order(name, arguments, at),
            "and" => Some((Ir::And(self.each(arguments, at, Type::Bool)?), Type::Bool)),
            "or" => Some((Ir::Or(self.each(arguments, at, Type::Bool)?), Type::Bool)),
            "!" => Some((Ir::Not(Box::new(self.sole(arguments, at, Type::Bool)?)), Type::Bool)),
            "if" => self.branches(arguments, at),
            "in" => self.membership(arguments, at),
            "+" => Some((Ir::Add(self.each(arguments, at, Type::Int)?), Type::Int)),
            "*" => Some((Ir::Mul(self.each(arguments, at, Type::Int)?), Type::Int)),
            "-" => Some((Ir::Sub(self.pair(arguments, at, Type::Int)?), Type::Int)),
            "known" => Some((Ir::Known(self.variable(arguments, at)?.0), Type::Bool)),
            "count" => match self.variable(arguments, at)? {
                (slot, Type::Rows | Type::Files | Type::Texts) => Some((Ir::Count(slot), Type::Int)),
                (_, found) => self.mismatch(at, Type::Rows, found),
            },
            "sum" => self.sum(arguments, at),
            "years" => Some((Ir::Years(self.pair(arguments, at, Type::Partial)?), Type::Int)),
            "days" => Some((Ir::Days(self.pair(arguments, at, Type::Partial)?), Type::Int)),
            "date_words" => {
                Some((Ir::DateWords(Box::new(self.sole(arguments, at, Type::Partial)?)), Type::Text))
            }
            "cat" => self.join_texts(arguments, at),
            "name" => self.full_name(arguments, at),
            "part" => self.part(arguments, at),
            _ => self.issue(at, "unknown_operator"),
        }
    }

    /// A field by its id: a cell of the same row first, then the form.
    pub fn variable(&mut self, name: &Value, at: &str) -> Option<(Slot, Type)> {
        let Some(name) = name.as_str().or_else(|| single(name).as_str()) else {
            return self.issue(at, "expected_name");
        };
        let Some((slot, def)) = self.layout.resolve(name, self.group) else {
            self.issues.push(SchemaIssue::new(at, "unknown_field").with("field", name));
            return None;
        };
        self.reads.push(def);
        match self.layout.kind(def) {
            Some(kind) => Some((slot, kind)),
            None => self.issue(at, "field_without_value"),
        }
    }

    fn fact(&mut self, name: &Value, at: &str) -> Typed {
        let Some(found) = name.as_str().and_then(facts::find) else { return self.issue(at, "unknown_fact") };
        let kind = facts::KNOWN[found].1;
        Some((Ir::Fact(u32::try_from(found).ok()?, kind), kind))
    }

    fn equality(&mut self, arguments: &Value, at: &str) -> Typed {
        let [left, right] = self.two(arguments, at)?;
        self.check_option(left, right, at);
        self.check_option(right, left, at);
        let (left, left_type) = self.compile(left, &join(at, "0"))?;
        let (right, right_type) = self.compile(right, &join(at, "1"))?;
        let (left, right) = self.meet((left, left_type), (right, right_type), at)?;
        Some((Ir::Eq(Box::new([left, right])), Type::Bool))
    }

    /// Two operands of one type; a text literal becomes a date beside a date.
    fn meet(&mut self, left: (Ir, Type), right: (Ir, Type), at: &str) -> Option<(Ir, Ir)> {
        if left.1 == right.1 || (left.1.is_date() && right.1.is_date()) {
            return Some((left.0, right.0));
        }
        if left.1.is_date()
            && let Some(date) = literal_date(&right.0)
        {
            return Some((left.0, Ir::Day(date)));
        }
        if right.1.is_date()
            && let Some(date) = literal_date(&left.0)
        {
            return Some((Ir::Day(date), right.0));
        }
        self.mismatch(at, left.1, right.1)
    }

    fn order(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        let [left, right] = self.two(arguments, at)?;
        let left = self.compile(left, &join(at, "0"))?;
        let right = self.compile(right, &join(at, "1"))?;
        if !(left.1 == Type::Int || left.1.is_date() || right.1.is_date()) {
            return self.mismatch(at, Type::Int, left.1);
        }
        let (left, right) = self.meet(left, right, at)?;
        let pair = if name.starts_with('>') { [right, left] } else { [left, right] };
        Some((Ir::Less(Box::new(pair), name.ends_with('=')), Type::Bool))
    }

    fn branches(&mut self, arguments: &Value, at: &str) -> Typed {
        let Some(items) = arguments.as_array().filter(|items| items.len() >= 2) else {
            return self.issue(at, "arguments");
        };
        let mut out = Vec::with_capacity(items.len());
        let mut result: Option<Type> = None;
        for (place, item) in items.iter().enumerate() {
            let pointer = join(at, &place.to_string());
            if place % 2 == 0 && place + 1 < items.len() {
                out.push(self.expect(item, &pointer, Type::Bool)?);
                continue;
            }
            let (ir, kind) = self.compile(item, &pointer)?;
            result = match result {
                None => Some(kind),
                Some(before) if before == kind => Some(kind),
                Some(before) if before.is_date() && kind.is_date() => Some(Type::Partial),
                Some(before) => return self.mismatch(&pointer, before, kind),
            };
            out.push(ir);
        }
        Some((Ir::If(out.into()), result?))
    }

    fn membership(&mut self, arguments: &Value, at: &str) -> Typed {
        let [item, list] = self.two(arguments, at)?;
        let right = join(at, "1");
        let Some(options) = list.as_array() else {
            self.check_option(list, item, at);
            let item = self.expect(item, &join(at, "0"), Type::Text)?;
            let list = self.expect(list, &right, Type::Texts)?;
            return Some((Ir::In(Box::new([item, list])), Type::Bool));
        };
        let (found, kind) = self.compile(item, &join(at, "0"))?;
        let mut out = Vec::with_capacity(options.len());
        for (place, option) in options.iter().enumerate() {
            let pointer = join(&right, &place.to_string());
            self.check_option(item, option, &pointer);
            out.push(self.expect(option, &pointer, kind)?);
        }
        Some((Ir::In(Box::new([found, Ir::List(out.into())])), Type::Bool))
    }

    fn sum(&mut self, arguments: &Value, at: &str) -> Typed {
        let [group, cell] = self.two(arguments, at)?;
        let found = group.as_str().and_then(|group| self.layout.group(group));
        let Some((number, field)) = found else { return self.issue(at, "unknown_group") };
        let Some((Slot::Cell(place), def)) =
            cell.as_str().and_then(|cell| self.layout.resolve(cell, Some(number)))
        else {
            return self.issue(at, "unknown_field");
        };
        self.reads.extend([field, def]);
        match self.layout.kind(def) {
            Some(Type::Int) => Some((Ir::Sum { group: number, field, cell: place }, Type::Int)),
            Some(found) => self.mismatch(at, Type::Int, found),
            None => self.issue(at, "field_without_value"),
        }
    }

    fn join_texts(&mut self, arguments: &Value, at: &str) -> Typed {
        let Some(items) = arguments.as_array() else { return self.issue(at, "arguments") };
        let mut out = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let pointer = join(at, &place.to_string());
            match self.compile(item, &pointer)? {
                (ir, Type::Text | Type::Int) => out.push(ir),
                (_, found) => return self.mismatch(&pointer, Type::Text, found),
            }
        }
        Some((Ir::Cat(out.into()), Type::Text))
    }

    /// `{"name": "field"}` or `{"name": EXPR}`.
    fn full_name(&mut self, argument: &Value, at: &str) -> Typed {
        let (ir, kind) = self.field_or_expression(argument, at)?;
        if kind != Type::Name {
            return self.mismatch(at, Type::Name, kind);
        }
        Some((Ir::FullName(Box::new(ir)), Type::Text))
    }

    fn part(&mut self, arguments: &Value, at: &str) -> Typed {
        let [field, key] = self.two(arguments, at)?;
        let (ir, kind) = self.field_or_expression(field, &join(at, "0"))?;
        let parts: &[&str] = match kind {
            Type::Name => &crate::name::PARTS,
            Type::Place => &crate::kinds::address::KEYS,
            _ => return self.mismatch(at, Type::Place, kind),
        };
        match key.as_str().filter(|key| parts.contains(key)) {
            Some(key) => Some((Ir::Part(Box::new(ir), key.into()), Type::Text)),
            None => self.issue(&join(at, "1"), "unknown_part"),
        }
    }

    fn field_or_expression(&mut self, argument: &Value, at: &str) -> Typed {
        if argument.is_string() {
            let (slot, kind) = self.variable(argument, at)?;
            return Some((Ir::Var(slot, kind), kind));
        }
        self.compile(argument, at)
    }

    /// Reports a literal that is not among the options of the field beside it: such a condition is dead.
    fn check_option(&mut self, field: &Value, literal: &Value, at: &str) {
        let named =
            field.get("var").and_then(Value::as_str).and_then(|name| self.layout.resolve(name, self.group));
        let (Some((_, def)), Some(literal)) = (named, literal.as_str()) else { return };
        if let Some(options) = self.layout.options(def)
            && !options.iter().any(|option| option == literal)
        {
            self.issues.push(SchemaIssue::new(at, "unknown_option").with("option", literal));
        }
    }

    fn each(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Box<[Ir]>> {
        let Some(items) = arguments.as_array().filter(|items| !items.is_empty()) else {
            return self.issue(at, "arguments");
        };
        // All arguments are compiled before giving up, so that every mistake is reported.
        let mut out = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            out.extend(self.expect(item, &join(at, &place.to_string()), wanted));
        }
        (out.len() == items.len()).then(|| out.into())
    }

    fn pair(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Box<[Ir; 2]>> {
        let [left, right] = self.two(arguments, at)?;
        let left = self.expect(left, &join(at, "0"), wanted);
        let right = self.expect(right, &join(at, "1"), wanted);
        Some(Box::new([left?, right?]))
    }

    fn sole(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Ir> {
        self.expect(single(arguments), at, wanted)
    }

    fn two<'v>(&mut self, arguments: &'v Value, at: &str) -> Option<[&'v Value; 2]> {
        match arguments.as_array().map(Vec::as_slice) {
            Some([left, right]) => Some([left, right]),
            _ => self.issue(at, "arguments"),
        }
    }

    fn issue<T>(&mut self, at: &str, code: &'static str) -> Option<T> {
        self.issues.push(SchemaIssue::new(at, code));
        None
    }

    fn mismatch<T>(&mut self, at: &str, wanted: Type, found: Type) -> Option<T> {
        self.issues.push(
            SchemaIssue::new(at, "type_mismatch").with("wanted", wanted.word()).with("found", found.word()),
        );
        None
    }
}

/// An argument that may stand in a list of one.
fn single(arguments: &Value) -> &Value {
    match arguments.as_array().map(Vec::as_slice) {
        Some([only]) => only,
        _ => arguments,
    }
}

fn literal_date(ir: &Ir) -> Option<PartialDate> {
    match ir {
        Ir::Text(text) => PartialDate::parse(text),
        _ => None,
    }
}

//! Gives expressions their types. Every mistake is an issue at its exact place; nothing is guessed: an operator's
//! arguments have one type, and a text becomes a date only as a literal beside a date. Where names live is asked from
//! the form's [`Layout`]. Here: literals, variables and logic; the other operators are in `typing/`.

mod arguments;
mod dates;
mod lists;
mod numbers;
mod texts;

use serde_json::Value;

use super::decimal::Decimal;
use super::{Ir, Slot, Type};
use crate::date::partial::PartialDate;
use crate::facts;
use crate::form::Named;
use crate::form::layout::Layout;
use crate::issue::SchemaIssue;
use crate::schema::reader::join;
use arguments::{name_of, single};

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
    pub reads: Vec<Read>,
    /// Collects the calendars and lists that are named.
    pub named: Named,
    nodes: usize,
    element: Option<Element>,
}

/// One reading of a field or cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    pub def: u32,
    /// How many rows, from the outside in, the reader shares with all that it reads: two cells of one row share it,
    /// what an array operator walks is shared as far as the row that the list is in.
    pub shared: u32,
}

/// What an array operator looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// A row of a group; of the rows around it so many are the reader's own.
    Row(u32, u32),
    /// A value.
    Value(Type),
}

/// A compiled expression with its type; `None` after a mistake that is already reported.
type Typed = Option<(Ir, Type)>;

impl<'a> Typing<'a> {
    /// A compiler for expressions in one scope.
    pub fn new(layout: &'a Layout, group: Option<u32>, issues: &'a mut Vec<SchemaIssue>) -> Self {
        let named = Named::default();
        Self { layout, group, issues, reads: Vec::new(), named, nodes: 0, element: None }
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
        if !self.is_room(pointer) {
            return None;
        }
        match value {
            Value::Bool(value) => Some((Ir::Bool(*value), Type::Bool)),
            Value::String(text) => Some((Ir::Text(text.as_str().into()), Type::Text)),
            Value::Number(number) => match (number.as_i64(), Decimal::literal(&number.to_string())) {
                (Some(number), _) => Some((Ir::Int(number), Type::Int)),
                (None, Some(number)) => Some((Ir::Decimal(number), Type::Decimal)),
                (None, None) => self.issue(pointer, "number_not_exact"),
            },
            Value::Object(map) if map.len() == 1 => {
                let (name, arguments) = map.iter().next()?;
                self.operator(name, arguments, &join(pointer, name))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => self.issue(pointer, "not_an_expression"),
        }
    }

    /// Counts one more node; the first one too many is an issue.
    fn is_room(&mut self, pointer: &str) -> bool {
        self.nodes += 1;
        if self.nodes == MAX_NODES + 1 {
            self.issues.push(SchemaIssue::new(pointer, "expression_too_large").with("limit", MAX_NODES));
        }
        self.nodes <= MAX_NODES
    }

    fn operator(&mut self, name: &str, arguments: &Value, at: &str) -> Typed {
        match name {
            "var" => self.read(arguments, at),
            "row" => self.own_cell(arguments, at),
            "fact" => self.fact(arguments, at),
            "==" | "===" => self.equality(arguments, at),
            "!=" | "!==" => {
                let (equal, _) = self.equality(arguments, at)?;
                Some((Ir::Not(Box::new(equal)), Type::Bool))
            }
            "<" | "<=" | ">" | ">=" => self.order(name, arguments, at),
            "and" => Some((Ir::And(self.each(arguments, at, Type::Bool)?), Type::Bool)),
            "or" => Some((Ir::Or(self.each(arguments, at, Type::Bool)?), Type::Bool)),
            "!" => Some((Ir::Not(Box::new(self.sole(arguments, at, Type::Bool)?)), Type::Bool)),
            "!!" => self.truthy(arguments, at),
            "if" | "?:" => self.branches(arguments, at),
            "known" => Some((Ir::Known(self.variable(arguments, at)?.0), Type::Bool)),
            "shown" => Some((Ir::Shown(self.variable(arguments, at)?.0), Type::Bool)),
            "part" => self.part(arguments, at),
            "+" | "-" | "*" | "%" | "/" | "divide" | "percent" | "round" => {
                self.arithmetic(name, arguments, at)
            }
            "in" | "count" | "sum" | "min" | "max" | "distinct" | "all" | "some" | "none" | "map"
            | "filter" => self.list_operator(name, arguments, at),
            "today" | "years" | "days" | "add_days" | "add_months" | "add_working_days" | "working_days"
            | "received" => self.dates(name, arguments, at),
            _ => self.text_operator(name, arguments, at),
        }
    }

    /// `var`, with a default or not.
    fn read(&mut self, arguments: &Value, at: &str) -> Typed {
        if let Some([name, default]) = arguments.as_array().map(Vec::as_slice) {
            let (value, kind) = self.value_of(name, at)?;
            let default = self.expect(default, &join(at, "1"), kind)?;
            return Some((Ir::Default(Box::new([value, default])), kind));
        }
        self.value_of(arguments, at)
    }

    fn value_of(&mut self, name: &Value, at: &str) -> Typed {
        if let Some(Element::Value(kind)) = self.element
            && name_of(name) == Some("")
        {
            return Some((Ir::Item, kind));
        }
        let (slot, kind) = self.variable(name, at)?;
        Some((Ir::Var(slot, kind), kind))
    }

    /// A field by its id: a cell of the row that an array operator looks at first, then of the own row, each before the
    /// rows around it, then the form.
    pub fn variable(&mut self, name: &Value, at: &str) -> Option<(Slot, Type)> {
        let Some(name) = name_of(name) else { return self.issue(at, "expected_name") };
        let Some((slot, def)) = self.find(name) else {
            // What only rows have is read through the group that they belong to.
            let code = if self.layout.is_in_rows(name) { "only_in_rows" } else { "unknown_field" };
            self.issues.push(SchemaIssue::new(at, code).with("field", name));
            return None;
        };
        self.typed_slot(slot, def, at)
    }

    fn find(&self, name: &str) -> Option<(Slot, u32)> {
        if let Some(Element::Row(group, _)) = self.element
            && let Some((Slot::Cell(up, place), def)) = self.layout.resolve(name, Some(group))
        {
            return Some((Slot::Element(up, place), def));
        }
        self.layout.resolve(name, self.group)
    }

    /// `row`: a cell of the own row, also where an array operator looks at rows with a cell of that name.
    fn own_cell(&mut self, name: &Value, at: &str) -> Typed {
        let Some(name) = name_of(name) else { return self.issue(at, "expected_name") };
        let Some((slot @ Slot::Cell(..), def)) = self.layout.resolve(name, self.group) else {
            self.issues.push(SchemaIssue::new(at, "unknown_field").with("field", name));
            return None;
        };
        let (slot, kind) = self.typed_slot(slot, def, at)?;
        Some((Ir::Var(slot, kind), kind))
    }

    fn typed_slot(&mut self, slot: Slot, def: u32, at: &str) -> Option<(Slot, Type)> {
        self.reads.push(Read { def, shared: self.shared(slot) });
        match self.layout.kind(def) {
            Some(kind) => Some((slot, kind)),
            None => self.issue(at, "field_without_value"),
        }
    }

    /// How many rows the reader shares with a slot.
    fn shared(&self, slot: Slot) -> u32 {
        match (slot, self.element) {
            (Slot::Element(up, _), Some(Element::Row(group, shared))) => {
                shared.min(self.layout.depth(Some(group)).saturating_sub(up))
            }
            (Slot::Cell(up, _), _) => self.layout.depth(self.group).saturating_sub(up),
            (Slot::Form(_) | Slot::Element(..), _) => 0,
        }
    }

    fn fact(&mut self, name: &Value, at: &str) -> Typed {
        let Some(found) = name.as_str().and_then(facts::find) else { return self.issue(at, "unknown_fact") };
        let (kind, found) = (facts::KNOWN[found].1, u32::try_from(found).ok()?);
        self.named.facts.insert(found);
        Some((Ir::Fact(found, kind), kind))
    }

    fn equality(&mut self, arguments: &Value, at: &str) -> Typed {
        let [left, right] = self.two(arguments, at)?;
        self.check_option(left, right, at);
        self.check_option(right, left, at);
        let left = self.compile(left, &join(at, "0"))?;
        let right = self.compile(right, &join(at, "1"))?;
        let (left, right) = self.meet(left, right, at)?;
        Some((Ir::Eq(Box::new([left, right])), Type::Bool))
    }

    /// Two operands of one type; a text literal becomes a date beside a date.
    fn meet(&mut self, left: (Ir, Type), right: (Ir, Type), at: &str) -> Option<(Ir, Ir)> {
        if left.1.with(right.1).is_some() {
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
        let given = self.some(arguments, at, 2..=3)?;
        let mut sides = Vec::with_capacity(given.items.len());
        for (place, item) in given.items.iter().enumerate() {
            sides.push(self.compile(item, &given.at(place))?);
        }
        if !sides.iter().any(|side| side.1.is_number() || side.1.is_date()) {
            return self.mismatch(at, Type::Int, sides.first()?.1);
        }
        let mut comparisons = Vec::with_capacity(2);
        for pair in sides.windows(2) {
            let [left, right] = pair else { continue };
            let (left, right) = self.meet(left.clone(), right.clone(), at)?;
            let pair = if name.starts_with('>') { [right, left] } else { [left, right] };
            comparisons.push(Ir::Less(Box::new(pair), name.ends_with('=')));
        }
        let both = if comparisons.len() == 1 { comparisons.pop()? } else { Ir::And(comparisons.into()) };
        Some((both, Type::Bool))
    }

    fn truthy(&mut self, arguments: &Value, at: &str) -> Typed {
        let (argument, at) = single(arguments, at);
        match self.compile(argument, &at)? {
            (ir, Type::Bool | Type::Int | Type::Decimal | Type::Text | Type::Texts) => {
                Some((Ir::Truthy(Box::new(ir)), Type::Bool))
            }
            (_, found) => self.mismatch(&at, Type::Bool, found),
        }
    }

    fn branches(&mut self, arguments: &Value, at: &str) -> Typed {
        let items = self.some(arguments, at, 2..=usize::MAX)?.items;
        let mut out = Vec::with_capacity(items.len());
        let mut result: Option<Type> = None;
        for (place, item) in items.iter().enumerate() {
            let pointer = join(at, &place.to_string());
            if place % 2 == 0 && place + 1 < items.len() {
                out.push(self.expect(item, &pointer, Type::Bool)?);
                continue;
            }
            let (ir, kind) = self.compile(item, &pointer)?;
            result = match result.map(|before| (before, before.with(kind))) {
                None => Some(kind),
                Some((_, Some(both))) => Some(both),
                Some((before, None)) => return self.mismatch(&pointer, before, kind),
            };
            out.push(ir);
        }
        Some((Ir::If(out.into()), result?))
    }

    fn part(&mut self, arguments: &Value, at: &str) -> Typed {
        let [field, key] = self.two(arguments, at)?;
        let (ir, kind) = self.field_or_expression(field, &join(at, "0"))?;
        let parts: &[&str] = match kind {
            Type::Name => &crate::name::PARTS,
            Type::Place => &crate::kinds::address::KEYS,
            Type::Consent => &crate::kinds::consent::KEYS,
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
        let named = field.get("var").and_then(Value::as_str).and_then(|name| self.find(name));
        let (Some((_, def)), Some(literal)) = (named, literal.as_str()) else { return };
        if let Some(options) = self.layout.options(def)
            && !options.iter().any(|option| option == literal)
        {
            self.issues.push(SchemaIssue::new(at, "unknown_option").with("option", literal));
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

fn literal_date(ir: &Ir) -> Option<PartialDate> {
    match ir {
        Ir::Text(text) => PartialDate::parse(text),
        _ => None,
    }
}

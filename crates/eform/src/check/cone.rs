//! What a condition depends on: the fields, facts and the day that its expression names, the conditions under which
//! those fields are shown, and so on back to what is typed. Works on the JSON of expressions, so that an operator that
//! is new to the engine is understood here as far as its names and literals go.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts;
use crate::form::Form;
use crate::kinds::Kind;
use crate::kinds::date::{Bound, Date};
use crate::kinds::file::Cover;
use crate::schema::field::{Field, Required};

/// One thing that can be varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Input {
    /// The day.
    Today,
    /// A fact, by its place in the list of known facts.
    Fact(usize),
    /// How many rows a group has, by the group's field.
    Rows(u32),
    /// An answer, by definition; that of a cell is given in every row.
    Answer(u32),
}

/// One comparison: what it reads and which literals stand beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparison {
    pub inputs: Vec<Input>,
    pub literals: Vec<Value>,
    /// A part of a name or a place is compared, by its key.
    pub part: Option<String>,
    /// Not the value itself is compared, or not as a whole.
    pub is_loose: bool,
}

/// What must be known of an expression when its search is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// The values around its constants do not stand for all others.
    Loose,
    /// It counts or sums, so that it can be missing where one would think of zero.
    Counts,
    /// It looks into a list that the form does not have, or counts working days, which end with the calendar: it can be missing
    /// for another reason than an answer.
    Beside,
    /// It looks at several rows, and every state that is tried in order has the same answers in all of them.
    AcrossRows,
    /// It compares rows with one another; every state that is tried has the same answers in all of them.
    ComparesRows,
}

/// What expressions name.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub inputs: BTreeSet<Input>,
    pub comparisons: Vec<Comparison>,
    pub notes: BTreeSet<Note>,
}

/// Operators whose literals are values worth trying.
const COMPARING: [&str; 12] =
    ["==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "sum", "starts_with", "ends_with"];
/// Operators that the values around literals decide for all values.
const PLAIN: [&str; 17] = [
    "==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "and", "or", "!", "if", "?:", "known", "var",
    "fact",
];
/// Operators under which a text is a value and no name.
const LITERAL: [&str; 13] =
    ["==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "if", "?:", "cat", "starts_with"];

impl Named {
    /// Adds what an expression in the scope of a group names.
    pub fn add(&mut self, form: &Form, expression: &Value, group: Option<u32>) {
        match expression {
            Value::Object(map) => {
                for (operator, arguments) in map {
                    self.operator(form, operator, arguments, group);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(form, item, group)),
            _ => {}
        }
    }

    /// What two sets of expressions name.
    pub fn and(mut self, other: Self) -> Self {
        self.inputs.extend(other.inputs);
        self.comparisons.extend(other.comparisons);
        self.notes.extend(other.notes);
        self
    }

    fn operator(&mut self, form: &Form, operator: &str, arguments: &Value, group: Option<u32>) {
        match operator {
            "today" => _ = self.inputs.insert(Input::Today),
            "fact" => {
                self.inputs.extend(arguments.as_str().and_then(facts::find).map(Input::Fact));
            }
            // Inside, a cell of the rows that are looked at is meant first, then one of the own row.
            "all" | "some" | "none" | "filter" | "map" if arguments.get(1).is_some() => {
                self.notes.extend([Note::Loose, Note::AcrossRows]);
                self.add(form, &arguments[0], group);
                let rows = rows_of(form, &arguments[0], group);
                for scope in [group, rows.or(group)] {
                    self.add(form, &arguments[1], scope);
                }
            }
            _ => {
                let notes = [
                    (Note::Loose, !PLAIN.contains(&operator) || is_within(form, operator, arguments, group)),
                    (Note::Counts, matches!(operator, "count" | "sum")),
                    (Note::Beside, is_beside(form, operator, arguments)),
                    (Note::AcrossRows, matches!(operator, "sum" | "row" | "distinct" | "min" | "max")),
                    (Note::ComparesRows, matches!(operator, "row" | "distinct")),
                ];
                self.notes.extend(notes.into_iter().filter_map(|(note, holds)| holds.then_some(note)));
                if COMPARING.contains(&operator) {
                    self.compare(form, operator, arguments, group);
                }
                if !LITERAL.contains(&operator) {
                    self.names(form, arguments, group);
                }
                self.add(form, arguments, group);
            }
        }
    }

    /// Texts that are names of fields.
    fn names(&mut self, form: &Form, arguments: &Value, group: Option<u32>) {
        let several = arguments.as_array().map_or(std::slice::from_ref(arguments), Vec::as_slice);
        let mut group = group;
        for name in several.iter().filter_map(Value::as_str) {
            if let Some((_, def)) = form.layout.resolve(name, group) {
                self.inputs.insert(input(form, def));
                // The second name of a sum is a cell of the first.
                group = form.layout.places[def as usize].rows.or(group);
            }
        }
    }

    /// What computed answers are made of, in their place: constants beside them are constants beside that.
    fn look_through(&mut self, form: &Form) {
        let computed = |input: &Input| match input {
            Input::Answer(def) => form.at(*def).computed.as_ref().map(|computed| (*def, computed)),
            Input::Today | Input::Fact(_) | Input::Rows(_) => None,
        };
        while let Some((def, computed)) = self.inputs.iter().find_map(computed) {
            self.inputs.remove(&Input::Answer(def));
            self.add(form, computed, form.layout.places[def as usize].group);
        }
    }

    fn compare(&mut self, form: &Form, operator: &str, arguments: &Value, group: Option<u32>) {
        let mut inner = Self::default();
        inner.add(form, arguments, group);
        inner.look_through(form);
        let mut found = Comparison { inputs: inner.inputs.into_iter().collect(), ..Comparison::default() };
        literals(arguments, &mut found);
        let sides = sides(arguments);
        // Two answers, or an answer and the day, are compared around constants only, unless every option is tried.
        let is_chosen = |input: &Input| match input {
            Input::Answer(def) => {
                matches!(form.at(*def).kind, Kind::Choice(_) | Kind::YesNo | Kind::Choices(_))
            }
            Input::Today | Input::Fact(_) | Input::Rows(_) => false,
        };
        found.is_loose = inner.notes.contains(&Note::Loose)
            || COMPARING[9..].contains(&operator)
            || is_within(form, operator, arguments, group);
        if inner.notes.contains(&Note::Loose) || (sides > 1 && !found.inputs.iter().all(is_chosen)) {
            self.notes.insert(Note::Loose);
        }
        self.comparisons.push(found);
    }
}

/// Whether an operator looks at what the form may not have been given.
fn is_beside(form: &Form, operator: &str, arguments: &Value) -> bool {
    let name = |at: usize| arguments.get(at).and_then(Value::as_str).unwrap_or_default();
    match operator {
        "add_working_days" | "working_days" | "received" => true,
        "listed" => !form.catalogues.contains_key(name(0)),
        "has" => !form.catalogues.contains_key(&[name(0), "/", name(1)].concat()),
        _ => false,
    }
}

/// Whether `in` looks for a text in another, which the values around its constants do not decide.
fn is_within(form: &Form, operator: &str, arguments: &Value, group: Option<u32>) -> bool {
    let is_among = |list: &Value| {
        let name = list.get("var").and_then(Value::as_str);
        let def = name.and_then(|name| form.layout.resolve(name, group));
        list.is_array() || def.is_some_and(|(_, def)| matches!(form.at(def).kind, Kind::Choices(_)))
    };
    operator == "in" && arguments.get(1).is_none_or(|list| !is_among(list))
}

/// How many expressions are compared, those in a list among them.
fn sides(arguments: &Value) -> usize {
    match arguments {
        Value::Array(items) => items.iter().map(sides).sum(),
        other => usize::from(other.is_object()),
    }
}

/// The group that a list is made of.
fn rows_of(form: &Form, list: &Value, group: Option<u32>) -> Option<u32> {
    let (operator, arguments) = list.as_object()?.iter().next()?;
    match operator.as_str() {
        "var" => form.layout.places[form.layout.resolve(arguments.as_str()?, group)?.1 as usize].rows,
        "filter" | "map" => rows_of(form, arguments.get(0)?, group),
        _ => None,
    }
}

fn literals(value: &Value, found: &mut Comparison) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| literals(item, found)),
        Value::Object(map) => {
            for (operator, arguments) in map {
                if operator == "part" {
                    found.part = arguments.get(1).and_then(Value::as_str).map(str::to_owned);
                } else if !matches!(operator.as_str(), "var" | "fact" | "known" | "name" | "count" | "sum") {
                    literals(arguments, found);
                }
            }
        }
        Value::Null => {}
        other => found.literals.push(other.clone()),
    }
}

/// What is varied to vary a field.
pub(super) fn input(form: &Form, def: u32) -> Input {
    if form.layout.places[def as usize].rows.is_some() { Input::Rows(def) } else { Input::Answer(def) }
}

/// Everything that decides whether some fields and pages are shown and what their values are.
pub(super) fn close(form: &Form, mut named: Named) -> Named {
    let mut done = BTreeSet::new();
    loop {
        let next = named.inputs.iter().find_map(|input| match input {
            Input::Answer(def) | Input::Rows(def) if !done.contains(def) => Some(*def),
            _ => None,
        });
        let Some(def) = next else { return named };
        done.insert(def);
        add_state(form, def, &mut named);
    }
}

/// What the state of a field reads, besides what is typed. Facts that fill it in are left out: they can only make its
/// value one of those that can be typed.
pub(super) fn add_state(form: &Form, def: u32, named: &mut Named) {
    let place = &form.layout.places[def as usize];
    let field = form.at(def);
    if let Some(when) = &form.schema.pages[place.page as usize].when {
        named.add(form, when, None);
    }
    if let Some(group) = place.group {
        let group = form.layout.groups[group as usize].field;
        named.inputs.insert(Input::Rows(group));
        if let Some(when) = &form.at(group).when {
            named.add(form, when, form.layout.places[group as usize].group);
        }
    }
    for expression in field.when.iter().chain(&field.computed) {
        named.add(form, expression, place.group);
    }
    let words_of = match &field.kind {
        Kind::DateWords(words) => Some(&words.of),
        Kind::MoneyWords(words) => Some(&words.of),
        _ => None,
    };
    if let Some(of) = words_of {
        named.names(form, &Value::String(of.clone()), place.group);
    }
}

/// What the limits and the need of a field read.
pub(super) fn add_checks(form: &Form, def: u32, named: &mut Named) {
    let group = form.layout.places[def as usize].group;
    let field = form.at(def);
    for bound in bounds(field).into_iter().flatten() {
        match bound {
            Bound::Today => _ = named.inputs.insert(Input::Today),
            Bound::On(_) => {}
            Bound::When(expression) => named.add(form, expression, group),
        }
    }
    if let Required::When(when) = &field.required {
        named.add(form, when, group);
    }
    for cover in covers(field) {
        named.inputs.extend(facts::find(&cover.fact).map(Input::Fact));
        if let Some(when) = &cover.when {
            named.add(form, when, group);
        }
    }
}

/// The registers' answers that make a document needless.
pub(super) fn covers(field: &Field) -> &[Cover] {
    match &field.kind {
        Kind::File(file) => &file.covered_by,
        _ => &[],
    }
}

/// The limits of a date.
pub(super) fn bounds(field: &Field) -> [Option<&Bound>; 2] {
    let limits: Option<&Date> = match &field.kind {
        Kind::Date(date) => Some(date),
        Kind::PartialDate(date) => Some(&date.limits),
        _ => None,
    };
    limits.map_or([None, None], |limits| [limits.min.as_ref(), limits.max.as_ref()])
}

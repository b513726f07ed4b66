//! Evaluates a compiled expression. Total: integers are checked, and missing spreads except where three-valued logic
//! decides without it. Which answers exist is asked from a [`Scope`].

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::{Ir, Out, Slot, Type};
use crate::date::CivilDate;
use crate::date::partial::PartialDate;
use crate::{name, text, words};

/// What an expression can see: form-level fields, the cells of its own row, facts and today.
pub(crate) trait Scope<'a> {
    /// Effective value of a field, if it has one.
    fn value(&self, slot: Slot) -> Option<&'a Value>;
    /// Value of a fact, if it is known.
    fn fact(&self, at: u32) -> Option<&'a Value>;
    /// The day the form is filled in.
    fn today(&self) -> CivilDate;
    /// Sum of a cell over the rows of a group: `None` when one of them is missing or the sum is too large.
    fn sum(&self, group: u32, cell: u32) -> Option<i64>;
}

/// The result of an expression.
pub(crate) fn eval<'a>(ir: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    match ir {
        Ir::Bool(value) => Out::Bool(*value),
        Ir::Int(value) => Out::Int(*value),
        Ir::Text(value) => Out::Text(Cow::Owned(value.to_string())),
        Ir::Day(value) => Out::Day(*value),
        Ir::Today => Out::Day(scope.today().into()),
        Ir::List(_) => Out::Missing,
        Ir::Var(slot, kind) => typed(scope.value(*slot), *kind),
        Ir::Fact(at, kind) => typed(scope.fact(*at), *kind),
        Ir::Eq(pair) => truth(equal(&eval(&pair[0], scope), &eval(&pair[1], scope))),
        Ir::Less(pair, or_equal) => truth(less(&eval(&pair[0], scope), &eval(&pair[1], scope), *or_equal)),
        Ir::And(items) => all(items, scope, false),
        Ir::Or(items) => all(items, scope, true),
        Ir::Not(item) => match eval(item, scope) {
            Out::Bool(value) => Out::Bool(!value),
            _ => Out::Missing,
        },
        Ir::If(items) => branch(items, scope),
        Ir::In(pair) => contains(&pair[0], &pair[1], scope),
        Ir::Add(items) => fold(items, scope, 0, i64::checked_add),
        Ir::Mul(items) => fold(items, scope, 1, i64::checked_mul),
        Ir::Sub(pair) => match (eval(&pair[0], scope), eval(&pair[1], scope)) {
            (Out::Int(left), Out::Int(right)) => int(left.checked_sub(right)),
            _ => Out::Missing,
        },
        Ir::Known(slot) => Out::Bool(scope.value(*slot).is_some()),
        Ir::Count(slot) => match scope.value(*slot) {
            Some(Value::Array(items)) => int(i64::try_from(items.len()).ok()),
            _ => Out::Missing,
        },
        Ir::Sum { group, field, cell } => match scope.value(Slot::Form(*field)) {
            Some(_) => int(scope.sum(*group, *cell)),
            None => Out::Missing,
        },
        Ir::Years(pair) => span(pair, scope, CivilDate::full_years_until),
        Ir::Days(pair) => span(pair, scope, CivilDate::days_until),
        Ir::DateWords(item) => match eval(item, scope) {
            Out::Day(date) => Out::Text(Cow::Owned(words::date(date))),
            _ => Out::Missing,
        },
        Ir::Cat(items) => concat(items, scope),
        Ir::FullName(item) => match eval(item, scope) {
            Out::Json(value) => Out::Text(Cow::Owned(name::full(value))),
            _ => Out::Missing,
        },
        Ir::Part(item, key) => match eval(item, scope) {
            Out::Json(value) => value
                .get(key.as_ref())
                .and_then(Value::as_str)
                .filter(|part| !part.is_empty())
                .map_or(Out::Missing, |part| Out::Text(Cow::Borrowed(part))),
            _ => Out::Missing,
        },
    }
}

/// A value read with the type that the compiler gave it.
fn typed(value: Option<&Value>, kind: Type) -> Out<'_> {
    let Some(value) = value else { return Out::Missing };
    match kind {
        Type::Bool => value.as_bool().map_or(Out::Missing, Out::Bool),
        Type::Int => value.as_i64().map_or(Out::Missing, Out::Int),
        Type::Text => value.as_str().map_or(Out::Missing, |text| Out::Text(Cow::Borrowed(text))),
        Type::Date | Type::Partial => {
            value.as_str().and_then(PartialDate::parse).map_or(Out::Missing, Out::Day)
        }
        Type::Texts | Type::Name | Type::Place | Type::Files | Type::Rows => Out::Json(value),
    }
}

fn truth(value: Option<bool>) -> Out<'static> {
    value.map_or(Out::Missing, Out::Bool)
}

fn int(value: Option<i64>) -> Out<'static> {
    value.map_or(Out::Missing, Out::Int)
}

/// Whether two results are equal; two missing results are not, nor can anyone say that they differ.
fn equal(left: &Out<'_>, right: &Out<'_>) -> Option<bool> {
    match (left, right) {
        (Out::Bool(left), Out::Bool(right)) => Some(left == right),
        (Out::Text(left), Out::Text(right)) => Some(text::same(left, right)),
        (Out::Json(left), Out::Json(right)) => Some(same_parts(left, right)),
        (Out::Day(left), Out::Day(right)) => {
            same_range((left.earliest(), left.latest()), (right.earliest(), right.latest()))
        }
        _ => same_range(range(left)?, range(right)?),
    }
}

/// Lowest and highest number that an integer result may be.
fn range(out: &Out<'_>) -> Option<(i64, i64)> {
    match out {
        Out::Int(value) => Some((*value, *value)),
        Out::Between(low, high) => Some((*low, *high)),
        Out::Missing | Out::Bool(_) | Out::Text(_) | Out::Day(_) | Out::Json(_) => None,
    }
}

/// Decided when both ranges are single points, or when they do not meet.
fn same_range<T: Ord>(left: (T, T), right: (T, T)) -> Option<bool> {
    if left.1 < right.0 || right.1 < left.0 {
        return Some(false);
    }
    (left.0 == left.1 && right.0 == right.1).then_some(true)
}

/// Names and places part by part, each as a reader would compare it.
fn same_parts(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, part)| right.get(key).is_some_and(|other| same_parts(part, other)))
        }
        (Value::String(left), Value::String(right)) => text::same(left, right),
        _ => left == right,
    }
}

fn less(left: &Out<'_>, right: &Out<'_>, or_equal: bool) -> Option<bool> {
    match (left, right) {
        (Out::Day(left), Out::Day(right)) => {
            less_range((left.earliest(), left.latest()), (right.earliest(), right.latest()), or_equal)
        }
        _ => less_range(range(left)?, range(right)?, or_equal),
    }
}

/// Decided only when everything that the left may be gives the same answer as everything that the right may be.
fn less_range<T: Ord>(left: (T, T), right: (T, T), or_equal: bool) -> Option<bool> {
    let surely = ordered(left.1.cmp(&right.0), or_equal);
    let maybe = ordered(left.0.cmp(&right.1), or_equal);
    (surely == maybe).then_some(surely)
}

fn ordered(order: Ordering, or_equal: bool) -> bool {
    order == Ordering::Less || (or_equal && order == Ordering::Equal)
}

/// `and` (stops at false) and `or` (stops at true).
fn all<'a>(items: &[Ir], scope: &dyn Scope<'a>, stop: bool) -> Out<'a> {
    let mut missing = false;
    for item in items {
        match eval(item, scope) {
            Out::Bool(value) if value == stop => return Out::Bool(stop),
            Out::Bool(_) => {}
            _ => missing = true,
        }
    }
    if missing { Out::Missing } else { Out::Bool(!stop) }
}

/// The first branch whose condition is true; a missing condition before it makes the result missing.
fn branch<'a>(items: &[Ir], scope: &dyn Scope<'a>) -> Out<'a> {
    for pair in items.chunks(2) {
        let [condition, value] = pair else {
            return pair.first().map_or(Out::Missing, |other| eval(other, scope));
        };
        match eval(condition, scope) {
            Out::Bool(true) => return eval(value, scope),
            Out::Bool(false) => {}
            _ => return Out::Missing,
        }
    }
    Out::Missing
}

fn contains<'a>(item: &Ir, list: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    let item = eval(item, scope);
    if item == Out::Missing {
        return Out::Missing;
    }
    if let Ir::List(options) = list {
        let mut missing = false;
        for option in options {
            match equal(&item, &eval(option, scope)) {
                Some(true) => return Out::Bool(true),
                Some(false) => {}
                None => missing = true,
            }
        }
        return if missing { Out::Missing } else { Out::Bool(false) };
    }
    match (eval(list, scope), item) {
        (Out::Json(Value::Array(items)), Out::Text(text)) => {
            Out::Bool(items.iter().any(|item| item.as_str() == Some(&text)))
        }
        _ => Out::Missing,
    }
}

fn fold<'a>(items: &[Ir], scope: &dyn Scope<'a>, start: i64, step: fn(i64, i64) -> Option<i64>) -> Out<'a> {
    let mut total = start;
    for item in items {
        let Out::Int(value) = eval(item, scope) else { return Out::Missing };
        let Some(next) = step(total, value) else { return Out::Missing };
        total = next;
    }
    Out::Int(total)
}

/// A measure between two dates; partial dates give a range when the days they may mean do not agree.
fn span<'a>(pair: &[Ir; 2], scope: &dyn Scope<'a>, measure: fn(CivilDate, CivilDate) -> i64) -> Out<'a> {
    let (Out::Day(from), Out::Day(to)) = (eval(&pair[0], scope), eval(&pair[1], scope)) else {
        return Out::Missing;
    };
    let most = measure(from.earliest(), to.latest());
    let least = measure(from.latest(), to.earliest());
    if most == least { Out::Int(most) } else { Out::Between(least, most) }
}

fn concat<'a>(items: &[Ir], scope: &dyn Scope<'a>) -> Out<'a> {
    let mut out = String::new();
    for item in items {
        match eval(item, scope) {
            Out::Text(text) => out.push_str(&text),
            Out::Int(number) => out.push_str(&number.to_string()),
            Out::Missing | Out::Between(..) | Out::Bool(_) | Out::Day(_) | Out::Json(_) => {
                return Out::Missing;
            }
        }
    }
    Out::Text(Cow::Owned(out))
}

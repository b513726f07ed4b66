//! Evaluates a compiled expression. Total: numbers are checked, and missing spreads except where three-valued logic
//! decides without it. Which answers exist is asked from a [`Scope`]. Here: values, logic and arithmetic; the rest is in
//! `eval/`.

mod compare;
mod dates;
pub(super) mod lists;
mod texts;

use std::borrow::Cow;

use serde_json::Value;

use super::decimal::Decimal;
use super::{Ir, Out, Slot, Type};
use crate::calendar::Calendar;
use crate::catalogue::Codes;
use crate::date::CivilDate;
use crate::date::partial::PartialDate;
pub(super) use compare::equal;
use compare::less;

/// What an expression can see: form-level fields, the cells of its own row and of those around it, facts, lists, calendars and today.
pub(crate) trait Scope<'a> {
    /// Effective value of a field, if it has one.
    fn value(&self, slot: Slot) -> Option<&'a Value>;
    /// Whether a field is shown.
    fn applies(&self, slot: Slot) -> bool;
    /// Value of a fact, if it is known.
    fn fact(&self, at: u32) -> Option<&'a Value>;
    /// Whether a register holds a fact and has said so.
    fn is_held(&self, at: u32) -> bool;
    /// The day the form is filled in.
    fn today(&self) -> CivilDate;
    /// The entry of a slot; as [`Slot::Form`] it means the same to every scope of the form.
    fn entry(&self, slot: Slot) -> u32;
    /// First entry of the row so many around a row, by the first entry of that one.
    fn around(&self, base: u32, up: u32) -> u32;
    /// Sum of a cell over the rows of a group, by the group's entry: `None` when one of them is missing or the sum is too
    /// large.
    fn sum(&self, group: u32, cell: u32) -> Option<Decimal>;
    /// First entry of a row of a group, by the group's entry and its place; `None` after the last.
    fn row(&self, group: u32, at: usize) -> Option<u32>;
    /// A catalogue, if the form was given it.
    fn codes(&self, list: &str) -> Option<&'a Codes>;
    /// A calendar, if the form was given it.
    fn calendar(&self, name: &str) -> Option<&'a Calendar>;
    /// The value that an array operator looks at.
    fn item(&self) -> Out<'a> {
        Out::Missing
    }
}

/// The result of an expression.
pub(crate) fn eval<'a>(ir: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    match ir {
        Ir::Bool(value) => Out::Bool(*value),
        Ir::Int(value) => Out::Int(*value),
        Ir::Decimal(value) => Out::from(*value),
        Ir::Text(value) => Out::Text(Cow::Owned(value.to_string())),
        Ir::Day(value) => Out::Day(*value),
        Ir::Today => Out::Day(scope.today().into()),
        Ir::List(_) => Out::Missing,
        Ir::Var(slot, kind) => typed(scope.value(*slot), *kind),
        Ir::Item => scope.item(),
        Ir::Fact(at, kind) => typed(scope.fact(*at), *kind),
        Ir::Default(pair) => match eval(&pair[0], scope) {
            Out::Missing => eval(&pair[1], scope),
            found => found,
        },
        Ir::Eq(pair) => truth(equal(&eval(&pair[0], scope), &eval(&pair[1], scope))),
        Ir::Less(pair, or_equal) => truth(less(&eval(&pair[0], scope), &eval(&pair[1], scope), *or_equal)),
        Ir::And(items) => all(items, scope, false),
        Ir::Or(items) => all(items, scope, true),
        Ir::Not(item) => match eval(item, scope) {
            Out::Bool(value) => Out::Bool(!value),
            _ => Out::Missing,
        },
        Ir::Truthy(item) => Out::Bool(truthy(&eval(item, scope))),
        Ir::If(items) => branch(items, scope),
        Ir::In(pair) => lists::contains(&pair[0], &pair[1], scope),
        Ir::Add(items) => fold(items, scope, 0, i64::checked_add, Decimal::plus),
        Ir::Mul(items) => fold(items, scope, 1, i64::checked_mul, Decimal::times),
        Ir::Sub(pair) => numbers(pair, scope, Decimal::minus),
        Ir::Known(slot) => Out::Bool(scope.value(*slot).is_some()),
        Ir::Count(slot) => lists::count(*slot, scope),
        _ => eval_rare(ir, scope),
    }
}

/// The other operators, apart so that what every keystroke evaluates stays small.
#[inline(never)]
fn eval_rare<'a>(ir: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    match ir {
        Ir::Among(item, list) => lists::among(item, list, scope),
        Ir::Within(pair, end) => texts::within(pair, *end, scope),
        Ir::Remainder(pair) => numbers(pair, scope, Decimal::remainder),
        Ir::Quotient(pair) => numbers(pair, scope, Decimal::exactly_by),
        Ir::Divide(pair, places, rounding) => {
            numbers(pair, scope, |left, right| left.divide(right, *places, *rounding))
        }
        Ir::Round(item, places, rounding) => {
            number(eval(item, scope).number().and_then(|number| number.round(*places, *rounding)))
        }
        Ir::Shown(slot) => Out::Bool(scope.applies(*slot)),
        Ir::FactHeld(at) => Out::Bool(scope.is_held(*at)),
        Ir::Sum { field, cell, .. } => match scope.value(*field) {
            Some(_) => number(scope.sum(scope.entry(*field), *cell)),
            None => Out::Missing,
        },
        Ir::Fold(fold, list) => lists::fold(*fold, list, scope),
        Ir::Each(quantifier, list, condition) => lists::each(*quantifier, list, condition, scope),
        Ir::Years(pair) => dates::span(pair, scope, CivilDate::full_years_until),
        Ir::Days(pair) => dates::span(pair, scope, CivilDate::days_until),
        Ir::AddDays(pair) => dates::step(pair, scope, CivilDate::plus_days),
        Ir::AddMonths(pair) => dates::step(pair, scope, CivilDate::plus_months),
        Ir::AddWorkingDays(pair, name) => match scope.calendar(name) {
            Some(calendar) => dates::step(pair, scope, |day, count| calendar.after(day, count)),
            None => Out::Missing,
        },
        Ir::WorkingDays(pair, name) => dates::working_days(pair, name, scope),
        Ir::Received(pair, name) => dates::received(pair, name, scope),
        Ir::Listed(list, code) => lists::listed(list, code, scope),
        Ir::DateWords(_)
        | Ir::NumberWords(..)
        | Ir::Cat(_)
        | Ir::FoldText(_)
        | Ir::Upper(_)
        | Ir::Length(_)
        | Ir::Substr(..)
        | Ir::FullName(_)
        | Ir::Part(..) => texts::eval_text(ir, scope),
        // Told above.
        Ir::Bool(_)
        | Ir::Int(_)
        | Ir::Decimal(_)
        | Ir::Text(_)
        | Ir::Day(_)
        | Ir::Today
        | Ir::List(_)
        | Ir::Var(..)
        | Ir::Item
        | Ir::Fact(..)
        | Ir::Default(_)
        | Ir::Eq(_)
        | Ir::Less(..)
        | Ir::And(_)
        | Ir::Or(_)
        | Ir::Not(_)
        | Ir::Truthy(_)
        | Ir::If(_)
        | Ir::In(_)
        | Ir::Add(_)
        | Ir::Mul(_)
        | Ir::Sub(_)
        | Ir::Known(_)
        | Ir::Count(_) => Out::Missing,
    }
}

/// A value read with the type that the compiler gave it.
fn typed(value: Option<&Value>, kind: Type) -> Out<'_> {
    let Some(value) = value else { return Out::Missing };
    match kind {
        Type::Bool => value.as_bool().map_or(Out::Missing, Out::Bool),
        Type::Int => value.as_i64().map_or(Out::Missing, Out::Int),
        Type::Decimal => number(decimal_of(value)),
        // A choice that may be specified in words is an object.
        Type::Text => value
            .as_str()
            .or_else(|| value.get("option")?.as_str())
            .map_or(Out::Missing, |text| Out::Text(Cow::Borrowed(text))),
        Type::Date | Type::Partial => {
            value.as_str().and_then(PartialDate::parse).map_or(Out::Missing, Out::Day)
        }
        Type::Texts | Type::Name | Type::Place | Type::Consent | Type::Files | Type::Rows => Out::Json(value),
    }
}

/// The number of a canonical value: an integer, or the text of a decimal.
pub(crate) fn decimal_of(value: &Value) -> Option<Decimal> {
    value.as_i64().map(Decimal::from).or_else(|| Decimal::parse(value.as_str()?))
}

fn truth(value: Option<bool>) -> Out<'static> {
    value.map_or(Out::Missing, Out::Bool)
}

fn int(value: Option<i64>) -> Out<'static> {
    value.map_or(Out::Missing, Out::Int)
}

fn number(value: Option<Decimal>) -> Out<'static> {
    value.map_or(Out::Missing, Out::from)
}

/// True, a number but zero, a text but the empty one, a list with something in it.
fn truthy(out: &Out<'_>) -> bool {
    match out {
        Out::Missing => false,
        Out::Bool(value) => *value,
        Out::Int(value) => *value != 0,
        Out::Between(low, high) => *low > 0 || *high < 0,
        Out::Decimal(_) | Out::Day(_) => true,
        Out::Text(text) => !text.is_empty(),
        Out::Json(value) => value.as_array().is_none_or(|items| !items.is_empty()),
    }
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

/// A sum or a product; whole numbers are the rule, and need no decimals.
fn fold<'a>(
    items: &[Ir],
    scope: &dyn Scope<'a>,
    start: i64,
    whole: fn(i64, i64) -> Option<i64>,
    exact: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Out<'a> {
    let mut total = Out::Int(start);
    for item in items {
        total = match (total, eval(item, scope)) {
            (Out::Int(total), Out::Int(value)) => int(whole(total, value)),
            (total, value) => {
                number(total.number().zip(value.number()).and_then(|(total, value)| exact(total, value)))
            }
        };
        if matches!(total, Out::Missing) {
            break;
        }
    }
    total
}

fn numbers<'a>(
    pair: &[Ir; 2],
    scope: &dyn Scope<'a>,
    operation: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Out<'a> {
    let (left, right) = (eval(&pair[0], scope).number(), eval(&pair[1], scope).number());
    number(left.zip(right).and_then(|(left, right)| operation(left, right)))
}

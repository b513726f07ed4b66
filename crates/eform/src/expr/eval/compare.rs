//! Equality and order of results. What is only known as a range is compared as a range; what the range cannot decide
//! is missing.

use std::cmp::Ordering;

use serde_json::Value;

use crate::expr::Out;
use crate::expr::decimal::Decimal;
use crate::text;

/// Whether two results are equal; two missing results are not, nor can anyone say that they differ.
pub(in crate::expr) fn equal(left: &Out<'_>, right: &Out<'_>) -> Option<bool> {
    match (left, right) {
        (Out::Bool(left), Out::Bool(right)) => Some(left == right),
        (Out::Int(left), Out::Int(right)) => Some(left == right),
        (Out::Text(left), Out::Text(right)) => Some(text::same(left, right)),
        (Out::Json(left), Out::Json(right)) => Some(same_parts(left, right)),
        (Out::Day(left), Out::Day(right)) => {
            same_range((left.earliest(), left.latest()), (right.earliest(), right.latest()))
        }
        _ => same_range(range(left)?, range(right)?),
    }
}

/// Lowest and highest number that a result may be.
fn range(out: &Out<'_>) -> Option<(Decimal, Decimal)> {
    match out {
        Out::Int(value) => Some(((*value).into(), (*value).into())),
        Out::Decimal(value) => Some((*value, *value)),
        Out::Between(low, high) => Some(((*low).into(), (*high).into())),
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

/// Whether the left is before the right.
pub(super) fn less(left: &Out<'_>, right: &Out<'_>, or_equal: bool) -> Option<bool> {
    match (left, right) {
        (Out::Int(left), Out::Int(right)) => Some(ordered(left.cmp(right), or_equal)),
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

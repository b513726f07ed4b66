//! Expressions: JSON in the shape of JSON Logic, given types and slots at compile time (`typing.rs`) and evaluated
//! totally (`eval.rs`): no operator fails, loops without end or guesses; what cannot be known is missing. What each
//! operator means is told at its place in [`Ir`]; [`OPERATORS`] is the whole list. Decimals are in `decimal.rs`, the
//! price of an expression in `cost.rs`.
//!
//! Three rules hold for every operator unless it says otherwise: an argument that is missing makes the result missing;
//! a result that does not fit (64 bits, nine places, years 1 to 9999) is missing; nothing is converted, so that a
//! text never equals a number and nothing but `true` is true.

pub(crate) mod cost;
pub(crate) mod decimal;
pub(crate) mod eval;
pub(crate) mod guess;
mod ir;
#[cfg(feature = "migrate")]
pub(crate) mod shape;
pub(crate) mod typing;

use std::borrow::Cow;

use serde_json::Value;

use crate::date::partial::PartialDate;
use decimal::Decimal;
pub(crate) use ir::{Fold, Ir, Quantifier, Source, Spot};

/// Every operator, sorted; each has a case that uses it in `cases/expr`.
#[cfg(feature = "migrate")]
pub(crate) const OPERATORS: &[&str] = &[
    "!",
    "!!",
    "!=",
    "!==",
    "%",
    "*",
    "+",
    "-",
    "/",
    "<",
    "<=",
    "==",
    "===",
    ">",
    ">=",
    "?:",
    "add_days",
    "add_months",
    "add_working_days",
    "all",
    "and",
    "cat",
    "count",
    "date_words",
    "days",
    "distinct",
    "divide",
    "ends_with",
    "fact",
    "filter",
    "fold",
    "has",
    "if",
    "in",
    "known",
    "length",
    "listed",
    "map",
    "max",
    "min",
    "money_words",
    "name",
    "none",
    "number_words",
    "or",
    "part",
    "percent",
    "received",
    "round",
    "row",
    "shown",
    "some",
    "starts_with",
    "substr",
    "sum",
    "today",
    "upper",
    "var",
    "working_days",
    "years",
];

/// The types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// True or false.
    Bool,
    /// A checked 64-bit integer.
    Int,
    /// An exact decimal number; an integer can stand in its place.
    Decimal,
    /// Text, option ids and codes.
    Text,
    /// A whole date.
    Date,
    /// A date that may lack day and month.
    Partial,
    /// Option ids of a multiple choice.
    Texts,
    /// A person's name.
    Name,
    /// An address or an agency.
    Place,
    /// The agreement of another person.
    Consent,
    /// Attached files.
    Files,
    /// Rows of a group.
    Rows,
}

impl Type {
    /// The word of the type in issues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "integer",
            Self::Decimal => "decimal",
            Self::Text => "text",
            Self::Date => "date",
            Self::Partial => "partial_date",
            Self::Texts => "options",
            Self::Name => "name",
            Self::Place => "place",
            Self::Consent => "consent",
            Self::Files => "files",
            Self::Rows => "rows",
        }
    }

    /// Whether the type is a date, whole or partial.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Partial)
    }

    /// Whether the type is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Decimal)
    }

    /// Whether a value of `other` can stand where this type is asked.
    pub fn accepts(self, other: Self) -> bool {
        self == other
            || (self == Self::Partial && other == Self::Date)
            || (self == Self::Decimal && other == Self::Int)
    }

    /// The narrowest type that both can stand for.
    pub fn with(self, other: Self) -> Option<Self> {
        if self.accepts(other) {
            return Some(self);
        }
        other.accepts(self).then_some(other)
    }
}

/// Where a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A field of the form.
    Form(u32),
    /// A cell of the same row, or of the row so many around it, by its place in that row.
    Cell(u32, u32),
    /// A cell of the row that an array operator is looking at, or of the row so many around that one, by its place.
    Element(u32, u32),
}

/// A result; it borrows from the answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Out<'a> {
    /// Unset, not applicable, or not decidable.
    Missing,
    /// A boolean.
    Bool(bool),
    /// An integer; also a decimal that happens to be whole.
    Int(i64),
    /// A decimal with places.
    Decimal(Decimal),
    /// An integer that is only known to lie between two others, such as an age from a year of birth.
    Between(i64, i64),
    /// A text.
    Text(Cow<'a, str>),
    /// A date, whole or partial.
    Day(PartialDate),
    /// Any other value as it is.
    Json(&'a Value),
}

impl From<Decimal> for Out<'_> {
    fn from(number: Decimal) -> Self {
        number.whole().map_or(Self::Decimal(number), Self::Int)
    }
}

impl Out<'_> {
    /// Whether the result is true; missing is not.
    pub fn is_true(&self) -> bool {
        *self == Out::Bool(true)
    }

    /// The result as a number, when it is one and exactly known.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Out::Int(value) => Some((*value).into()),
            Out::Decimal(value) => Some(*value),
            Out::Missing | Out::Bool(_) | Out::Between(..) | Out::Text(_) | Out::Day(_) | Out::Json(_) => {
                None
            }
        }
    }

    /// The result as the canonical value of a field.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Out::Missing | Out::Between(..) => None,
            Out::Bool(value) => Some(value.into()),
            Out::Int(value) => Some(value.into()),
            Out::Decimal(value) => Some(Value::String(value.text())),
            Out::Text(value) => Some(Value::String(value.into_owned())),
            Out::Day(value) => Some(Value::String(value.iso())),
            Out::Json(value) => Some(value.clone()),
        }
    }
}

//! Expressions: JSON in the shape of JSON Logic, given types and slots at compile time (`typing.rs`) and evaluated
//! totally (`eval.rs`): no operator fails, loops or guesses; what cannot be known is missing.

pub(crate) mod eval;
pub(crate) mod guess;
pub(crate) mod typing;

use std::borrow::Cow;

use serde_json::Value;

use crate::date::partial::PartialDate;

/// The types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// True or false.
    Bool,
    /// A checked 64-bit integer.
    Int,
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
            Self::Text => "text",
            Self::Date => "date",
            Self::Partial => "partial_date",
            Self::Texts => "options",
            Self::Name => "name",
            Self::Place => "place",
            Self::Files => "files",
            Self::Rows => "rows",
        }
    }

    /// Whether the type is a date, whole or partial.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Partial)
    }

    /// Whether a value of `other` can stand where this type is asked.
    pub fn accepts(self, other: Self) -> bool {
        self == other || (self == Self::Partial && other == Self::Date)
    }
}

/// Where a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A field of the form.
    Form(u32),
    /// A cell of the same row, by its place in the row.
    Cell(u32),
}

/// A typed expression with slots in place of names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ir {
    /// A literal.
    Bool(bool),
    /// A literal.
    Int(i64),
    /// A literal.
    Text(Box<str>),
    /// A literal.
    Day(PartialDate),
    /// The day the form is filled in.
    Today,
    /// A literal list, on the right of `in`.
    List(Box<[Ir]>),
    /// Value of a field.
    Var(Slot, Type),
    /// A fact, by its place in the list of known facts.
    Fact(u32, Type),
    /// Equality.
    Eq(Box<[Ir; 2]>),
    /// Order; the flag admits equality.
    Less(Box<[Ir; 2]>, bool),
    /// Three-valued and.
    And(Box<[Ir]>),
    /// Three-valued or.
    Or(Box<[Ir]>),
    /// Three-valued not.
    Not(Box<Ir>),
    /// Condition, value, condition, value, …, else.
    If(Box<[Ir]>),
    /// Membership.
    In(Box<[Ir; 2]>),
    /// Sum of integers.
    Add(Box<[Ir]>),
    /// Difference of integers.
    Sub(Box<[Ir; 2]>),
    /// Product of integers.
    Mul(Box<[Ir]>),
    /// Whether a field has a value.
    Known(Slot),
    /// Rows of a group, files of a document, options chosen.
    Count(Slot),
    /// Sum of one cell over all rows of a group.
    Sum {
        /// Number of the group.
        group: u32,
        /// Slot of the group field.
        field: u32,
        /// Place of the cell in the row.
        cell: u32,
    },
    /// Full years between two dates.
    Years(Box<[Ir; 2]>),
    /// Days between two dates.
    Days(Box<[Ir; 2]>),
    /// A date in words.
    DateWords(Box<Ir>),
    /// Texts and integers joined.
    Cat(Box<[Ir]>),
    /// A name in one line.
    FullName(Box<Ir>),
    /// One part of a name or a place.
    Part(Box<Ir>, Box<str>),
}

/// A result; it borrows from the answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Out<'a> {
    /// Unset, not applicable, or not decidable.
    Missing,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer that is only known to lie between two others, such as an age from a year of birth.
    Between(i64, i64),
    /// A text.
    Text(Cow<'a, str>),
    /// A date, whole or partial.
    Day(PartialDate),
    /// Any other value as it is.
    Json(&'a Value),
}

impl Out<'_> {
    /// Whether the result is true; missing is not.
    pub fn is_true(&self) -> bool {
        *self == Out::Bool(true)
    }

    /// The result as the canonical value of a field.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Out::Missing | Out::Between(..) => None,
            Out::Bool(value) => Some(value.into()),
            Out::Int(value) => Some(value.into()),
            Out::Text(value) => Some(Value::String(value.into_owned())),
            Out::Day(value) => Some(Value::String(value.iso())),
            Out::Json(value) => Some(value.clone()),
        }
    }
}

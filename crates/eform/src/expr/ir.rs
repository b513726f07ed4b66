//! The typed tree of an expression, one variant for each operator with its meaning, types and treatment of what is
//! missing. "JSON Logic" marks operators with that name and meaning in the shared JSON Logic tests, so far as types
//! allow; the others are congdan's own. How a tree comes about is in `typing.rs`, what it gives in `eval.rs`.

use std::slice;

use super::decimal::{Decimal, Rounding};
use super::{Slot, Type};
use crate::date::partial::PartialDate;

/// A typed expression with slots in place of names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ir {
    /// `true`, `false`: Bool.
    Bool(bool),
    /// `12`: Int.
    Int(i64),
    /// `1.5`: Decimal, at most 15 digits, no exponent.
    Decimal(Decimal),
    /// `"text"`: Text; beside a date it is read as a date.
    Text(Box<str>),
    /// A text literal where a date is asked: `"2026"`, `"2026-11"`, `"2026-11-21"`.
    Day(PartialDate),
    /// `{"today": []}`: Date. The day the form is filled in, as the instance was told.
    Today,
    /// A literal list on the right of `in`; it has no value of its own.
    List(Box<[Ir]>),
    /// `{"var": "field"}` (JSON Logic): the value of a field, of the field's type. Inside an array operator the cells of
    /// the row it looks at are meant first, then those of the own row, each before the rows around it, then the form.
    /// Missing when unset or hidden.
    Var(Slot, Type),
    /// `{"var": ["field", E]}` (JSON Logic): the value, or `E` of the same type when it is missing.
    Default(Box<[Ir; 2]>),
    /// `{"var": ""}` inside an array operator over values (JSON Logic): the value it looks at.
    Item,
    /// `{"fact": "self.sex"}`: a fact that a register gave. Missing when no register did.
    Fact(u32, Type),
    /// `==`, `===`, and `!=`, `!==` under `Not` (JSON Logic, without conversion): T, T → Bool, numbers with numbers and
    /// dates with dates. Two missing values are never equal; two partial dates are equal only when both are whole.
    Eq(Box<[Ir; 2]>),
    /// `<`, and `<=` with the flag, and `>`, `>=` with exchanged sides (JSON Logic): numbers or dates → Bool. Three
    /// operands mean both comparisons. Missing when a partial date or an age from one leaves it open.
    Less(Box<[Ir; 2]>, bool),
    /// `and` (JSON Logic, of Bool only): false as soon as one is false, even beside a missing one.
    And(Box<[Ir]>),
    /// `or` (JSON Logic, of Bool only): true as soon as one is true, even beside a missing one.
    Or(Box<[Ir]>),
    /// `!` (JSON Logic, of Bool only): Bool → Bool. Not missing is missing.
    Not(Box<Ir>),
    /// `!!` (JSON Logic): Bool, number, Text or options → Bool, never missing. True for true, numbers but zero, texts
    /// but the empty one and lists with something in them; missing gives false.
    Truthy(Box<Ir>),
    /// `if`, `?:` (JSON Logic): condition, value, condition, value, …, else; T. The first true condition decides. A
    /// missing condition before it, and no else, make it missing.
    If(Box<[Ir]>),
    /// `{"in": [x, [a, b]]}` and `{"in": ["id", {"var": "options"}]}` (JSON Logic): T in a list of T → Bool.
    In(Box<[Ir; 2]>),
    /// `{"in": [x, LIST]}` with the result of `map` or `filter`: T → Bool.
    Among(Box<Ir>, Box<Source>),
    /// `{"in": ["part", "whole"]}` (JSON Logic), `starts_with`, `ends_with`: Text, Text → Bool. Where the tone mark of a
    /// whole syllable stands makes no difference; case and marks do (compare `fold`ed texts to forget them).
    Within(Box<[Ir; 2]>, Spot),
    /// `+` (JSON Logic, of numbers only): numbers → Int, or Decimal when one is.
    Add(Box<[Ir]>),
    /// `-` of two, or of one as its negative (JSON Logic): numbers → Int or Decimal.
    Sub(Box<[Ir; 2]>),
    /// `*` (JSON Logic): numbers → Int or Decimal.
    Mul(Box<[Ir]>),
    /// `%` (JSON Logic): the remainder of a division towards zero, with the sign of the dividend. By zero: missing.
    Remainder(Box<[Ir; 2]>),
    /// `/` (JSON Logic): numbers → Decimal, the exact quotient. By zero, or with more than nine places: missing; an
    /// author who expects a third says `divide`.
    Quotient(Box<[Ir; 2]>),
    /// `{"divide": [a, b, places, "half_up"]}`: the quotient at so many places (-9 to 9, negative ones are tens, hundreds
    /// …), Int when there are none; `half_up` (when not given), `half_even`, `down`, `up`. By zero: missing.
    /// `{"percent": [amount, percent, places, rounding]}` is `amount × percent / 100`, at 0 places and `down` when not
    /// given, as fees are reduced.
    Divide(Box<[Ir; 2]>, i8, Rounding),
    /// `{"round": [x, places, rounding]}`: a number at so many places, as `divide` does it.
    Round(Box<Ir>, i8, Rounding),
    /// `{"known": "field"}`: Bool, never missing. Whether a field is shown and has a value.
    Known(Slot),
    /// `{"shown": "field"}`: Bool, never missing. Whether a field is shown, answered or not.
    Shown(Slot),
    /// Bool, never missing. Whether a register has delivered a fact, by its place in the list; no operator of authors: what makes a
    /// document needless is compiled to it.
    FactHeld(u32),
    /// `{"count": "field"}`: Int, rows of a group, files of a document or options chosen. Missing without an answer: a
    /// group without rows has none (`{"if": [{"known": "group"}, {"count": "group"}, 0]}` counts it as zero).
    Count(Slot),
    /// `{"sum": ["group", "cell"]}`: Int or Decimal. Cells that are hidden in their row count as nothing, one that is
    /// unset makes the sum missing. Missing without rows, as `count`.
    Sum {
        /// Number of the group.
        group: u32,
        /// Slot of the group field.
        field: Slot,
        /// Place of the cell in the row.
        cell: u32,
    },
    /// `count`, `sum`, `min`, `max`, `distinct` of a list; `min` and `max` also of their arguments (JSON Logic).
    Fold(Fold, Box<Source>),
    /// `all`, `some`, `none` (JSON Logic): rows or values and a condition on each → Bool. As there, `all` of nothing is
    /// false and `none` of nothing true. Three-valued: decided by the first that decides, otherwise missing when one is.
    Each(Quantifier, Box<Source>, Box<Ir>),
    /// `{"years": [from, to]}`: dates → Int, full years: an age. From partial dates possibly a range, which comparisons
    /// decide when they can.
    Years(Box<[Ir; 2]>),
    /// `{"days": [from, to]}`: dates → Int, negative when `to` is earlier.
    Days(Box<[Ir; 2]>),
    /// `{"add_days": [date, n]}`: Date, Int → Date.
    AddDays(Box<[Ir; 2]>),
    /// `{"add_months": [date, n]}`: Date, Int → Date; the last day of a month that has no such day (Điều 148 khoản 3 Bộ
    /// luật Dân sự 2015).
    AddMonths(Box<[Ir; 2]>),
    /// `{"add_working_days": [date, n, "calendar"]}`: Date, Int → Date; the first day is not counted. Missing when the
    /// form was not given the calendar, and beyond the days that it speaks of.
    AddWorkingDays(Box<[Ir; 2]>, Box<str>),
    /// `{"working_days": [from, to, "calendar"]}`: Date, Date → Int; the first day is not counted, the last is. Missing as
    /// above.
    WorkingDays(Box<[Ir; 2]>, Box<str>),
    /// `{"received": [date, after_15, "calendar"]}`: Date, Bool → Date, the day a dossier counts as received: the same day
    /// when it is worked and the filing was not after 15:00, otherwise the next working day. Missing as above.
    Received(Box<[Ir; 2]>, Box<str>),
    /// `{"date_words": date}`: Text, as certificates write it.
    DateWords(Box<Ir>),
    /// `{"number_words": n}`, and with the flag `{"money_words": n}`: Int → Text in Vietnamese. Negative: missing.
    NumberWords(Box<Ir>, bool),
    /// `cat` (JSON Logic): Texts and numbers joined → Text.
    Cat(Box<[Ir]>),
    /// `{"fold": text}`: Text, the tolerant key: no marks, small letters, single spaces.
    FoldText(Box<Ir>),
    /// `{"upper": text}`: Text IN HOA.
    Upper(Box<Ir>),
    /// `{"length": text}`: Int, letters with their marks as one (Unicode characters of the composed form).
    Length(Box<Ir>),
    /// `{"substr": [text, start, length]}` (JSON Logic): Text, Int, Int → Text, in characters. A negative start counts from
    /// the end; a negative length leaves out that many at the end. What lies outside is not there; nothing is an error.
    Substr(Box<[Ir]>),
    /// `{"name": "field"}`: Name → Text in one line.
    FullName(Box<Ir>),
    /// `{"part": ["field", "province"]}`: one part of a name or a place, or the `id` of a consent → Text. Missing when it is not given.
    Part(Box<Ir>, Box<str>),
    /// `{"listed": ["catalogue", code]}`: Text → Bool, whether the code is in a catalogue; `{"has": ["catalogue", "attribute",
    /// code]}`, whether it is in the catalogue's list `catalogue/attribute`. Missing while the form was not given the list.
    Listed(Box<str>, Box<Ir>),
}

impl Ir {
    /// What it is calculated from, in the order written. What array operators walk is in [`Ir::list`], and the condition
    /// of [`Ir::Each`] belongs to the elements: neither is here.
    pub fn operands(&self) -> &[Ir] {
        match self {
            Self::List(items)
            | Self::And(items)
            | Self::Or(items)
            | Self::If(items)
            | Self::Add(items)
            | Self::Mul(items)
            | Self::Cat(items)
            | Self::Substr(items) => items,
            Self::Default(pair)
            | Self::Eq(pair)
            | Self::Less(pair, _)
            | Self::In(pair)
            | Self::Within(pair, _)
            | Self::Sub(pair)
            | Self::Remainder(pair)
            | Self::Quotient(pair)
            | Self::Divide(pair, ..)
            | Self::Years(pair)
            | Self::Days(pair)
            | Self::AddDays(pair)
            | Self::AddMonths(pair)
            | Self::AddWorkingDays(pair, _)
            | Self::WorkingDays(pair, _)
            | Self::Received(pair, _) => pair.as_slice(),
            Self::Not(item)
            | Self::Among(item, _)
            | Self::Truthy(item)
            | Self::Round(item, ..)
            | Self::DateWords(item)
            | Self::NumberWords(item, _)
            | Self::FoldText(item)
            | Self::Upper(item)
            | Self::Length(item)
            | Self::FullName(item)
            | Self::Part(item, _)
            | Self::Listed(_, item) => slice::from_ref(item),
            Self::Bool(_)
            | Self::Int(_)
            | Self::Decimal(_)
            | Self::Text(_)
            | Self::Day(_)
            | Self::Today
            | Self::Var(..)
            | Self::Item
            | Self::Fact(..)
            | Self::FactHeld(_)
            | Self::Known(_)
            | Self::Shown(_)
            | Self::Count(_)
            | Self::Sum { .. }
            | Self::Fold(..)
            | Self::Each(..) => &[],
        }
    }

    /// What an array operator walks.
    pub fn list(&self) -> Option<&Source> {
        match self {
            Self::Among(_, list) | Self::Fold(_, list) | Self::Each(_, list, _) => Some(list),
            _ => None,
        }
    }
}

/// Where one text is looked for in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Anywhere.
    Anywhere,
    /// At the start.
    Start,
    /// At the end.
    End,
}

/// What array operators walk, in order; bounded by the rows there are or the literals written. Missing as a whole when
/// the group has no rows or the choice has no answer, as a field without an answer is; what is left of a list by
/// `filter` may be empty.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// `{"var": "group"}`: its rows; their cells are [`Slot::Element`].
    Rows {
        /// Number of the group.
        group: u32,
        /// Slot of the group field.
        field: Slot,
    },
    /// `{"var": "choices"}`: its option ids as [`Ir::Item`].
    Values(Box<Ir>),
    /// `[a, b]`: values of one type as [`Ir::Item`].
    Literal(Box<[Ir]>),
    /// `{"filter": [LIST, condition]}` (JSON Logic): those whose condition is true. One missing condition makes the list missing.
    Filter(Box<Source>, Box<Ir>),
    /// `{"map": [LIST, E]}` (JSON Logic): `E` of each as [`Ir::Item`]. A cell that is hidden in its row is left out.
    Map(Box<Source>, Box<Ir>),
}

/// What becomes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    /// `count`: any list → Int.
    Count,
    /// `sum`: numbers → number; of nothing 0. One missing makes it missing.
    Sum,
    /// `min`: numbers or dates; of nothing missing. One missing makes it missing.
    Min,
    /// `max`: as `min`.
    Max,
    /// `distinct`: values → Bool, whether no two known ones are equal; missing ones equal nothing.
    Distinct,
}

/// How many of a list must fulfil a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    /// Every one, and there is one.
    All,
    /// At least one.
    Some,
    /// Not one.
    None,
}

//! Takes the arguments of an operator apart: how many, of which type. One argument may stand without its list, as in
//! JSON Logic.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::Typing;
use crate::expr::decimal::{PLACES, Rounding};
use crate::expr::{Ir, Type};
use crate::issue::SchemaIssue;
use crate::schema::reader::join;

/// The arguments of an operator as written.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'v, 'p> {
    /// The arguments.
    pub items: &'v [Value],
    at: &'p str,
    is_list: bool,
}

impl Arguments<'_, '_> {
    /// Pointer of an argument.
    pub fn at(&self, place: usize) -> String {
        if self.is_list { join(self.at, &place.to_string()) } else { self.at.to_owned() }
    }
}

/// Arguments as they stand, in a list or alone.
pub(super) fn arguments<'v, 'p>(given: &'v Value, at: &'p str) -> Arguments<'v, 'p> {
    match given.as_array() {
        Some(items) => Arguments { items, at, is_list: true },
        None => Arguments { items: std::slice::from_ref(given), at, is_list: false },
    }
}

impl Typing<'_> {
    /// All arguments, each of one type.
    pub(super) fn each(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Box<[Ir]>> {
        let given = self.some(arguments, at, 1..=usize::MAX)?;
        // All arguments are compiled before giving up, so that every mistake is reported.
        let mut out = Vec::with_capacity(given.items.len());
        for (place, item) in given.items.iter().enumerate() {
            out.extend(self.expect(item, &given.at(place), wanted));
        }
        (out.len() == given.items.len()).then(|| out.into())
    }

    /// Two arguments of one type.
    pub(super) fn pair(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Box<[Ir; 2]>> {
        let [left, right] = self.two(arguments, at)?;
        self.both(left, wanted, right, wanted, at)
    }

    /// Two expressions, each of its type, that stand first and second.
    pub(super) fn both(
        &mut self,
        left: &Value,
        left_type: Type,
        right: &Value,
        right_type: Type,
        at: &str,
    ) -> Option<Box<[Ir; 2]>> {
        let left = self.expect(left, &join(at, "0"), left_type);
        let right = self.expect(right, &join(at, "1"), right_type);
        Some(Box::new([left?, right?]))
    }

    /// The only argument.
    pub(super) fn sole(&mut self, arguments: &Value, at: &str, wanted: Type) -> Option<Ir> {
        let (argument, at) = single(arguments, at);
        self.expect(argument, &at, wanted)
    }

    /// Two arguments as written.
    pub(super) fn two<'v>(&mut self, arguments: &'v Value, at: &str) -> Option<[&'v Value; 2]> {
        match arguments.as_array().map(Vec::as_slice) {
            Some([left, right]) => Some([left, right]),
            _ => self.issue(at, "arguments"),
        }
    }

    /// Arguments as written, when their number is right.
    pub(super) fn some<'v, 'p>(
        &mut self,
        given: &'v Value,
        at: &'p str,
        count: RangeInclusive<usize>,
    ) -> Option<Arguments<'v, 'p>> {
        let found = arguments(given, at);
        if count.contains(&found.items.len()) { Some(found) } else { self.issue(at, "arguments") }
    }

    /// Places and rounding, literals from a position on.
    pub(super) fn rounding(
        &mut self,
        given: Arguments<'_, '_>,
        from: usize,
        usual: Rounding,
    ) -> Option<(i8, Rounding)> {
        let limit = i64::from(PLACES);
        let places = given.items.get(from).map_or(Some(0), Value::as_i64);
        let Some(places) = places.filter(|places| (-limit..=limit).contains(places)) else {
            self.issues.push(SchemaIssue::new(&given.at(from), "not_places").with("limit", limit));
            return None;
        };
        let word = given.items.get(from + 1).map(|word| word.as_str().and_then(Rounding::named));
        match word.unwrap_or(Some(usual)) {
            Some(rounding) => Some((i8::try_from(places).unwrap_or(0), rounding)),
            None => self.issue(&given.at(from + 1), "not_a_rounding"),
        }
    }

    /// A name that is written, not computed: a calendar, a catalogue.
    pub(super) fn name<'v>(&mut self, value: &'v Value, at: &str) -> Option<&'v str> {
        match value.as_str().filter(|name| crate::schema::reader::is_id(name)) {
            Some(name) => Some(name),
            None => self.issue(at, "expected_name"),
        }
    }
}

/// An argument that may stand in a list of one, with its pointer.
pub(super) fn single<'v>(given: &'v Value, at: &str) -> (&'v Value, String) {
    match given.as_array().map(Vec::as_slice) {
        Some([only]) => (only, join(at, "0")),
        _ => (given, at.to_owned()),
    }
}

/// A name that may stand in a list of one.
pub(super) fn name_of(given: &Value) -> Option<&str> {
    match given.as_array().map(Vec::as_slice) {
        Some([only]) => only.as_str(),
        _ => given.as_str(),
    }
}

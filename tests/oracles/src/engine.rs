//! The engine's word on evaluated data that somebody else brings: data is good when the form, given what its widgets would
//! show for each of its values, evaluates to exactly this data and finds nothing wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use eform::{Answers, CivilDate, Decimal, Facts, Field, Form, Instance, Kind, Severity};
use serde_json::{Value, json};

/// What the engine says of some data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// It is what the form gives, and nothing is wrong with it.
    Good,
    /// The codes of what is wrong.
    Wrong(BTreeSet<String>),
    /// Nothing is wrong with what the form makes of it, but that is written in another way.
    Rewritten(Value),
}

/// Judges data of a form that has no conditions and computes nothing.
#[must_use]
pub fn word(form: &Arc<Form>, data: &Value) -> Word {
    let mut answers = Answers::new();
    for page in form.pages() {
        read(&page.fields, "", data, &mut answers);
    }
    let instance = Instance::new(form.clone(), answers, Facts::new(), day());
    let errors = instance.violations().into_iter().filter(|found| found.severity == Severity::Error);
    let codes: BTreeSet<String> = errors.map(|found| found.code.to_string()).collect();
    let evaluated = Value::Object(instance.evaluated());
    match (codes.is_empty(), evaluated == *data) {
        (true, true) => Word::Good,
        (true, false) => Word::Rewritten(evaluated),
        (false, _) => Word::Wrong(codes),
    }
}

/// The day of all comparisons.
///
/// # Panics
/// Never: the calendar has it.
#[must_use]
pub fn day() -> CivilDate {
    CivilDate::new(2026, 11, 21).unwrap_or_else(|| panic!("a day"))
}

/// What the widgets of some fields would show.
fn read(fields: &[Field], prefix: &str, data: &Value, answers: &mut Answers) {
    for field in fields {
        let Some(value) = data.get(&field.id) else { continue };
        let path = [prefix, &field.id].concat();
        let (Kind::Group(_), Some(rows)) = (&field.kind, value.as_array()) else {
            answers.insert(path, field.kind.show(value));
            continue;
        };
        let id = |row: &Value| row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        for row in rows {
            read(field.cells(), &[&path, "/", &id(row), "/"].concat(), row, answers);
        }
        let ids: Vec<String> = rows.iter().map(id).collect();
        answers.insert(path, json!(ids));
    }
}

/// In which of the ways of [`eform::export::UNSAID_FORMS`] data is written, if in any.
#[must_use]
pub fn unsaid_form(data: &Value, evaluated: Option<&Value>) -> Option<&'static str> {
    if nfc(data) != *data {
        return Some("not NFC");
    }
    if holds(data, &|value| value.as_str().is_some_and(is_huge)) {
        return Some("a huge decimal");
    }
    if holds(data, &names_a_row_twice) {
        return Some("one row twice");
    }
    evaluated.filter(|evaluated| sorted(data) == sorted(evaluated)).map(|_| "options in another order")
}

fn is_huge(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() > 18 && Decimal::parse(text).is_none()
}

fn names_a_row_twice(value: &Value) -> bool {
    let mut ids: Vec<&str> =
        value.as_array().into_iter().flatten().filter_map(|row| row.get("id")?.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    ids.len() < count
}

fn holds(value: &Value, is_it: &dyn Fn(&Value) -> bool) -> bool {
    let within = |part: &Value| holds(part, is_it);
    is_it(value)
        || match value {
            Value::Array(items) => items.iter().any(within),
            Value::Object(parts) => parts.values().any(within),
            _ => false,
        }
}

/// The same data with every value made anew, those within first.
fn made(value: &Value, make: &dyn Fn(Value) -> Value) -> Value {
    make(match value {
        Value::Array(items) => items.iter().map(|item| made(item, make)).collect(),
        Value::Object(parts) => parts.iter().map(|(name, part)| (name.clone(), made(part, make))).collect(),
        other => other.clone(),
    })
}

fn nfc(data: &Value) -> Value {
    made(data, &|value| value.as_str().map(|text| eform::text::nfc(text).into()).unwrap_or(value))
}

fn sorted(data: &Value) -> Value {
    made(data, &|value| match value {
        Value::Array(mut items) if items.iter().all(Value::is_string) => {
            items.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
            items.into()
        }
        other => other,
    })
}

/// The same data with whole numbers that are written as fractions as whole numbers: JSON Schema knows no difference.
#[must_use]
pub fn whole(data: &Value) -> Value {
    made(data, &|value| match value.as_number().map(ToString::to_string) {
        Some(text) => {
            text.strip_suffix(".0").and_then(|whole| whole.parse::<i64>().ok()).map_or(value, Value::from)
        }
        None => value,
    })
}

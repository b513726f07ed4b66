//! Days that can matter: around constants, limits and windows, and at the distances that conditions name.

use serde_json::{Value, json};

use super::{Axis, Makings};
use crate::CivilDate;
use crate::check::cone::{Comparison, Input, bounds};
use crate::date::partial::PartialDate;
use crate::kinds::date::Bound;
use crate::schema::field::Field;

/// The days on which the form may be filled in.
pub(super) fn days(makings: &Makings<'_>, beside: &[&Comparison]) -> Axis {
    let window = makings.form.schema.effective;
    let literals = literal_days(beside);
    let edges = makings.edges.iter().copied().chain(literals).flat_map(next_to);
    let mut days: Vec<CivilDate> = std::iter::once(makings.today).chain(edges).collect();
    days.retain(|day| window.contains(*day));
    let mut unique: Vec<CivilDate> = Vec::new();
    for day in days {
        if !unique.contains(&day) {
            unique.push(day);
        }
    }
    Axis { values: unique.into_iter().map(|day| Some(json!(day.iso()))).collect(), exact: true }
}

/// Values of a date field, in ISO form.
pub(super) fn of_field(makings: &Makings<'_>, field: &Field, beside: &[&Comparison]) -> Vec<String> {
    let limits = bounds(field).into_iter().filter_map(|bound| on(makings, bound));
    let mut days: Vec<CivilDate> = around(makings, beside);
    days.extend(limits.flat_map(next_to));
    // Where two dates are compared, what is a limit of one matters to the other.
    let compared = beside.iter().filter(|found| found.inputs.len() > 1).flat_map(|found| &found.inputs);
    let others = compared.filter_map(|input| match input {
        Input::Answer(def) => Some(bounds(makings.form.at(*def))),
        Input::Today | Input::Fact(_) | Input::Rows(_) => None,
    });
    days.extend(others.flatten().filter_map(|bound| on(makings, bound)).flat_map(next_to));
    let mut found: Vec<String> = Vec::new();
    for day in days {
        let iso = day.iso();
        if !found.contains(&iso) {
            found.push(iso);
        }
    }
    found
}

fn on(makings: &Makings<'_>, bound: Option<&Bound>) -> Option<CivilDate> {
    match bound? {
        Bound::On(day) => Some(*day),
        Bound::When(expression) => counted(makings.today, expression),
        // Tried anyway.
        Bound::Today => None,
    }
}

/// The day that an expression comes to when it counts from the usual day.
fn counted(today: CivilDate, expression: &Value) -> Option<CivilDate> {
    let from = |arguments: &Value| {
        Some((counted(today, arguments.get(0)?)?, arguments.get(1).and_then(Value::as_i64)?))
    };
    match expression.as_object()?.iter().next()? {
        (operator, _) if operator == "today" => Some(today),
        (operator, arguments) if operator == "add_days" => {
            from(arguments).and_then(|(day, days)| day.plus_days(days))
        }
        (operator, arguments) if operator == "add_months" => {
            from(arguments).and_then(|(day, months)| day.plus_months(months))
        }
        _ => None,
    }
}

/// The years of some days alone, as books have them.
pub(super) fn years(days: &[String]) -> Vec<String> {
    days.iter().take(3).filter_map(|day| day.get(..4)).map(str::to_owned).collect()
}

/// Days around the literals of some comparisons, and at their distances from today.
pub(super) fn around(makings: &Makings<'_>, beside: &[&Comparison]) -> Vec<CivilDate> {
    let today = makings.today;
    let mut found = vec![today];
    found.extend(today.plus_days(-1));
    found.extend(today.plus_days(1));
    found.extend(literal_days(beside).into_iter().flat_map(next_to));
    let mut spans: Vec<i64> =
        beside.iter().flat_map(|comparison| &comparison.literals).filter_map(Value::as_i64).collect();
    spans.sort_unstable();
    spans.dedup();
    for span in spans.iter().copied().filter(|span| span.unsigned_abs() < 40_000) {
        for day in [
            today.plus_days(-span),
            today.plus_days(span),
            years_before(today, span),
            years_before(today, -span),
        ] {
            found.extend(day.into_iter().flat_map(next_to));
        }
        found.extend(years_before(today, span.saturating_mul(2)));
    }
    // What is counted from a day may have to come to another one.
    let loose = beside.iter().filter(|comparison| comparison.is_loose);
    for day in loose.flat_map(|comparison| literal_days(&[comparison])) {
        for span in spans.iter().copied().filter(|span| span.unsigned_abs() < 40_000) {
            let back = [day.plus_days(-span), day.plus_months(-span), years_before(day, span)];
            found.extend(back.into_iter().flatten().flat_map(next_to));
        }
    }
    found.extend([CivilDate::new(1990, 6, 15), CivilDate::new(1950, 6, 15)].into_iter().flatten());
    found
}

fn literal_days(beside: &[&Comparison]) -> Vec<CivilDate> {
    let texts = beside.iter().flat_map(|comparison| &comparison.literals).filter_map(Value::as_str);
    texts.filter_map(PartialDate::parse).flat_map(|day| [day.earliest(), day.latest()]).collect()
}

fn next_to(day: CivilDate) -> impl Iterator<Item = CivilDate> {
    [day.plus_days(-1), Some(day), day.plus_days(1)].into_iter().flatten()
}

fn years_before(day: CivilDate, years: i64) -> Option<CivilDate> {
    let year = u16::try_from(i64::from(day.year()).checked_sub(years)?).ok()?;
    CivilDate::new(year, day.month(), day.day().min(28))
}

//! The values that can matter for one answer, fact or day: everything a choice offers, the codes that conditions name
//! and one other, numbers and dates just below, at and above constants and limits, known and unknown. Values that their
//! kind refuses are left out.

mod dates;
mod edges;
mod samples;
mod shaped;
mod whole;

use serde_json::{Value, json};

use super::cone::{Comparison, Input, Named};
use crate::CivilDate;
use crate::catalogue::Standing;
use crate::expr::Type;
use crate::facts;
use crate::form::Form;
use crate::kinds::{Kind, business_line};
pub(super) use edges::edges;
pub(super) use samples::option as option_of;
pub(super) use whole::whole;

/// The values of one input.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// Raw answers, values of a fact, row ids or the day; `None` is not answered or not known.
    pub values: Vec<Option<Value>>,
    /// Any other value would do the same as one of these, as far as comparisons with literals go.
    pub exact: bool,
}

/// What values are made from.
pub(super) struct Makings<'a> {
    pub form: &'a Form,
    /// All comparisons of the schema.
    pub named: &'a Named,
    /// The usual day.
    pub today: CivilDate,
    /// Days on which windows open and close.
    pub edges: &'a [CivilDate],
}

/// The values of an input.
pub(super) fn axis(makings: &Makings<'_>, input: Input) -> Axis {
    let beside: Vec<&Comparison> =
        makings.named.comparisons.iter().filter(|found| found.inputs.contains(&input)).collect();
    match input {
        Input::Today => dates::days(makings, &beside),
        Input::Fact(fact) => of_fact(makings, fact, &beside),
        Input::Rows(def) => rows(makings.form, def, &beside),
        Input::Answer(def) => of_field(makings, def, &beside),
    }
}

fn of_fact(makings: &Makings<'_>, fact: usize, beside: &[&Comparison]) -> Axis {
    let (name, kind) = facts::KNOWN[fact];
    let mut exact = true;
    let mut values: Vec<Value> = match kind {
        Type::Bool => vec![json!(true), json!(false)],
        // Sources know two words only.
        _ if name.split('.').next_back() == Some("sex") => vec![json!("female"), json!("male")],
        Type::Text => {
            let ids = beside.iter().any(|found| found.inputs.len() > 1).then_some(samples::PERSONAL_IDS);
            let ids = ids.into_iter().flatten().map(|id| json!(id));
            texts(beside).into_iter().chain([json!("other")]).chain(ids).collect()
        }
        Type::Date | Type::Partial => {
            dates::around(makings, beside).into_iter().map(|day| json!(day.iso())).collect()
        }
        Type::Name => samples::names(beside),
        Type::Place => samples::places(makings.form, makings.today, beside),
        Type::Int | Type::Decimal | Type::Texts | Type::Consent | Type::Files | Type::Rows => {
            exact = false;
            Vec::new()
        }
    };
    values.dedup();
    Axis { values: values.into_iter().map(Some).chain([None]).collect(), exact }
}

fn of_field(makings: &Makings<'_>, def: u32, beside: &[&Comparison]) -> Axis {
    let field = makings.form.at(def);
    let kind = &field.kind;
    let in_rows = makings.form.layout.places[def as usize].group.is_some();
    let numbers = || numbers(makings.form, kind, in_rows, beside);
    let mut exact = true;
    let mut raw: Vec<Value> = match kind.value_type() {
        Some(Type::Bool) => vec![json!(true), json!(false)],
        Some(Type::Int) => numbers().into_iter().map(|number| kind.show(&json!(number))).collect(),
        Some(Type::Date | Type::Partial) => {
            let mut days = dates::of_field(makings, field, beside);
            if matches!(kind, Kind::PartialDate(_)) {
                days.extend(dates::years(&days));
            }
            days.iter().map(|day| kind.show(&json!(day))).collect()
        }
        Some(Type::Decimal) => {
            // Between two numbers there is always a third.
            exact = beside.is_empty();
            samples::decimals(kind, &numbers(), beside)
        }
        Some(Type::Consent) => {
            exact = beside.is_empty();
            samples::consents(beside)
        }
        Some(Type::Text) => match kind.options() {
            Some(options) => options.iter().map(|option| samples::option(kind, option)).collect(),
            None => codes(makings, kind, beside),
        },
        Some(Type::Texts) => {
            let options = kind.options().unwrap_or_default();
            exact = options.len() <= 5;
            subsets(options)
        }
        Some(Type::Name) => samples::names(beside),
        Some(Type::Place) => samples::places(makings.form, makings.today, beside),
        Some(Type::Files) => samples::files(),
        Some(Type::Rows) | None => Vec::new(),
    };
    raw.retain(|raw| {
        let parsed = kind.parse(raw);
        parsed.value.is_some() && !parsed.has_error()
    });
    // A list that was given, and the types of documents, are all there is.
    let is_told = match kind {
        Kind::Catalogue(found) => makings.form.catalogues.contains_key(&found.catalogue),
        Kind::BusinessLine(_) => makings.form.catalogues.contains_key(business_line::CATALOGUE),
        Kind::File(_) => true,
        _ => kind.options().is_some(),
    };
    // Two values tell two answers apart, not three.
    let compared: std::collections::BTreeSet<&Input> =
        beside.iter().filter(|found| found.inputs.len() > 1).flat_map(|found| &found.inputs).collect();
    exact &= compared.len() <= 2 || kind.options().is_some();
    // Without a sample of the kind nothing can be said of its values.
    exact &= is_told
        || !raw.is_empty() && (kind.value_type() != Some(Type::Text) || others_of(kind, &raw, beside));
    let mut values: Vec<Option<Value>> = raw.into_iter().map(Some).collect();
    if field.default.is_some() {
        values.push(Some(Value::Null));
    }
    values.push(None);
    Axis { values, exact }
}

/// Literal texts that stand beside an input.
fn texts(beside: &[&Comparison]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for literal in beside.iter().flat_map(|found| &found.literals).filter(|literal| literal.is_string()) {
        if !found.contains(literal) {
            found.push(literal.clone());
        }
    }
    found
}

/// Codes and texts: the literals beside a field, and others: two where it is compared with another answer.
fn codes(makings: &Makings<'_>, kind: &Kind, beside: &[&Comparison]) -> Vec<Value> {
    let form = makings.form;
    let list = match kind {
        Kind::Catalogue(catalogue) => form.catalogues.get(&catalogue.catalogue),
        Kind::BusinessLine(_) => form.catalogues.get(business_line::CATALOGUE),
        _ => None,
    };
    let mut found = texts(beside);
    if let Some(list) = list {
        let historical = matches!(kind, Kind::Catalogue(catalogue) if catalogue.historical);
        let is_offered = |code: &str| match list.standing(code, makings.today) {
            Standing::InForce => true,
            Standing::Ended => historical,
            Standing::NotYet | Standing::Unknown => false,
        };
        found.retain(|code| code.as_str().is_some_and(is_offered));
    }
    let is_loose = beside.iter().any(|comparison| comparison.is_loose);
    let others = if is_loose { shaped::MOST } else { others(beside) };
    let samples: Vec<Value> = match list {
        Some(list) => {
            list.in_force(makings.today).take(found.len() + others).map(|code| json!(code)).collect()
        }
        None if is_loose => shaped::texts(kind, beside).into_iter().chain(samples::texts(kind)).collect(),
        None => samples::texts(kind),
    };
    let takes = |kind: &Kind, sample: &Value| {
        let parsed = kind.parse(sample);
        parsed.value.is_some() && !parsed.has_error()
    };
    let mut new: Vec<Value> =
        samples.into_iter().filter(|sample| !found.contains(sample) && takes(kind, sample)).collect();
    // What may be the same must have samples in common.
    let compared = beside.iter().filter(|found| found.inputs.len() > 1).flat_map(|found| &found.inputs);
    let kinds: Vec<&Kind> = compared
        .filter_map(|input| match input {
            Input::Answer(def) => Some(&form.at(*def).kind),
            Input::Today | Input::Fact(_) | Input::Rows(_) => None,
        })
        .collect();
    new.sort_by_key(|sample| !kinds.iter().all(|kind| takes(kind, sample)));
    new.truncate(others);
    found.extend(new);
    found
}

/// How many values beside the literals tell all others: one more for each other answer that it is compared with.
fn others(beside: &[&Comparison]) -> usize {
    let compared = beside.iter().filter(|comparison| comparison.inputs.len() > 1);
    let inputs: std::collections::BTreeSet<&Input> = compared.flat_map(|found| &found.inputs).collect();
    inputs.len().clamp(1, 4)
}

/// Whether there are such values among the samples of a kind.
fn others_of(kind: &Kind, raw: &[Value], beside: &[&Comparison]) -> bool {
    let literals = texts(beside);
    let is_named = |raw: &&Value| kind.parse(raw).value.is_some_and(|value| literals.contains(&value));
    raw.iter().filter(|raw| !is_named(raw)).count() >= others(beside)
}

/// Numbers around the literals beside a field, around its limits and, where it is compared with another answer, around
/// the limits of that one and of other sizes.
fn numbers(form: &Form, kind: &Kind, in_rows: bool, beside: &[&Comparison]) -> Vec<i64> {
    let compared = beside.iter().filter(|found| found.inputs.len() > 1).flat_map(|found| &found.inputs);
    let others = compared.clone().filter_map(|input| match input {
        Input::Answer(def) => Some(limits(&form.at(*def).kind)),
        Input::Today | Input::Fact(_) | Input::Rows(_) => None,
    });
    let sizes = compared.take(1).flat_map(|_| [10, 1_000, 1_000_000]);
    let literals: Vec<i64> =
        beside.iter().flat_map(|found| &found.literals).filter_map(Value::as_i64).collect();
    // What two rows come to together, and what the last of many rows lacks.
    let lacking = |number: &i64| {
        let most = limits(kind)[1].filter(|most| *most > 0);
        [Some(number / 2), most.map(|most| number % most)]
    };
    let halves = literals.iter().filter(|_| in_rows).flat_map(lacking).flatten();
    let mut found: Vec<i64> = literals
        .iter()
        .copied()
        .chain(others.chain([limits(kind)]).flatten().flatten())
        .flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)])
        .chain(sizes)
        .chain(halves)
        .chain([0, 1, 2])
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn limits(kind: &Kind) -> [Option<i64>; 2] {
    match kind {
        Kind::Number(number) => [number.min, number.max],
        Kind::Money(money) => [money.limits.min, money.limits.max],
        _ => [None, None],
    }
}

/// Each way to choose some of up to eight options.
fn all_subsets(options: &[String]) -> Vec<Value> {
    (1_u32..1 << options.len())
        .map(|mask| {
            let chosen = options.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
            chosen.map(|(_, option)| json!(option)).collect()
        })
        .collect()
}

/// All subsets of a few options; of more, each alone, all together, and each left out.
fn subsets(options: &[String]) -> Vec<Value> {
    if options.len() <= 5 {
        return all_subsets(options);
    }
    let alone = options.iter().map(|option| json!([option]));
    let without = options.iter().map(|left_out| {
        options.iter().filter(|option| *option != left_out).map(|option| json!(option)).collect()
    });
    alone.chain(without).chain([json!(options)]).collect()
}

/// Rows of a group: none, one, two, and around the numbers of rows that matter.
fn rows(form: &Form, def: u32, beside: &[&Comparison]) -> Axis {
    let Kind::Group(group) = &form.at(def).kind else { return Axis { values: Vec::new(), exact: false } };
    let literals = beside.iter().flat_map(|found| &found.literals).filter_map(Value::as_u64);
    let around = literals.flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]);
    let wanted = around.filter_map(|number| usize::try_from(number).ok());
    let most = group.max.min(group.min.unwrap_or(0).max(12));
    let mut counts: Vec<usize> = [1, 2, 0, most].into_iter().chain(group.min).chain(wanted).collect();
    let exact = counts.iter().all(|count| *count <= most || *count > group.max);
    let mut seen = std::collections::BTreeSet::new();
    counts.retain(|count| *count <= most && seen.insert(*count));
    Axis { values: counts.into_iter().map(row_ids).map(Some).collect(), exact }
}

/// The ids of so many rows.
fn row_ids(count: usize) -> Value {
    (1..=count).map(|row| ["r", &row.to_string()].concat()).collect()
}

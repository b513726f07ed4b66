//! All values of an answer, where they are few enough to be tried one by one. What stands in rows is left out: rows can be many.

use serde_json::{Value, json};

use super::{Axis, Makings};
use crate::CivilDate;
use crate::check::cone::{Input, bounds};
use crate::expr::Type;
use crate::facts;
use crate::kinds::date::Bound;
use crate::kinds::{Kind, business_line};

/// Most values of one answer.
const MOST: i64 = 2_000;
/// Most options of which several can be chosen.
const SEVERAL: usize = 5;

/// Everything that an input can be, no answer included; nothing when that is too much.
pub(in crate::check) fn whole(
    makings: &Makings<'_>,
    input: Input,
    axis: &Axis,
) -> Option<Vec<Option<Value>>> {
    let values = match input {
        Input::Answer(def) if makings.form.layout.places[def as usize].group.is_none() => {
            of_field(makings, def)
        }
        Input::Answer(_) | Input::Rows(_) => None,
        Input::Today => {
            let window = makings.form.schema.effective;
            days(window.from?, window.to?).map(|days| days.map(|day| json!(day.iso())).collect())
        }
        Input::Fact(fact) => return (facts::KNOWN[fact].1 == Type::Bool).then(|| axis.values.clone()),
    };
    // What no one answers, and what a default gives way to, is among the values that are tried first.
    let blank = axis.values.iter().filter(|value| value.as_ref().is_none_or(Value::is_null)).cloned();
    Some(values?.into_iter().map(Some).chain(blank).collect())
}

fn of_field(makings: &Makings<'_>, def: u32) -> Option<Vec<Value>> {
    let field = makings.form.at(def);
    let kind = &field.kind;
    let list = |name: &str| {
        let codes = makings.form.catalogues.get(name)?;
        let all: Vec<Value> = codes.in_force(makings.today).map(|code| json!(code)).collect();
        i64::try_from(all.len()).is_ok_and(|count| count <= MOST).then_some(all)
    };
    let raw = match kind {
        Kind::YesNo | Kind::Attestation => vec![json!(true), json!(false)],
        Kind::Choice(choice) if choice.other.is_none() => {
            choice.options.iter().map(|one| json!(one)).collect()
        }
        Kind::Choices(choices) if choices.options.len() <= SEVERAL => super::subsets(&choices.options),
        Kind::Catalogue(catalogue) if !catalogue.historical => list(&catalogue.catalogue)?,
        Kind::BusinessLine(_) => list(business_line::CATALOGUE)?,
        Kind::Number(_) | Kind::Money(_) => {
            let [min, max] = super::limits(kind);
            let (min, max) = (min?, max?);
            if max.checked_sub(min)? > MOST {
                return None;
            }
            (min..=max).map(|number| kind.show(&json!(number))).collect()
        }
        Kind::Date(_) => {
            let on = |bound: Option<&Bound>| match bound? {
                Bound::On(day) => Some(*day),
                Bound::Today | Bound::When(_) => None,
            };
            let [min, max] = bounds(field).map(on);
            days(min?, max?)?.map(|day| kind.show(&json!(day.iso()))).collect()
        }
        _ => return None,
    };
    let is_taken = |raw: &Value| {
        let parsed = kind.parse(raw);
        parsed.value.is_some() && !parsed.has_error()
    };
    Some(raw.into_iter().filter(is_taken).collect())
}

/// Every day from one to another.
fn days(from: CivilDate, to: CivilDate) -> Option<impl Iterator<Item = CivilDate>> {
    let (from, to) = (from.epoch_days(), to.epoch_days());
    (to - from <= MOST).then(|| (from..=to).filter_map(CivilDate::from_epoch_days))
}

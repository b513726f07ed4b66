//! Every value of what has only so many: nothing is left out, so that a search over them leaves nothing open whatever an
//! expression makes of them.

use serde_json::{Value, json};

use super::{Axis, all_subsets};
use crate::check::cone::{Input, bounds};
use crate::expr::Type;
use crate::facts;
use crate::form::Form;
use crate::kinds::date::Bound;
use crate::kinds::{Kind, decimal::DecimalNumber, number::Number};
use crate::{Decimal, Rounding};

/// Most values of one input.
const MOST: i64 = 1_000;

/// All values of an input; `None` when there are too many or they cannot be told.
pub(in crate::check) fn whole(form: &Form, input: Input) -> Option<Axis> {
    let mut values: Vec<Option<Value>> = match input {
        Input::Today => return days(form),
        Input::Fact(fact) => match facts::KNOWN[fact].1 {
            Type::Bool => vec![Some(json!(true)), Some(json!(false))],
            _ => return None,
        },
        Input::Rows(def) => return rows(form, def),
        Input::Answer(def) => answers(form, def)?.into_iter().map(Some).collect(),
    };
    if matches!(input, Input::Answer(def) if form.at(def).default.is_some()) {
        values.push(Some(Value::Null));
    }
    values.push(None);
    Some(Axis { values, exact: true })
}

fn answers(form: &Form, def: u32) -> Option<Vec<Value>> {
    let field = form.at(def);
    let kind = &field.kind;
    let numbers = |limits: &Number| {
        let (min, max) = (limits.min?, limits.max?);
        let all = (max.checked_sub(min)? < MOST).then_some(min..=max)?;
        Some(all.map(|number| kind.show(&json!(number))).collect())
    };
    let found: Vec<Value> = match kind {
        Kind::YesNo | Kind::Attestation => vec![json!(true), json!(false)],
        Kind::Choice(choice) => choice.options.iter().map(|option| super::option_of(kind, option)).collect(),
        Kind::Choices(choices) => all_subsets(&choices.options),
        Kind::Number(number) => numbers(number)?,
        Kind::Money(money) => numbers(&money.limits)?,
        Kind::Decimal(decimal) => {
            decimals(decimal)?.into_iter().map(|number| kind.show(&json!(number))).collect()
        }
        Kind::Date(_) => {
            let [Some(Bound::On(min)), Some(Bound::On(max))] = bounds(field) else { return None };
            let span = min.days_until(*max);
            let days = (0..MOST).contains(&span).then_some(0..=span)?;
            days.filter_map(|day| min.plus_days(day)).map(|day| kind.show(&json!(day.iso()))).collect()
        }
        _ => return None,
    };
    let is_one = |raw: &Value| {
        let parsed = kind.parse(raw);
        parsed.value.is_some() && !parsed.has_error()
    };
    Some(found.into_iter().filter(is_one).collect())
}

/// All numbers between two limits with so many places.
fn decimals(decimal: &DecimalNumber) -> Option<Vec<String>> {
    let unit = (0..decimal.places).try_fold(1_i64, |unit, _| unit.checked_mul(10))?;
    let whole = |limit: Decimal, rounding| limit.times(unit.into())?.round(0, rounding)?.whole();
    let (min, max) = (decimal.min?, decimal.max?);
    // Rounding goes towards zero and away from it: one more on both sides is left out again by the kind.
    let from = whole(min, Rounding::Down)?.checked_sub(1)?;
    let to = whole(max, Rounding::Up)?.checked_add(1)?;
    let all = (to.checked_sub(from)? < MOST).then_some(from..=to)?;
    let one = |number: i64| Some(Decimal::from(number).exactly_by(unit.into())?.text());
    Some(all.filter_map(one).collect())
}

fn days(form: &Form) -> Option<Axis> {
    let window = form.schema.effective;
    let from = window.from?;
    let span = from.days_until(window.to?);
    let days = (0..MOST).contains(&span).then_some(0..=span)?;
    let days = days.filter_map(|day| from.plus_days(day)).map(|day| Some(json!(day.iso())));
    Some(Axis { values: days.collect(), exact: true })
}

fn rows(form: &Form, def: u32) -> Option<Axis> {
    let Kind::Group(group) = &form.at(def).kind else { return None };
    (group.max <= 12)
        .then(|| Axis { values: (0..=group.max).map(super::row_ids).map(Some).collect(), exact: true })
}

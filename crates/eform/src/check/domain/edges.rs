//! Answers just below, at and above each limit of a field, good and wrong.

use serde_json::{Value, json};

use crate::CivilDate;
use crate::check::cone::bounds;
use crate::form::Form;
use crate::kinds::Kind;
use crate::kinds::date::Bound;

/// Raw answers at the limits of a field.
pub(in crate::check) fn edges(form: &Form, def: u32, today: CivilDate) -> Vec<Value> {
    let field = form.at(def);
    let around = |limit: i64| [limit.saturating_sub(1), limit, limit.saturating_add(1)];
    match &field.kind {
        Kind::Number(number) => [number.min, number.max]
            .into_iter()
            .flatten()
            .flat_map(around)
            .map(|n| json!(n.to_string()))
            .collect(),
        Kind::Money(money) => {
            let limits = [money.limits.min.filter(|min| *min > 0), money.limits.max];
            limits.into_iter().flatten().flat_map(around).map(|n| json!(n.to_string())).collect()
        }
        Kind::Text(text) => lengths([text.min, text.max]),
        Kind::LongText(text) => lengths([text.limits.min, text.limits.max]),
        Kind::Date(_) | Kind::PartialDate(_) => {
            let days = bounds(field).into_iter().flatten().filter_map(|bound| match bound {
                Bound::Today => Some(today),
                Bound::On(day) => Some(*day),
                Bound::When(_) => None,
            });
            let days = days.flat_map(|day| [day.plus_days(-1), Some(day), day.plus_days(1)]).flatten();
            days.map(|day| field.kind.show(&json!(day.iso()))).collect()
        }
        Kind::Choices(choices) => (1..=choices.options.len())
            .filter(|count| count.abs_diff(choices.min) <= 1 || count.abs_diff(choices.max) <= 1)
            .map(|count| json!(choices.options[..count]))
            .collect(),
        Kind::Group(group) => {
            let counts = [group.min, Some(group.max).filter(|max| *max <= 20)].into_iter().flatten();
            let counts = counts.flat_map(|count| [count.saturating_sub(1), count, count + 1]);
            let ids = |count: usize| (1..=count).map(|row| format!("r{row}")).collect::<Vec<_>>();
            counts.map(|count| json!(ids(count))).collect()
        }
        _ => Vec::new(),
    }
}

/// Texts of the lengths around two limits; very long ones prove nothing more.
fn lengths(limits: [usize; 2]) -> Vec<Value> {
    let limits = limits.into_iter().filter(|limit| (1..=300).contains(limit));
    let lengths = limits.flat_map(|limit| [limit - 1, limit, limit + 1]);
    lengths.map(|length| json!("a".repeat(length))).collect()
}

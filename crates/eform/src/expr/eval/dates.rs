//! Spans and steps of dates. Partial dates give a range where the days they may mean do not agree.

use super::{Scope, eval, int};
use crate::calendar::CUT_OFF;
use crate::date::CivilDate;
use crate::expr::{Ir, Out};

/// A measure between two dates.
pub(super) fn span<'a>(
    pair: &[Ir; 2],
    scope: &dyn Scope<'a>,
    measure: fn(CivilDate, CivilDate) -> i64,
) -> Out<'a> {
    let (Out::Day(from), Out::Day(to)) = (eval(&pair[0], scope), eval(&pair[1], scope)) else {
        return Out::Missing;
    };
    let most = measure(from.earliest(), to.latest());
    let least = measure(from.latest(), to.earliest());
    if most == least { Out::Int(most) } else { Out::Between(least, most) }
}

/// A date so many steps from a whole date.
pub(super) fn step<'a>(
    pair: &[Ir; 2],
    scope: &dyn Scope<'a>,
    steps: impl Fn(CivilDate, i64) -> Option<CivilDate>,
) -> Out<'a> {
    let (Some(day), Out::Int(count)) = (whole(&pair[0], scope), eval(&pair[1], scope)) else {
        return Out::Missing;
    };
    date(steps(day, count))
}

/// See [`crate::Calendar::between`].
pub(super) fn working_days<'a>(pair: &[Ir; 2], calendar: &str, scope: &dyn Scope<'a>) -> Out<'a> {
    let days = whole(&pair[0], scope).zip(whole(&pair[1], scope));
    int(scope.calendar(calendar).zip(days).and_then(|(calendar, (from, to))| calendar.between(from, to)))
}

/// See [`crate::Calendar::received`].
pub(super) fn received<'a>(pair: &[Ir; 2], calendar: &str, scope: &dyn Scope<'a>) -> Out<'a> {
    let (Some(day), Out::Bool(is_after)) = (whole(&pair[0], scope), eval(&pair[1], scope)) else {
        return Out::Missing;
    };
    let minutes = if is_after { CUT_OFF + 1 } else { CUT_OFF };
    date(scope.calendar(calendar).and_then(|calendar| calendar.received(day, minutes)))
}

fn whole(ir: &Ir, scope: &dyn Scope<'_>) -> Option<CivilDate> {
    match eval(ir, scope) {
        Out::Day(day) => day.exact(),
        _ => None,
    }
}

fn date(day: Option<CivilDate>) -> Out<'static> {
    day.map_or(Out::Missing, |day| Out::Day(day.into()))
}

//! The days on which fees and reductions are in force: over before the form opens, gaps between two versions of one
//! fee, days on which both are charged.

use crate::check::cone::Named;
use crate::check::finding::{Finding, Grade, Report};
use crate::check::search::Explorer;
use crate::expr::guess::TRUE;
use crate::form::Form;
use crate::schema::Window;
use crate::schema::fee::{Fee, Reduction};
use crate::schema::reader::join;
use crate::{CivilDate, Instance};

/// Reports windows; the pointers of fees and reductions that are never in force.
pub(super) fn check(search: &mut Explorer, form: &Form, report: &mut Report) -> Vec<String> {
    let open =
        Window { from: form.schema.effective.from.or(Some(search.today)), to: form.schema.effective.to };
    let mut over = Vec::new();
    for (at, fee) in form.fees().iter().enumerate() {
        let pointer = join("/fees", &at.to_string());
        judge_window(fee.window, open, &pointer, "fee_expired", &mut over, report);
        for (number, reduction) in fee.reductions.iter().enumerate() {
            let pointer = join(&join(&pointer, "reductions"), &number.to_string());
            judge_window(reduction.window, open, &pointer, "reduction_expired", &mut over, report);
        }
        reduction_gaps(fee, &pointer, report);
    }
    let alive = |at: &usize| form.fees()[*at].is_online && !over.contains(&join("/fees", &at.to_string()));
    let places: Vec<usize> = (0..form.fees().len()).filter(alive).collect();
    for (number, first) in places.iter().enumerate() {
        let is_same = |other: &&usize| same(&form.fees()[*first], &form.fees()[**other]);
        if !places[..number].iter().any(|before| is_same(&before)) {
            let family: Vec<usize> = places[number..].iter().filter(is_same).copied().collect();
            judge_family(search, form, &family, open, report);
        }
    }
    over
}

/// Whether two fees are asked of the same people for the same thing, and so are versions of one another.
fn same(left: &Fee, right: &Fee) -> bool {
    left.when == right.when && left.quantity == right.quantity && left.paid == right.paid
}

fn judge_window(
    window: Window,
    open: Window,
    pointer: &str,
    code: &str,
    over: &mut Vec<String>,
    report: &mut Report,
) {
    let before = matches!((window.to, open.from), (Some(to), Some(from)) if to < from);
    let after = matches!((window.from, open.to), (Some(from), Some(to)) if from > to);
    if before || after {
        let mut finding = Finding::new(code, Grade::Error, pointer);
        if let Some(from) = open.from {
            finding = finding.with("opens", from.iso());
        }
        if let Some(to) = window.to {
            finding = finding.with("to", to.iso());
        }
        report.findings.push(finding);
        over.push(pointer.to_owned());
    }
}

/// One reduction that was renewed too late.
fn reduction_gaps(fee: &Fee, pointer: &str, report: &mut Report) {
    for (at, later) in fee.reductions.iter().enumerate() {
        let is_same = |found: &&Reduction| {
            found.when == later.when && found.benefit == later.benefit && found.is_online == later.is_online
        };
        let earlier = fee.reductions.iter().filter(is_same);
        let last = earlier
            .filter_map(|found| found.window.to)
            .filter(|to| later.window.from.is_some_and(|from| *to < from))
            .max();
        let covered =
            |day: CivilDate| fee.reductions.iter().filter(is_same).any(|found| found.window.contains(day));
        let gap = last.and_then(|last| last.plus_days(1)).filter(|day| !covered(*day));
        if let Some(day) = gap {
            let pointer = join(&join(pointer, "reductions"), &at.to_string());
            report
                .findings
                .push(Finding::new("reduction_gap", Grade::Warning, &pointer).with("from", day.iso()));
        }
    }
}

/// Versions of one fee: every day of the form has exactly one.
fn judge_family(search: &mut Explorer, form: &Form, family: &[usize], open: Window, report: &mut Report) {
    let windows: Vec<(usize, Window)> = family.iter().map(|at| (*at, form.fees()[*at].window)).collect();
    let starts = windows.iter().filter_map(|(_, window)| window.from);
    let ends = windows.iter().filter_map(|(_, window)| window.to?.plus_days(1));
    let mut days: Vec<CivilDate> =
        starts.chain(ends).chain(open.from).filter(|day| open.contains(*day)).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let charged: Vec<usize> =
            windows.iter().filter(|(_, window)| window.contains(day)).map(|(at, _)| *at).collect();
        let (code, at) = match charged.as_slice() {
            // The version that was in force last, or the first one to come.
            [] => {
                let before = windows.iter().filter(|(_, window)| window.to.is_some_and(|to| to < day));
                let last = before
                    .max_by_key(|(_, window)| window.to)
                    .or_else(|| windows.iter().min_by_key(|(_, window)| window.from));
                ("fee_gap", last.map_or(0, |(at, _)| *at))
            }
            [_] => continue,
            [.., last] => ("fee_twice", *last),
        };
        let pointer = join("/fees", &at.to_string());
        // Two fees without dates that are asked of the same people are two fees.
        let dated = |at: &usize| form.fees()[*at].window != Window::default();
        if report.findings.iter().any(|found| found.code == code && found.pointer == pointer)
            || (code == "fee_twice" && !charged.iter().all(dated))
        {
            continue;
        }
        let mut named = Named::default();
        let fee = &form.fees()[at];
        for expression in fee.when.iter().chain(&fee.quantity) {
            named.add(form, expression, None);
        }
        let when = form.fees[at].when.as_ref();
        // Who is asked for the fee may depend on the day itself.
        let judge = |instance: &Instance| {
            let mut then = instance.clone();
            then.set_today(day);
            when.map_or(TRUE, |when| then.truth_of_form(when)) & TRUE
        };
        let answer = search.ask(named, TRUE, &judge);
        if let Some(mut witness) = answer.witness(TRUE, &judge) {
            witness.today = day.iso();
            let finding = Finding::new(code, Grade::Error, &pointer).with("from", day.iso());
            report.findings.push(finding.shown(Some(witness)));
        }
    }
}

//! Fees: conditions that never or always hold, windows that are over or leave days open, amounts that cannot be known,
//! reductions that never count.

mod steps;
mod windows;

pub(super) use steps::charged_beside;

use serde_json::Value;

use super::conditions::{Asked, is_never};
use super::cone::{Input, Named, close};
use super::finding::{Grade, Report};
use super::proof::Wishes;
use super::search::Explorer;
use crate::expr::Ir;
use crate::expr::guess::{FALSE, TRUE};
use crate::form::Form;
use crate::schema::fee::Fee;
use crate::schema::reader::join;
use crate::{Instance, State};

/// Checks all fees.
pub(super) fn check(search: &mut Explorer, report: &mut Report) {
    let form = search.form.clone();
    let over = windows::check(search, &form, report);
    steps::check(search, &form, report);
    for (at, fee) in form.fees().iter().enumerate() {
        let pointer = join("/fees", &at.to_string());
        if over.contains(&pointer) {
            continue;
        }
        let ir = &form.fees[at];
        let when = (ir.when.as_ref(), fee.when.as_ref());
        if is_condition_never(search, &form, when, &join(&pointer, "when"), report) {
            continue;
        }
        check_amount(search, &form, fee, &pointer, report);
        for (number, reduction) in fee.reductions.iter().enumerate() {
            let pointer = join(&join(&pointer, "reductions"), &number.to_string());
            let when = (ir.reductions.get(number).and_then(Option::as_ref), reduction.when.as_ref());
            if over.contains(&pointer)
                || is_condition_never(search, &form, when, &join(&pointer, "when"), report)
            {
                continue;
            }
            // What holds for other ways of filing counts in no quote.
            if fee.is_online && reduction.is_online {
                check_counts(search, &form, (at, number), &pointer, report);
            }
        }
    }
}

fn is_condition_never(
    search: &mut Explorer,
    form: &Form,
    condition: (Option<&Ir>, Option<&Value>),
    pointer: &str,
    report: &mut Report,
) -> bool {
    let (Some(ir), Some(when)) = condition else { return false };
    let mut named = Named::default();
    named.add(form, when, None);
    let judge = |instance: &Instance| instance.truth_of_form(ir);
    let asked = Asked { ir, group: None, beside: Wishes::default(), judge: &judge };
    is_never(search, (named, Named::default()), &asked, ("condition_always_false", pointer), pointer, report)
}

/// What a fee depends on.
pub(super) fn named(form: &Form, fee: &Fee) -> Named {
    let mut named = Named::default();
    let conditions = fee.reductions.iter().filter_map(|reduction| reduction.when.as_ref());
    for expression in fee.when.iter().chain(&fee.quantity).chain(conditions) {
        named.add(form, expression, None);
    }
    named.inputs.insert(Input::Today);
    named
}

/// Whether a fee applies without an amount although every answer that it needs and that is required was given.
pub(super) fn lacks_amount(instance: &Instance, fee: &Fee) -> u8 {
    if !instance.counted().pending.contains(&fee.id) {
        return 0;
    }
    let form = instance.form();
    let waits = close(form, named(form, fee)).inputs.into_iter().any(|input| match input {
        Input::Answer(def) if form.layout.places[def as usize].group.is_none() => {
            let field = instance.field(&form.at(def).id);
            field.is_some_and(|field| field.required && field.value == State::Unset)
        }
        _ => false,
    });
    if waits { FALSE } else { TRUE }
}

fn check_amount(search: &mut Explorer, form: &Form, fee: &Fee, pointer: &str, report: &mut Report) {
    if fee.quantity.is_none() {
        return;
    }
    let judge = |instance: &Instance| lacks_amount(instance, fee);
    let answer = search.ask(named(form, fee), TRUE, &judge);
    if answer.seen & TRUE != 0 {
        let finding = super::Finding::new("fee_without_amount", Grade::Error, &join(pointer, "quantity"));
        report.findings.push(finding.shown(answer.witness(TRUE, &judge)));
    }
}

/// How a reduction stands in a quote: it counts, or the fee is charged without it though it applies.
pub(super) fn counts(instance: &Instance, fee: &Fee, at: usize, when: Option<&Ir>) -> u8 {
    let quote = instance.counted();
    let Some(line) = quote.lines.iter().find(|line| line.id == fee.id) else { return 0 };
    if line.reduction.as_ref().is_some_and(|found| found.id == fee.reductions[at].id) {
        return TRUE;
    }
    if when.is_none_or(|when| instance.truth_of_form(when) == TRUE) { FALSE } else { 0 }
}

fn check_counts(
    search: &mut Explorer,
    form: &Form,
    (place, at): (usize, usize),
    pointer: &str,
    report: &mut Report,
) {
    let fee = &form.fees()[place];
    let when = form.fees[place].reductions.get(at).and_then(Option::as_ref);
    let judge = |instance: &Instance| counts(instance, fee, at, when);
    let answer = search.ask(named(form, fee), TRUE, &judge);
    if answer.seen & TRUE == 0 {
        let finding = answer.finding("reduction_never_counts", Grade::Warning, pointer);
        report.findings.push(finding.shown(answer.witness(FALSE, &judge)));
    }
}

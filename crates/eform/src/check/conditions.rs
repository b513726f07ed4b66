//! Conditions that are always or never true, pages and fields that no answers show, and answers that are required and
//! cannot be given.

use super::cone::{Input, Named, Note, add_checks, add_state, input};
use super::finding::{Finding, Grade, Report};
use super::papers;
use super::proof::{Wishes, impossible, limits_at_odds, never_filled};
use super::search::{Explorer, Judge, World};
use crate::expr::Ir;
use crate::expr::guess::{FALSE, MISSING, TRUE};
use crate::form::layout::narrow;
use crate::form::{Form, Need};
use crate::kinds::Kind;
use crate::schema::field::Required;
use crate::schema::reader::join;
use crate::violation::Severity;
use crate::{FieldView, Instance, State};

/// Everything that the expressions of a form name, and every field.
pub(super) fn everything(form: &Form) -> Named {
    let mut named = conditions(form);
    named.inputs.extend((0..narrow(form.defs.len())).map(|def| input(form, def)));
    named.inputs.insert(Input::Today);
    named
}

/// What conditions, limits, computed values, rules and fees name.
pub(super) fn conditions(form: &Form) -> Named {
    let mut named = Named::default();
    for def in 0..narrow(form.defs.len()) {
        let group = form.layout.places[def as usize].group;
        add_state(form, def, &mut named);
        add_checks(form, def, &mut named);
        for when in form.at(def).prefill.iter().filter_map(|prefill| prefill.when.as_ref()) {
            named.add(form, when, group);
        }
    }
    for rule in &form.schema.rules {
        let group = form.layout.named(&rule.at).and_then(|def| form.layout.places[def as usize].group);
        named.add(form, &rule.assert, group);
    }
    for fee in form.fees() {
        let conditions = fee.reductions.iter().filter_map(|reduction| reduction.when.as_ref());
        for expression in fee.when.iter().chain(&fee.quantity).chain(conditions) {
            named.add(form, expression, None);
        }
    }
    named
}

/// Checks all conditions, from those that decide to those that depend on them.
pub(super) fn check(search: &mut Explorer, report: &mut Report) {
    let form = search.form.clone();
    let pages = form.pages.iter().enumerate().map(|(page, found)| (found.rank, Err(page)));
    let fields = (0..narrow(form.defs.len())).map(|def| (form.defs[def as usize].rank, Ok(def)));
    let mut order: Vec<(u32, Result<u32, usize>)> = pages.chain(fields).collect();
    order.sort_unstable();
    for (_, place) in order {
        match place {
            Err(page) => check_page(search, &form, page, report),
            Ok(def) => check_shown(search, &form, def, report),
        }
    }
    for def in 0..narrow(form.defs.len()) {
        if !search.is_dead(def) {
            check_required(search, &form, def, report);
            check_prefill(search, &form, def, report);
            papers::check(search, &form, def, report);
            check_fillable(search, &form, def, report);
        }
    }
}

fn check_page(search: &mut Explorer, form: &Form, page: usize, report: &mut Report) {
    let (Some(condition), Some(when)) = (&form.pages[page].when, &form.schema.pages[page].when) else {
        return;
    };
    let mut named = Named::default();
    named.add(form, when, None);
    let pointer = &form.schema.pages[page].pointer;
    let unreachable = ("unreachable_page", pointer.as_str());
    let judge = |instance: &Instance| instance.truth_of_form(condition);
    let asked = Asked { ir: condition, group: None, beside: Wishes::default(), judge: &judge };
    if is_never(search, (named, Named::default()), &asked, unreachable, &join(pointer, "when"), report) {
        search.dead_pages.insert(page);
    }
}

fn check_shown(search: &mut Explorer, form: &Form, def: u32, report: &mut Report) {
    let field = form.at(def);
    let (Some(condition), Some(when)) = (&form.defs[def as usize].when, &field.when) else { return };
    let mut named = Named::default();
    named.add(form, when, form.layout.places[def as usize].group);
    if search.is_dead(def) {
        return;
    }
    let mut context = Named::default();
    add_state(form, def, &mut context);
    let path = search.path(def);
    let judge = |instance: &Instance| {
        if instance.is_within_reach(&path) { instance.truth(&path, condition) } else { 0 }
    };
    let unreachable = ("unreachable_field", field.pointer.as_str());
    let group = form.layout.places[def as usize].group;
    let asked = Asked { ir: condition, group, beside: Wishes::shown(form, def, false), judge: &judge };
    if is_never(search, (named, context), &asked, unreachable, &join(&field.pointer, "when"), report) {
        search.dead.insert(def);
    }
}

fn check_required(search: &mut Explorer, form: &Form, def: u32, report: &mut Report) {
    let field = form.at(def);
    let found = &form.defs[def as usize];
    let need = found.needed.as_ref().unwrap_or(&found.required);
    let (Need::When(condition), Required::When(when)) = (need, &field.required) else {
        return;
    };
    let pointer = join(&field.pointer, "required");
    check_while_shown(search, form, def, (condition, when), &pointer, report);
}

fn check_prefill(search: &mut Explorer, form: &Form, def: u32, report: &mut Report) {
    let field = form.at(def);
    for (at, (prefill, ir)) in field.prefill.iter().zip(&form.defs[def as usize].prefill).enumerate() {
        let (Some(when), Some(condition)) = (&prefill.when, &ir.when) else { continue };
        let pointer = join(&join(&join(&field.pointer, "prefill"), &at.to_string()), "when");
        check_while_shown(search, form, def, (condition, when), &pointer, report);
    }
}

/// A condition that is read while its field is shown.
pub(super) fn check_while_shown(
    search: &mut Explorer,
    form: &Form,
    def: u32,
    (condition, when): (&Ir, &serde_json::Value),
    pointer: &str,
    report: &mut Report,
) {
    let mut named = Named::default();
    named.add(form, when, form.layout.places[def as usize].group);
    let mut context = Named::default();
    add_state(form, def, &mut context);
    let path = search.path(def);
    let judge = |instance: &Instance| match instance.field(&path) {
        Some(field) if field.visible => instance.truth(&path, condition),
        _ => 0,
    };
    let group = form.layout.places[def as usize].group;
    let asked = Asked { ir: condition, group, beside: Wishes::shown(form, def, true), judge: &judge };
    is_never(search, (named, context), &asked, ("condition_always_false", pointer), pointer, report);
}

/// Everything was answered, and a list or a calendar leaves it open.
const BESIDE: u8 = 8;

/// A condition that is asked about.
pub(super) struct Asked<'a, 'f> {
    pub ir: &'f Ir,
    pub group: Option<u32>,
    /// What else holds where it is read.
    pub beside: Wishes<'f>,
    /// How it turns out in one state.
    pub judge: Judge<'a>,
}

/// Reports a condition that is never true, under the given code, or that is never false; whether no state was found in which it
/// is true. What follows from a field that no answers show is not reported again.
pub(super) fn is_never(
    search: &mut Explorer,
    (direct, context): (Named, Named),
    condition: &Asked<'_, '_>,
    never: (&str, &str),
    pointer: &str,
    report: &mut Report,
) -> bool {
    let follows = search.reads_dead(&direct);
    let only_ever_missing = direct.notes.contains(&Note::Counts) || reads_attestation(search, &direct);
    let beside = direct.notes.contains(&Note::Beside);
    let asked = answers(&direct);
    let judge: Judge<'_> = &|instance| {
        let is_unset = |def: &u32| some(instance, *def, |field| field.value == State::Unset);
        match (condition.judge)(instance) {
            // Everything was answered that is asked: what is missing will stay so.
            MISSING if !asked.iter().any(is_unset) => {
                if beside {
                    BESIDE
                } else {
                    FALSE
                }
            }
            truth => truth,
        }
    };
    let mut answer = search.ask(direct.and(context), TRUE | FALSE, judge);
    let wishes = |outcome: u8| condition.beside.clone().with(condition.ir, condition.group, outcome);
    if answer.seen & BESIDE != 0 {
        return false;
    }
    if answer.seen & TRUE == 0 {
        // A condition that does not arise in any state belongs to something that is reported elsewhere.
        if answer.seen != 0 && !follows {
            answer.is_proven(&search.form, &wishes(TRUE));
            report.findings.push(answer.finding(never.0, Grade::Error, never.1));
        }
        return true;
    }
    if !follows
        && answer.seen & FALSE == 0
        && !(answer.seen & MISSING != 0 && only_ever_missing)
        // What is missing in some states and may be false in others is no more than a question of samples.
        && (answer.is_proven(&search.form, &wishes(FALSE)) || answer.seen & MISSING == 0)
    {
        let mut finding = answer.finding("condition_always_true", Grade::Warning, pointer);
        if answer.seen & MISSING != 0 {
            finding = finding.with("once", "answered");
        }
        report.findings.push(finding.shown(answer.witness(TRUE, judge)));
    }
    false
}

/// A declaration is confirmed or not answered: it is never false.
fn reads_attestation(search: &Explorer, named: &Named) -> bool {
    named.inputs.iter().any(|input| match input {
        Input::Answer(def) => matches!(search.form.at(*def).kind, Kind::Attestation),
        Input::Today | Input::Fact(_) | Input::Rows(_) => false,
    })
}

/// A field that can be required must have an answer that nothing objects to.
fn check_fillable(search: &mut Explorer, form: &Form, def: u32, report: &mut Report) {
    let field = form.at(def);
    if matches!(form.defs[def as usize].required, Need::Always(false)) {
        return;
    }
    let mut named = Named::default();
    add_checks(form, def, &mut named);
    let group = form.layout.places[def as usize].group;
    let codes: Vec<&str> = form.defs[def as usize].rules.iter().map(|rule| rule.code.as_str()).collect();
    for rule in &form.schema.rules {
        let is_here = codes.iter().any(|code| code.strip_prefix("rule.") == Some(&rule.id));
        if is_here && rule.severity == Severity::Error {
            named.add(form, &rule.assert, group);
        }
    }
    if search.reads_dead(&named) {
        return;
    }
    let path = search.path(def);
    let waits = answers(&named);
    named.inputs.insert(input(form, def));
    add_state(form, def, &mut named);
    let judge = |instance: &Instance| match fillable(instance, &path) {
        // A limit that is not known yet refuses nothing.
        TRUE if waits.iter().any(|def| some(instance, *def, is_waiting)) => 0,
        fillable => fillable,
    };
    let mut answer = search.ask(named, TRUE, &judge);
    if answer.seen & TRUE == 0 && answer.seen & FALSE != 0 {
        let mut wishes = Wishes::shown(form, def, true);
        wishes.present.push(def);
        for rule in form.defs[def as usize].rules.iter().filter(|rule| rule.severity == Severity::Error) {
            wishes = wishes.with(&rule.assert, group, TRUE | MISSING);
        }
        if let Some(proof) = limits_at_odds(form, def) {
            (answer.search, answer.is_open) = (proof, false);
        } else if !answer.is_proven(form, &wishes) {
            // Where no answers keep the rules at all, that is told of the rules.
            wishes.conditions.iter_mut().for_each(|wish| wish.outcomes = TRUE);
            if impossible(form, &wishes).is_some() {
                return;
            }
            if let Some(proof) = never_filled(form, def) {
                (answer.search, answer.is_open) = (proof, false);
            }
        }
        let finding: Finding = answer.finding("never_fillable", Grade::Error, &field.pointer);
        report.findings.push(finding.shown(answer.witness(FALSE, &judge)));
    } else if let Some(proof) = never_filled(form, def) {
        // The group alone can be right: it is its rows that cannot.
        let finding = Finding::new("never_fillable", Grade::Error, &field.pointer).after(proof);
        report.findings.push(finding.shown(answer.witness(FALSE, &judge)));
    }
}

fn is_waiting(field: &FieldView<'_>) -> bool {
    field.required && field.value == State::Unset
}

/// The fields that a citizen is asked for among what is named.
fn answers(named: &Named) -> Vec<u32> {
    let asked = |input: &Input| match input {
        Input::Answer(def) | Input::Rows(def) => Some(*def),
        Input::Today | Input::Fact(_) => None,
    };
    named.inputs.iter().filter_map(asked).collect()
}

/// Whether something holds of a field, or of a cell in some row.
fn some(instance: &Instance, def: u32, holds: impl Fn(&FieldView<'_>) -> bool) -> bool {
    World::paths_in(instance, def).iter().any(|path| instance.field(path).is_some_and(|field| holds(&field)))
}

/// Whether a required field is filled in and right (true) or not answered (false).
pub(super) fn fillable(instance: &Instance, path: &str) -> u8 {
    let Some(field) = instance.field(path).filter(|field| field.visible && field.required) else { return 0 };
    let wrong = field.violations.iter().any(|found| found.severity == Severity::Error);
    match (field.value, wrong) {
        (State::Value(_), false) => TRUE,
        (State::Value(_), true) => MISSING,
        (State::Unset | State::NotApplicable, _) => FALSE,
    }
}

//! Rules that are never broken or never kept, and two rules that contradict one another; more than two are in
//! `rules/together.rs`.

mod together;

use std::collections::BTreeSet;

use super::cone::{Input, Named, Note, add_state, input};
use super::finding::{Grade, Report};
use super::proof::Wishes;
use super::search::Explorer;
use crate::Instance;
use crate::expr::Ir;
use crate::expr::guess::{FALSE, MISSING, TRUE};
use crate::form::Form;
use crate::schema::Rule;
use crate::schema::reader::join;
use crate::violation::Severity;

/// One rule where it is shown.
pub(super) struct Placed<'f> {
    pub def: u32,
    pub group: Option<u32>,
    pub assert: &'f Ir,
}

/// A rule that can be kept and broken.
struct Kept<'f> {
    rule: &'f Rule,
    placed: Placed<'f>,
    /// What decides how it turns out.
    named: Named,
    /// What it reads itself.
    reads: BTreeSet<Input>,
    pointer: String,
}

/// Finds the field of a rule and its compiled assertion.
pub(super) fn place<'f>(form: &'f Form, rule: &Rule) -> Option<Placed<'f>> {
    let def = form.layout.named(&rule.at)?;
    let group = form.layout.places[def as usize].group;
    let found = form.defs[def as usize]
        .rules
        .iter()
        .find(|found| found.code.strip_prefix("rule.") == Some(&rule.id))?;
    Some(Placed { def, group, assert: &found.assert })
}

/// How a rule turns out where its field is shown; 0 elsewhere.
pub(super) fn outcome(instance: &Instance, path: &str, assert: &Ir) -> u8 {
    match instance.field(path) {
        Some(field) if field.visible => instance.truth(path, assert),
        _ => 0,
    }
}

/// Checks all rules, alone, in pairs and together.
pub(super) fn check(search: &mut Explorer, report: &mut Report) {
    let form = search.form.clone();
    let mut kept = Vec::new();
    for (at, rule) in form.schema.rules.iter().enumerate() {
        let Some(placed) = place(&form, rule) else { continue };
        let mut named = Named::default();
        named.add(&form, &rule.assert, placed.group);
        if search.is_dead(placed.def) || search.reads_dead(&named) {
            continue;
        }
        let reads = named.inputs.clone();
        add_state(&form, placed.def, &mut named);
        let path = search.path(placed.def);
        let judge = |instance: &Instance| outcome(instance, &path, placed.assert);
        let mut answer = search.ask(named.clone(), TRUE | FALSE, &judge);
        let wishes =
            |outcome: u8| Wishes::shown(&form, placed.def, true).with(placed.assert, placed.group, outcome);
        let pointer = join(&join("/rules", &at.to_string()), "assert");
        if named.notes.contains(&Note::Beside) && answer.seen & MISSING != 0 {
            continue;
        }
        if answer.seen & FALSE == 0 {
            answer.is_proven(&form, &wishes(FALSE));
            let finding = answer.finding("rule_never_broken", Grade::Warning, &pointer);
            report.findings.push(finding.shown(answer.witness(TRUE, &judge)));
        } else if answer.seen & TRUE == 0 {
            answer.is_proven(&form, &wishes(TRUE));
            let grade = if rule.severity == Severity::Error { Grade::Error } else { Grade::Warning };
            let finding = answer.finding("rule_never_kept", grade, &pointer);
            report.findings.push(finding.shown(answer.witness(FALSE, &judge)));
        } else if rule.severity == Severity::Error && !named.notes.contains(&Note::ComparesRows) {
            // Rules of which one wants rows to differ are no contradiction because no state tried has such rows.
            kept.push(Kept { rule, placed, named, reads, pointer });
        }
    }
    for (at, one) in kept.iter().enumerate() {
        for other in kept[..at].iter().filter(|other| !one.reads.is_disjoint(&other.reads)) {
            check_two(search, &form, one, other, report);
        }
    }
    together::check(search, &kept, report);
}

/// Whether two rules can be kept at once.
fn check_two(search: &mut Explorer, form: &Form, one: &Kept<'_>, other: &Kept<'_>, report: &mut Report) {
    let (placed, before) = (&one.placed, &other.placed);
    let mut both = one.named.clone();
    both.inputs.extend(&other.named.inputs);
    both.notes.extend(&other.named.notes);
    both.inputs.extend([input(form, placed.def), input(form, before.def)]);
    let paths = [search.path(placed.def), search.path(before.def)];
    let judge = |instance: &Instance| {
        let (one, two) =
            (outcome(instance, &paths[0], placed.assert), outcome(instance, &paths[1], before.assert));
        match (one, two) {
            (TRUE, TRUE) => TRUE,
            (TRUE | FALSE, TRUE | FALSE) => FALSE,
            _ => 0,
        }
    };
    let mut answer = search.ask(both, TRUE, &judge);
    let fields = [placed.def, before.def].map(|def| &form.at(def).pointer);
    let already = report
        .findings
        .iter()
        .any(|finding| finding.code == "never_fillable" && fields.contains(&&finding.pointer));
    if answer.seen & TRUE == 0 && answer.seen & FALSE != 0 && !already {
        let wishes = [placed, before].into_iter().fold(Wishes::default(), |wishes, one| {
            let mut shown = Wishes::shown(form, one.def, true);
            shown.conditions.extend(wishes.conditions);
            shown.with(one.assert, one.group, TRUE)
        });
        answer.is_proven(form, &wishes);
        let finding = answer.finding("contradictory_rules", Grade::Error, &one.pointer);
        let finding = finding.with("rule", one.rule.id.as_str()).with("other", other.rule.id.as_str());
        report.findings.push(finding.shown(answer.witness(FALSE, &judge)));
    }
}

//! Rules that contradict one another only all together: a before b, b before c and c before a. Only what is proven is told here; of
//! two rules, what could not be decided is told as well, in `rules.rs`.

use std::collections::BTreeSet;

use super::{Kept, outcome};
use crate::Instance;
use crate::check::cone::{Named, input};
use crate::check::finding::{Finding, Grade, Report, Search};
use crate::check::proof::{Wishes, impossible};
use crate::check::search::Explorer;
use crate::expr::guess::{FALSE, TRUE};
use crate::form::Form;

/// Looks at rules that speak of the same answers, three or more of them.
pub(super) fn check(search: &mut Explorer, kept: &[Kept<'_>], report: &mut Report) {
    let form = search.form.clone();
    for rules in apart(kept) {
        // What two of them cannot is told of those two.
        let is_told = |one: &&Kept<'_>| report.findings.iter().any(|found| found.pointer == one.pointer);
        if rules.len() < 3 || rules.iter().any(is_told) {
            continue;
        }
        let Some((rules, proof)) = fewest(search, &form, rules) else { continue };
        let Some((last, others)) = rules.split_last() else { continue };
        let others: Vec<&str> = others.iter().map(|one| one.rule.id.as_str()).collect();
        let (named, paths) = asked(search, &form, &rules);
        let judge = |instance: &Instance| all(instance, &rules, &paths);
        let witness = search.ask(named, FALSE, &judge).witness(FALSE, &judge);
        let finding = Finding::new("contradictory_rules", Grade::Error, &last.pointer).after(proof);
        let finding = finding.with("rule", last.rule.id.as_str()).with("other", others.join(", "));
        report.findings.push(finding.shown(witness));
    }
}

/// Rules in sets that share no answer with one another.
fn apart<'k, 'f>(kept: &'k [Kept<'f>]) -> Vec<Vec<&'k Kept<'f>>> {
    let mut sets: Vec<(BTreeSet<_>, Vec<&Kept<'_>>)> = Vec::new();
    for one in kept {
        let (mut reads, mut rules) = (one.reads.clone(), Vec::new());
        sets.retain_mut(|(others, before)| {
            let is_apart = others.is_disjoint(&one.reads);
            if !is_apart {
                reads.append(others);
                rules.append(before);
            }
            is_apart
        });
        rules.push(one);
        sets.push((reads, rules));
    }
    sets.into_iter().map(|(_, rules)| rules).collect()
}

/// As few of the rules as still cannot all be kept, with what was tried; none when they may be.
fn fewest<'k, 'f>(
    search: &mut Explorer,
    form: &Form,
    mut rules: Vec<&'k Kept<'f>>,
) -> Option<(Vec<&'k Kept<'f>>, Search)> {
    let mut proof = proven(search, form, &rules)?;
    for one in rules.clone() {
        let without: Vec<_> = rules.iter().copied().filter(|rule| !std::ptr::eq(*rule, one)).collect();
        if let Some(found) = proven(search, form, &without) {
            (rules, proof) = (without, found);
        }
    }
    Some((rules, proof))
}

/// What was tried when no answers keep all of them.
fn proven(search: &mut Explorer, form: &Form, rules: &[&Kept<'_>]) -> Option<Search> {
    let wishes = rules.iter().fold(Wishes::default(), |wishes, one| {
        let mut shown = Wishes::shown(form, one.placed.def, true);
        shown.conditions.extend(wishes.conditions);
        shown.with(one.placed.assert, one.placed.group, TRUE)
    });
    impossible(form, &wishes).or_else(|| {
        let (named, paths) = asked(search, form, rules);
        let answer = search.ask(named, TRUE, &|instance| all(instance, rules, &paths));
        (answer.seen == FALSE && answer.search.full).then_some(answer.search)
    })
}

/// Everything that decides whether all of them are kept, and where.
fn asked(search: &Explorer, form: &Form, rules: &[&Kept<'_>]) -> (Named, Vec<String>) {
    let mut named = Named::default();
    for one in rules {
        named.inputs.extend(&one.named.inputs);
        named.inputs.insert(input(form, one.placed.def));
        named.notes.extend(&one.named.notes);
    }
    (named, rules.iter().map(|one| search.path(one.placed.def)).collect())
}

/// Whether all of them are kept, where all of them are decided.
fn all(instance: &Instance, rules: &[&Kept<'_>], paths: &[String]) -> u8 {
    let mut found = TRUE;
    for (one, path) in rules.iter().zip(paths) {
        match outcome(instance, path, one.placed.assert) {
            TRUE => {}
            FALSE => found = FALSE,
            _ => return 0,
        }
    }
    found
}

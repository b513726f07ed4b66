//! What the checker says of random forms after a full search, against random walks through them: a field that it says no answers
//! show is never met, and a rule that it says nobody breaks is not broken. The walks know nothing of how the checker searches.
#![cfg(test)]

#[allow(dead_code, unused_imports, reason = "the properties of the engine use the rest")]
mod random;

use std::sync::Arc;

use eform::check::{Subject, check, replay};
use eform::{Answers, CivilDate, Facts, Instance, Schema, Severity, compile};
use proptest::prelude::*;

use random::{Step, facts, form, steps_for};

fn take(instance: &mut Instance, step: &Step) {
    match step {
        Step::Set(path, raw) => _ = instance.set(path, raw.clone()),
        Step::AddRow(group) => _ = instance.add_row(group),
        Step::RemoveRow(group, row) => _ = instance.remove_row(group, row),
    }
}

fn scale() -> u32 {
    std::env::var("EFORM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1)
}

/// Whether every answer keeps its own limits; the checker asks about nothing else.
fn is_legal(instance: &Instance) -> bool {
    let own = |code: &str| !code.starts_with("rule.") && code != "required" && code != "group.min";
    instance.violations().iter().all(|found| found.severity != Severity::Error || !own(&found.code))
}

/// The paths of a field or of its cells in rows, by its place in the schema.
fn paths(instance: &Instance, pointer: &str) -> Vec<String> {
    let form = instance.form();
    let fields = form.pages().iter().flat_map(|page| &page.fields);
    let mut found = Vec::new();
    for field in fields {
        if field.pointer == pointer {
            found.push(field.id.clone());
        }
        for cell in field.cells().iter().filter(|cell| cell.pointer == pointer) {
            found.extend(["r1", "r2", "r3"].map(|row| format!("{}/{row}/{}", field.id, cell.id)));
        }
    }
    found
}

proptest! {
    // `EFORM_SCALE=20` runs twenty times as many.
    #![proptest_config(ProptestConfig { cases: 10 * scale(), max_shrink_iters: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_meets_what_the_checker_says_is_never_met(
        (text, walks) in form(true).prop_flat_map(|form| {
            let walks = proptest::collection::vec(steps_for(&form), 12);
            (Just(form.text()), walks)
        }),
        known in proptest::collection::vec(facts(), 4),
    ) {
        let today = CivilDate::new(2026, 11, 21).unwrap();
        let report = check(&Subject { budget: 1000, ..Subject::new(&text, today) });
        let form = Arc::new(compile(&Schema::from_json(&text).unwrap()).unwrap());
        for finding in &report.findings {
            prop_assert!(replay(&form, finding), "{:?}\n{}", finding, text);
        }
        for (number, walk) in walks.iter().enumerate() {
            let facts: Facts = known[number % known.len()].clone();
            let mut instance = Instance::new(form.clone(), Answers::new(), facts, today);
            for step in walk {
                take(&mut instance, step);
                if !is_legal(&instance) {
                    continue;
                }
                let pages = instance.pages();
                for finding in report.findings.iter().filter(|finding| finding.search.as_ref().is_some_and(|search| search.full)) {
                    let met = match finding.code.as_str() {
                        "unreachable_field" => paths(&instance, &finding.pointer)
                            .iter()
                            .any(|path| instance.field(path).is_some_and(|field| field.visible)),
                        "unreachable_page" => form.pages().iter().any(|page| {
                            page.pointer == finding.pointer && pages.iter().any(|shown| shown.id == page.id)
                        }),
                        "rule_never_broken" => {
                            let at = finding.pointer.split('/').nth(2).and_then(|at| at.parse::<usize>().ok()).unwrap();
                            let code = format!("rule.{}", form.schema().rules[at].id);
                            instance.violations().iter().any(|found| found.code == code)
                        }
                        _ => false,
                    };
                    prop_assert!(!met, "{:?}\n{:?}\n{}", finding, instance.answers(), text);
                }
            }
        }
    }
}

#[test]
fn the_checker_does_search_random_forms_in_full() {
    // Guards the property above against reports that say nothing.
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let today = CivilDate::new(2026, 11, 21).unwrap();
    let judged = ["unreachable_field", "unreachable_page", "rule_never_broken"];
    let mut full_searches = 0;
    for _ in 0..60 {
        let text = form(true).new_tree(&mut runner).unwrap().current().text();
        let report = check(&Subject { budget: 1000, ..Subject::new(&text, today) });
        full_searches += report
            .findings
            .iter()
            .filter(|finding| judged.contains(&finding.code.as_str()))
            .filter(|finding| finding.search.as_ref().is_some_and(|search| search.full))
            .count();
    }
    assert!(full_searches >= 5, "{full_searches} findings after a full search");
}

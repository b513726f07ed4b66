//! What is promised of causes, over random forms and over the real procedures: as long as they stay as they are, the
//! outcome stays, whatever else changes. That none of them can go is shown in `src/expr/guess/tests.rs`.
#![cfg(test)]

#[allow(dead_code, unused_imports, reason = "the properties of the engine use the rest")]
mod random;

use std::sync::Arc;

use eform::explain::{Cause, Explanation, Outcome};
use eform::{Answers, CivilDate, Facts, Form, Instance, Schema, compile};
use proptest::prelude::*;
use serde_json::{Value, json};

use random::{Dice, Step, facts, form, steps_for};

fn compiled(text: &str) -> Arc<Form> {
    let schema = Schema::from_json(text).unwrap_or_else(|issues| panic!("{issues:?}\n{text}"));
    Arc::new(compile(&schema).unwrap_or_else(|issues| panic!("{issues:?}\n{text}")))
}

fn day(number: u8) -> CivilDate {
    CivilDate::new(2026, 11, number).unwrap()
}

fn take(instance: &mut Instance, step: &Step) {
    match step {
        Step::Set(path, raw) => _ = instance.set(path, raw.clone()),
        Step::AddRow(group) => _ = instance.add_row(group),
        Step::RemoveRow(group, row) => _ = instance.remove_row(group, row),
    }
}

fn paths(instance: &Instance) -> Vec<String> {
    let fields = instance.form().pages().iter().flat_map(|page| &page.fields);
    let mut all: Vec<String> = fields.map(|field| field.id.clone()).collect();
    all.extend(instance.pages().into_iter().flat_map(|page| page.paths).filter(|path| path.contains('/')));
    all
}

/// What a cause is in an instance.
fn state(instance: &Instance, cause: &Cause) -> Value {
    match cause {
        Cause::Answer { path, .. } => match instance.field(path) {
            Some(field) => {
                let value = format!("{:?}", field.value);
                json!([value, field.raw, field.locked, field.visible, field.provenance])
            }
            None => json!("no such row"),
        },
        Cause::Column { group, cell } => {
            let rows = instance.answers().get(group).cloned().unwrap_or_default();
            let rows = rows.as_array().cloned().unwrap_or_default();
            rows.iter()
                .map(|row| {
                    json!([
                        row,
                        format!(
                            "{:?}",
                            instance
                                .field(&format!("{group}/{}/{cell}", row.as_str().unwrap()))
                                .map(|cell| cell.value)
                        )
                    ])
                })
                .collect()
        }
        Cause::Fact { .. } | Cause::Today => Value::Null,
    }
}

/// Whether an outcome holds.
fn holds(instance: &Instance, path: &str, outcome: &Outcome, before: &Instance) -> bool {
    let Some(field) = instance.field(path) else { return true };
    match outcome {
        Outcome::Shown => field.visible,
        Outcome::Hidden => !field.visible,
        Outcome::Required => field.required,
        Outcome::Locked => field.locked,
        Outcome::Computed => before.field(path).is_some_and(|before| before.value == field.value),
        Outcome::Violating { code } => field.violations.iter().any(|found| found.code == *code),
    }
}

/// Changes a form, but not the paths that are kept.
type Change<'c> = &'c mut dyn FnMut(&mut Instance, &dyn Fn(&str) -> bool);

/// Changes everything but some causes; how many outcomes were put to the test.
fn vary(
    before: &Instance,
    facts: &Facts,
    others: &[Facts],
    change: Change<'_>,
) -> Result<usize, TestCaseError> {
    let mut tried = 0;
    let known: Vec<_> = paths(before).into_iter().map(|path| (before.explain(&path), path)).collect();
    for (explanations, path) in known {
        for Explanation { outcome, causes } in explanations {
            let kept = |path: &str| {
                causes.iter().any(|cause| matches!(cause, Cause::Answer { path: kept, .. } if kept == path))
            };
            let mut after = before.clone();
            change(&mut after, &kept);
            let mut mixed = others[tried % others.len()].clone();
            for cause in &causes {
                if let Cause::Fact { name, .. } = cause {
                    mixed.remove(*name);
                    mixed.extend(facts.get(*name).map(|fact| ((*name).to_owned(), fact.clone())));
                }
            }
            after.set_facts(mixed);
            if !causes.contains(&Cause::Today) {
                after.set_today(day(7));
            }
            if causes.iter().all(|cause| state(before, cause) == state(&after, cause)) {
                tried += 1;
                prop_assert!(
                    holds(&after, &path, &outcome, before),
                    "{} {:?} because of {:?}\n{:?}\n{:?}",
                    path,
                    outcome,
                    causes,
                    before.answers(),
                    after.answers()
                );
            }
        }
    }
    for page in before.form().pages() {
        let Some(why) = before.explain_page(&page.id) else { continue };
        let kept = |path: &str| {
            why.causes.iter().any(|cause| matches!(cause, Cause::Answer { path: kept, .. } if kept == path))
        };
        let mut after = before.clone();
        change(&mut after, &kept);
        if why.causes.iter().all(|cause| state(before, cause) == state(&after, cause)) {
            tried += 1;
            let still = after.explain_page(&page.id).map(|why| why.outcome);
            prop_assert_eq!(still, Some(why.outcome), "{} because of {:?}", &page.id, &why.causes);
        }
    }
    // Answers are taken as they are, right or wrong.
    let line = |instance: &Instance, id: &str| instance.explain_fee(id).and_then(|why| why.line);
    for fee in before.form().fees() {
        let Some(why) = before.explain_fee(&fee.id) else { continue };
        if before.is_complete() {
            let lines = before.quote().lines;
            prop_assert_eq!(why.line.as_ref(), lines.iter().find(|line| line.id == fee.id));
        }
        let kept = |path: &str| {
            why.causes.iter().any(|cause| matches!(cause, Cause::Answer { path: kept, .. } if kept == path))
        };
        let mut after = before.clone();
        change(&mut after, &kept);
        if why.causes.iter().all(|cause| state(before, cause) == state(&after, cause)) {
            tried += 1;
            prop_assert_eq!(&why.line, &line(&after, &fee.id), "{:?}", &why.causes);
        }
    }
    Ok(tried)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_long_as_its_causes_stay_an_outcome_stays(
        (text, steps, more) in form(true).prop_flat_map(|form| {
            let steps = (steps_for(&form), steps_for(&form));
            (Just(form.text()), steps.0, steps.1)
        }),
        known in facts(),
        others in proptest::collection::vec(facts(), 4),
    ) {
        let mut before = Instance::new(compiled(&text), Answers::new(), known.clone(), day(21));
        for step in &steps {
            take(&mut before, step);
        }
        vary(&before, &known, &others, &mut |after, kept| {
            for step in &more {
                if !matches!(step, Step::Set(path, _) if kept(path)) {
                    take(after, step);
                }
            }
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_long_as_its_causes_stay_an_outcome_of_a_real_procedure_stays(
        seed in any::<u64>(), known in facts(), others in proptest::collection::vec(facts(), 4),
    ) {
        for code in ["1.001193", "2.000635", "gallery"] {
            let file = format!("{}/../../procedures/{code}/procedure.json", env!("CARGO_MANIFEST_DIR"));
            let form = compiled(&std::fs::read_to_string(file).unwrap());
            let mut dice = Dice(seed);
            let mut before = Instance::new(form.clone(), Answers::new(), known.clone(), day(21));
            for _ in 0..80 {
                take(&mut before, &dice.step(&form));
            }
            let tried = vary(&before, &known, &others, &mut |after, kept| {
                for _ in 0..30 {
                    let step = dice.step(&form);
                    if !matches!(&step, Step::Set(path, _) if kept(path)) {
                        take(after, &step);
                    }
                }
            })?;
            prop_assert!(tried > 15, "{} outcomes of {}", tried, code);
        }
    }
}

#[test]
fn a_hidden_field_is_explained_by_the_answer_that_hides_it() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/1.001193/procedure.json");
    let form = compiled(&std::fs::read_to_string(file).unwrap());
    let mut instance = Instance::new(form, Answers::new(), Facts::new(), day(21));
    instance.set("case", Some(json!("abandoned")));
    instance.set("wants_copies", Some(json!(true)));
    instance.set("copies", Some(json!("2")));
    let why = json!(instance.explain("mother_name"));
    assert_eq!(
        why,
        json!([{"outcome": "hidden", "causes": [{"cause": "answer", "path": "case", "state": "value"}]}])
    );
    let why = json!(instance.explain_fee("copy"));
    assert_eq!(why["standing"], "charged");
    let causes = json!([
        {"cause": "answer", "path": "wants_copies", "state": "value"},
        {"cause": "answer", "path": "copies", "state": "value"},
        {"cause": "fact", "name": "self.digital_citizen", "known": false}
    ]);
    assert_eq!(why["causes"], causes);
    assert_eq!(instance.explain("nobody"), []);
}

#[test]
fn a_page_is_explained_by_the_answers_of_its_condition_and_one_without_condition_is_not() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/1.001193/procedure.json");
    let form = compiled(&std::fs::read_to_string(file).unwrap());
    let mut instance = Instance::new(form, Answers::new(), Facts::new(), day(21));
    let because_of_the_case = json!([{"cause": "answer", "path": "case", "state": "value"}]);
    for (case, outcome) in [("abandoned", "hidden"), ("normal", "shown")] {
        instance.set("case", Some(json!(case)));
        let why = json!(instance.explain_page("mother"));
        assert_eq!(why, json!({"outcome": outcome, "causes": because_of_the_case}));
    }
    for page in ["start", "nobody"] {
        assert_eq!(instance.explain_page(page), None, "{page}");
    }
}

#[test]
fn of_some_rows_only_the_one_that_decides_is_a_cause() {
    let kids = json!({"id": "kids", "kind": "group", "max": 5, "fields": [{"id": "old", "kind": "number"}]});
    let teen = json!({"some": [{"var": "kids"}, {">=": [{"var": "old"}, 13]}]});
    let school = json!({"id": "school", "kind": "text", "when": teen});
    let all = json!({"id": "all", "kind": "text", "when": {"all": [{"var": "kids"}, {">=": [{"var": "old"}, 13]}]}});
    let form = compiled(&eform::cases::complete(&json!({"fields": [kids, school, all]})).to_string());
    let mut instance = Instance::new(form, Answers::new(), Facts::new(), day(21));
    instance.set("kids", Some(json!(["r1", "r2", "r3"])));
    instance.set("kids/r1/old", Some(json!("3")));
    instance.set("kids/r2/old", Some(json!("19")));
    let because = |path: &str| json!({"cause": "answer", "path": path, "state": "value"});
    let why = json!(instance.explain("school"));
    assert_eq!(why[0], json!({"outcome": "shown", "causes": [because("kids"), because("kids/r2/old")]}));
    let why = json!(instance.explain("all"));
    assert_eq!(why[0], json!({"outcome": "hidden", "causes": [because("kids"), because("kids/r1/old")]}));
}

#[test]
fn of_rows_that_repeat_only_the_two_that_are_equal_are_causes() {
    let fields = json!([
        {"id": "g", "kind": "group", "max": 5, "fields": [{"id": "n", "kind": "number"}]},
        {"id": "x", "kind": "text", "when": {"!": {"distinct": {"map": [{"var": "g"}, {"var": "n"}]}}}},
        {"id": "y", "kind": "yes_no", "computed": {"distinct": {"map": [{"var": "g"}, {"+": [{"var": "n"}, 1]}]}}}
    ]);
    let text = eform::cases::complete(&json!({ "fields": fields })).to_string();
    let mut instance = Instance::new(compiled(&text), Answers::new(), Facts::new(), day(21));
    for (row, number) in ["4", "7", "4", "9"].into_iter().enumerate() {
        instance.add_row("g");
        instance.set(&format!("g/r{}/n", row + 1), Some(json!(number)));
    }
    for (path, outcome) in [("x", Outcome::Shown), ("y", Outcome::Computed)] {
        let found = instance.explain(path);
        let found = found.iter().find(|found| found.outcome == outcome).unwrap();
        let causes: Vec<&str> = found
            .causes
            .iter()
            .filter_map(|cause| match cause {
                Cause::Answer { path, .. } => Some(path.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(causes, ["g", "g/r1/n", "g/r3/n"], "{path}");
    }
    // While all differ, all of them are why.
    instance.set("g/r3/n", Some(json!("5")));
    let found = instance.explain("x").remove(0);
    assert_eq!((found.outcome, found.causes.len()), (Outcome::Hidden, 5));
}

#[test]
fn a_value_that_cannot_be_worked_out_yet_is_explained_by_what_is_not_answered() {
    let both = json!([{"var": "rent"}, {"var": "area"}]);
    for computed in [
        json!({ "+": both }),
        json!({ "divide": both }),
        json!({ "percent": both }),
        json!({ "%": both }),
        json!({ "round": [{ "*": both }, -1] }),
    ] {
        let fields = json!([{"id": "rent", "kind": "number"}, {"id": "area", "kind": "number"},
            {"id": "each", "kind": "number", "required": false, "computed": computed}]);
        let form = compiled(&eform::cases::complete(&json!({ "fields": fields })).to_string());
        let mut instance = Instance::new(form, Answers::new(), Facts::new(), day(21));
        instance.set("rent", Some(json!("3")));
        let causes = |instance: &Instance| json!(instance.explain("each"))[1]["causes"].clone();
        assert_eq!(causes(&instance), json!([{"cause": "answer", "path": "area", "state": "unset"}]));
        instance.set("area", Some(json!("4")));
        assert_eq!(causes(&instance).as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn what_hides_a_row_of_a_row_is_named_with_the_row_that_it_stands_in() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/gallery/procedure.json");
    let form = compiled(&std::fs::read_to_string(file).unwrap());
    let mut instance = Instance::new(form, Answers::new(), Facts::new(), day(21));
    instance.set("assets", Some(json!(["r1", "r2"])));
    instance.set("assets/r2/owners", Some(json!(["r1", "r2"])));
    instance.set("assets/r2/shared", Some(json!(false)));
    let because = |path: &str, state: &str| json!({"cause": "answer", "path": path, "state": state});
    let why = json!(instance.explain("assets/r2/owners/r1/share"));
    assert_eq!(why, json!([{"outcome": "hidden", "causes": [because("assets/r2/shared", "value")]}]));
    instance.set("assets/r2/shared", Some(json!(true)));
    instance.set("assets/r2/owners/r1/share", Some(json!("60")));
    instance.set("assets/r2/owners/r2/share", Some(json!("30")));
    let why = json!(instance.explain("assets/r2/owners"));
    let wrong = why.as_array().unwrap().iter().find(|found| found["code"] == "rule.shares_whole").unwrap();
    let column = json!({"cause": "column", "group": "assets/r2/owners", "cell": "share"});
    assert_eq!(wrong["causes"], json!([because("assets/r2/owners", "value"), column]));
    for row in ["r1", "r2"] {
        instance.set(&format!("assets/r2/owners/{row}/id_number"), Some(json!("001195004321")));
    }
    let why = instance.explain("assets/r2/owners/r1/id_number");
    let wrong = json!(
        why.iter()
            .find(|found| matches!(&found.outcome, Outcome::Violating { code } if code == "rule.owner_once"))
    );
    let mut causes: Vec<String> = wrong["causes"].as_array().unwrap().iter().map(Value::to_string).collect();
    let all = causes.len();
    causes.sort();
    causes.dedup();
    assert_eq!(causes.len(), all, "each cause is named once: {wrong}");
}

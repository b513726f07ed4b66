//! Properties of the engine over random forms, random steps and random JSON: incremental equals from scratch, nothing
//! hidden is evaluated, order of answering does not matter, nothing panics. Random forms are made in `random/`.
#![cfg(test)]

mod expressions;
mod random;

use std::sync::Arc;

use eform::{Answers, CivilDate, Facts, Form, Instance, Schema, State, cases, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use random::{Step, facts, form, json_value, steps_for};

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 21).unwrap()
}

/// Small by default; `EFORM_SCALE=20` runs twenty times as many. A failure prints what it failed on.
fn config(cases: u32) -> ProptestConfig {
    let scale = std::env::var("EFORM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1);
    ProptestConfig { cases: cases * scale, failure_persistence: None, ..ProptestConfig::default() }
}

fn compiled(text: &str) -> Arc<Form> {
    let schema = Schema::from_json(text).unwrap_or_else(|issues| panic!("{issues:?}\n{text}"));
    Arc::new(compile(&schema).unwrap_or_else(|issues| panic!("{issues:?}\n{text}")))
}

fn procedures() -> Vec<Arc<Form>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
    let mut forms = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().flatten() {
        if let Ok(text) = std::fs::read_to_string(folder.path().join("procedure.json")) {
            forms.push(compiled(&text));
        }
    }
    assert!(forms.len() >= 2, "the procedures are found");
    forms
}

/// The procedures, and a form with a field of every kind that they do not have.
fn forms() -> Vec<Arc<Form>> {
    let mut forms = procedures();
    forms.push(compiled(&random::kinds_form()));
    forms
}

fn take(instance: &mut Instance, step: &Step) {
    match step {
        Step::Set(path, raw) => _ = instance.set(path, raw.clone()),
        Step::AddRow(group) => _ = instance.add_row(group),
        Step::RemoveRow(group, row) => _ = instance.remove_row(group, row),
    }
}

/// After every step the form is what it would be had it been opened from its draft, and keeps its promises.
fn walk(form: &Arc<Form>, facts: &Facts, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut instance = Instance::new(form.clone(), Answers::new(), facts.clone(), today());
    for step in steps {
        let before = instance.clone();
        let changes = match step {
            Step::Set(path, raw) => instance.set(path, raw.clone()),
            Step::AddRow(group) => instance.add_row(group).1,
            Step::RemoveRow(group, row) => instance.remove_row(group, row),
        };
        let again = Instance::new(form.clone(), instance.answers().clone(), facts.clone(), today());
        prop_assert_eq!(cases::differences(&instance, &again), Vec::<String>::new());
        // Whatever looks different was reported.
        for page in instance.pages() {
            for path in page.paths {
                if before.field(&path) != instance.field(&path) {
                    prop_assert!(changes.paths.contains(&path), "{} changed and was not reported", path);
                }
            }
        }
        promises(&instance)?;
    }
    Ok(())
}

/// What the evaluated data have at a path, through the rows by their ids.
fn sent(instance: &Instance, path: &str) -> Option<Value> {
    let mut parts = path.split('/');
    let mut value = instance.evaluated().remove(parts.next()?)?;
    while let (Some(row), Some(cell)) = (parts.next(), parts.next()) {
        let found = value.as_array()?.iter().find(|one| one["id"] == row)?.get(cell)?.clone();
        value = found;
    }
    Some(value)
}

fn promises(instance: &Instance) -> Result<(), TestCaseError> {
    let evaluated = serde_json::to_string(&instance.evaluated()).unwrap();
    prop_assert!(!evaluated.contains("\"#\""));
    for (path, raw) in instance.answers() {
        let Some(field) = instance.field(path) else { continue };
        prop_assert_eq!(field.raw, Some(raw));
        if !field.visible {
            prop_assert_eq!(field.value, State::NotApplicable);
            prop_assert!(!field.required && !field.locked && field.violations.is_empty());
            prop_assert_eq!(sent(instance, path), None);
            prop_assert!(!instance.provenance().contains_key(path));
        }
        if let State::Value(value) = field.value {
            let sent = sent(instance, path);
            prop_assert!(sent.is_some(), "{} has a value that is not sent", path);
            prop_assert!(sent.as_ref() == Some(value) || !field.def.cells().is_empty());
            // What a widget shows of a value means the same value.
            let shown = field.def.kind.show(value);
            let parsed = field.def.kind.parse(&shown).value;
            prop_assert_eq!(parsed.as_ref(), Some(value));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn incremental_equals_from_scratch_over_random_forms(
        (text, steps) in form(true).prop_flat_map(|form| { let steps = steps_for(&form); (Just(form.text()), steps) }),
        facts in facts(),
    ) {
        walk(&compiled(&text), &facts, &steps)?;
    }

    #[test]
    fn the_order_of_answering_does_not_matter(
        (text, answers) in form(false).prop_flat_map(|form| { let answers = form.answers(); (Just(form.text()), answers) }),
        facts in facts(),
        seed in any::<u64>(),
    ) {
        let form = compiled(&text);
        let answers: Answers = answers.into_iter().collect();
        let all = Instance::new(form.clone(), answers.clone(), facts.clone(), today());
        let mut order: Vec<_> = answers.into_iter().collect();
        let mut state = seed | 1;
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        let mut one_by_one = Instance::new(form, Answers::new(), facts, today());
        for (path, raw) in order {
            one_by_one.set(&path, Some(raw));
        }
        prop_assert_eq!(cases::differences(&one_by_one, &all), Vec::<String>::new());
    }

    #[test]
    fn any_json_at_any_path_is_an_answer(
        answers in proptest::collection::btree_map("[a-z_]{1,9}(/r[0-9]/[a-z_]{1,6}){0,2}", json_value(), 0..20),
        raw in json_value(),
    ) {
        for form in forms() {
            let mut answers = answers.clone();
            let ids: Vec<String> = form.pages().iter().flat_map(|page| &page.fields).map(|field| field.id.clone()).collect();
            for (id, value) in ids.iter().zip(answers.values().cloned().collect::<Vec<_>>().into_iter().cycle()) {
                answers.insert(id.clone(), value);
            }
            let mut instance = Instance::new(form, answers, Facts::new(), today());
            for id in &ids {
                instance.set(id, Some(raw.clone()));
            }
            promises(&instance)?;
            let _ = (instance.quote(), instance.pages(), instance.subject(), instance.agency().is_some());
        }
    }

    #[test]
    fn a_draft_refuses_nothing_that_the_engine_could_read(raw in json_value()) {
        for form in procedures() {
            for field in form.pages().iter().flat_map(|page| &page.fields).filter(|field| !field.is_computed()) {
                if matches!(field.kind, eform::Kind::Group(_)) {
                    continue;
                }
                let parsed = field.kind.parse(&raw);
                // Members that no widget has are refused, however readable the others are.
                let is_plain = !raw.to_string().contains('{');
                let is_refused = form.refusal(&field.id, &raw).is_some();
                prop_assert!(!is_refused || !is_plain || parsed.value.is_none(), "{}: {}", field.id, raw);
                // What a value looks like in its widget may be saved as it is.
                if let Some(shown) = parsed.value.map(|value| field.kind.show(&value)) {
                    prop_assert_eq!(form.refusal(&field.id, &shown), None, "{}: {}", field.id, shown);
                }
            }
        }
    }

    #[test]
    fn any_json_is_a_schema_or_issues(value in json_value(), key in "format|code|pages|fees|rules|service|agency") {
        let _ = Schema::from_value(&value);
        let mut schema: serde_json::Value = serde_json::from_str(&cases::bench_form(5)).unwrap();
        schema[key.as_str()] = value.clone();
        if let Ok(schema) = Schema::from_value(&schema) {
            let _ = compile(&schema);
        }
        let mut schema: serde_json::Value = serde_json::from_str(&cases::bench_form(5)).unwrap();
        schema["pages"][0]["fields"][1]["when"] = value;
        if let Ok(schema) = Schema::from_value(&schema) {
            let _ = compile(&schema);
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn incremental_equals_from_scratch_over_the_real_procedures(seed in any::<u64>(), facts in facts()) {
        for form in forms() {
            let mut random = random::Dice(seed);
            let steps: Vec<Step> = (0..25).map(|_| random.step(&form)).collect();
            walk(&form, &facts, &steps)?;
        }
    }
}

#[test]
fn the_steps_over_random_forms_reach_rows_in_rows() {
    // Guards the properties above against walks that never come that deep.
    let mut runner = TestRunner::deterministic();
    let walks = form(true).prop_flat_map(|form| {
        let steps = steps_for(&form);
        (Just(form.text()), steps)
    });
    let (mut second, mut third, mut hidden, mut wrong) = (0, 0, 0, 0);
    for _ in 0..100 {
        let (text, steps) = walks.new_tree(&mut runner).unwrap().current();
        let mut instance = Instance::new(compiled(&text), Answers::new(), Facts::new(), today());
        let mut seen = [false; 4];
        for step in &steps {
            take(&mut instance, step);
            let has =
                |path: &str| matches!(instance.field(path).map(|field| field.value), Some(State::Value(_)));
            let is_hidden = |path: &String| instance.field(path).is_some_and(|field| !field.visible);
            seen[0] |= has("g/r1/h/r1/d0");
            seen[1] |= has("g/r1/h/r1/k/r1/e");
            seen[2] |= instance.answers().keys().any(|path| path.contains("/h/") && is_hidden(path));
            seen[3] |= instance.violations().iter().any(|found| found.path.contains("/h/"));
        }
        for (count, seen) in [&mut second, &mut third, &mut hidden, &mut wrong].into_iter().zip(seen) {
            *count += usize::from(seen);
        }
    }
    println!(
        "of 100 walks {second} reach the second rows, {third} the third, {hidden} hide them, {wrong} break them"
    );
    assert!(second > 25 && third > 10 && hidden > 10 && wrong > 20);
}

#[test]
fn a_violation_never_tells_what_was_typed() {
    let secret = "bi-mat-4711";
    let mut found = 0;
    for form in forms() {
        let mut instance = Instance::new(form.clone(), Answers::new(), Facts::new(), today());
        let fields: Vec<_> = form.pages().iter().flat_map(|page| &page.fields).collect();
        let name = json!({"family": secret, "middle": "4711", "given": ""});
        let place =
            json!({"province": secret, "commune": secret, "detail": secret.repeat(40), "text": secret});
        let date = json!({"d": "47", "m": secret, "y": "4711"});
        let file =
            json!([{"id": "f", "name": secret, "size": 4711, "sha256": "a".repeat(64), "type": secret}]);
        for raw in [
            json!(secret),
            json!(secret.repeat(300)),
            json!([secret]),
            name,
            place,
            date,
            file,
            json!("4711"),
        ] {
            for field in &fields {
                instance.set(&field.id, Some(raw.clone()));
            }
            let violations = json!(instance.violations()).to_string();
            found += instance.violations().len();
            assert!(!violations.contains(secret) && !violations.contains("4711"), "{violations}");
        }
    }
    assert!(found > 100, "{found} violations were looked at");
}

#[test]
fn the_steps_over_the_real_procedures_show_and_hide_and_fill() {
    // Guards the property above against dice that never touch anything.
    for form in procedures() {
        let mut dice = random::Dice(7);
        let mut instance = Instance::new(form.clone(), Answers::new(), Facts::new(), today());
        let (mut values, mut hidden) = (0, 0);
        for _ in 0..200 {
            take(&mut instance, &dice.step(&form));
            values = values.max(instance.evaluated().len());
            let is_hidden = |path: &String| instance.field(path).is_some_and(|field| !field.visible);
            hidden += instance.answers().keys().filter(|path| is_hidden(path)).count();
        }
        assert!(values >= 6, "{} of {}", values, form.code());
        assert!(hidden > 0, "{}", form.code());
    }
}

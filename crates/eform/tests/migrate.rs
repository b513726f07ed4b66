//! Moving a draft between versions, as properties over random pairs and chains of forms, random steps and random answers:
//! it never panics, and every old answer is in the new draft as it was or in the report with what was typed.
#![cfg(test)]

#[allow(dead_code, unused_imports, reason = "the properties of the engine use the rest")]
mod random;

use std::collections::BTreeMap;
use std::sync::Arc;

use eform::migrate::{Fate, Moved, migrate, route};
use eform::{Answers, CivilDate, Facts, Form, Instance, Schema, compile};
use proptest::prelude::*;
use serde_json::{Value, json};

use random::{RandomForm, form, json_value};

fn scale() -> u32 {
    std::env::var("EFORM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1)
}

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 21).unwrap()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..12_usize).prop_map(|at| format!("f{at}")),
        4 => (0..4_usize).prop_map(|at| format!("g.c{at}")),
        1 => Just("g".to_owned()),
        1 => Just("gone".to_owned()),
        1 => Just("g.others".to_owned()),
        1 => Just("f1.f2.f3".to_owned()),
        1 => "[a-z./]{0,6}",
    ]
}

fn step() -> impl Strategy<Value = Value> {
    let codes = proptest::collection::btree_map(
        prop_oneof![Just("a"), Just("bb"), Just("true"), Just("z")],
        prop_oneof![
            Just(json!("a")),
            Just(json!("bb")),
            Just(json!(true)),
            Just(Value::Null),
            Just(json!("none"))
        ],
        0..4,
    );
    let by = prop_oneof![
        name().prop_map(|name| json!({"var": name})),
        (name(), name()).prop_map(|(one, two)| json!({"cat": [{"var": one}, {"var": two}]})),
        Just(json!({"sum": ["g", "c0"]})),
        Just(json!({"+": [{"var": "c0"}, 1]})),
        Just(json!("a")),
        json_value(),
    ];
    prop_oneof![
        (name(), name()).prop_map(|(from, to)| json!({"move": from, "to": to})),
        (name(), name(), codes).prop_map(|(from, to, codes)| json!({"map": from, "to": to, "codes": codes})),
        name().prop_map(|from| json!({"drop": from, "reason": "r"})),
        (name(), name()).prop_map(|(from, to)| json!({"ask": from, "to": to, "reason": "r"})),
        (proptest::collection::vec(name(), 1..3), name(), by)
            .prop_map(|(of, to, by)| json!({"compute": to, "of": of, "as": by})),
    ]
}

/// A version that says how drafts of the one before are moved.
fn version(form: &RandomForm, number: usize, steps: &[Value]) -> Option<Arc<Form>> {
    let mut schema: Value = serde_json::from_str(&form.text()).unwrap();
    schema["version"] = json!(number.to_string());
    schema["migrations"] = json!([{"from": (number.checked_sub(1)?).to_string(), "steps": steps}]);
    let schema = Schema::from_value(&schema).ok()?;
    Some(Arc::new(compile(&schema).unwrap()))
}

/// Answers that a citizen gives, and some that no citizen gives.
fn answers_for(form: &RandomForm) -> impl Strategy<Value = Answers> + use<> {
    let given = proptest::sample::select(form.paths())
        .prop_flat_map(|(path, raws)| (Just(path), proptest::sample::select(raws)));
    let rows = proptest::sample::subsequence(vec!["r1", "r2", "r3", "x"], 0..4)
        .prop_map(|rows| ("g".to_owned(), json!(rows)));
    let odd = (prop_oneof![name(), "[a-g0-3/#r]{1,8}"], json_value());
    let one = prop_oneof![8 => given, 2 => rows, 1 => odd];
    proptest::collection::vec(one, 0..20).prop_map(|answers| answers.into_iter().collect())
}

fn is_mark(path: &str) -> bool {
    path.ends_with("/#")
}

/// What does not hold of a move.
fn lost(before: &Answers, moved: &Moved) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut told: BTreeMap<&String, usize> = BTreeMap::new();
    for entry in &moved.report.entries {
        for (path, raw) in &entry.was {
            *told.entry(path).or_default() += 1;
            if before.get(path) != Some(raw) {
                wrong.push(format!("{path} was not {raw}"));
            }
        }
        let is_right = match entry.fate {
            Fate::Changed => entry.now.is_some() && !entry.was.is_empty(),
            Fate::Again => entry.to.is_some() && !entry.was.is_empty(),
            Fate::LeftOut => entry.to.is_none() && entry.now.is_none() && !entry.was.is_empty(),
            Fate::New => entry.to.is_some() && entry.now.is_none() && entry.was.is_empty(),
        };
        if !is_right {
            wrong.push(format!("not a {:?}: {entry:?}", entry.fate));
        }
        if let (Some(to), Some(now)) = (&entry.to, &entry.now)
            && moved.answers.get(to) != Some(now)
        {
            wrong.push(format!("{to} is not {now}"));
        }
    }
    for (path, raw) in before.iter().filter(|(path, _)| !is_mark(path)) {
        match (moved.report.carried.get(path), told.contains_key(path)) {
            (Some(to), false) if moved.answers.get(to) == Some(raw) => {}
            (Some(to), false) => wrong.push(format!("{path} is not at {to} as it was")),
            (None, true) => {}
            (None, false) => wrong.push(format!("{path} is lost")),
            (Some(_), true) => wrong.push(format!("{path} is carried and told of")),
        }
    }
    let arrived = |path: &String| {
        is_mark(path)
            || moved.report.carried.values().any(|to| to == path)
            || moved.report.entries.iter().any(|entry| entry.to.as_ref() == Some(path) && entry.now.is_some())
            // A group that was not there before has the rows that answers have come into.
            || moved.answers.keys().any(|cell| cell.starts_with(&format!("{path}/")))
    };
    for path in moved.answers.keys().filter(|path| !arrived(path)) {
        wrong.push(format!("{path} comes from nowhere"));
    }
    wrong
}

proptest! {
    // `EFORM_SCALE=20` runs twenty times as many.
    #![proptest_config(ProptestConfig { cases: 150 * scale(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_silently_whatever_the_forms_the_steps_and_the_answers(
        (first, answers) in form(true).prop_flat_map(|form| (Just(form.clone()), answers_for(&form))),
        later in proptest::collection::vec((form(true), proptest::collection::vec(step(), 0..8)), 1..4),
    ) {
        let first = version(&first, 1, &[]).unwrap();
        let later: Vec<_> = later.iter().zip(2..).filter_map(|((form, steps), number)| version(form, number, steps)).collect();
        let old = Instance::new(first, answers.clone(), Facts::new(), today());
        let moved = migrate(&old, &later);
        let wrong = lost(old.answers(), &moved);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{moved:#?}");
        // What was put into the new form it takes, but for what nobody could have typed.
        if let Some(form) = later.last() {
            for path in moved.report.carried.values() {
                prop_assert!(form.refusal(path, &moved.answers[path]).is_none(), "{path}");
            }
        }
    }

    #[test]
    fn a_draft_that_moves_to_the_same_form_is_the_same_but_for_what_no_form_asks(
        (form, answers) in form(true).prop_flat_map(|form| (Just(form.clone()), answers_for(&form))),
    ) {
        let (one, two) = (version(&form, 1, &[]).unwrap(), version(&form, 2, &[]).unwrap());
        let old = Instance::new(one.clone(), answers, Facts::new(), today());
        let moved = migrate(&old, &[two]);
        for (path, to) in &moved.report.carried {
            prop_assert_eq!(path, to);
        }
        for entry in &moved.report.entries {
            for (path, raw) in &entry.was {
                prop_assert!(raw.is_null() || one.refusal(path, raw).is_some(), "{:?}", entry);
            }
        }
    }
}

#[test]
fn the_way_goes_along_declared_versions_or_straight() {
    let form = |version: &str, from: &[&str]| {
        let migrations: Vec<Value> = from.iter().map(|from| json!({"from": from, "steps": []})).collect();
        let schema = eform::cases::complete(
            &json!({"version": version, "fields": [{"id": "a", "kind": "text"}], "migrations": migrations}),
        );
        Arc::new(compile(&Schema::from_value(&schema).unwrap()).unwrap())
    };
    let all =
        [form("1", &[]), form("2", &["1"]), form("3", &["2"]), form("4", &["3", "2"]), form("5", &["5"])];
    let way = |from: &str, to: usize| {
        let way = route(&all, from, &all[to]);
        way.iter().map(|form| form.version().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(way("1", 1), "2");
    assert_eq!(way("1", 3), "2 4");
    assert_eq!(way("3", 3), "4");
    assert_eq!(way("0", 3), "4");
    assert_eq!(way("1", 4), "5");
}

//! Random forms, facts, steps and JSON for the properties.

mod dice;
mod forms;
mod kinds;

use eform::{Facts, cases};
use proptest::prelude::*;
use serde_json::{Value, json};

pub use dice::Dice;
pub use forms::{RandomForm, form};
pub use kinds::kinds_form;

/// One thing that a citizen does.
#[derive(Clone, Debug)]
pub enum Step {
    Set(String, Option<Value>),
    AddRow(String),
    RemoveRow(String, String),
}

/// Any JSON, not too deep.
pub fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[a-z0-9/.-]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = "d|m|y|family|given|middle|province|commune|detail|text|country|var|==|and|fact|[a-z]{1,4}";
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(key, inner, 0..5).prop_map(|map| json!(map)),
        ]
    })
}

/// Some facts, each known or not.
pub fn facts() -> impl Strategy<Value = Facts> {
    let known = cases::known_facts();
    proptest::collection::vec(any::<bool>(), known.len()).prop_map(move |on| {
        let chosen = known.iter().zip(on).filter(|(_, on)| *on);
        chosen.map(|((name, fact), _)| (name.clone(), fact.clone())).collect()
    })
}

/// Steps over the fields of a random form.
pub fn steps_for(form: &RandomForm) -> impl Strategy<Value = Vec<Step>> + use<> {
    let set = proptest::sample::select(form.paths())
        .prop_flat_map(|(path, raws)| {
            (Just(path), proptest::option::weighted(0.85, proptest::sample::select(raws)))
        })
        .prop_map(|(path, raw)| Step::Set(path, raw));
    let list = || proptest::sample::select(vec!["g", "g", "g/r1/h", "g/r1/h", "g/r2/h", "g/r1/h/r1/k"]);
    let rows = proptest::sample::subsequence(vec!["r1", "r2", "r3", "x"], 0..4).prop_shuffle();
    let step = prop_oneof![
        8 => set,
        2 => list().prop_map(|list| Step::AddRow(list.to_owned())),
        1 => (list(), 1..4).prop_map(|(list, row)| Step::RemoveRow(list.to_owned(), format!("r{row}"))),
        1 => (list(), rows).prop_map(|(list, rows)| Step::Set(list.to_owned(), Some(json!(rows)))),
        1 => (list(), 0..5).prop_map(|(list, row)| Step::Set(format!("{list}/#"), Some(json!(row)))),
    ];
    // Most walks begin with rows to walk in.
    let rows = |list: &str, rows: &[&str]| Step::Set(list.to_owned(), Some(json!(rows)));
    let number = |path: &str| Step::Set(path.to_owned(), Some(json!("1")));
    let opened = [
        rows("g", &["r1", "r2"]),
        rows("g/r1/h", &["r1", "r2"]),
        number("g/r1/c0"),
        number("g/r1/h/r1/d0"),
        rows("g/r1/h/r1/k", &["r1"]),
        number("g/r1/h/r1/k/r1/e"),
    ];
    let begun = prop_oneof![1 => Just(0), 1 => 1..opened.len(), 2 => Just(opened.len())];
    (begun, proptest::collection::vec(step, 1..25))
        .prop_map(move |(begun, steps)| opened[..begun].iter().cloned().chain(steps).collect())
}

//! Expressions of any shape: compiling and evaluating them is total, whatever the arguments and the answers are, and what
//! is well typed gives a value of its type or nothing.

use std::sync::Arc;

use eform::{Answers, Calendar, CivilDate, Facts, Instance, Schema, cases, compile};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::random::{Dice, Step, kinds_form};

/// Leaves: names of the form, literals at the edges, and things that are no expressions.
fn leaf() -> impl Strategy<Value = Value> {
    let names =
        ["capital", "area", "line", "tax_code", "g", "paper", "consent", "why", "office", "size", "nobody"];
    let edges = [
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(0.5),
        json!(1e-9),
        json!(999_999_999.999_999),
        json!("2024-02-29"),
        json!("9999-12-31"),
        json!("0001-01-01"),
        json!("2026"),
        json!("Hoà"),
        json!("half_up"),
        json!("vn"),
        json!(true),
        json!(9),
        json!(-9),
        json!(null),
        json!([]),
    ];
    prop_oneof![
        3 => prop::sample::select(names.to_vec()).prop_map(|name| json!({"var": name})),
        1 => prop::sample::select(names.to_vec()).prop_map(Value::from),
        1 => Just(json!({"var": ""})),
        1 => Just(json!({"today": []})),
        4 => prop::sample::select(edges.to_vec()),
    ]
}

fn expression() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let operator = prop::sample::select(cases::operators().to_vec());
        prop_oneof![
            5 => (operator, prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(operator, arguments)| json!({operator: arguments})),
            1 => prop::collection::vec(inner, 1..4).prop_map(Value::from),
        ]
    })
}

fn instance(seed: u64, steps: usize) -> Instance {
    let form = Schema::from_json(&kinds_form()).and_then(|schema| compile(&schema)).unwrap();
    let calendar = Calendar::new(CivilDate::new(2024, 1, 1).unwrap(), CivilDate::new(2027, 12, 31).unwrap());
    let form = Arc::new(form.with_calendars(&vec![("vn".to_owned(), calendar)]));
    let mut instance =
        Instance::new(form.clone(), Answers::new(), Facts::new(), CivilDate::new(2026, 11, 21).unwrap());
    let mut dice = Dice(seed);
    for _ in 0..steps {
        match dice.step(&form) {
            Step::Set(path, raw) => _ = instance.set(&path, raw),
            Step::AddRow(group) => _ = instance.add_row(&group),
            Step::RemoveRow(group, row) => _ = instance.remove_row(&group, &row),
        }
    }
    instance
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "bool" => value.is_boolean(),
        "integer" => value.is_i64(),
        "decimal" => {
            value.is_i64() || value.as_str().is_some_and(|text| eform::Decimal::parse(text).is_some())
        }
        "text" => value.is_string(),
        "date" => value.as_str().is_some_and(|text| CivilDate::parse(text).is_some()),
        "partial_date" => value.as_str().is_some_and(|text| eform::PartialDate::parse(text).is_some()),
        "options" | "files" | "rows" => value.is_array(),
        _ => value.is_object(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_expression_is_a_value_of_its_type_or_missing_or_an_issue(
        expressions in prop::collection::vec(expression(), 30), seed in any::<u64>(),
    ) {
        let instance = instance(seed, 25);
        for expression in expressions {
            match cases::evaluate(&instance, &expression) {
                Ok((kind, Some(value))) => prop_assert!(fits(kind, &value), "{expression} is {kind}, and gives {value}"),
                Ok((_, None)) => {}
                Err(issues) => prop_assert!(issues.iter().all(|issue| expression.pointer(&issue.pointer).is_some()
                ), "{expression}: {issues:?}"),
            }
        }
    }
}

#[test]
fn many_of_the_random_expressions_are_well_typed() {
    // Guards the property above against expressions that never compile.
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let instance = instance(3, 60);
    let (mut typed, mut valued) = (0, 0);
    for _ in 0..20_000 {
        let expression = expression().new_tree(&mut runner).unwrap().current();
        if let Ok((_, value)) = cases::evaluate(&instance, &expression) {
            typed += usize::from(expression.is_object());
            valued += usize::from(value.is_some());
        }
    }
    assert!(typed > 400 && valued > 400, "{typed} typed, {valued} with a value");
}

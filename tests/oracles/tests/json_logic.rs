//! The shared tests of the JSON Logic project: every case whose operators we have gives the same result, or is listed in
//! `differences.json` with what it gives here and why. The list is checked without the shared file too.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use eform::cases;
use oracles::{data, number};
use serde_json::{Value, json};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Beside the project, not part of it.
fn shared() -> Option<Vec<Value>> {
    let path = here().join("../../../shared/data/json-logic-tests.json");
    let text = fs::read_to_string(path).ok()?;
    serde_json::from_str::<Vec<Value>>(&text).ok()
}

fn differences() -> Value {
    serde_json::from_str(&fs::read_to_string(here().join("differences.json")).unwrap()).unwrap()
}

/// Operators of a rule that we do not have.
fn foreign(rule: &Value, found: &mut Vec<String>) {
    match rule {
        Value::Object(map) => {
            for (name, arguments) in map {
                if map.len() == 1 && !cases::operators().contains(&name.as_str()) {
                    found.push(name.clone());
                }
                foreign(arguments, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| foreign(item, found)),
        _ => {}
    }
}

/// What our engine makes of a case: `{"value": …}` or `{"issue": code}`.
fn ours(rule: &Value, given: &Value) -> Value {
    let (instance, rule) = data::case(rule, given);
    match cases::evaluate(&instance, &rule) {
        Ok(("decimal", Some(value))) => json!({"decimal": value}),
        Ok((_, value)) => json!({"value": value}),
        Err(issues) => json!({"issue": issues[0].code}),
    }
}

fn agrees(rule: &Value, given: &Value, expected: &Value) -> bool {
    let found = ours(rule, given);
    if found["issue"] == "list_not_here"
        && let Some(items) = expected.as_array()
    {
        return same_list(rule, given, items);
    }
    match found.get("decimal") {
        Some(decimal) => number::same(Some(decimal), expected, true),
        None => found.get("value").is_some_and(|value| number::same(Some(value), expected, false)),
    }
}

/// A list is no value of a field: it is the same when it has as many, and each that is expected.
fn same_list(rule: &Value, given: &Value, items: &[Value]) -> bool {
    ours(&json!({"count": rule}), given) == json!({"value": items.len()})
        && items.iter().all(|item| ours(&json!({"in": [item, rule]}), given) == json!({"value": true}))
}

#[test]
fn every_shared_case_of_our_operators_agrees_or_is_listed_with_its_reason() {
    let Some(shared) = shared() else {
        println!("The shared tests are not beside the project: only the list of differences is checked.");
        return;
    };
    let listed = differences();
    let key = |rule: &Value, given: &Value| json!([rule, given]).to_string();
    let mut known: BTreeMap<String, &Value> = BTreeMap::new();
    for entry in listed["differences"].as_array().unwrap() {
        assert!(known.insert(key(&entry["rule"], &entry["data"]), entry).is_none(), "listed twice: {entry}");
    }
    let (mut passed, mut different, mut outside) = (0, 0, BTreeMap::<String, usize>::new());
    let mut wrong = Vec::new();
    for case in &shared {
        let Some([rule, given, expected]) = case.as_array().map(Vec::as_slice) else { continue };
        let mut others = Vec::new();
        foreign(rule, &mut others);
        if let Some(other) = others.first() {
            *outside.entry(other.clone()).or_default() += 1;
            continue;
        }
        match (agrees(rule, given, expected), known.remove(&key(rule, given))) {
            (true, None) => passed += 1,
            (false, Some(entry)) if entry["expected"] == *expected => different += 1,
            (true, Some(_)) => wrong.push(format!("listed, and agrees: {case}")),
            (false, _) => wrong.push(format!("{case} gives {}", ours(rule, given))),
        }
    }
    wrong.extend(known.keys().map(|case| format!("listed, and not in the shared tests: {case}")));
    println!(
        "{passed} agree, {different} differ for a listed reason, {} use operators we do not have: {outside:?}",
        outside.values().sum::<usize>()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(passed > 100, "the cases are found");
}

#[test]
fn every_listed_difference_still_gives_what_the_list_says_for_a_reason_that_is_told() {
    let listed = differences();
    let mut used = std::collections::BTreeSet::new();
    for entry in listed["differences"].as_array().unwrap() {
        assert_eq!(ours(&entry["rule"], &entry["data"]), entry["ours"], "{entry}");
        let reason = entry["reason"].as_str().unwrap();
        assert!(listed["reasons"][reason].is_string(), "{entry}");
        used.insert(reason);
    }
    for reason in listed["reasons"].as_object().unwrap().keys() {
        assert!(used.contains(reason.as_str()), "nobody gives the reason {reason}");
    }
}

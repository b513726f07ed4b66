//! The schema of `procedure.json` beside the reader and the compiler: it accepts every procedure that compiles, and refuses
//! every one whose shape they refuse, on all procedures, cases and seeded mistakes of this repository, and on procedures that
//! are spoilt in one place. A run is repeated with `ORACLE_SEED`, made longer with `ORACLE_COUNT`.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use eform::export::{SHAPE, format};
use eform::{Schema, cases, compile};
use oracles::dice::{Dice, count, seed};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All JSON files of a folder and the folders in it.
fn files(folder: &Path) -> Vec<Value> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap());
        }
    }
    found
}

/// The procedures, and the schemas of all cases and of all seeded mistakes.
fn schemas() -> Vec<Value> {
    let folders = ["procedures", "tests/agency", "crates/eform/cases", "crates/eform/mistakes"];
    let all = folders.iter().flat_map(|folder| files(&root().join(folder)));
    let schema = |file: Value| match (file.get("format"), file.get("schema")) {
        (Some(_), _) => Some(file),
        (None, Some(short)) => Some(cases::complete(short)),
        (None, None) => None,
    };
    all.filter_map(schema).collect()
}

/// The codes of what the engine finds wrong.
fn issues(schema: &Value) -> BTreeSet<&'static str> {
    match Schema::from_value(schema).and_then(|schema| compile(&schema)) {
        Ok(_) => BTreeSet::new(),
        Err(issues) => issues.iter().map(|issue| issue.code).collect(),
    }
}

/// What a comparison has found: how many both call good, both refuse, and only the engine refuses, by its codes.
#[derive(Debug, Default)]
struct Tally {
    good: usize,
    refused: usize,
    deeper: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn compare(&mut self, validator: &jsonschema::Validator, schema: &Value) {
        let issues = issues(schema);
        let is_shape = issues.iter().any(|code| SHAPE.contains(code));
        match (issues.is_empty(), validator.validate(schema)) {
            (true, Ok(())) => self.good += 1,
            (false, Err(_)) => self.refused += 1,
            (false, Ok(())) if !is_shape => {
                let codes: Vec<&str> = issues.into_iter().collect();
                *self.deeper.entry(codes.join("+")).or_default() += 1;
            }
            (false, Ok(())) => self.wrong.push(format!("only the engine refuses, {issues:?}: {schema}")),
            (true, Err(error)) => {
                self.wrong
                    .push(format!("only the schema refuses, {error} at {}: {schema}", error.instance_path()));
            }
        }
    }

    fn report(&self, what: &str) {
        println!("{what}: {} good, {} refused by both, {:?}", self.good, self.refused, self.deeper);
        let shown: Vec<&str> = self.wrong.iter().take(8).map(String::as_str).collect();
        assert!(shown.is_empty(), "{what}: {} differ:\n{}", self.wrong.len(), shown.join("\n"));
    }
}

#[test]
fn every_procedure_case_and_mistake_of_this_repository_is_judged_alike() {
    let validator = jsonschema::draft202012::new(&format()).unwrap();
    let mut tally = Tally::default();
    let all = schemas();
    for schema in &all {
        tally.compare(&validator, schema);
    }
    tally.report("procedures, cases and mistakes");
    assert!(tally.good > 200 && tally.refused > 5, "they are found");
}

#[test]
fn a_procedure_that_is_spoilt_in_one_place_is_judged_alike() {
    let validator = jsonschema::draft202012::new(&format()).unwrap();
    let seed = seed();
    let (mut dice, mut tally, all) = (Dice::new(seed), Tally::default(), schemas());
    for _ in 0..count() * 2 {
        let mut schema = dice.pick(&all).clone();
        spoil(&mut schema, &mut dice);
        tally.compare(&validator, &schema);
    }
    tally.report(&format!("spoilt, seed {seed}"));
}

/// Changes one member or item, somewhere.
fn spoil(value: &mut Value, dice: &mut Dice) {
    let odd = [
        json!(null),
        json!(true),
        json!(3),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("A b"),
        json!([]),
        json!(["x"]),
        json!({}),
        json!({"x": 1}),
        json!({"var": "x"}),
        json!("2026-02-30"),
    ];
    let into = dice.roll(5) > 0;
    match value {
        Value::Object(map) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            let key = dice.pick(&keys).clone();
            match (into, dice.roll(5)) {
                (true, _) if map[&key].is_object() || map[&key].is_array() => spoil(&mut map[&key], dice),
                (_, 0) => _ = map.remove(&key),
                (_, 1) => _ = map.insert("stranger".into(), json!(1)),
                (_, 2) => {
                    let other = dice.pick(&keys).clone();
                    let value = map[&key].clone();
                    map.insert(other, value);
                }
                _ => _ = map.insert(key, dice.pick(&odd).clone()),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.roll(items.len());
            match (into, dice.roll(4)) {
                (true, _) if items[at].is_object() || items[at].is_array() => spoil(&mut items[at], dice),
                (_, 0) => _ = items.remove(at),
                (_, 1) => items.push(items[at].clone()),
                _ => items[at] = dice.pick(&odd).clone(),
            }
        }
        other => *other = dice.pick(&odd).clone(),
    }
}

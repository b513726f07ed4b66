//! Replays the official tests of JSON Schema, one file a keyword that exports use, through a validator. What it does not pass
//! is listed in `suite/differences.json` with the reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use eform::export::KEYWORDS;
use oracles::exports::Judge;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

/// The files of the keywords, and what regular expressions mean.
fn files() -> BTreeSet<String> {
    let of = |keyword: &&str| match *keyword {
        "if" | "then" => "if-then-else.json".to_owned(),
        keyword => format!("{}.json", keyword.trim_start_matches('$')),
    };
    KEYWORDS.iter().map(of).chain(["ecmascript-regex.json".to_owned()]).collect()
}

/// What a validator says of each test of each file, by `file: case: test`.
fn replayed(judge: &mut Judge<'_>) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    for file in files() {
        for case in json(&file).as_array().unwrap() {
            let tests = case["tests"].as_array().unwrap();
            let data: Vec<Value> = tests.iter().map(|test| test["data"].clone()).collect();
            let verdicts = judge(&case["schema"], &data);
            for (number, test) in tests.iter().enumerate() {
                let name = [&case["description"], &test["description"]].map(|text| text.as_str().unwrap());
                let is_valid = verdicts.as_ref().ok().map(|all| all[number].is_empty());
                let passes = is_valid.map(Value::from).as_ref() == Some(&test["valid"]);
                found.insert(format!("{file}: {}: {}", name[0], name[1]), passes);
            }
        }
    }
    found
}

/// Every test passes, or is listed with its reason.
pub fn replay(judge: &mut Judge<'_>, validator: &str) {
    let found = replayed(judge);
    let failed: Vec<&String> = found.iter().filter(|(_, passes)| !**passes).map(|(name, _)| name).collect();
    let listed = json("differences.json");
    let listed: Vec<&String> = listed[validator].as_object().unwrap().keys().collect();
    println!(
        "{validator}: {} of {} official tests of {} keywords pass",
        found.len() - failed.len(),
        found.len(),
        KEYWORDS.len()
    );
    assert!(found.len() > 400, "the tests are found");
    assert_eq!(failed, listed);
}

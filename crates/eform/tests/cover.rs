//! Cases made from a schema alone: the same seed makes the same cases, every pair that can be is met, and limits are touched on
//! both sides.
#![cfg(test)]

use std::collections::BTreeSet;
use std::sync::Arc;

use eform::check::{Cover, Subject, Witness, cover, open, transcript};
use eform::{CivilDate, Schema, cases, compile};
use serde_json::{Value, json};

fn covered(schema: &str, seed: u64) -> Cover {
    cover(&Subject::new(schema, CivilDate::new(2026, 11, 21).unwrap()), seed).unwrap()
}

fn small() -> String {
    let shown = json!({"==": [{"var": "case"}, "a"]});
    let fields = json!([
        {"id": "case", "kind": "choice", "options": ["a", "b"]},
        {"id": "sure", "kind": "yes_no", "when": shown},
        {"id": "more", "kind": "text", "max": 5, "when": {"==": [{"var": "sure"}, true]}},
        {"id": "age", "kind": "number", "min": 18, "max": 120},
        {"id": "post", "kind": "yes_no"},
        {"id": "where", "kind": "text", "when": {"==": [{"var": "post"}, true]}}
    ]);
    cases::complete(&json!({"fields": fields})).to_string()
}

#[test]
fn every_pair_that_can_be_is_met() {
    let cover = covered(&small(), 7);
    let met = |path: &str, value: Value, other: &str, beside: Value| {
        let has = |case: &Witness, path: &str, value: &Value| {
            case.answers.get(path).unwrap_or(&Value::Null) == value
        };
        cover.cases.iter().any(|case| has(case, path, &value) && has(case, other, &beside))
    };
    for post in [json!(true), json!(false), json!(null)] {
        for case in [json!("a"), json!("b"), json!(null)] {
            assert!(met("case", case.clone(), "post", post.clone()), "{case} {post}");
        }
        for sure in [json!(true), json!(false), json!(null)] {
            assert!(met("sure", sure.clone(), "post", post.clone()), "{sure} {post}");
        }
    }
    // `sure` is not asked beside `b` or beside no case at all: two times three values; nine values stand alone.
    assert_eq!((cover.pairs, cover.not_met.len()), (21 + 9, 6));
    for pair in &cover.not_met {
        assert!(pair.never && pair.names == ["case", "sure"] && pair.values[0] != json!("a"), "{pair:?}");
    }
}

#[test]
fn limits_are_touched_on_both_sides() {
    let cover = covered(&small(), 7);
    let ages: BTreeSet<String> =
        cover.cases.iter().filter_map(|case| Some(case.answers.get("age")?.as_str()?.to_owned())).collect();
    for age in ["17", "18", "19", "119", "120", "121"] {
        assert!(ages.contains(age), "{age} of {ages:?}");
    }
    let form = Arc::new(compile(&Schema::from_json(&small()).unwrap()).unwrap());
    let wrong: BTreeSet<String> = cover
        .cases
        .iter()
        .flat_map(|case| transcript(&open(&form, case).unwrap())["wrong"].as_array().unwrap().clone())
        .map(|code| code.as_str().unwrap().to_owned())
        .collect();
    for code in ["age number.min", "age number.max", "more too_long", "case required"] {
        assert!(wrong.contains(code), "{code} of {wrong:?}");
    }
}

#[test]
fn the_same_seed_makes_the_same_cases() {
    let text = |seed| format!("{:?}", covered(&small(), seed).cases);
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}

#[test]
fn the_real_procedures_are_covered() {
    // The larger one takes its time: `EFORM_SCALE=20` covers it as well.
    let all = [("2.000635", 500), ("1.001193", 5000)];
    let scale: usize = std::env::var("EFORM_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1);
    for (code, pairs) in all.into_iter().take(if scale >= 20 { 2 } else { 1 }) {
        let file = format!("{}/../../procedures/{code}/procedure.json", env!("CARGO_MANIFEST_DIR"));
        let schema = std::fs::read_to_string(file).unwrap();
        let cover = covered(&schema, 7);
        println!(
            "{code}: {} cases, {} of them at limits; {} pairs met, {} not",
            cover.cases.len(),
            cover.limits,
            cover.pairs,
            cover.not_met.len()
        );
        assert!(cover.pairs > pairs && cover.limits > 5);
        let form = Arc::new(compile(&Schema::from_json(&schema).unwrap()).unwrap());
        let transcripts: Vec<Value> =
            cover.cases.iter().map(|case| transcript(&open(&form, case).unwrap())).collect();
        let seen = |key: &str| -> BTreeSet<String> {
            transcripts
                .iter()
                .flat_map(|found| found[key].as_array().unwrap().clone())
                .map(|path| path.to_string())
                .collect()
        };
        // The cases together show every page and every field.
        assert_eq!(seen("pages").len(), form.pages().len(), "{code}");
        let asked = seen("asked");
        for field in form.pages().iter().flat_map(|page| &page.fields) {
            assert!(asked.contains(&json!(field.id).to_string()), "{code}: {} is never asked", field.id);
        }
    }
}

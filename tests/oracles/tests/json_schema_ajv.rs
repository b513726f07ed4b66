//! Exported schemas of answers, judged by npm's `ajv`, beside the engine, as `json_schema.rs` asks the crate `jsonschema`. Only
//! with the feature `node`, after `npm ci` in `tests/oracles/js`.
#![cfg(test)]
#![cfg(feature = "node")]

mod exports;
mod suite;

use eform::{Answers, Facts, Instance};
use oracles::engine::day;
use oracles::exports::{Problem, form};
use oracles::node::Node;
use serde_json::{Value, json};

/// Ajv, which refuses in its strict mode what a schema does not need or may not mean.
fn ajv(strict: bool) -> impl FnMut(&Value, &[Value]) -> Result<Vec<Vec<Problem>>, String> {
    let mut node = Node::start("judge.mjs");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let problem = move |found: &Value| Problem {
        pointer: text(&found["pointer"]).unwrap_or_default(),
        missing: text(&found["missing"]),
    };
    move |schema, data| {
        let answer = node.ask(&json!({"schema": schema, "data": data, "strict": strict}))?;
        let all = answer["problems"].as_array().into_iter().flatten();
        Ok(all.map(|found| found.as_array().into_iter().flatten().map(problem).collect()).collect())
    }
}

#[test]
fn an_export_and_the_engine_say_the_same_of_values_of_every_kind() {
    exports::values_of_every_kind(&mut ajv(true));
}

#[test]
fn an_export_and_the_engine_say_the_same_of_whole_procedures() {
    exports::whole_procedures(&mut ajv(true));
}

#[test]
fn an_export_and_the_engine_find_the_same_places_wrong_while_a_procedure_is_filled_in() {
    exports::procedures_filled_in(&mut ajv(true), |procedure, lists| {
        vec![Instance::new(form(procedure, lists), Answers::new(), Facts::new(), day())]
    });
}

#[test]
fn the_validator_passes_the_official_tests_of_every_keyword_that_exports_use() {
    suite::replay(&mut ajv(false), "ajv");
}

#[test]
fn everything_that_is_listed_as_unsaid_is_unsaid_and_wrong_to_the_engine() {
    exports::unsaid(&mut ajv(true));
}

#[test]
fn no_export_says_what_has_no_meaning() {
    let mut judge = ajv(true);
    for schema in exports::all() {
        assert_eq!(judge(&schema, &[]), Ok(Vec::new()), "{schema}");
    }
}

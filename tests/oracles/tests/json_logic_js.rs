//! The engine beside npm's `json-logic-js`, the reference engine of JSON Logic, on random well-typed expressions: one Node
//! process that is fed with lines. Only with the feature `node`, after `npm ci` in `tests/oracles/js`.
#![cfg(test)]
#![cfg(feature = "node")]

use oracles::compare::{Reason, Tally, of_decimals, with_all_answers, with_answers_missing};
use oracles::dice::{count, seed};
use oracles::node::Node;
use serde_json::{Value, json};

const REASONS: [Reason; 1] = [("there an empty text contains not even the empty text", never_empty)];

/// The same rule with a sign at the end of every text that is looked into.
fn never_empty(rule: &Value) -> Value {
    match rule {
        Value::Object(map) => {
            let mut out =
                Value::Object(map.iter().map(|(name, part)| (name.clone(), never_empty(part))).collect());
            if let Some(whole) = out.pointer_mut("/in/1")
                && !whole.is_array()
                && *whole != json!({"var": "c"})
            {
                *whole = json!({"cat": [whole.take(), "|"]});
            }
            out
        }
        Value::Array(items) => items.iter().map(never_empty).collect(),
        other => other.clone(),
    }
}

/// Asks the other engine.
fn apply(node: &mut Node, rule: &Value, data: &Value) -> Result<Value, String> {
    node.ask(&json!({"rule": rule, "data": data})).map(|answer| answer["value"].clone())
}

fn report(what: &str, seed: u64, tally: &Tally) {
    println!("{what}, seed {seed}: {} agree, {} open, {:?}", tally.agree, tally.open, tally.explained);
    let shown: Vec<&str> = tally.wrong.iter().take(12).map(String::as_str).collect();
    assert!(shown.is_empty(), "seed {seed}: {} differ:\n{}", tally.wrong.len(), shown.join("\n"));
}

#[test]
fn with_every_answer_given_both_engines_say_the_same() {
    let (mut node, seed) = (Node::start("answer.mjs"), seed());
    let tally = with_all_answers(&mut |rule, data| apply(&mut node, rule, data), &REASONS, seed, count());
    report("all answers", seed, &tally);
}

#[test]
fn what_is_decided_with_answers_missing_stays_so_however_they_are_filled() {
    let (mut node, seed) = (Node::start("answer.mjs"), seed());
    let tally = with_answers_missing(&mut |rule, data| apply(&mut node, rule, data), &REASONS, seed, count());
    report("some answers", seed, &tally);
    assert!(tally.agree > count() / 2, "too few were decided");
}

#[test]
fn decimals_are_what_floats_come_near_to() {
    let (mut node, seed) = (Node::start("answer.mjs"), seed());
    report("decimals", seed, &of_decimals(&mut |rule, data| apply(&mut node, rule, data), seed, count()));
}

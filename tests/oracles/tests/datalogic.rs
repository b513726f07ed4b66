//! The engine beside `datalogic-rs`, an independent JSON Logic engine in Rust, on random well-typed expressions. A run is
//! repeated with `ORACLE_SEED`, made longer with `ORACLE_COUNT`.
#![cfg(test)]

use oracles::compare::{Reason, Tally, of_decimals, with_all_answers, with_answers_missing};
use oracles::dice::{count, seed};
use serde_json::Value;

const REASONS: [Reason; 0] = [];

fn datalogic(rule: &Value, data: &Value) -> Result<Value, String> {
    let result = datalogic_rs::eval_str(&rule.to_string(), &data.to_string());
    let text = result.map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn report(what: &str, seed: u64, tally: &Tally) {
    println!("{what}, seed {seed}: {} agree, {} open, {:?}", tally.agree, tally.open, tally.explained);
    println!("{:?}", tally.operators);
    let shown: Vec<&str> = tally.wrong.iter().take(12).map(String::as_str).collect();
    assert!(shown.is_empty(), "seed {seed}: {} differ:\n{}", tally.wrong.len(), shown.join("\n"));
}

#[test]
fn with_every_answer_given_both_engines_say_the_same() {
    let seed = seed();
    report("all answers", seed, &with_all_answers(&mut datalogic, &REASONS, seed, count()));
}

#[test]
fn what_is_decided_with_answers_missing_stays_so_however_they_are_filled() {
    let seed = seed();
    let tally = with_answers_missing(&mut datalogic, &REASONS, seed, count());
    report("some answers", seed, &tally);
    assert!(tally.agree > count() / 2, "too few were decided");
}

#[test]
fn decimals_are_what_floats_come_near_to() {
    let seed = seed();
    report("decimals", seed, &of_decimals(&mut datalogic, seed, count()));
}

//! `congdan bench`: what one keystroke costs in forms of three sizes and what compiling costs, as one JSON object. Sizes of the
//! portal's files are measured by `cargo xtask bench` and handed in as `NAME=BYTES`. Run it from a release build.

use eform::cases::{bench_answers, bench_form};
use eform::{CivilDate, Facts, Form, Instance, Schema, compile};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const SIZES: [usize; 3] = [10, 100, 1000];
const ROUNDS: u32 = 2001;

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    let mut assets = Map::new();
    for word in words {
        let (name, bytes) = word.split_once('=').ok_or_else(|| format!("`{word}` is not NAME=BYTES."))?;
        let bytes: u64 = bytes.parse().map_err(|_| format!("`{bytes}` is not a number of bytes."))?;
        assets.insert(name.to_owned(), bytes.into());
    }
    let mut keystrokes = Map::new();
    for size in SIZES {
        eprintln!("  one answer changed in a form of {size} fields ...");
        keystrokes.insert(size.to_string(), keystroke_ns(size)?.into());
    }
    eprintln!("  compiling a form of {} fields ...", SIZES[1]);
    let mut report = json!({ "engine": { "keystroke_ns": keystrokes, "compile_us": compile_us(SIZES[1])? } });
    if !assets.is_empty() {
        let total: u64 = assets.values().filter_map(Value::as_u64).sum();
        report["first_visit"] = json!({ "brotli_bytes": { "total": total, "assets": assets } });
    }
    Ok(format!("{report:#}\n"))
}

fn form(size: usize) -> Result<Form, String> {
    let schema = Schema::from_json(&bench_form(size))
        .map_err(|issues| format!("the form does not read: {issues:?}."))?;
    compile(&schema).map_err(|issues| format!("the form does not compile: {issues:?}."))
}

/// The median time of one changed answer in the middle of the form.
fn keystroke_ns(size: usize) -> Result<u64, String> {
    let today = CivilDate::parse("2026-11-21").ok_or("the day is no day.")?;
    let mut instance = Instance::new(Arc::new(form(size)?), bench_answers(size), Facts::new(), today);
    let path = format!("amount{}", size / 10);
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let answer = json!(u64::from(round % 7) + 1);
        let start = Instant::now();
        let changes = instance.set(&path, Some(answer));
        times.push(start.elapsed().as_nanos());
        if changes.paths.is_empty() && round > 0 {
            return Err(format!("`{path}` changes nothing: there is nothing to measure."));
        }
    }
    Ok(median(times))
}

fn compile_us(size: usize) -> Result<u64, String> {
    let schema = Schema::from_json(&bench_form(size))
        .map_err(|issues| format!("the form does not read: {issues:?}."))?;
    let once = || {
        let start = Instant::now();
        black_box(compile(&schema)).map(|_| start.elapsed().as_micros())
    };
    let times: Result<Vec<u128>, _> = (0..101).map(|_| once()).collect();
    times.map(median).map_err(|issues| format!("the form does not compile: {issues:?}."))
}

fn median(mut times: Vec<u128>) -> u64 {
    times.sort_unstable();
    times.get(times.len() / 2).and_then(|time| u64::try_from(*time).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_one_object_with_every_number() {
        let report: Value = serde_json::from_str(&run(&["index.html=10", "a.wasm=20"]).expect("it runs"))
            .expect("it is JSON");
        assert_eq!(report["first_visit"]["brotli_bytes"]["total"], 30);
        for size in SIZES {
            assert!(report["engine"]["keystroke_ns"][size.to_string()].as_u64().is_some_and(|time| time > 0));
        }
        assert!(report["engine"]["compile_us"].is_u64());
    }

    #[test]
    fn what_is_no_size_is_refused() {
        assert!(run(&["index.html"]).is_err() && run(&["index.html=many"]).is_err());
    }
}

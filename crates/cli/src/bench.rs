//! `congdan bench`: what the engine costs in forms of four sizes, as one JSON object: a keystroke, compiling, opening a draft, memory.
//! With `--renderer SCRIPT` Node does the keystroke as well, as a renderer made of ajv and json-logic-js does it, in the same run.
//! With `--samples FOLDER` also how much the sample citizens of a procedure do not have to give.
//! Sizes of the portal's files are measured by `cargo xtask bench` and handed in as `NAME=BYTES`. Run it from a release build.

mod memory;
mod renderer;
mod reuse;

use eform::cases::{bench_answers, bench_form};
use eform::{CivilDate, Facts, Form, Instance, Schema, compile};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const ROUNDS: u32 = 2001;
/// The number that is typed in, over and over.
const VALUES: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    match words {
        // Another process of this program: see `memory`.
        ["memory", size] => {
            memory::measure(size.parse().map_err(|_| format!("`{size}` is no size."))?, memory::FIELDS)
        }
        ["--samples", folder, rest @ ..] => samples(Path::new(folder), rest),
        ["--renderer", script, rest @ ..] => report(&SIZES, rest, Some(script), memory::of),
        rest => report(&SIZES, rest, None, memory::of),
    }
}

/// The rest, and how much the sample citizens of a procedure do not have to give.
fn samples(folder: &Path, rest: &[&str]) -> Result<String, String> {
    let rates = reuse::of(folder)?;
    let mut report: Value = serde_json::from_str(&run(rest)?).map_err(|error| error.to_string())?;
    let code = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    report["reuse"][code] = rates;
    Ok(format!("{report:#}\n"))
}

/// What is measured of forms of these sizes; `memory` starts this program again, which a test must not.
fn report(
    sizes: &[usize],
    words: &[&str],
    script: Option<&str>,
    memory: fn(usize) -> Value,
) -> Result<String, String> {
    let mut assets = Map::new();
    for word in words {
        let (name, bytes) = word.split_once('=').ok_or_else(|| format!("`{word}` is not NAME=BYTES."))?;
        let bytes: u64 = bytes.parse().map_err(|_| format!("`{bytes}` is not a number of bytes."))?;
        assets.insert(name.to_owned(), bytes.into());
    }
    let mut engine = Map::new();
    let mut against = Map::new();
    for size in sizes {
        eprintln!("  a form of {size} fields ...");
        let keystroke = keystroke(*size)?;
        let mut put = |name: &str, value: Value| {
            let row = engine.entry(name).or_insert_with(|| json!({}));
            row[size.to_string()] = value;
        };
        put("keystroke_ns", keystroke.median_ns.into());
        put("compile_us", compile_us(*size)?.into());
        put("open_us", open_us(*size)?.into());
        put("memory", memory(*size));
        if let Some(script) = script {
            against.insert(size.to_string(), renderer::keystroke(script, *size, &keystroke)?);
        }
    }
    let mut report = json!({ "engine": engine });
    if !against.is_empty() {
        report["ajv_and_json_logic_js"] = against.into();
    }
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

fn today() -> Result<CivilDate, String> {
    CivilDate::parse("2026-11-21").ok_or_else(|| "the day is no day.".to_owned())
}

/// A field in the middle of the form, and the one that is computed from it.
fn typed_in(size: usize) -> (String, String) {
    (format!("amount{}", size / 10), format!("total{}", size / 10))
}

/// What keystrokes cost and what came out.
struct Keystroke {
    median_ns: u64,
    /// The draft and the form before.
    data: Value,
    /// The computed value afterwards.
    value: Value,
    /// How much is wrong afterwards.
    wrong: usize,
}

/// One answer changed in the middle of the form, many times.
fn keystroke(size: usize) -> Result<Keystroke, String> {
    let mut instance = Instance::new(Arc::new(form(size)?), bench_answers(size), Facts::new(), today()?);
    let data = Value::Object(instance.evaluated());
    let (path, result) = typed_in(size);
    let mut times = Vec::new();
    for value in VALUES.iter().cycle().take(ROUNDS as usize) {
        let answer = json!(value);
        let start = Instant::now();
        let changes = instance.set(&path, Some(answer));
        times.push(start.elapsed().as_nanos());
        if changes.paths.is_empty() {
            return Err(format!("`{path}` changes nothing: there is nothing to measure."));
        }
    }
    // The last of the values, so that what comes out can be compared.
    instance.set(&path, Some(json!(VALUES[VALUES.len() - 1])));
    let value = instance.evaluated().remove(&result).unwrap_or_default();
    Ok(Keystroke { median_ns: median(times), data, value, wrong: instance.violations().len() })
}

fn compile_us(size: usize) -> Result<u64, String> {
    let schema = Schema::from_json(&bench_form(size))
        .map_err(|issues| format!("the form does not read: {issues:?}."))?;
    let times: Result<Vec<u128>, _> =
        (0..rounds(size)).map(|_| time_us(|| compile(&schema)).map(|(time, _)| time)).collect();
    times.map(median).map_err(|issues| format!("the form does not compile: {issues:?}."))
}

/// Opening a draft with all its answers: everything is evaluated.
fn open_us(size: usize) -> Result<u64, String> {
    let (form, today) = (Arc::new(form(size)?), today()?);
    let once = |_| {
        let answers = bench_answers(size);
        let start = Instant::now();
        let opened = black_box(Instance::new(form.clone(), answers, Facts::new(), today));
        let time = start.elapsed().as_micros();
        drop(opened);
        time
    };
    Ok(median((0..rounds(size)).map(once).collect()))
}

fn time_us<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(u128, T), E> {
    let start = Instant::now();
    let done = black_box(work())?;
    Ok((start.elapsed().as_micros(), done))
}

/// Fewer rounds of what takes long.
fn rounds(size: usize) -> usize {
    (50_000 / size).clamp(11, 101)
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
        let sizes = [10, 100];
        let report = report(&sizes, &["index.html=10", "a.wasm=20"], None, |_| Value::Null).expect("it runs");
        let report: Value = serde_json::from_str(&report).expect("it is JSON");
        assert_eq!(report["first_visit"]["brotli_bytes"]["total"], 30);
        for size in sizes {
            for number in ["keystroke_ns", "compile_us", "open_us"] {
                let found = &report["engine"][number][size.to_string()];
                assert!(found.as_u64().is_some_and(|time| time > 0), "{number} of {size} is {found}");
            }
        }
    }

    #[test]
    fn a_keystroke_computes_and_breaks_what_it_should() {
        let keystroke = keystroke(100).expect("it runs");
        // Seven times two; only the office is not chosen.
        assert_eq!((keystroke.value, keystroke.wrong), (json!(14), 1));
        assert_eq!(keystroke.data["total10"], 2400);
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for words in [["index.html"], ["index.html=many"]] {
            assert!(report(&[], &words, None, |_| Value::Null).is_err());
        }
    }
}

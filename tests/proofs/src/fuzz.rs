//! The loop of `proofs fuzz`: inputs go to a worker, one at a time, with a limit of time for each. What panics, hangs or breaks a
//! promise is made smaller, written to `found.json` in the folder for temporary files and ends the run; what ends the process
//! itself (a stack that overflows) has been written to `running.json` before.

use std::collections::BTreeSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use proofs::dice::Dice;
use proofs::input::Input;
use proofs::mutate::{Spoiler, shrunk};

/// Longest time for one input, also on a machine that has other things to do.
const LIMIT: Duration = Duration::from_mins(1);
/// Largest line of the corpus.
const LINE: usize = 3_000;

type Outcome = Result<BTreeSet<String>, String>;

/// A thread that runs inputs.
struct Worker {
    inputs: SyncSender<Input>,
    outcomes: Receiver<Outcome>,
}

impl Worker {
    fn start() -> Self {
        let (inputs, waiting) = sync_channel::<Input>(1);
        let (done, outcomes) = sync_channel(1);
        thread::spawn(move || {
            for input in waiting {
                let outcome = catch_unwind(AssertUnwindSafe(|| input.run()));
                if done.send(outcome.unwrap_or_else(|_| Err("it panics".to_owned()))).is_err() {
                    return;
                }
            }
        });
        Self { inputs, outcomes }
    }

    fn run(&self, input: &Input) -> Outcome {
        let sent = self.inputs.send(input.clone());
        sent.map_err(|_| "the worker is gone".to_owned())?;
        self.outcomes
            .recv_timeout(LIMIT)
            .unwrap_or_else(|_| Err(format!("it takes more than {} s", LIMIT.as_secs())))
    }
}

/// Where the corpus is.
fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus.jsonl")
}

fn write(name: &str, text: &str) -> Result<PathBuf, String> {
    let path = std::env::temp_dir().join("congdan-proofs").join(name);
    let written = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, text));
    written.map(|()| path.clone()).map_err(|error| format!("could not write {}: {error}.", path.display()))
}

/// Spoils schemas for so many minutes.
pub fn run(seed: u64, minutes: u64, is_kept: bool) -> Result<(), String> {
    let text = fs::read_to_string(corpus()).unwrap_or_default();
    let known: Vec<Input> = text.lines().filter_map(Input::of_line).collect();
    let worker = Worker::start();
    let mut reached = BTreeSet::new();
    for input in &known {
        reached.extend(worker.run(input).map_err(|wrong| failed(input, &wrong))?);
    }
    let spoiler = Spoiler::new(&known);
    let (start, mut slowest) = (Instant::now(), (Duration::ZERO, 0));
    let (mut number, mut forms, mut kept) = (0, 0, 0);
    while start.elapsed() < Duration::from_secs(60 * minutes) {
        let input = spoiler.input(&mut Dice::new(seed, number));
        let began = Instant::now();
        write("running.json", &input.line())?;
        let words = worker.run(&input).map_err(|wrong| failed(&input, &wrong))?;
        forms += u64::from(!input.steps.is_empty());
        if began.elapsed() > slowest.0 {
            slowest = (began.elapsed(), number);
            write("slowest.json", &input.line())?;
        }
        if is_kept && words.iter().any(|word| !reached.contains(word)) {
            kept += keep(&worker, &input, &words, &mut reached)?;
        }
        reached.extend(words);
        number += 1;
    }
    println!(
        "{number} inputs, seed {seed}: {forms} of them forms that were filled in; {} things reached, {} inputs in the corpus and {kept} new; the slowest was number {} with {} ms",
        reached.len(),
        known.len(),
        slowest.1,
        slowest.0.as_millis()
    );
    Ok(())
}

/// Runs one input that was written down.
pub fn one(file: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("could not read {file}: {error}."))?;
    let input = Input::of_line(text.trim()).ok_or_else(|| format!("{file} is no input."))?;
    let start = Instant::now();
    let outcome = input.run();
    println!("{} ms", start.elapsed().as_millis());
    outcome.map(|words| words.iter().for_each(|word| println!("{word}")))
}

/// Adds an input to the corpus, in as little as still reaches what is new.
fn keep(
    worker: &Worker,
    input: &Input,
    words: &BTreeSet<String>,
    reached: &mut BTreeSet<String>,
) -> Result<u64, String> {
    let fresh: BTreeSet<String> = words.difference(reached).cloned().collect();
    let small = shrunk(input, &mut |less| worker.run(less).is_ok_and(|words| words.is_superset(&fresh)));
    let line = small.line();
    if line.len() > LINE {
        return Ok(0);
    }
    let file = fs::OpenOptions::new().create(true).append(true).open(corpus());
    file.and_then(|mut file| writeln!(file, "{line}"))
        .map_err(|error| format!("could not add to the corpus: {error}."))?;
    reached.extend(fresh);
    Ok(1)
}

/// What is said of an input that fails; another worker makes it smaller, since the first may still be busy.
fn failed(input: &Input, wrong: &str) -> String {
    let is_quick = wrong != "the worker is gone" && !wrong.starts_with("it takes");
    let worker = Worker::start();
    let kind = wrong.split(':').next().unwrap_or_default();
    let mut is_same = |less: &Input| worker.run(less).is_err_and(|other| other.starts_with(kind));
    let small = if is_quick { shrunk(input, &mut is_same) } else { input.clone() };
    match write("found.json", &small.line()) {
        Ok(path) => format!("{wrong}; the input is in {}.", path.display()),
        Err(other) => format!("{wrong}; {other}"),
    }
}

//! The long runs: `proofs steps` and `proofs fuzz`. `cargo xtask steps` and `cargo xtask fuzz` call them.

mod fuzz;

use std::process::ExitCode;

use proofs::walk::{Compare, Forms, STEPS, walk};

const USAGE: &str = "proofs steps [--seed N] [--count N]
    walk so many steps; one line for each part: its first walk, its steps, the digest of all that was seen
proofs fuzz [--seed N] [--minutes N] [--keep]
    spoil schemas for so long; what fails is written down and stops the run; --keep adds to the corpus what reaches something new
proofs run FILE
    run one input that was written down";

/// Walks of one line of the output.
const PART: u64 = 100;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.split_first() {
        Some((command, rest)) if command == "steps" => steps(rest),
        Some((command, rest)) if command == "fuzz" => {
            let is_kept = rest.iter().any(|word| word == "--keep");
            number(rest, "--seed", 1).and_then(|seed| fuzz::run(seed, number(rest, "--minutes", 1)?, is_kept))
        }
        Some((command, [file])) if command == "run" => fuzz::one(file),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("proofs: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The number after an option.
fn number(words: &[String], option: &str, usual: u64) -> Result<u64, String> {
    let Some(at) = words.iter().position(|word| word == option) else { return Ok(usual) };
    let given = words.get(at + 1).and_then(|word| word.parse().ok());
    given.ok_or_else(|| format!("{option} takes a number."))
}

fn steps(words: &[String]) -> Result<(), String> {
    let (seed, count) = (number(words, "--seed", 1)?, number(words, "--count", 20_000)?);
    let forms = Forms::of_the_repository();
    let mut done = 0;
    while done < count {
        let part = (count - done).min(PART * STEPS);
        let digest = walk(&forms, seed, done / STEPS, part, Compare::WithScratch)?;
        println!("{} {part} {}", done / STEPS, digest.text());
        done += part;
    }
    Ok(())
}

//! Spoilt schemas: every line of the corpus, which is what `proofs fuzz --keep` has kept, and a few fresh ones. Nothing panics,
//! what compiles keeps its promises after every step. In a build for development, so that a number that overflows is found.
#![cfg(test)]

use std::collections::BTreeSet;

use proofs::dice::Dice;
use proofs::input::Input;
use proofs::mutate::{Spoiler, shrunk};

const CORPUS: &str = include_str!("../corpus.jsonl");

fn corpus() -> Vec<Input> {
    CORPUS.lines().map(|line| Input::of_line(line).unwrap()).collect()
}

#[test]
fn every_input_of_the_corpus_keeps_what_is_promised() {
    let mut reached = BTreeSet::new();
    let inputs = corpus();
    for (number, input) in inputs.iter().enumerate() {
        match input.run() {
            Ok(words) => reached.extend(words),
            Err(wrong) => panic!("line {}: {wrong}", number + 1),
        }
    }
    println!("{} inputs reach {} things", inputs.len(), reached.len());
    assert!(inputs.len() > 100 && reached.len() > 400, "{} reach {}", inputs.len(), reached.len());
}

#[test]
fn fresh_ones_do_as_well() {
    // Another seed every day, printed.
    let seed = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs() / 86_400);
    println!("seed {seed}");
    let spoiler = Spoiler::new(&corpus());
    let mut forms = 0;
    for number in 0..400 {
        let input = spoiler.input(&mut Dice::new(seed, number));
        let outcome = input.run();
        assert!(outcome.is_ok(), "seed {seed}, number {number}: {}", outcome.unwrap_err());
        forms += usize::from(!input.steps.is_empty());
    }
    // Neither all nor none of them still make a form.
    assert!((20..380).contains(&forms), "{forms} forms");
}

#[test]
fn a_line_of_the_corpus_is_the_input_that_was_written() {
    for input in corpus() {
        assert_eq!(Input::of_line(&input.line()), Some(input));
    }
}

#[test]
fn an_input_is_made_as_small_as_what_it_shows_allows() {
    let spoiler = Spoiler::new(&[]);
    let has = |input: &Input| input.schema.contains("\"yes_no\"") && !input.steps.is_empty();
    let large = (0..10_000).map(|part| spoiler.input(&mut Dice::new(7, part))).find(has).unwrap();
    let small = shrunk(&large, &mut |less| has(less));
    assert!(has(&small) && small.schema.len() <= large.schema.len() && small.steps.len() == 1);
}

//! `cargo xtask test`: runs the steps in order, each on its own feet, and ends with one line that counts. What the steps do is in
//! `steps`.

use crate::run::Outcome;
use crate::steps::{STEPS, Step};
use crate::workspace::Workspace;
use std::time::Instant;

/// Runs all steps, or the named ones. A failing step stops only those that need its result.
pub fn test(names: &[String]) -> Outcome {
    let chosen = choose(names)?;
    let workspace = Workspace::find();
    let mut results: Vec<(&Step, Outcome, u64)> = Vec::new();
    for step in chosen {
        eprintln!("\n== {}: {}", step.name, step.about);
        let start = Instant::now();
        let missing = step
            .needs
            .iter()
            .find(|need| results.iter().any(|(done, outcome, _)| done.name == **need && outcome.is_err()));
        let outcome = match missing {
            Some(need) => Err(format!("not run, because `{need}` failed.")),
            None => (step.run)(&workspace),
        };
        if let Err(sentence) = &outcome {
            eprintln!("xtask: {sentence}");
        }
        results.push((step, outcome, start.elapsed().as_secs()));
    }
    summary(&results)
}

fn summary(results: &[(&Step, Outcome, u64)]) -> Outcome {
    println!();
    for (step, outcome, seconds) in results {
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("{word:<7} {:<14} {seconds:>5} s", step.name);
    }
    let failed: Vec<&str> =
        results.iter().filter(|(_, outcome, _)| outcome.is_err()).map(|(step, ..)| step.name).collect();
    println!("{} passed, {} failed", results.len() - failed.len(), failed.len());
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}.", failed.join(", "))) }
}

fn choose(names: &[String]) -> Outcome<Vec<&'static Step>> {
    let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => Err(format!("there is no step `{unknown}`; there are: {}.", known.join(", "))),
        None if names.is_empty() => Ok(STEPS.iter().collect()),
        None => Ok(STEPS.iter().filter(|step| names.iter().any(|name| name == step.name)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_steps_run_in_the_order_of_the_suite() {
        let chosen = choose(&["tidy".into(), "format".into()]).expect("both exist");
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["format", "tidy"]);
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_list_of_those_there_are() {
        assert!(choose(&["nothing".into()]).is_err_and(|sentence| sentence.contains("journeys")));
    }

    #[test]
    fn one_failed_step_fails_the_whole() {
        let step = &STEPS[0];
        assert_eq!(summary(&[(step, Ok(()), 1)]), Ok(()));
        assert_eq!(
            summary(&[(step, Ok(()), 1), (step, Err("x".into()), 1)]),
            Err(format!("failed: {}.", step.name))
        );
    }

    #[test]
    fn every_need_names_an_earlier_step() {
        for (index, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(
                    STEPS[..index].iter().any(|earlier| earlier.name == *need),
                    "{} needs {need}",
                    step.name
                );
            }
        }
    }
}

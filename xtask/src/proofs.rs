//! Long proofs. Of the engine: `steps` walks the same steps natively and in WebAssembly and compares what was seen; `fuzz` spoils
//! schemas at random; what is walked and spoilt lives in tests/proofs. Of the dossier: `explore` walks every order of events. Of the
//! backend: `crashes` kills it at its writes. What these two do is among the tests of their packages. The test suite runs all small.

use crate::run::{Outcome, read, run, timed};
use crate::workspace::Workspace;
use crate::{packages, stack, tools};
use std::process::Stdio;

/// Steps when no count is given: some seconds, also of a build for development, which the test suite has anyway.
const STEPS: &str = "4000";

/// Walks steps on both machines; every line that both print must be the same.
pub fn steps(workspace: &Workspace, words: &[String]) -> Outcome {
    let (count, seed) = (option(words, "--count", STEPS)?, option(words, "--seed", &today())?);
    packages::node()?;
    tools::for_wasm_tests(workspace)?;
    let profile = if words.iter().any(|word| word == "--count") { "release" } else { "dev" };
    let module = module(workspace, profile)?;
    let native = timed(&format!("{count} steps natively, seed {seed}"), || {
        let mut walk = workspace.cargo();
        walk.args(["run", "--quiet", "--profile", profile, "-p", "proofs", "--", "steps"]);
        walk.args(["--count", &count, "--seed", &seed]).stderr(Stdio::inherit());
        read(&mut walk, "walk natively")
    })?;
    let wasm = timed(&format!("{count} steps in WebAssembly, seed {seed}"), || {
        let mut walk = workspace.command("node");
        walk.arg("tests/proofs/steps.mjs").args([&module, &seed, &count]).stderr(Stdio::inherit());
        read(&mut walk, "walk in WebAssembly")
    })?;
    compare(&native, &wasm)?;
    println!(
        "{count} steps, seed {seed}: the same natively and in WebAssembly, and at each step what the draft shows when it is opened anew"
    );
    Ok(())
}

/// Spoils schemas for so many minutes; see `proofs fuzz`.
pub fn fuzz(workspace: &Workspace, words: &[String]) -> Outcome {
    let mut fuzz = workspace.cargo();
    fuzz.args(["run", "--quiet", "--profile", "fuzz", "-p", "proofs", "--", "fuzz"]).args(words);
    run(&mut fuzz, "leave every spoilt schema without a panic")
}

/// Explores the machines of signing and paying and prints the states; with `--full` everything beside everything else.
pub fn explore(workspace: &Workspace, words: &[String]) -> Outcome {
    let mut explore = workspace.cargo();
    explore.args(["test", "--quiet", "-p", "dossier", "--test", "model"]);
    match words {
        [] => {}
        [full] if full == "--full" => {
            explore.arg("--release").env("CONGDAN_SCALE", "full");
        }
        _ => return Err("explore takes nothing but --full.".into()),
    }
    run(&mut explore, "find every order of events harmless")?;
    let mut words = workspace.cargo();
    words.args(["test", "--quiet", "-p", "congdan-backend", "--lib", "explored"]);
    run(&mut words, "find every order of a gateway's words harmless")
}

/// Kills the backend at some of the writes of each way of signing and paying, of giving back, helping and filing, by seed, or with `--all` at each;
/// with `--at` at one, again.
pub fn crashes(workspace: &Workspace, words: &[String]) -> Outcome {
    let at = option(words, "--at", "")?;
    let which = match words.iter().any(|word| word == "--all") {
        true => "all".to_owned(),
        false if at.is_empty() => option(words, "--seed", &today())?,
        false => format!("at {at}"),
    };
    stack::build(workspace)?;
    let mut crashes = workspace.cargo();
    crashes.args(["test", "--quiet", "-p", "congdan-backend", "--test", "routes", "killed::"]);
    crashes.env("CONGDAN_CRASHES", which);
    run(&mut crashes, "be killed at any write without harm")
}

/// The module for Node, by its path.
pub fn module(workspace: &Workspace, profile: &str) -> Outcome<String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut build = workspace.cargo();
    build.args(["build", "--quiet", "--profile", profile, "-p", "proofs", "--lib", "--target", TARGET]);
    run(&mut build, "build the steps for WebAssembly")?;
    let folder = workspace.target().join("proofs");
    let mut bind = workspace.command("wasm-bindgen");
    bind.args(["--target", "nodejs", "--out-dir"]).arg(&folder);
    let output = if profile == "dev" { "debug" } else { profile };
    bind.arg(workspace.target().join(TARGET).join(output).join("proofs.wasm"));
    run(&mut bind, "make a module of it")?;
    Ok(folder.join("proofs.js").to_string_lossy().into_owned())
}

/// The first line in which they differ.
fn compare(native: &str, wasm: &str) -> Outcome {
    if native.lines().count() == 0 {
        return Err("nothing was walked.".into());
    }
    let mut lines = native.lines().zip(wasm.lines());
    match lines.find(|(left, right)| left != right) {
        Some((left, right)) => Err(format!("natively `{left}`, in WebAssembly `{right}`.")),
        None if native.lines().count() == wasm.lines().count() => Ok(()),
        None => Err("one of them stopped early.".into()),
    }
}

/// The word after an option.
fn option(words: &[String], name: &str, usual: &str) -> Outcome<String> {
    match words.iter().position(|word| word == name) {
        None => Ok(usual.to_owned()),
        Some(at) => words.get(at + 1).cloned().ok_or_else(|| format!("{name} takes a number.")),
    }
}

/// Another seed every day: it is printed, so that a run can be repeated.
pub fn today() -> String {
    let seconds = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    (seconds / 86_400).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_that_differs_is_found_and_so_is_a_run_that_stops_early() {
        assert_eq!(compare("0 50 a\n1 50 b\n", "0 50 a\n1 50 b\n"), Ok(()));
        assert!(
            compare("0 50 a\n1 50 b\n", "0 50 a\n1 50 c\n")
                .is_err_and(|sentence| sentence.contains("1 50 c"))
        );
        assert!(compare("0 50 a\n1 50 b\n", "0 50 a\n").is_err() && compare("", "").is_err());
    }

    #[test]
    fn an_option_without_its_number_is_refused() {
        let words = ["--count".to_owned()];
        assert!(option(&words, "--count", "1").is_err());
        assert_eq!(option(&words, "--seed", "1"), Ok("1".into()));
    }
}

//! Shortcuts to the command line `congdan`: `bench` and `check`. What they measure and prove lives there, in crates/cli.

use crate::run::{Outcome, read, say};
use crate::workspace::Workspace;
use crate::{budget, journeys, portal};
use serde_json::Value;
use std::fs;
use std::process::Stdio;

/// Prints one JSON object: the sizes of a first visit, measured here, and the engine's times, measured in a release build; with
/// `--phone` also what a slow phone feels, which takes some minutes and wants a machine with nothing else to do.
pub fn bench(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let with_phone = match arguments {
        [] => false,
        [flag] if flag == "--phone" => true,
        _ => return Err("bench takes nothing but `--phone`.".into()),
    };
    let assets = budget::first_visit(&portal::build_release(workspace)?)?;
    say("measuring the engine ...");
    let mut congdan = workspace.cargo();
    congdan.args(["run", "--quiet", "--release", "-p", "congdan", "--", "bench"]);
    congdan.args(assets.iter().map(|(name, bytes)| format!("{name}={bytes}")));
    let measured = read(congdan.stderr(Stdio::inherit()), "measure the engine")?;
    let mut report: Value =
        serde_json::from_str(&measured).map_err(|error| format!("the measurement is no JSON: {error}."))?;
    if with_phone {
        say("measuring on a slow phone ...");
        report["phone"] = journeys::phone(workspace)?;
    }
    println!("{report:#}");
    Ok(())
}

/// Checks the named procedures, or all of this repository, and runs their cases.
pub fn check(workspace: &Workspace, folders: &[String]) -> Outcome {
    let folders = if folders.is_empty() { procedures(workspace)? } else { folders.to_vec() };
    for command in ["check", "cases"] {
        let mut congdan = workspace.cargo();
        congdan.args(["run", "--quiet", "-p", "congdan", "--", command]).args(&folders);
        print!("{}", read(congdan.stderr(Stdio::inherit()), &format!("{command} the procedures"))?);
    }
    Ok(())
}

/// Every folder of ours with a procedure that citizens can use, and the agency's of the tests; the gallery has no cases.
fn procedures(workspace: &Workspace) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for folder in ["procedures", "tests/agency"].map(|name| workspace.root.join(name)) {
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("could not list {}: {error}.", folder.display()))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let sound = paths.filter(|path| path.join("procedure.json").is_file() && path.join("cases").is_dir());
        found.extend(sound.map(|path| path.to_string_lossy().into_owned()));
    }
    found.sort();
    Ok(found)
}

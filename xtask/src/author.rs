//! Shortcuts to the command line `congdan`: `bench`, `check`, `cases` and `schema`. What they measure and prove lives there, in crates/cli.

use crate::run::{Outcome, read, say};
use crate::workspace::Workspace;
use crate::{budget, journeys, packages, portal};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// Prints one JSON object: the sizes of a first visit, measured here, and the engine's times, measured in a release build beside
/// those of ajv and json-logic-js for the same keys; with
/// `--phone` also what a slow phone feels, which takes some minutes and wants a machine with nothing else to do.
pub fn bench(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let with_phone = match arguments {
        [] => false,
        [flag] if flag == "--phone" => true,
        _ => return Err("bench takes nothing but `--phone`.".into()),
    };
    let assets = budget::first_visit(&portal::build_release(workspace)?)?;
    packages::bench(workspace)?;
    say("measuring the engine, and ajv with json-logic-js beside it ...");
    let mut congdan = workspace.cargo();
    congdan.args(["run", "--quiet", "--release", "-p", "congdan", "--", "bench"]);
    for procedure in ["procedures/1.001193", "procedures/2.000635"] {
        congdan.args(["--samples", procedure]);
    }
    congdan.args(["--renderer", "tests/bench/renderer.mjs"]);
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

/// Checks the named procedures, or all of this repository, and runs their cases; with an option, such as `--format sarif`, it only
/// checks, and what it finds is all that is on standard output.
pub fn check(workspace: &Workspace, words: &[String]) -> Outcome {
    let (options, mut folders) = options_and_folders(words);
    if folders.is_empty() {
        folders.push(workspace.root.join("procedures").to_string_lossy().into_owned());
    }
    congdan(workspace, "check", &[options.clone(), folders.clone()].concat())?;
    if options.is_empty() {
        let folders: Vec<Vec<String>> =
            folders.iter().map(|folder| procedures(Path::new(folder))).collect::<Outcome<_>>()?;
        congdan(workspace, "cases", &folders.concat())?;
    }
    Ok(())
}

/// Runs the worked cases and golden transcripts of procedures, named by code or folder; with `--renew` it makes the transcripts anew.
pub fn cases(workspace: &Workspace, words: &[String]) -> Outcome {
    let (renew, names): (Vec<String>, Vec<String>) =
        words.iter().cloned().partition(|word| word == "--renew");
    let folders: Vec<String> = if names.is_empty() {
        procedures(&workspace.root.join("procedures"))?
    } else {
        names.iter().map(|name| folder(workspace, name)).collect()
    };
    congdan(workspace, "cases", &[renew, folders].concat())
}

/// Prints JSON Schema of a procedure's answers, named by code or folder, or of `procedure.json`; `--lang` chooses the language of titles.
pub fn schema(workspace: &Workspace, words: &[String]) -> Outcome {
    let (options, names) = options_and_folders(words);
    let folders: Vec<String> = names.iter().map(|name| folder(workspace, name)).collect();
    congdan(workspace, "schema", &[options, folders].concat())
}

/// The folder of a procedure of this repository by its code; any other name is a folder itself.
fn folder(workspace: &Workspace, name: &str) -> String {
    let ours = workspace.root.join("procedures").join(name);
    if ours.join("procedure.json").is_file() { ours.to_string_lossy().into_owned() } else { name.into() }
}

/// Options, each with its value, and the rest.
fn options_and_folders(words: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut options, mut folders) = (Vec::new(), Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word.starts_with("--") {
            options.push(word.clone());
            options.extend(rest.next().cloned());
        } else {
            folders.push(word.clone());
        }
    }
    (options, folders)
}

/// Runs a command of `congdan`, which speaks for itself also when it finds something.
fn congdan(workspace: &Workspace, command: &str, words: &[String]) -> Outcome {
    let mut congdan = workspace.cargo();
    congdan.args(["run", "--quiet", "-p", "congdan", "--", command]).args(words);
    let doing = format!("run `congdan {command}`");
    match congdan.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("could not {doing}: its own words are above.")),
        Err(error) => Err(format!("could not {doing}: cargo did not start ({error}).")),
    }
}

/// The folder of a procedure, or those of a folder of procedures that have cases.
fn procedures(folder: &Path) -> Outcome<Vec<String>> {
    if folder.join("procedure.json").is_file() {
        return Ok(vec![folder.to_string_lossy().into_owned()]);
    }
    let entries =
        fs::read_dir(folder).map_err(|error| format!("could not list {}: {error}.", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<String> = paths
        .filter(|path| path.join("procedure.json").is_file() && path.join("cases").is_dir())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    found.sort();
    Ok(found)
}

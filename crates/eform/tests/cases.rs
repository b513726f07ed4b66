//! Runs every JSON case of the engine and of the procedures. The same files run in wasm from `tests/web`.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use eform::{Beside, cases};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files of a folder and its folders, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn procedure(code: &str) -> Option<String> {
    fs::read_to_string(root().join("procedures").join(code).join("procedure.json")).ok()
}

/// The catalogues and calendars of the procedures as the engine takes them.
fn beside() -> Beside {
    let folder = root().join("procedures");
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let files: Vec<_> = ["catalogues", "calendars"]
        .iter()
        .flat_map(|kind| files(&folder.join(kind)))
        .map(|path| read(&path))
        .collect();
    Beside::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

fn check(paths: &[PathBuf], beside: &Beside) {
    let mut failures = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        if let Err(wrong) = cases::run_with(&text, &procedure, beside) {
            failures.push(format!("{}:\n    {}", path.display(), wrong.join("\n    ")));
        }
    }
    println!("{} cases, {} failed", paths.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_case_of_the_kinds_and_of_the_engine_holds() {
    let paths = files(&root().join("crates/eform/cases"));
    assert!(paths.len() > 50, "the cases are found");
    check(&paths, &Beside::default());
}

#[test]
fn every_operator_has_a_case_and_is_told_to_authors() {
    let paths = files(&root().join("crates/eform/cases/expr"));
    let texts: String = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for operator in cases::operators() {
        assert!(texts.contains(&format!("{{\"{operator}\":")), "no case of {operator}");
    }
    let told = fs::read_to_string(root().join("procedures/expressions.md")).unwrap();
    for operator in cases::operators() {
        let names = [format!("`{operator}`"), format!("{{\"{operator}\":")];
        assert!(names.iter().any(|name| told.contains(name)), "authors are not told of {operator}");
    }
}

#[test]
fn every_case_of_the_procedures_holds() {
    let in_cases =
        |path: &PathBuf| path.parent().and_then(Path::file_name).is_some_and(|name| name == "cases");
    let paths: Vec<PathBuf> = files(&root().join("procedures")).into_iter().filter(in_cases).collect();
    assert!(!paths.is_empty(), "the cases are found");
    check(&paths, &Beside::default());
    check(&paths, &beside());
}

#[test]
fn no_name_in_a_catalogue_looks_like_an_old_encoding() {
    for path in files(&root().join("procedures/catalogues")) {
        let list: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for entry in list["entries"].as_array().into_iter().flatten() {
            let name = entry["vi"].as_str().unwrap_or_default();
            assert!(!eform::text::looks_legacy(name), "{name}");
            assert_eq!(eform::text::nfc(name), name);
        }
    }
}

#[test]
fn a_misspelt_expression_of_a_case_does_not_pass() {
    let passes = |expressions: Value| {
        let schema = json!({"fields": [{"id": "a", "kind": "number"}]});
        let case = json!({"name": "one", "schema": schema, "today": "2026-11-21", "steps": [], "expressions": expressions});
        eform::cases::run(&case.to_string(), &|_| None).is_ok()
    };
    assert!(passes(json!([{"of": {"+": [1, 1]}, "is": 2}])));
    for wrong in [json!([{"off": {"+": [1, 1]}, "is": 2}]), json!([1]), json!({"of": {"+": [1, 1]}, "is": 2})]
    {
        assert!(!passes(wrong.clone()), "{wrong}");
    }
}

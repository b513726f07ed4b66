//! Embeds the JSON cases of the engine and of the procedures, with the procedures, catalogues and calendars they speak of, since
//! a browser has no files.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut out = String::new();
    let engine = files(&root.join("crates/eform/cases"));
    let procedures = files(&root.join("procedures"));
    let is_case = |path: &Path| path.parent().and_then(Path::file_name).is_some_and(|name| name == "cases");
    let (cases, others): (Vec<PathBuf>, Vec<PathBuf>) =
        procedures.into_iter().partition(|path| is_case(path));
    let schemas = others.iter().filter(|path| path.ends_with("procedure.json")).cloned().collect::<Vec<_>>();
    let beside = ["catalogues", "calendars"].map(|kind| root.join("procedures").join(kind));
    let is_beside = |path: &PathBuf| beside.iter().any(|folder| path.starts_with(folder));
    let lists = others.into_iter().filter(is_beside).collect::<Vec<_>>();
    for (name, paths) in
        [("ENGINE_CASES", engine), ("PROCEDURE_CASES", cases), ("PROCEDURES", schemas), ("BESIDE", lists)]
    {
        table(&mut out, name, &root, &paths);
    }
    for folder in ["crates/eform/cases", "procedures"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
    }
    let target = Path::new(&std::env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs");
    if let Err(error) = fs::write(&target, out) {
        println!("cargo::error={}: {error}", target.display());
    }
}

fn table(out: &mut String, name: &str, root: &Path, paths: &[PathBuf]) {
    _ = writeln!(out, "/// Names and texts of files.\npub const {name}: &[(&str, &str)] = &[");
    for path in paths {
        let short = path.strip_prefix(root).unwrap_or(path);
        let (short, path) = (short.display().to_string(), path.display().to_string());
        _ = writeln!(out, "    ({short:?}, include_str!({path:?})),");
    }
    out.push_str("];\n");
}

/// JSON files of a folder and its folders, sorted.
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

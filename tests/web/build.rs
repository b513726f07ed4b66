//! Embeds what the browser tests run, since a browser has no files: the JSON cases of the engine and of the procedures, with the procedures,
//! catalogues and calendars they speak of, and what the checker says natively of the procedures and of the seeded mistakes.

#[path = "src/checked.rs"]
mod checked;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let procedures = files(&root.join("procedures"));
    let is_case = |path: &Path| path.parent().and_then(Path::file_name).is_some_and(|name| name == "cases");
    let (cases, others): (Vec<PathBuf>, Vec<PathBuf>) =
        procedures.into_iter().partition(|path| is_case(path));
    let beside = ["catalogues", "calendars"].map(|kind| root.join("procedures").join(kind));
    let is_beside = |path: &PathBuf| beside.iter().any(|folder| path.starts_with(folder));
    let (lists, others): (Vec<PathBuf>, Vec<PathBuf>) = others.into_iter().partition(is_beside);
    let named = |end: &str| {
        let is_named = |path: &&PathBuf| path.file_name().is_some_and(|name| name == end);
        others.iter().filter(is_named).cloned().collect::<Vec<_>>()
    };
    let tables = [
        ("ENGINE_CASES", files(&root.join("crates/eform/cases"))),
        ("PROCEDURE_CASES", cases),
        ("PROCEDURES", named("procedure.json")),
        ("TEXTS_VI", named("texts.vi.json")),
        ("TEXTS_EN", named("texts.en.json")),
        ("BESIDE", lists),
        ("MISTAKES", files(&root.join("crates/eform/mistakes"))),
    ];
    let mut embedded = String::new();
    for (name, paths) in &tables {
        table(&mut embedded, name, &root, paths)?;
    }
    for folder in ["crates/eform/cases", "crates/eform/mistakes", "procedures"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
    }
    println!("cargo::rerun-if-changed=src/checked.rs");
    let read = |name: &str| -> Result<Vec<(String, String)>, Box<dyn Error>> {
        let (_, paths) = tables.iter().find(|(known, _)| *known == name).ok_or("no such table")?;
        paths.iter().map(|path| Ok((short(&root, path), fs::read_to_string(path)?))).collect()
    };
    let told = checked::all(
        &read("PROCEDURES")?,
        [("vi", &read("TEXTS_VI")?), ("en", &read("TEXTS_EN")?)],
        &read("BESIDE")?,
        &read("MISTAKES")?,
    );
    fs::write(out.join("native.txt"), told)?;
    embedded.push_str(concat!(
        "/// What the checker says natively.\n",
        "pub const NATIVE: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/native.txt\"));\n"
    ));
    fs::write(out.join("embedded.rs"), embedded)?;
    Ok(())
}

fn short(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

fn table(out: &mut String, name: &str, root: &Path, paths: &[PathBuf]) -> std::fmt::Result {
    writeln!(out, "/// Names and texts of files.\npub const {name}: &[(&str, &str)] = &[")?;
    for path in paths {
        writeln!(out, "    ({:?}, include_str!({:?})),", short(root, path), path.display().to_string())?;
    }
    out.push_str("];\n");
    Ok(())
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

//! Embeds the portal's own catalogues and calendars, so that a procedure is checked with them wherever its folder lies.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures").canonicalize()?;
    let mut out =
        String::from("/// The lists and calendars of the portal by their path from `procedures/`.\n");
    out.push_str("pub const LISTS: &[(&str, &str)] = &[\n");
    for folder in ["catalogues", "calendars"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        for file in files(&root.join(folder))? {
            let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            writeln!(out, "    ({name:?}, include_str!({:?})),", file.display().to_string())?;
        }
    }
    out.push_str("];\n");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    Ok(fs::write(target.join("own.rs"), out)?)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

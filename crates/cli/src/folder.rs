//! A procedure as a folder on disk: its schema, its texts, its cases, and the catalogues and calendars beside it. Reading only.

use eform::Beside;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the portal brings along, from `build.rs`: an agency's procedure may name it wherever its folder lies.
mod own {
    include!(concat!(env!("OUT_DIR"), "/own.rs"));
}

/// Texts of one language by key.
pub type Texts = BTreeMap<String, String>;

/// The text of `procedure.json`.
pub fn schema(folder: &Path) -> Result<String, String> {
    read(&folder.join("procedure.json"))
}

/// The texts of one language.
pub fn texts(folder: &Path, language: &str) -> Result<Texts, String> {
    let file = folder.join(format!("texts.{language}.json"));
    serde_json::from_str(&read(&file)?).map_err(|error| format!("{}: {error}.", file.display()))
}

/// Older versions of the procedure as they were, by the name of their file; none when its folder keeps none.
pub fn past(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let past = folder.join("past");
    let files = if past.is_dir() { json_files(&past)? } else { Vec::new() };
    let name = |file: &Path| file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
    files.iter().map(|file| Ok((name(file), read(file)?))).collect()
}

/// The case files, sorted.
pub fn cases(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let cases = folder.join("cases");
    if cases.is_dir() { json_files(&cases) } else { Ok(Vec::new()) }
}

/// The folders of what may stand beside a procedure.
pub const BESIDE: [&str; 2] = ["catalogues", "calendars"];

/// The files of catalogues and calendars beside a procedure, by their path from the folder they share with it.
pub fn files_beside(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    let Some(parent) = folder.canonicalize().ok().and_then(|full| Some(full.parent()?.to_owned())) else {
        return Ok(files);
    };
    for kind in BESIDE.map(|kind| parent.join(kind)).into_iter().filter(|kind| kind.is_dir()) {
        for file in json_files(&kind)? {
            let name = file.strip_prefix(&parent).unwrap_or(&file).to_string_lossy().into_owned();
            files.insert(name, read(&file)?);
        }
    }
    Ok(files)
}

/// The lists and calendars beside a procedure, and those of the portal that it does not have of its own.
pub fn beside(folder: &Path) -> Result<Beside, String> {
    let mut files: BTreeMap<String, String> =
        own::LISTS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    files.extend(files_beside(folder)?);
    Beside::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).map_err(|issues| {
        let lines: Vec<String> = issues.iter().map(|(name, issue)| format!("{name}{issue}")).collect();
        format!("beside {}: {}.", folder.display(), lines.join("; "))
    })
}

/// A file as text, or one sentence.
pub fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("could not read {}: {error}.", file.display()))
}

/// The folders as paths; none is a mistake.
pub fn named<'a>(words: &[&'a str]) -> Result<Vec<&'a Path>, String> {
    match words.iter().find(|word| word.starts_with('-')) {
        Some(option) => Err(format!("there is no option `{option}` here.")),
        None if words.is_empty() => Err("name a procedure's folder, such as procedures/1.001193.".into()),
        None => Ok(words.iter().map(|word| Path::new(*word)).collect()),
    }
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let sentence = |error: std::io::Error| format!("could not list {}: {error}.", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(sentence)? {
        let path = entry.map_err(sentence)?.path();
        if path.is_dir() {
            found.extend(json_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

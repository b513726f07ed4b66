//! A procedure as a folder on disk: its schema, its texts, its cases, and the catalogues and calendars beside it. Reading only.

use eform::Beside;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    let parent = folder.canonicalize().ok().and_then(|full| Some(full.parent()?.to_owned()));
    parent.map_or_else(|| Ok(BTreeMap::new()), |parent| files_in(&parent))
}

fn files_in(parent: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    for kind in BESIDE.map(|kind| parent.join(kind)).into_iter().filter(|kind| kind.is_dir()) {
        for file in json_files(&kind)? {
            let name = file.strip_prefix(parent).unwrap_or(&file).to_string_lossy().into_owned();
            files.insert(name, read(&file)?);
        }
    }
    Ok(files)
}

/// The lists and calendars that a procedure is served with: those beside it and, where a portal's own procedures are around the
/// folder in which the command is started, those beside them.
pub fn beside(folder: &Path) -> Result<Beside, String> {
    let mut beside = own(folder)?;
    let portal = portals()?;
    for (name, list) in portal.catalogues {
        beside.catalogues.entry(name).or_insert(list);
    }
    for (name, calendar) in portal.calendars {
        if !beside.calendars.iter().any(|(known, _)| *known == name) {
            beside.calendars.push((name, calendar));
        }
    }
    Ok(beside)
}

/// The portal's own lists and calendars; none when the command is started elsewhere.
pub fn portals() -> Result<Beside, String> {
    let here = std::env::current_dir().unwrap_or_default();
    let procedures = here.ancestors().map(|folder| folder.join("procedures"));
    let mut known = procedures.filter(|folder| BESIDE.iter().any(|kind| folder.join(kind).is_dir()));
    known.next().map_or_else(|| Ok(Beside::default()), |folder| read_lists(&files_in(&folder)?, &folder))
}

fn own(folder: &Path) -> Result<Beside, String> {
    read_lists(&files_beside(folder)?, folder)
}

fn read_lists(files: &BTreeMap<String, String>, folder: &Path) -> Result<Beside, String> {
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

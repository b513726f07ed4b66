//! The lists that fields choose from, by name, and the calendars. Communes are one list per province (`communes-01`). What a
//! file must say is decided in `eform::catalogue::file`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use contract::{Catalogue, CatalogueEntry, CatalogueSource};
use eform::catalogue::file::{Entry, File};
use eform::{Beside, CivilDate};

use super::packed::Packed;
use crate::config::Config;

/// The languages that lists are kept ready in.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// One list and its answers, made when they are first asked for.
struct List {
    file: File,
    answers: [OnceLock<Packed>; 2],
}

/// All catalogues and calendars, in the order of their files (Vietnamese order).
pub struct Catalogues {
    lists: BTreeMap<String, List>,
    beside: Beside,
}

impl Catalogues {
    /// Reads the folders of catalogues and calendars; a deployment without one has none.
    ///
    /// # Errors
    /// Everything that is wrong: a file that cannot be read or is not sound, a list that is there twice.
    pub fn load(config: &Config) -> Result<Self, String> {
        let (mut lists, mut files) = (BTreeMap::new(), BTreeMap::new());
        let own = [("catalogues", &config.catalogues), ("calendars", &config.calendars)];
        for (kind, configured) in own {
            let beside = || config.procedures.iter().map(|folder| folder.join(kind)).collect();
            for folder in configured.clone().map_or_else(beside, |folder| vec![folder]) {
                for (name, path) in json_files(&folder)? {
                    let said = |error: std::io::Error| format!("{}: {error}", path.display());
                    let text = std::fs::read_to_string(&path).map_err(said)?;
                    let name = format!("{kind}/{name}");
                    if files.insert(name.clone(), (path.clone(), text)).is_some() {
                        return Err(format!("{}: {name} is there twice", path.display()));
                    }
                }
            }
        }
        let texts = files.iter().map(|(name, (_, text))| (name.as_str(), text.as_str()));
        let beside = Beside::read(texts).map_err(|issues| {
            let line = |(name, issue)| {
                let path: &PathBuf = &files[&name].0;
                format!("{}{issue}", path.display())
            };
            issues.into_iter().map(line).collect::<Vec<_>>().join("\n")
        })?;
        for (name, (_, text)) in &files {
            let name = name.strip_prefix("catalogues/").and_then(|name| name.strip_suffix(".json"));
            if let Some((name, file)) = name.zip(File::read(text).ok()) {
                lists.insert(name.replace('/', "-"), List { file, answers: Default::default() });
            }
        }
        Ok(Self { lists, beside })
    }

    /// What forms are given.
    #[must_use]
    pub fn beside(&self) -> &Beside {
        &self.beside
    }

    /// What a code means in one language, whether it is still in force or not.
    #[must_use]
    pub fn label(&self, name: &str, code: &str, language: &str) -> Option<String> {
        let entry = self.lists.get(name)?.file.entries.iter().find(|entry| entry.code == code)?;
        Some(entry.en.as_ref().filter(|_| language == "en").unwrap_or(&entry.vi).clone())
    }

    /// One catalogue in one language, as it travels; the other language's names are still found by search.
    #[must_use]
    pub fn one(&self, name: &str, language: &str) -> Option<&Packed> {
        let list = self.lists.get(name)?;
        let at = LANGUAGES.iter().position(|known| *known == language).unwrap_or(0);
        Some(list.answers[at].get_or_init(|| Packed::new(&answer(&list.file, name, LANGUAGES[at]))))
    }
}

/// What a file says in one language.
fn answer(file: &File, name: &str, language: &str) -> Catalogue {
    let source = CatalogueSource {
        kind: file.source.kind.clone(),
        name: file.source.name.clone(),
        taken: file.source.taken.map(CivilDate::iso).unwrap_or_default(),
        test: file.source.is_test,
    };
    let entries = file.entries.iter().map(|entry| named(entry, language)).collect();
    Catalogue { name: name.to_owned(), version: file.version.clone(), source, entries }
}

fn named(entry: &Entry, language: &str) -> CatalogueEntry {
    let other = entry.en.as_ref().unwrap_or(&entry.vi);
    let (label, other) = if language == "en" { (other, &entry.vi) } else { (&entry.vi, other) };
    let mut also = entry.also.clone();
    if other != label {
        also.push(other.clone());
    }
    let window = entry.term.window;
    CatalogueEntry {
        code: entry.code.clone(),
        label: label.clone(),
        also,
        from: window.from.map(CivilDate::iso),
        to: window.to.map(CivilDate::iso),
        next: entry.term.next.as_deref().map(str::to_owned),
    }
}

/// The JSON files of a folder and of the folders in it, each with its path from there.
fn json_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let inside = json_files(&path)?;
            files.extend(inside.into_iter().map(|(inner, path)| (format!("{name}/{inner}"), path)));
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push((name, path));
        }
    }
    Ok(files)
}

//! The lists that fields choose from, by name; communes are one list per province (`communes-01`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::{Catalogue, CatalogueEntry};
use serde::Deserialize;

use crate::config::Config;

#[derive(Deserialize)]
struct File {
    version: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    vi: String,
    en: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    was: Vec<String>,
    to: Option<String>,
}

/// All catalogues, in the order of their files (Vietnamese order).
pub struct Catalogues(BTreeMap<String, File>);

impl Catalogues {
    /// Reads the catalogue folder; a deployment without one has none.
    ///
    /// # Errors
    /// A file cannot be read or is no catalogue.
    pub fn load(config: &Config) -> Result<Self, String> {
        let beside = || config.procedures.iter().map(|f| f.join("catalogues")).find(|f| f.is_dir());
        let Some(folder) = config.catalogues.clone().or_else(beside) else {
            return Ok(Self(BTreeMap::new()));
        };
        let mut all = BTreeMap::new();
        for (prefix, folder) in [("", folder.clone()), ("communes-", folder.join("communes"))] {
            for path in json_files(&folder)? {
                let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                let said = |error: String| format!("{}: {error}", path.display());
                let text = std::fs::read_to_string(&path).map_err(|error| said(error.to_string()))?;
                let file = serde_json::from_str(&text).map_err(|error| said(error.to_string()))?;
                all.insert(format!("{prefix}{stem}"), file);
            }
        }
        Ok(Self(all))
    }

    /// The codes of every list, under the names that the engine knows them by (`communes/01`).
    #[must_use]
    pub fn codes(&self) -> eform::Catalogues {
        let name = |name: &str| name.replacen("communes-", "communes/", 1);
        let codes = |file: &File| file.entries.iter().map(|entry| entry.code.clone()).collect();
        self.0.iter().map(|(known, file)| (name(known), codes(file))).collect()
    }

    /// What a code means in one language, whether it is still in force or not.
    #[must_use]
    pub fn label(&self, name: &str, code: &str, language: &str) -> Option<String> {
        let entry = self.0.get(name)?.entries.iter().find(|entry| entry.code == code)?;
        Some(entry.en.as_ref().filter(|_| language == "en").unwrap_or(&entry.vi).clone())
    }

    /// One catalogue as it is on `today`, in one language; the other language's names are still found by search.
    #[must_use]
    pub fn one(&self, name: &str, language: &str, today: &str) -> Option<Catalogue> {
        let file = self.0.get(name)?;
        let entries = file.entries.iter().filter(|entry| entry.to.as_deref().is_none_or(|to| today <= to));
        let entries = entries.map(|entry| {
            let other = entry.en.as_ref().unwrap_or(&entry.vi);
            let (label, other) = if language == "en" { (other, &entry.vi) } else { (&entry.vi, other) };
            let mut also: Vec<String> = entry.also.iter().chain(&entry.was).cloned().collect();
            if other != label {
                also.push(other.clone());
            }
            CatalogueEntry { code: entry.code.clone(), label: label.clone(), also }
        });
        Some(Catalogue { name: name.to_owned(), version: file.version.clone(), entries: entries.collect() })
    }
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
    Ok(files)
}

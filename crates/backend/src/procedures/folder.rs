//! One procedure folder: `procedure.json` and `texts.<language>.json`, with everything wrong about them at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::SignPolicy;
use serde::Deserialize;

use super::{Catalogues, Procedure, Texts};
use crate::config;
use crate::secret::sha256_hex;

/// What the backend itself reads of a schema; `eform` reads all of it.
#[derive(Deserialize)]
struct Head {
    code: String,
    version: String,
    #[serde(default)]
    effective: Window,
    #[serde(default)]
    level: String,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    events: Vec<String>,
    languages: Vec<String>,
    #[serde(default)]
    sign: Option<SignPolicy>,
    #[serde(default)]
    subject: Option<Named>,
}

#[derive(Default, Deserialize)]
struct Window {
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    field: String,
}

/// The folders inside `folder` that hold a procedure, in order of name.
pub(super) fn procedures(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.join("procedure.json").is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads and compiles one procedure.
pub(super) fn read(
    folder: &Path,
    decided: &BTreeMap<String, config::Procedure>,
    catalogues: &Catalogues,
) -> Result<Procedure, String> {
    let path = folder.join("procedure.json");
    let schema = text(&path)?;
    let parsed = eform::Schema::from_json(&schema).map_err(|issues| list(&path, &issues))?;
    let form = eform::compile(&parsed).map_err(|issues| list(&path, &issues))?;
    let form = form.with_catalogues(catalogues.codes());
    let head: Head = serde_json::from_str(&schema).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut texts = BTreeMap::new();
    for language in &head.languages {
        let path = folder.join(format!("texts.{language}.json"));
        let raw = text(&path)?;
        let by_key = serde_json::from_str(&raw).map_err(|error| format!("{}: {error}", path.display()))?;
        let sha256 = sha256_hex(raw.as_bytes());
        texts.insert(language.clone(), Texts { raw, sha256, by_key });
    }
    if !texts.contains_key("vi") {
        return Err(format!("{}: there are no Vietnamese texts", folder.display()));
    }
    let sign = decided.get(&head.code).and_then(|own| own.sign).or(head.sign).unwrap_or(SignPolicy::None);
    Ok(Procedure {
        code: head.code,
        version: head.version,
        effective: (head.effective.from, head.effective.to),
        events: head.events,
        sector: head.sector,
        level: head.level,
        schema_sha256: sha256_hex(schema.as_bytes()),
        schema,
        form: Arc::new(form),
        texts,
        sign,
        subject: head.subject.map(|named| named.field),
    })
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn list(path: &Path, issues: &[eform::SchemaIssue]) -> String {
    let lines: Vec<String> = issues.iter().map(|issue| format!("{}{issue}", path.display())).collect();
    lines.join("\n")
}

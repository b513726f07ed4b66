//! One procedure folder: `procedure.json` and `texts.<language>.json`, with everything wrong about them at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::SignPolicy;
use eform::{Applicant, Sign};
use serde::Deserialize;

use super::{Catalogues, Procedure, Texts};
use crate::config;
use crate::secret::sha256_hex;
use crate::store::VersionRecord;

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
}

/// Which files belong to a schema; read before anything else is judged.
#[derive(Deserialize)]
struct Languages {
    #[serde(default)]
    languages: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Window {
    from: Option<String>,
    to: Option<String>,
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
    let languages: Languages =
        serde_json::from_str(&schema).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut texts = BTreeMap::new();
    for language in languages.languages {
        let raw = text(&folder.join(format!("texts.{language}.json")))?;
        texts.insert(language, raw);
    }
    compiled(&path.display().to_string(), schema, texts, decided, catalogues)
}

/// Compiles a version that the store has kept.
pub(super) fn past(
    kept: &VersionRecord,
    decided: &BTreeMap<String, config::Procedure>,
    catalogues: &Catalogues,
) -> Result<Procedure, String> {
    let name = format!("kept procedure {} {}", kept.code, kept.version);
    let procedure = compiled(&name, kept.schema.clone(), kept.texts.clone(), decided, catalogues)?;
    Ok(Procedure { is_past: true, ..procedure })
}

fn compiled(
    name: &str,
    schema: String,
    raw: BTreeMap<String, String>,
    decided: &BTreeMap<String, config::Procedure>,
    catalogues: &Catalogues,
) -> Result<Procedure, String> {
    let parsed = eform::Schema::from_json(&schema).map_err(|issues| list(name, &issues))?;
    let form = eform::compile(&parsed).map_err(|issues| list(name, &issues))?;
    let head: Head = serde_json::from_str(&schema).map_err(|error| format!("{name}: {error}"))?;
    let mut texts = BTreeMap::new();
    for (language, raw) in raw {
        let by_key =
            serde_json::from_str(&raw).map_err(|error| format!("{name}: texts.{language}: {error}"))?;
        let sha256 = sha256_hex(raw.as_bytes());
        texts.insert(language, Texts { raw, sha256, by_key });
    }
    if !texts.contains_key("vi") {
        return Err(format!("{name}: there are no Vietnamese texts"));
    }
    let asked = match parsed.signature.asked {
        Sign::None => SignPolicy::None,
        Sign::Identity => SignPolicy::Identity,
        Sign::Personal => SignPolicy::Personal,
        Sign::Organisation => SignPolicy::Organisation,
    };
    let sign = decided.get(&head.code).and_then(|own| own.sign).unwrap_or(asked);
    if sign == SignPolicy::Organisation && form.applicant() != Applicant::Enterprise {
        return Err(format!("{name}: no organisation is to sign where no enterprise applies"));
    }
    Ok(Procedure {
        code: head.code,
        version: head.version,
        effective: (head.effective.from, head.effective.to),
        events: head.events,
        sector: head.sector,
        level: head.level,
        schema_sha256: sha256_hex(schema.as_bytes()),
        schema,
        form: Arc::new(form.given(catalogues.beside())),
        texts,
        sign,
        is_past: false,
    })
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn list(name: &str, issues: &[eform::SchemaIssue]) -> String {
    let lines: Vec<String> = issues.iter().map(|issue| format!("{name}{issue}")).collect();
    lines.join("\n")
}

//! Findings as SARIF 2.1.0 (OASIS), which code review tools show beside the lines of a change.

use super::print::{grade, meaning, sentence};
use super::{Checked, position};
use eform::check::Finding;
use serde_json::{Value, json};

/// The report of `--format sarif`.
pub fn sarif(all: &[Checked]) -> Result<String, String> {
    let findings: Vec<(&Checked, &Finding)> = all
        .iter()
        .flat_map(|checked| checked.report.findings.iter().map(move |finding| (checked, finding)))
        .collect();
    let mut codes: Vec<&str> = findings.iter().map(|(_, finding)| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "id": code, "shortDescription": { "text": meaning(code).unwrap_or(code) } }))
        .collect();
    let results: Vec<Value> =
        findings.iter().map(|(checked, finding)| result(checked, finding, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "congdan check", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log)
        .map(|text| text + "\n")
        .map_err(|error| format!("could not write the report: {error}."))
}

fn result(checked: &Checked, finding: &Finding, codes: &[&str]) -> Value {
    let line = checked.files.get(&finding.file).map_or(1, |text| position::line(text, &finding.pointer));
    let file = checked.folder.join(&finding.file);
    let uri = file.to_string_lossy().replace('\\', "/").replace('%', "%25").replace(' ', "%20");
    let mut properties = serde_json::Map::new();
    if let Some(witness) = &finding.witness {
        properties.insert("witness".into(), json!(witness));
    }
    if let Some(search) = &finding.search {
        properties.insert("search".into(), json!(search));
    }
    json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": grade(finding.grade),
        "message": { "text": sentence(finding) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri }, "region": { "startLine": line } },
            "logicalLocations": [{ "fullyQualifiedName": finding.pointer, "kind": "member" }],
        }],
        "properties": properties,
    })
}

//! Findings as SARIF 2.1.0 (OASIS), which code review tools show beside the lines of a change.

use super::meaning::meaning;
use super::print::{grade, sentence};
use super::{Checked, position};
use eform::check::Finding;
use serde_json::{Value, json};
use std::env;
use std::path::Path;

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
    let uri = uri(&file, env::current_dir().ok().as_deref());
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

/// A path as a reference (RFC 3986), relative to where the command runs when it lies below, as code review tools want it.
fn uri(path: &Path, here: Option<&Path>) -> String {
    let below = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let encoded = encoded(&below.to_string_lossy().replace('\\', "/"));
    if below.is_absolute() { ["file://", &encoded].concat() } else { encoded }
}

/// Whatever is not allowed in a path is percent-encoded.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use eform::CivilDate;
    use eform::check::{Subject, check};
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::PathBuf;

    /// Every seeded mistake of the checker, checked.
    fn mistakes() -> Vec<Checked> {
        let today = CivilDate::new(2026, 11, 21).expect("a day");
        let folders =
            fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../eform/mistakes")).expect("it is there");
        let files =
            folders.flatten().flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
        let checked = |path: PathBuf| {
            let case: Value = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
            let text = format!("{:#}", eform::cases::complete(case.get("schema")?));
            let report = check(&Subject { budget: 300, ..Subject::new(&text, today) });
            let files = BTreeMap::from([("procedure.json".to_owned(), text)]);
            Some(Checked { folder: Path::new("thủ tục/100% mới").to_owned(), files, report })
        };
        files.filter_map(|file| checked(file.path())).collect()
    }

    #[test]
    fn a_file_below_the_working_folder_is_named_from_there_and_another_with_its_whole_path() {
        let here = Some(Path::new("/home/an"));
        assert_eq!(uri(Path::new("/home/an/thủ tục/a.json"), here), "th%E1%BB%A7%20t%E1%BB%A5c/a.json");
        assert_eq!(uri(Path::new("/srv/a.json"), here), "file:///srv/a.json");
        assert_eq!(uri(Path::new("b/a.json"), here), "b/a.json");
    }

    /// The schema of OASIS, as the crate serde-sarif 0.8.0 carries it.
    #[test]
    fn what_is_found_in_every_seeded_mistake_is_sarif_by_the_schema_of_its_standard() {
        let mut schema: Value =
            serde_json::from_str(include_str!("../../tests/sarif-2.1.0.json")).expect("JSON");
        // A pattern that is no regular expression (a bracket too many), of members that we do not have.
        for owner in ["run", "toolComponent"] {
            let pointer = format!("/definitions/{owner}/properties/language");
            let language = schema.pointer_mut(&pointer).and_then(Value::as_object_mut);
            language.and_then(|language| language.remove("pattern")).expect("it is there");
        }
        let validator =
            jsonschema::draft7::options().should_validate_formats(true).build(&schema).expect("a schema");
        let log: Value = serde_json::from_str(&sarif(&mistakes()).expect("it is printed")).expect("JSON");
        let wrong: BTreeSet<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert_eq!(wrong, BTreeSet::new());
        let results = log["runs"][0]["results"].as_array().expect("results");
        println!(
            "{} results of {} rules",
            results.len(),
            log["runs"][0]["tool"]["driver"]["rules"].as_array().map_or(0, Vec::len)
        );
        assert!(results.len() > 60);
        let mut spoilt = log;
        spoilt["runs"][0]["results"][0]["level"] = "fatal".into();
        assert!(!validator.is_valid(&spoilt));
    }
}

//! Findings as text for a person and as JSON for a program.

use super::meaning::meaning;
use super::{Checked, position};
use eform::check::{Finding, Grade, Search, Witness};
use serde_json::{Value, json};

/// What a finding says in one line.
pub fn sentence(finding: &Finding) -> String {
    let mut text = meaning(&finding.code).map_or_else(|| finding.code.clone(), str::to_owned);
    // What was asked stands behind it as what may be so, and nobody has shown it.
    if let Some(question) = finding.params.get("question").map(ToString::to_string) {
        let asked = meaning(&question).unwrap_or(&question);
        text = [&text, ": perhaps ", asked].concat();
    }
    for (name, value) in finding.params.iter().filter(|(name, _)| **name != "question") {
        text.push_str(&format_args!(" {name}={value}").to_string());
    }
    text
}

/// The report of `--format text`.
pub fn text(all: &[Checked]) -> String {
    let mut out = String::new();
    for Checked { folder, files, report } in all {
        let verdict = match report.findings.len() {
            0 => format!("sound ({} questions, {} states evaluated)", report.questions, report.tried),
            count => format!("{count} to look at"),
        };
        out.push_str(&line_of(&[&folder.display().to_string(), ": ", &verdict]));
        for finding in &report.findings {
            let grade = grade(finding.grade);
            let line =
                files.get(&finding.file).map_or(1, |text| position::line(text, &finding.pointer)).to_string();
            out.push_str(&line_of(&["  ", &finding.file, ":", &line, ": ", grade, ": ", &sentence(finding)]));
            out.push_str(&line_of(&["      ", &finding.code, " at ", &finding.pointer]));
            if let Some(search) = &finding.search {
                out.push_str(&line_of(&["      ", &searched(search)]));
            }
            if let Some(witness) = &finding.witness {
                out.push_str(&line_of(&["      shown by ", &shown(witness)]));
            }
        }
    }
    out
}

fn line_of(parts: &[&str]) -> String {
    parts.concat() + "\n"
}

/// The word of a grade.
pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Error => "error",
        Grade::Warning => "warning",
        Grade::Note => "note",
    }
}

fn searched(search: &Search) -> String {
    let over: Vec<String> = search.over.iter().map(|(name, values)| format!("{name} ({values})")).collect();
    let over = if over.is_empty() { "nothing that varies".to_owned() } else { over.join(", ") };
    let how = if search.full { "searched in full" } else { "not searched in full" };
    format!("{how}: {} states over {over}", search.tried)
}

fn shown(witness: &Witness) -> String {
    let mut parts = vec![json!(witness.answers).to_string()];
    if !witness.facts.is_empty() {
        parts.push(format!("facts {}", json!(witness.facts)));
    }
    parts.extend(witness.version.as_ref().map(|version| format!("under version {version}")));
    parts.push(format!("on {}", witness.today));
    parts.join(", ")
}

/// The report of `--format json`.
pub fn json(all: &[Checked]) -> Result<String, String> {
    let procedures: Vec<Value> = all
        .iter()
        .map(|Checked { folder, files, report }| {
            let mut report = json!(report);
            for finding in report["findings"].as_array_mut().into_iter().flatten() {
                let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
                let line = files.get(&text("file")).map_or(1, |file| position::line(file, &text("pointer")));
                finding["line"] = json!(line);
            }
            report["folder"] = json!(folder.display().to_string());
            report
        })
        .collect();
    serde_json::to_string_pretty(&json!({ "procedures": procedures }))
        .map(|text| text + "\n")
        .map_err(|error| format!("could not write the report: {error}."))
}

//! Findings as text for a person and as JSON for a program.

use super::{Checked, position};
use eform::check::{Finding, Grade, Search, Witness};
use serde_json::{Value, json};

/// One sentence for each code; `None` for what reading and compiling report under their own short codes.
pub fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "unreachable_page" => "no answers show this page",
        "unreachable_field" => "no answers show this field, on a page that is shown",
        "condition_always_true" => "this condition is never false; it says nothing",
        "condition_always_false" => "this condition is never true",
        "never_fillable" => "an answer is required here, and every answer is refused",
        "rule_never_broken" => "no answers break this rule; it says nothing",
        "rule_never_kept" => "every answer breaks this rule",
        "contradictory_rules" => "no answers keep both this rule and another",
        "fee_expired" => "this fee is not in force on any day on which the form is open",
        "fee_gap" => "the form is open on days on which no version of this fee is in force",
        "fee_twice" => "two versions of this fee are in force on the same day",
        "fee_without_amount" => {
            "the fee applies, everything required is answered, and its quantity is not known or below zero"
        }
        "reduction_expired" => "this reduction is not in force on any day on which the form is open",
        "reduction_gap" => "this reduction was not renewed in time",
        "reduction_never_counts" => "nobody ever gets this reduction",
        "unknown_catalogue" => "there is no such list",
        "unknown_code" => "the list does not have this code",
        "ended_code" => "this code can no longer be chosen",
        "unknown_calendar" => "there is no such calendar",
        "missing_source" => "it does not say where it comes from",
        "unknown_source" => "a source is `law`, `package` or `agency`",
        "code_characters" => "a code has up to 40 letters, digits, dots, hyphens and underscores",
        "year_order" => "the years do not follow one another: one that is left out would have no holidays",
        "day_of_another_year" => "a day stands in another year",
        "expected_weekdays" => "days of the week are 1 (Monday) to 7 (Sunday)",
        "unknown_option" => "the choice does not have this option",
        "unknown_field" => "there is no such field",
        "unknown_fact" => "no source has this fact",
        "missing_text" => "a text is missing",
        "unused_text" => "nothing asks for this text",
        "cycle" => "these depend on one another in a circle",
        "unknown_version" => "no file in past/ holds this older version",
        "past_of_another" => "this is an older version of another procedure",
        "past_twice" => "two files hold the same older version",
        "migration_twice" => "an earlier line says already what becomes of this",
        "migration_unknown_field" => "the older version never asked this",
        "migration_unknown_code" => "the older version never had this option",
        "migration_unknown_target" => "nobody is asked this in the new version",
        "migration_unknown_option" => "the new question does not have this option",
        "migration_loses_answer" => {
            "an answer of the older version has no place in the new one, and nothing says why"
        }
        "migration_loses_option" => {
            "this option of the older version is not taken any more, and nothing says so"
        }
        "migration_drops_asked" => "this is dropped, and the new version asks it",
        "migration_makes_nothing" => {
            "no answers of the older version make an answer that the new question takes"
        }
        "not_searched" => "this could not be decided within the budget; look at it by hand",
        _ => return None,
    })
}

/// What a finding says in one line.
pub fn sentence(finding: &Finding) -> String {
    let mut text = meaning(&finding.code).map_or_else(|| finding.code.clone(), str::to_owned);
    for (name, value) in &finding.params {
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

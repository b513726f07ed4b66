//! Which texts a procedure needs and may have, and which of them are missing or left over. What they say is the
//! author's.

use std::collections::{BTreeMap, BTreeSet};

use super::Texts;
use super::finding::{Finding, Grade, Report};
use crate::kinds::Kind;
use crate::schema::Schema;
use crate::schema::field::Field;
use crate::schema::reader::join;

/// Numbered from 1 on.
const STEPS: &str = "service.steps.";

/// The keys that must be there in every language.
#[must_use]
pub fn needed(schema: &Schema) -> Vec<String> {
    keys(schema).0
}

/// Reports texts that a language lacks and texts that nothing asks for.
pub(super) fn check(schema: &Schema, texts: &BTreeMap<String, Texts>, report: &mut Report) {
    if texts.is_empty() {
        return;
    }
    let (needed, optional) = keys(schema);
    let may_be: BTreeSet<&str> = needed.iter().chain(&optional).map(String::as_str).collect();
    let empty = Texts::new();
    let of = |language: &String| texts.get(language).unwrap_or(&empty);
    // What one language says, every language says.
    let said: BTreeSet<&str> = schema
        .languages
        .iter()
        .flat_map(|language| of(language).keys())
        .map(String::as_str)
        .filter(|key| may_be.contains(key) || is_of_service(key))
        .chain(needed.iter().map(String::as_str))
        .collect();
    for language in &schema.languages {
        let file = ["texts.", language, ".json"].concat();
        let there = of(language);
        for key in &said {
            if there.get(*key).is_none_or(|text| text.trim().is_empty()) {
                let finding = Finding::new("missing_text", Grade::Error, &join("", key));
                report.findings.push(finding.in_file(file.clone()).with("key", *key));
            }
        }
        for (key, text) in there {
            if crate::text::nfc(text) != *text {
                let finding = Finding::new("text_not_composed", Grade::Warning, &join("", key));
                report.findings.push(finding.in_file(file.clone()).with("key", key.as_str()));
            }
            let before =
                key.strip_prefix(STEPS).and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
            let before =
                before.filter(|number| *number > 0).map(|number| [STEPS, &number.to_string()].concat());
            if before.is_some_and(|before| !there.contains_key(&before)) {
                let finding = Finding::new("gap_in_numbers", Grade::Error, &join("", key));
                report.findings.push(finding.in_file(file.clone()).with("key", key.as_str()));
            }
        }
        for key in there.keys().filter(|key| !may_be.contains(key.as_str()) && !is_of_service(key)) {
            let finding = Finding::new("unused_text", Grade::Warning, &join("", key));
            report.findings.push(finding.in_file(file.clone()).with("key", key.as_str()));
        }
    }
}

/// Texts of the sheet that no part of the schema names.
fn is_of_service(key: &str) -> bool {
    matches!(key, "service.time" | "service.fee")
        || key
            .strip_prefix(STEPS)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Keys that must be there and keys that may be there.
fn keys(schema: &Schema) -> (Vec<String>, Vec<String>) {
    let mut needed: Vec<String> = ["title", "summary", "who", "result", "keywords"].map(str::to_owned).into();
    let mut optional = Vec::new();
    for page in &schema.pages {
        needed.push(["page.", &page.id, ".title"].concat());
        optional.push(["page.", &page.id, ".lede"].concat());
        for field in &page.fields {
            of_field(&field.id, field, &mut needed, &mut optional);
        }
    }
    needed.extend(schema.rules.iter().map(|rule| ["rule.", &rule.id].concat()));
    needed.extend(schema.cosigning.cosigners.iter().map(|one| ["cosigner.", &one.id].concat()));
    for fee in &schema.fees {
        needed.push(["fee.", &fee.id].concat());
        needed.extend(fee.reductions.iter().map(|reduction| ["reduction.", &reduction.id].concat()));
    }
    let steps = schema.migrations.iter().flat_map(|migration| &migration.steps);
    let reasons: BTreeSet<&String> = steps.filter_map(|step| step.reason.as_ref()).collect();
    needed.extend(reasons.into_iter().map(|reason| ["migration.", reason].concat()));
    (needed, optional)
}

fn of_field(id: &str, field: &Field, needed: &mut Vec<String>, optional: &mut Vec<String>) {
    let text = |part: &str| ["field.", id, ".", part].concat();
    needed.push(text("label"));
    optional.extend([text("hint"), text("why"), text("body")]);
    if matches!(field.kind, Kind::Notice | Kind::Attestation | Kind::Consent) {
        needed.push(text("body"));
    }
    if matches!(field.kind, Kind::Group(_)) {
        optional.extend(["row", "add"].map(|part| ["group.", id, ".", part].concat()));
    }
    let options = field.kind.options().unwrap_or_default();
    needed.extend(options.iter().map(|option| ["option.", id, ".", option].concat()));
    for cell in field.cells() {
        of_field(&[id, ".", &cell.id].concat(), cell, needed, optional);
    }
}

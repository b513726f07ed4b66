//! What the checker says of procedures and of seeded mistakes, as text. Compiled twice: into `build.rs`, which runs it natively, and
//! into the browser's tests, which must come to the same text. Which findings are right is shown by `crates/eform/tests/check.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use eform::check::{Subject, Texts, check, replay};
use eform::{Catalogues, CivilDate, Schema, cases, compile};
use serde_json::{Value, json};

/// Fewer states than for an author: here nothing is looked for but a difference.
const BUDGET: usize = 1_000;

/// The reports by the names of the files, one a line. Files are given as names and texts.
pub fn all<T: AsRef<str>>(
    procedures: &[(T, T)],
    texts: [(&str, &[(T, T)]); 2],
    lists: &[(T, T)],
    mistakes: &[(T, T)],
) -> String {
    let lists = catalogues(lists);
    let mut told = String::new();
    for (name, schema) in procedures {
        let folder = name.as_ref().trim_end_matches("procedure.json");
        let own = |(language, files): &(&str, &[(T, T)])| {
            let (_, text) = files.iter().find(|(name, _)| name.as_ref().starts_with(folder))?;
            Some(((*language).to_owned(), strings(text.as_ref())))
        };
        let texts = texts.iter().filter_map(own).collect();
        told.extend([name.as_ref(), " ", &report(schema.as_ref(), texts, lists.clone()), "\n"]);
    }
    for (name, case) in mistakes {
        told.extend([name.as_ref(), " ", &mistake(case.as_ref()), "\n"]);
    }
    told
}

/// The lists of codes by the names that fields use (`provinces`).
fn catalogues<T: AsRef<str>>(files: &[(T, T)]) -> Catalogues {
    let read = |(name, text): &(T, T)| {
        let list: Value = serde_json::from_str(text.as_ref()).unwrap_or_default();
        let codes = list["entries"].as_array().into_iter().flatten();
        let codes = codes.filter_map(|entry| Some(entry["code"].as_str()?.to_owned())).collect();
        let name = name.as_ref().trim_start_matches("procedures/catalogues/").trim_end_matches(".json");
        (name.to_owned(), codes)
    };
    files.iter().map(read).collect()
}

/// A small procedure with a mistake, as `crates/eform/mistakes` has them.
fn mistake(case: &str) -> String {
    let case: Value = serde_json::from_str(case).unwrap_or_default();
    let texts = serde_json::from_value(case["texts"].clone()).unwrap_or_default();
    let lists = serde_json::from_value(case["catalogues"].clone()).unwrap_or_default();
    report(&cases::complete(&case["schema"]).to_string(), texts, lists)
}

fn strings(text: &str) -> Texts {
    serde_json::from_str(text).unwrap_or_default()
}

/// Findings with their witnesses, how much was searched, and whether the engine replays every witness.
fn report(schema: &str, texts: BTreeMap<String, Texts>, catalogues: Catalogues) -> String {
    let Some(today) = CivilDate::new(2026, 11, 21) else { return String::new() };
    let subject = Subject { texts, catalogues, budget: BUDGET, ..Subject::new(schema, today) };
    let report = check(&subject);
    let form = Schema::from_json(schema).and_then(|schema| compile(&schema)).ok();
    let form = form.map(|form| Arc::new(form.with_catalogues(subject.catalogues.clone())));
    let replays = form.is_none_or(|form| report.findings.iter().all(|finding| replay(&form, finding)));
    json!({ "report": report, "replays": replays }).to_string()
}

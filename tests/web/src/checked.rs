//! What the checker says of a procedure or of a seeded mistake, as text. Compiled twice: into `build.rs`, which runs it natively, and
//! into the browser tests, which must get the same text. Which findings are right is shown by `crates/eform/tests/check.rs`.

use std::collections::BTreeMap;

use eform::check::{Subject, Texts, check, replay};
use eform::{Catalogues, CivilDate, Schema, cases, compile};
use serde_json::{Value, json};

/// The checker looks at fewer states than for an author: a browser test is not where mistakes are found.
const BUDGET: usize = 2_000;

/// The lists of codes, from their files by name (`provinces`).
pub fn catalogues<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Catalogues {
    let read = |(name, text): (&str, &str)| {
        let list: Value = serde_json::from_str(text).unwrap_or_default();
        let codes = list["entries"].as_array().into_iter().flatten();
        (name.to_owned(), codes.filter_map(|entry| Some(entry["code"].as_str()?.to_owned())).collect())
    };
    files.map(read).collect()
}

/// The report on a procedure as it is kept: its schema, its texts by language, and the lists.
pub fn procedure(schema: &str, texts: &[(&str, &str)], catalogues: &Catalogues) -> String {
    let texts = texts.iter().map(|(language, text)| ((*language).to_owned(), strings(text))).collect();
    told(schema, texts, catalogues.clone())
}

/// The report on a small procedure with a mistake, as `crates/eform/mistakes` has them.
pub fn mistake(case: &str) -> String {
    let case: Value = serde_json::from_str(case).unwrap_or_default();
    let read = |name: &str| case[name].clone();
    let texts = serde_json::from_value(read("texts")).unwrap_or_default();
    let catalogues = serde_json::from_value(read("catalogues")).unwrap_or_default();
    told(&cases::complete(&case["schema"]).to_string(), texts, catalogues)
}

fn strings(text: &str) -> Texts {
    serde_json::from_str(text).unwrap_or_default()
}

/// Findings with witnesses, how much was searched, and whether the engine replays each witness.
fn told(schema: &str, texts: BTreeMap<String, Texts>, catalogues: Catalogues) -> String {
    let Some(today) = CivilDate::new(2026, 11, 21) else { return String::new() };
    let subject = Subject { texts, catalogues, budget: BUDGET, ..Subject::new(schema, today) };
    let report = check(&subject);
    let form = Schema::from_json(schema).and_then(|schema| compile(&schema));
    let form = form.ok().map(|form| std::sync::Arc::new(form.with_catalogues(subject.catalogues.clone())));
    let replays = |finding| form.as_ref().map(|form| replay(form, finding));
    let replayed: Vec<Option<bool>> = report.findings.iter().map(replays).collect();
    json!({ "report": report, "replayed": replayed }).to_string()
}

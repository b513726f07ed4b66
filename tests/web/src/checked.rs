//! What the checker says of procedures and of seeded mistakes, as text. Compiled twice: into `build.rs`, which runs it natively, and
//! into the browser's tests, which must come to the same text. Which findings are right is shown by `crates/eform/tests/check.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use eform::check::{Subject, Texts, check, replay_among};
use eform::{Beside, Calendar, CivilDate, Schema, cases, compile};
use serde_json::{Value, json};

/// Fewer states than for an author: here nothing is looked for but a difference.
const BUDGET: usize = 1_000;

const TODAY: CivilDate = match CivilDate::new(2026, 11, 21) {
    Some(day) => day,
    None => panic!("that day exists"),
};

/// The reports by the names of the files, one a line. Files are given as names and texts.
pub fn all<T: AsRef<str>>(
    procedures: &[(T, T)],
    texts: [(&str, &[(T, T)]); 2],
    beside: &[(T, T)],
    mistakes: &[(T, T)],
) -> String {
    let name = |name: &T| name.as_ref().trim_start_matches("procedures/").to_owned();
    let beside: Vec<(String, &str)> = beside.iter().map(|(path, text)| (name(path), text.as_ref())).collect();
    let beside = Beside::read(beside.iter().map(|(path, text)| (path.as_str(), *text))).unwrap_or_default();
    let mut told = String::new();
    for (name, schema) in procedures {
        let folder = name.as_ref().trim_end_matches("procedure.json");
        let own = |(language, files): &(&str, &[(T, T)])| {
            let (_, text) = files.iter().find(|(name, _)| name.as_ref().starts_with(folder))?;
            Some(((*language).to_owned(), strings(text.as_ref())))
        };
        let subject = Subject {
            texts: texts.iter().filter_map(own).collect(),
            beside: beside.clone(),
            ..subject(schema.as_ref())
        };
        told.extend([name.as_ref(), " ", &report(&subject), "\n"]);
    }
    for (name, case) in mistakes {
        told.extend([name.as_ref(), " ", &mistake(case.as_ref()), "\n"]);
    }
    told
}

/// A small procedure with a mistake, as `crates/eform/mistakes` has them.
fn mistake(case: &str) -> String {
    let case: Value = serde_json::from_str(case).unwrap_or_default();
    let schema = cases::complete(&case["schema"]).to_string();
    let calendars: BTreeMap<String, Calendar> =
        serde_json::from_value(case["calendars"].clone()).unwrap_or_default();
    let catalogues = cases::catalogues(&case["catalogues"]).unwrap_or_default();
    let past = case["past"].as_array().into_iter().flatten().map(cases::complete);
    let file = |past: Value| {
        (["past/", past["version"].as_str().unwrap_or_default(), ".json"].concat(), past.to_string())
    };
    report(&Subject {
        texts: serde_json::from_value(case["texts"].clone()).unwrap_or_default(),
        past: past.map(file).collect(),
        beside: Beside { catalogues, calendars: calendars.into_iter().collect() },
        ..subject(&schema)
    })
}

/// A schema on the day of the tests.
fn subject(schema: &str) -> Subject<'_> {
    Subject { budget: BUDGET, ..Subject::new(schema, TODAY) }
}

fn strings(text: &str) -> Texts {
    serde_json::from_str(text).unwrap_or_default()
}

/// Findings with their witnesses, how much was searched, and whether the engine replays every witness.
fn report(subject: &Subject<'_>) -> String {
    let report = check(subject);
    let form = Schema::from_json(subject.schema).and_then(|schema| compile(&schema)).ok();
    let form = form.map(|form| Arc::new(form.given(&subject.beside)));
    let past = subject.past_forms();
    let replays =
        form.is_none_or(|form| report.findings.iter().all(|finding| replay_among(&form, &past, finding)));
    json!({ "report": report, "replays": replays }).to_string()
}

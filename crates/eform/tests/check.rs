//! The checker against seeded mistakes: small procedures that have one, and sound ones. Recall and precision are printed and
//! must be what they are known to be; every witness is replayed by the engine. The real procedures have no finding.
#![cfg(test)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eform::check::{Finding, Grade, Report, Subject, Texts, Witness, check, replay_among};
use eform::{Beside, Calendar, CivilDate, Form, Schema, cases, compile};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn strings(value: &Value) -> BTreeMap<String, Texts> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// One small procedure with what must be found in it.
struct Seeded {
    path: PathBuf,
    schema: String,
    past: Vec<Arc<Form>>,
    report: Report,
    expected: Vec<(String, String)>,
    /// What could not be decided, and must be said.
    notes: Vec<(String, String)>,
    beside: Beside,
}

fn seeded() -> Vec<Seeded> {
    let today = CivilDate::new(2026, 11, 21).unwrap();
    let read = |path: PathBuf| {
        let case = json(&path);
        for key in case.as_object().unwrap().keys() {
            assert!(
                ["name", "schema", "past", "texts", "catalogues", "calendars", "expect", "notes"]
                    .contains(&key.as_str()),
                "{key} in {}",
                path.display()
            );
        }
        let schema = cases::complete(&case["schema"]).to_string();
        let calendars: BTreeMap<String, Calendar> =
            serde_json::from_value(case["calendars"].clone()).unwrap_or_default();
        let catalogues = cases::catalogues(&case["catalogues"]).unwrap();
        let beside = Beside { catalogues, calendars: calendars.into_iter().collect() };
        let past = case["past"].as_array().into_iter().flatten();
        let past = past.map(cases::complete);
        let past: BTreeMap<String, String> = past
            .map(|past| (format!("past/{}.json", past["version"].as_str().unwrap()), past.to_string()))
            .collect();
        let subject = Subject {
            texts: strings(&case["texts"]),
            past,
            beside: beside.clone(),
            ..Subject::new(&schema, today)
        };
        let report = check(&subject);
        let past = subject.past_forms();
        let expected = case["expect"].as_array().unwrap_or_else(|| panic!("{}", path.display()));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = |finding: &Value| (text(&finding["code"]), text(&finding["pointer"]));
        let expected = expected.iter().map(key).collect();
        let notes = case["notes"].as_array().into_iter().flatten().map(key).collect();
        Seeded { path, schema, past, report, expected, notes, beside }
    };
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mistakes")).into_iter().map(read).collect()
}

fn key(finding: &Finding) -> (String, String) {
    (finding.code.clone(), finding.pointer.clone())
}

#[test]
fn seeded_mistakes_are_found_and_nothing_else_is() {
    let all = seeded();
    let mistakes = all.iter().filter(|seeded| !seeded.expected.is_empty()).count();
    let sound = all.len() - mistakes;
    assert!(mistakes >= 60 && sound >= 10, "{mistakes} with mistakes, {sound} sound");
    let (mut expected, mut found, mut right, mut undecided, mut wrong) = (0, 0, 0, 0, Vec::new());
    for Seeded { path, report, expected: wanted, notes, .. } in &all {
        let (said, findings): (Vec<&Finding>, Vec<&Finding>) =
            report.findings.iter().partition(|finding| finding.grade == Grade::Note);
        let said: Vec<_> = said.into_iter().map(key).collect();
        undecided += said.len();
        let findings: Vec<_> = findings.into_iter().map(key).collect();
        expected += wanted.len();
        found += findings.len();
        right += findings.iter().filter(|finding| wanted.contains(finding)).count();
        let name = path.file_stem().unwrap().to_string_lossy();
        for missed in wanted.iter().filter(|wanted| !findings.contains(wanted)) {
            wrong.push(format!("{name}: missed {missed:?}"));
        }
        for missed in notes.iter().filter(|note| !said.contains(note)) {
            wrong.push(format!("{name}: does not say {missed:?}"));
        }
        let listed = |finding: &Finding| {
            if finding.grade == Grade::Note { notes } else { wanted }.contains(&key(finding))
        };
        for extra in report.findings.iter().filter(|finding| !listed(finding)) {
            wrong.push(format!("{name}: {}", serde_json::to_string(extra).unwrap()));
        }
    }
    println!(
        "{mistakes} procedures with {expected} mistakes and {sound} sound ones: {found} findings, {right} of them right; recall {right}/{expected}, precision {right}/{found}; {undecided} said to be undecided"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_replays_every_witness() {
    let (mut replayed, mut refused, mut searched, mut read) = (0, 0, 0, 0);
    for Seeded { path, schema, past, report, beside, .. } in seeded() {
        for finding in &report.findings {
            let form = Schema::from_json(&schema).and_then(|schema| compile(&schema));
            if finding.witness.is_some() {
                let form = Arc::new(form.unwrap().given(&beside));
                assert!(replay_among(&form, &past, finding), "{}: {finding:?}", path.display());
                replayed += 1;
                // Nothing answered shows hardly anything.
                let mut blank = finding.clone();
                blank.witness = finding.witness.clone().map(|witness| Witness {
                    answers: BTreeMap::new(),
                    facts: BTreeMap::new(),
                    ..witness
                });
                refused += usize::from(!replay_among(&form, &past, &blank));
            } else if finding.search.is_some() {
                searched += 1;
            } else {
                read += 1;
            }
            // Nothing is called a mistake that was only looked for.
            let is_note = finding.grade == Grade::Note;
            assert!(
                is_note || finding.search.as_ref().is_none_or(|search| search.full),
                "{}: {finding:?}",
                path.display()
            );
        }
    }
    println!(
        "{replayed} witnesses replayed, {searched} findings rest on a search alone, {read} on the schema alone"
    );
    assert!(replayed > 15 && searched > 15);
    assert!(refused * 3 > replayed, "{refused} of {replayed} are refused without their answers");
}

#[test]
fn what_the_budget_does_not_reach_is_said_and_is_no_mistake() {
    let choice =
        |id: &str| serde_json::json!({"id": id, "kind": "choice", "options": ["a", "b", "c", "d", "e", "f"]});
    let is = |id: &str| serde_json::json!({"==": [{"var": id}, "f"]});
    let ids = ["c1", "c2", "c3", "c4", "c5", "c6"];
    let mut fields: Vec<Value> = ids.iter().map(|id| choice(id)).collect();
    let all: Vec<Value> = ids.iter().map(|id| is(id)).collect();
    fields.push(serde_json::json!({"id": "x", "kind": "text", "required": false, "when": {"and": all}}));
    let schema = cases::complete(&serde_json::json!({ "fields": fields })).to_string();
    let today = CivilDate::new(2026, 11, 21).unwrap();
    let with = |budget: usize| check(&Subject { budget, ..Subject::new(&schema, today) }).findings;
    let poor = with(50);
    let codes: Vec<_> = poor.iter().map(|finding| (finding.code.as_str(), finding.grade)).collect();
    assert_eq!(codes, [("not_searched", Grade::Note)]);
    assert!(poor[0].search.as_ref().is_some_and(|search| !search.full && search.tried == 50));
    assert_eq!(with(200_000), []);
}

fn beside() -> Beside {
    let folder = root().join("procedures");
    let read = |path: PathBuf| {
        (path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
    };
    let kinds = ["catalogues", "calendars"];
    let files: Vec<_> = kinds.iter().flat_map(|kind| files(&folder.join(kind))).map(read).collect();
    Beside::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

#[test]
fn the_real_procedures_have_no_finding() {
    let beside = beside();
    for code in ["1.001193", "2.000635", "2.001955", "gallery"] {
        let folder = root().join("procedures").join(code);
        let schema = fs::read_to_string(folder.join("procedure.json")).unwrap();
        let texts = ["vi", "en"].map(|language| {
            let texts = json(&folder.join(format!("texts.{language}.json")));
            (language.to_owned(), serde_json::from_value::<Texts>(texts).unwrap())
        });
        for beside in [beside.clone(), Beside::default()] {
            let today = CivilDate::new(2026, 11, 21).unwrap();
            let subject = Subject { texts: texts.clone().into(), beside, ..Subject::new(&schema, today) };
            let report = check(&subject);
            println!("{code}: {} questions, {} states", report.questions, report.tried);
            assert_eq!(report.findings, [], "{code}");
        }
    }
}

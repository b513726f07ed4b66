//! `congdan check`: finds an author's mistakes before a citizen does. What is a mistake is decided in `eform::check`; here are
//! folders, options, and the three ways of printing (`check/print.rs`, `check/sarif.rs`). Every witness is replayed by the engine
//! before it is printed.

mod meaning;
mod position;
mod print;
mod sarif;

use crate::folder;
use eform::check::{Finding, Grade, Report, Subject, Texts};
use eform::{Beside, CivilDate, Schema, compile};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// One procedure with what was found.
pub struct Checked {
    /// Its folder.
    pub folder: PathBuf,
    /// Its files by name, for the places in them.
    pub files: BTreeMap<String, String>,
    /// What was found.
    pub report: Report,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// Runs the command. Findings for other programs go to standard output also when there are some.
pub fn run(words: &[&str]) -> Result<String, String> {
    let (format, today, folders) = options(words)?;
    let mut all = Vec::new();
    for folder in
        folder::named(&folders)?.into_iter().map(procedures).collect::<Result<Vec<_>, _>>()?.concat()
    {
        all.extend(beside(&folder, &all)?);
        all.push(checked(&folder, today)?);
    }
    let worst = all.iter().filter_map(|checked| checked.report.worst()).min();
    let is_sound = worst.is_none_or(|worst| worst == Grade::Note);
    let text = match format {
        Format::Text => print::text(&all),
        Format::Json => print::json(&all)?,
        Format::Sarif => sarif::sarif(&all)?,
    };
    match (is_sound, format) {
        (true, _) => Ok(text),
        (false, Format::Text) => Err(format!("not every procedure is sound.\n{text}")),
        (false, Format::Json | Format::Sarif) => {
            print!("{text}");
            Err("not every procedure is sound.".into())
        }
    }
}

fn options<'a>(words: &[&'a str]) -> Result<(Format, CivilDate, Vec<&'a str>), String> {
    let (mut format, mut today, mut folders) = (Format::Text, this_day()?, Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().copied().ok_or_else(|| format!("`{word}` wants a value."));
        match *word {
            "--format" => {
                format = match value()? {
                    "text" => Format::Text,
                    "json" => Format::Json,
                    "sarif" => Format::Sarif,
                    other => {
                        return Err(format!("there is no format `{other}`; there are text, json and sarif."));
                    }
                }
            }
            "--today" => {
                let day = value()?;
                today = CivilDate::parse(day)
                    .ok_or_else(|| format!("`{day}` is not a day such as 2026-11-21."))?;
            }
            folder => folders.push(folder),
        }
    }
    Ok((format, today, folders))
}

/// The day in Vietnam.
fn this_day() -> Result<CivilDate, String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from((seconds + 7 * 3600) / 86_400).unwrap_or(0);
    CivilDate::from_epoch_days(days).ok_or_else(|| "the clock of this machine is not right.".to_owned())
}

/// A procedure's folder, or all those in a folder of procedures.
fn procedures(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if folder.join("procedure.json").is_file() || !folder.is_dir() {
        return Ok(vec![folder.to_owned()]);
    }
    let within = std::fs::read_dir(folder)
        .map_err(|error| format!("could not list {}: {error}.", folder.display()))?;
    let mut found: Vec<PathBuf> = within
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("procedure.json").is_file())
        .collect();
    found.sort();
    if found.is_empty() { Ok(vec![folder.to_owned()]) } else { Ok(found) }
}

/// The mistakes in catalogues and calendars beside a procedure, each folder once.
fn beside(folder: &Path, known: &[Checked]) -> Result<Option<Checked>, String> {
    let files = folder::files_beside(folder)?;
    let parent =
        folder.canonicalize().ok().and_then(|full| Some(full.parent()?.to_owned())).unwrap_or_default();
    let mut findings = Vec::new();
    for (name, text) in &files {
        let issues = Beside::read([(name.as_str(), text.as_str())]).err().unwrap_or_default();
        findings.extend(issues.into_iter().map(|(file, issue)| Finding::in_list(file, &issue)));
    }
    let is_known = known.iter().any(|checked| checked.folder == parent);
    let report = Report { findings, ..Report::default() };
    Ok((!is_known && !report.findings.is_empty()).then_some(Checked { folder: parent, files, report }))
}

fn checked(folder: &Path, today: CivilDate) -> Result<Checked, String> {
    let text = folder::schema(folder)?;
    // What is not sound beside it has been reported.
    let beside = folder::beside(folder).unwrap_or_default();
    let schema = Schema::from_json(&text);
    let languages = schema.as_ref().map(|schema| schema.languages.clone()).unwrap_or_default();
    let mut texts: BTreeMap<String, Texts> = BTreeMap::new();
    let mut files = BTreeMap::from([("procedure.json".to_owned(), text.clone())]);
    for language in languages {
        texts.insert(language.clone(), folder::texts(folder, &language)?);
        let name = format!("texts.{language}.json");
        files.insert(name.clone(), folder::read(&folder.join(name))?);
    }
    let past = folder::past(folder)?;
    files.extend(past.clone());
    let subject = Subject { texts, past, beside: beside.clone(), ..Subject::new(&text, today) };
    let report = eform::check::check(&subject);
    if let Ok(form) = schema.and_then(|schema| compile(&schema)) {
        let form = Arc::new(form.given(&beside));
        let past = subject.past_forms();
        let is_mute = |finding: &&Finding| !eform::check::replay_among(&form, &past, finding);
        if let Some(finding) = report.findings.iter().find(is_mute) {
            return Err(format!(
                "the engine does not replay the witness of {} at {}{}; that is a mistake of ours.",
                finding.code, finding.file, finding.pointer
            ));
        }
    }
    Ok(Checked { folder: folder.to_owned(), files, report })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A procedure with one mistake, in a folder of its own.
    fn broken(name: &str) -> PathBuf {
        let case = json!({"id": "case", "kind": "choice", "options": ["a", "b"]});
        let both = json!({"and": [{"==": [{"var": "case"}, "a"]}, {"==": [{"var": "case"}, "b"]}]});
        let schema =
            eform::cases::complete(&json!({"fields": [case, {"id": "x", "kind": "text", "when": both}]}));
        let schema = Schema::from_value(&schema).map(|read| (read, format!("{schema:#}"))).expect("it reads");
        let texts: Texts = eform::check::needed(&schema.0).into_iter().map(|key| (key, "x".into())).collect();
        let folder = std::env::temp_dir().join(format!("congdan-check-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("procedure.json"), schema.1).expect("a schema");
        std::fs::write(folder.join("texts.vi.json"), json!(texts).to_string()).expect("texts");
        folder
    }

    fn reported(name: &str, report: fn(&[Checked]) -> Result<String, String>) -> String {
        let folder = broken(name);
        let checked = checked(&folder, CivilDate::new(2026, 11, 21).expect("a day"));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        report(&[checked.expect("it is checked")]).expect("it is printed")
    }

    #[test]
    fn a_person_reads_the_line_the_meaning_and_what_was_searched() {
        let text = reported("text", |all| Ok(print::text(all)));
        assert!(text.contains("1 to look at"), "{text}");
        assert!(
            text.contains("procedure.json:") && text.contains("error: no answers show this field"),
            "{text}"
        );
        assert!(text.contains("searched in full: 3 states over case (3)"), "{text}");
    }

    #[test]
    fn a_program_reads_the_same_as_json_and_as_sarif() {
        let report: Value = serde_json::from_str(&reported("json", print::json)).expect("JSON");
        let finding = &report["procedures"][0]["findings"][0];
        assert_eq!(finding["code"], "unreachable_field");
        assert_eq!(finding["search"], json!({"tried": 3, "over": {"case": 3}, "full": true}));
        let log: Value = serde_json::from_str(&reported("sarif", sarif::sarif)).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let result = &log["runs"][0]["results"][0];
        assert_eq!((&result["ruleId"], &result["level"]), (&json!("unreachable_field"), &json!("error")));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], result["ruleId"]);
        let place = &result["locations"][0];
        assert_eq!(place["physicalLocation"]["region"]["startLine"], finding["line"]);
        assert!(finding["line"].as_u64().is_some_and(|line| line > 10));
        assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "/pages/0/fields/1");
    }

    #[test]
    fn a_list_or_a_calendar_that_is_not_sound_is_reported_once_with_its_line() {
        let root = std::env::temp_dir().join(format!("congdan-beside-{}", std::process::id()));
        let schema = |code: &str| {
            let counting = json!({"add_working_days": [{"today": []}, 1, "vn"]});
            let fields = json!([{"id": "d", "kind": "date", "required": false, "computed": counting}]);
            let mut schema = eform::cases::complete(&json!({ "fields": fields }));
            schema["code"] = code.into();
            schema
        };
        for code in ["1.000001", "1.000002"] {
            let folder = root.join(code);
            std::fs::create_dir_all(&folder).expect("a folder");
            let schema = schema(code);
            let needed = eform::check::needed(&Schema::from_value(&schema).expect("it reads"));
            let texts: Texts = needed.into_iter().map(|key| (key, "x".into())).collect();
            std::fs::write(folder.join("procedure.json"), schema.to_string()).expect("a schema");
            std::fs::write(folder.join("texts.vi.json"), json!(texts).to_string()).expect("texts");
        }
        for (kind, text) in [
            ("catalogues", json!({"catalogue": "x", "version": "1", "entries": []})),
            ("calendars", json!({"calendar": "vn", "years": [{"year": 2026}]})),
        ] {
            std::fs::create_dir_all(root.join(kind)).expect("a folder");
            std::fs::write(root.join(kind).join("vn.json"), format!("{text:#}")).expect("a list");
        }
        let said = run(&[&root.to_string_lossy()]).expect_err("it is not sound");
        std::fs::remove_dir_all(&root).expect("the folder goes");
        assert_eq!(said.matches("it does not say where it comes from").count(), 2, "{said}");
        assert!(said.contains("calendars/vn.json:4: error:"), "{said}");
        assert_eq!(said.matches(": sound").count(), 2, "{said}");
    }

    #[test]
    fn an_answer_that_a_new_version_loses_is_shown_under_the_version_that_asked_it() {
        let folder = broken("past");
        let old = json!({"version": "0", "fields": [{"id": "job", "kind": "text"}]});
        std::fs::create_dir_all(folder.join("past")).expect("a folder");
        std::fs::write(folder.join("past/0.json"), eform::cases::complete(&old).to_string())
            .expect("a version");
        let checked = checked(&folder, CivilDate::new(2026, 11, 21).expect("a day"));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        let text = print::text(&[checked.expect("it is checked")]);
        assert!(text.contains("migration_loses_answer at /migrations"), "{text}");
        assert!(text.contains("shown by {\"job\":\"Mot\"}, under version 0, on 2026-11-21"), "{text}");
    }

    #[test]
    fn the_lists_of_the_portal_are_known_wherever_the_folder_lies() {
        let folder = broken("lists");
        let of = |list: &str| json!({"id": list, "kind": "catalogue", "catalogue": list});
        let code = json!({"==": [{"var": "ethnicities"}, "99"]});
        let day = json!({"add_working_days": [{"today": []}, 1, "dogs"]});
        let fields = json!([of("dogs"), of("ethnicities"), {"id": "x", "kind": "text", "when": code},
            {"id": "d", "kind": "date", "required": false, "computed": day}]);
        let schema = eform::cases::complete(&json!({ "fields": fields })).to_string();
        std::fs::write(folder.join("procedure.json"), schema).expect("a schema");
        let checked = checked(&folder, CivilDate::new(2026, 11, 21).expect("a day"));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        let report = checked.expect("it is checked").report;
        let found: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
        for code in ["unknown_catalogue", "unknown_code", "unknown_calendar"] {
            assert_eq!(found.iter().filter(|found| **found == code).count(), 1, "{found:?}");
        }
    }

    #[test]
    fn mistakes_end_the_command_as_a_failure() {
        let folder = broken("failure");
        let outcome = run(&[&folder.to_string_lossy()]);
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        assert!(outcome.is_err_and(|sentence| sentence.starts_with("not every procedure is sound.")));
    }

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures")
    }

    #[test]
    fn the_procedures_of_this_repository_are_sound() {
        let text = run(&["--today", "2026-11-21", &root().to_string_lossy()]).expect("they are sound");
        assert_eq!(text.matches(": sound").count(), 4, "{text}");
    }

    #[test]
    fn the_agency_whose_form_changes_says_what_becomes_of_every_answer() {
        let agency = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/agency");
        let text = run(&["--today", "2026-11-21", &agency.to_string_lossy()]).expect("they are sound");
        assert_eq!(text.matches(": sound").count(), 9, "{text}");
        let file = |name: &str| std::fs::read_to_string(agency.join(name)).expect("a file");
        assert_eq!(file("hn-cho-phien/past/2026-10.json"), file("hn-cho-phien-2026/procedure.json"));
    }

    #[test]
    fn what_could_not_be_decided_is_said_as_such_and_is_no_failure() {
        let folder = broken("undecided");
        let far = json!({"==": [{"%": [{"*": [{"var": "n"}, 7]}, 99_991]}, 77]});
        let number = json!({"id": "n", "kind": "number", "min": 0, "max": 1_000_000});
        let fields = json!([number, {"id": "x", "kind": "text", "when": far}]);
        let schema = eform::cases::complete(&json!({ "fields": fields }));
        let needed = eform::check::needed(&Schema::from_value(&schema).expect("it reads"));
        let texts: Texts = needed.into_iter().map(|key| (key, "x".into())).collect();
        std::fs::write(folder.join("procedure.json"), schema.to_string()).expect("a schema");
        std::fs::write(folder.join("texts.vi.json"), json!(texts).to_string()).expect("texts");
        let said = run(&[&folder.to_string_lossy()]);
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        let said = said.expect("it is no failure");
        assert!(said.contains("note: not decided, because only some values could be tried"), "{said}");
        assert!(said.contains("perhaps no answers show this field"), "{said}");
    }

    #[test]
    fn a_folder_without_a_procedure_is_one_sentence() {
        assert!(run(&["no/such/folder"]).is_err_and(|sentence| sentence.contains("could not read")));
        assert!(run(&[]).is_err());
    }

    #[test]
    fn an_option_without_meaning_is_one_sentence() {
        assert!(run(&["--format", "xml", "x"]).is_err_and(|sentence| sentence.contains("xml")));
        assert!(run(&["--today", "soon", "x"]).is_err_and(|sentence| sentence.contains("soon")));
        assert!(run(&["--today"]).is_err());
        assert!(run(&["--verbose", "x"]).is_err());
    }
}

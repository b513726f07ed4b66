//! The same cases as natively (`crates/eform/tests/cases.rs`) and in the browser (`tests/web`), replayed over HTTP: the
//! backend reads the folders, compiles, evaluates and answers, and each case judges that answer as it judges the engine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use eform::{Beside, Instance, cases};
use serde_json::{Value, json};

use crate::world::{World, project};

/// What the native runs saw when this was written; cases may be added, never lost on the way here.
const ENGINE_CASES: usize = 183;
const PROCEDURE_CASES: usize = 79;

/// The JSON files of a folder and its folders, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The cases of the engine, and those of them whose schema must not compile.
pub fn engine() -> (Vec<PathBuf>, Vec<PathBuf>) {
    let all = files(&project("crates/eform/cases"));
    assert!(all.len() >= ENGINE_CASES, "{} cases", all.len());
    all.into_iter().partition(|path| read(path).get("issues").is_none())
}

/// Writes the schema that a case brings along as the folder of a procedure of its own; gives its version.
pub fn folder(schema: &str, code: &str, into: &Path) -> Value {
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    schema["code"] = code.into();
    let folder = into.join(code);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("procedure.json"), schema.to_string()).unwrap();
    for language in schema["languages"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        fs::write(folder.join(format!("texts.{language}.json")), "{}").unwrap();
    }
    schema["version"].clone()
}

/// Asks a running backend what it says of a form as it is filled in.
struct Asker {
    web: reqwest::Client,
    base: String,
    calls: usize,
}

impl Asker {
    fn of(world: &World) -> Self {
        Self { web: world.sandbox.web.clone(), base: world.portal.clone(), calls: 0 }
    }

    fn ask(&mut self, code: &str, version: &str, instance: &Instance) -> Result<Value, String> {
        self.calls += 1;
        let url = format!("{}/api/procedures/{code}/check?version={version}", self.base);
        let (answers, facts) = (instance.answers(), instance.facts());
        let body = json!({"answers": answers, "facts": facts, "today": instance.today().iso()});
        let request = self.web.post(url).header("X-Congdan", "1").json(&body);
        let (status, text) = tokio::runtime::Handle::current()
            .block_on(async {
                let answer = request.send().await?;
                Ok::<_, reqwest::Error>((answer.status(), answer.text().await?))
            })
            .map_err(|error| error.to_string())?;
        if status != 200 {
            return Err(format!("the backend answers {status}: {text}"));
        }
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let about = answer.as_object_mut().ok_or("no object")?;
        let about = ["procedure", "version", "today"].map(|key| about.remove(key).unwrap_or_default());
        if about != [json!(code), json!(version), json!(instance.today().iso())] {
            return Err(format!("it judged {about:?}"));
        }
        Ok(answer)
    }
}

fn said(path: &Path, wrong: &[String]) -> String {
    format!("{}:\n    {}", path.display(), wrong.join("\n    "))
}

/// What a case brings, as files beside the procedures.
fn beside(case: &Value, into: &Path) {
    let source = json!({"kind": "agency", "name": "a case", "taken": "2026-11-21", "test": true});
    let write = |name: String, file: Value| {
        let path = into.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.to_string()).unwrap();
    };
    for (name, codes) in case["catalogues"].as_object().into_iter().flatten() {
        let entry = |code: &Value| {
            let mut entry = if code.is_string() { json!({"code": code}) } else { code.clone() };
            entry["vi"] = entry["code"].clone();
            entry
        };
        let entries: Vec<Value> = codes.as_array().unwrap().iter().map(entry).collect();
        let file = json!({"catalogue": "case", "version": "1", "source": source, "entries": entries});
        write(format!("catalogues/{name}.json"), file);
    }
    for (name, calendar) in case["calendars"].as_object().into_iter().flatten() {
        // A file speaks of whole years; a calendar of some weeks is for expressions that a case evaluates itself.
        if [&calendar["from"], &calendar["to"]] == ["2026-01-01", "2026-12-31"] {
            let mut year = json!({"year": 2026, "source": source});
            for days in ["holidays", "workdays", "unknown"] {
                year[days] = calendar[days].clone();
            }
            write(format!("calendars/{name}.json"), json!({"calendar": "case", "years": [year]}));
        }
    }
}

/// Replays cases through one backend that has their schemas; gives the calls it took and what does not hold.
async fn replay(paths: Vec<PathBuf>) -> (usize, Vec<String>) {
    let own = tempfile::tempdir().unwrap();
    let versions: Vec<Value> = (0..paths.len())
        .map(|at| {
            let case = read(&paths[at]);
            beside(&case, own.path());
            let schema = cases::schema_of(&case).expect("a case of the engine brings its schema");
            folder(&schema, &format!("case{at}"), own.path())
        })
        .collect();
    let world = World::with_procedures_of(own.path()).await;
    let mut asker = Asker::of(&world);
    tokio::task::spawn_blocking(move || {
        let mut failures = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let (code, version) = (format!("case{at}"), versions[at].as_str().unwrap());
            let mut ask = |instance: &Instance| asker.ask(&code, version, instance);
            let case = fs::read_to_string(path).unwrap();
            if let Err(wrong) = cases::run_by(&case, &|_| None, &Beside::default(), &mut ask) {
                failures.push(said(path, &wrong));
            }
        }
        (asker.calls, failures)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_of_the_engine_comes_out_the_same_through_the_backend() {
    let (sound, unsound) = engine();
    let replayed = sound.len();
    // Lists and calendars belong to a deployment: a case that brings some has a backend of its own.
    let brings = |path: &PathBuf| ["catalogues", "calendars"].iter().any(|key| read(path).get(key).is_some());
    let (with_lists, plain): (Vec<_>, Vec<_>) = sound.into_iter().partition(brings);
    let (mut calls, mut failures) = replay(plain).await;
    for path in with_lists {
        let (more, wrong) = replay(vec![path]).await;
        calls += more;
        failures.extend(wrong);
    }
    println!(
        "{replayed} cases of the engine replayed over HTTP in {calls} calls, {} failed; {} more are judged at the start",
        failures.len(),
        unsound.len()
    );
    assert!(calls > replayed, "steps are asked about as well");
    assert!(replayed + unsound.len() >= ENGINE_CASES);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn a_backend_refuses_to_start_with_exactly_the_issues_that_the_cases_name() {
    let (_, unsound) = engine();
    assert!(!unsound.is_empty());
    let own = tempfile::tempdir().unwrap();
    for (at, path) in unsound.iter().enumerate() {
        folder(&cases::schema_of(&read(path)).unwrap(), &format!("case{at}"), own.path());
    }
    let world = World::start().await;
    let config = world.path("unsound.toml");
    fs::write(&config, world.config_of(own.path())).unwrap();
    let ended =
        Command::new(env!("CARGO_BIN_EXE_congdan-backend")).arg("--config").arg(&config).output().unwrap();
    assert!(!ended.status.success(), "it starts");
    let told = String::from_utf8(ended.stderr).unwrap();
    for (at, path) in unsound.iter().enumerate() {
        let start = own.path().join(format!("case{at}/procedure.json"));
        let lines = told.lines().filter_map(|line| line.split_once(start.to_str().unwrap()));
        let mut found: Vec<(String, String)> = lines
            .map(|(_, issue)| {
                let (pointer, rest) = issue.split_once(": ").unwrap();
                (pointer.to_owned(), rest.split(' ').next().unwrap().to_owned())
            })
            .collect();
        let text = |issue: &Value, key: &str| issue[key].as_str().unwrap().to_owned();
        let wanted = read(path)["issues"].clone();
        let mut wanted: Vec<(String, String)> =
            wanted.as_array().unwrap().iter().map(|one| (text(one, "pointer"), text(one, "code"))).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}: {told}", path.display());
    }
    println!("{} cases of unsound schemas judged by a backend that was to start with them", unsound.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_of_the_procedures_comes_out_the_same_through_the_backend() {
    let procedures = project("procedures");
    let in_cases =
        |path: &PathBuf| path.parent().and_then(Path::file_name).is_some_and(|name| name == "cases");
    let all: Vec<PathBuf> = files(&procedures).into_iter().filter(in_cases).collect();
    assert!(all.len() >= PROCEDURE_CASES, "{} cases", all.len());
    let world = World::start().await;
    let mut asker = Asker::of(&world);
    let (replayed, calls, failures) = tokio::task::spawn_blocking(move || {
        let schema = |code: &str| fs::read_to_string(procedures.join(code).join("procedure.json")).ok();
        let beside = given(&procedures);
        let mut failures = Vec::new();
        for path in &all {
            let case = fs::read_to_string(path).unwrap();
            let code = read(path)["procedure"].as_str().expect("a procedure's case names it").to_owned();
            let version = read(&procedures.join(&code).join("procedure.json"))["version"].clone();
            let mut ask = |instance: &Instance| asker.ask(&code, version.as_str().unwrap(), instance);
            if let Err(wrong) = cases::run_by(&case, &schema, &beside, &mut ask) {
                failures.push(said(path, &wrong));
            }
        }
        (all.len(), asker.calls, failures)
    })
    .await
    .unwrap();
    println!(
        "{replayed} cases of the procedures replayed over HTTP in {calls} calls, {} failed",
        failures.len()
    );
    assert!(calls >= replayed);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What stands beside the procedures, as the engine takes it.
pub fn given(procedures: &Path) -> Beside {
    let found = ["catalogues", "calendars"].map(|kind| files(&procedures.join(kind))).concat();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(procedures).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let found: Vec<(String, String)> = found.into_iter().map(read).collect();
    Beside::read(found.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

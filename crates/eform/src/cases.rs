//! Test support behind the feature `cases`, never part of the portal: runs JSON cases natively and in wasm from the
//! same files, and makes forms of any size for benchmarks. The format of a case is described at [`run`].

mod evaluate;
mod expect;
mod generate;
mod known;
mod moved;
mod observe;
mod schema;
mod steps;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::{Beside, Calendar, Catalogues, CivilDate, Codes, Form, Instance, Schema, Term, Window, compile};
pub use evaluate::{evaluate, operators};
pub use generate::{bench_answers, bench_form};
pub use known::known_facts;
pub use observe::observe;
pub use schema::complete;

/// Runs one case.
///
/// ```json
/// { "name": "a sentence", "today": "2026-11-21", "facts": {"self.sex": "female"},
///   "procedure": "1.001193",                         // or "schema": {"fields": […]} (see below)
///   "steps": [{"set": "path", "to": raw}, {"add_row": "group"}, {"remove_row": ["group", "r1"]},
///             {"facts": {…}}, {"today": "…"}, {"expect": {…}}],
///   "expect": {"visible": {path: bool}, "required": {path: bool}, "locked": {path: bool},
///              "state": {path: "unset" | "value" | "n/a"}, "value": {path: value | null}, "shown": {path: raw},
///              "provenance": {path: "typed" | "register" | "changed" | "computed" | "default"},
///              "violations": [{"path", "code", "severity"?}], "absent": [{"path", "code"}], "complete": bool,
///              "pages": [ids], "evaluated": {…}, "quote": {"total": n, …}, "subject": "…", "changed": [paths],
///              "reuse": {"given": n, "known": n, …}} }
/// ```
///
/// `catalogues` (`{name: [codes]}`, a code with days as `{"code", "from"?, "to"?, "next"?}`) and `calendars` are given to the
/// form; after the last step each of `expressions`
/// (`{"of": EXPR, "is": value | null, "type"?: word}` or `{"of": EXPR, "issue": code, "at": pointer}`) is evaluated.
///
/// `past` lists older versions of the `schema`, each with its own `version`: `answers` are then those of a draft of the
/// first, which is moved, and `"moved": {"carried": {old: new}, "entries": […]}` is what must be said of it; of an entry
/// the parts that are given are compared.
///
/// `to: null` takes an answer back. `value` null: not in evaluated data. `violations` empty: nothing at all is wrong;
/// otherwise each listed one is there. `changed`: exactly the paths that the last step reported. A `schema` may leave
/// out everything but `fields` (one page) or `pages`; `"issues": [{"pointer", "code"}]` beside it says that it must
/// not compile, with exactly these. After the last step the form is opened again from its draft and must be the same.
///
/// `procedure` gives the text of `procedure.json` by code.
///
/// # Errors
/// A sentence for each expectation that does not hold.
pub fn run(case: &str, procedure: &dyn Fn(&str) -> Option<String>) -> Result<(), Vec<String>> {
    run_with(case, procedure, &Beside::default())
}

/// Like [`run`], with lists of codes and calendars for the form.
///
/// # Errors
/// See [`run`].
pub fn run_with(
    case: &str,
    procedure: &dyn Fn(&str) -> Option<String>,
    beside: &Beside,
) -> Result<(), Vec<String>> {
    run_by(case, procedure, beside, &mut |instance| Ok(observe(instance)))
}

/// Like [`run_with`], with somebody else's word on each state: `ask` gives what another evaluator of the same schema
/// says of these answers and facts on this day, in the words of [`observe`]. It is judged by the case, and compared
/// with this engine.
///
/// # Errors
/// See [`run`]; also where the two differ, and what `ask` could not find out.
pub fn run_by(
    case: &str,
    procedure: &dyn Fn(&str) -> Option<String>,
    beside: &Beside,
    ask: &mut dyn FnMut(&Instance) -> Result<Value, String>,
) -> Result<(), Vec<String>> {
    let case: Value = serde_json::from_str(case).map_err(|error| vec![format!("not JSON: {error}")])?;
    let schema = match (schema_of(&case), case.get("procedure").and_then(Value::as_str)) {
        (Some(schema), _) => schema,
        (None, Some(code)) => procedure(code).ok_or_else(|| vec![format!("no procedure {code}")])?,
        (None, None) => return Err(vec!["neither schema nor procedure".to_owned()]),
    };
    let compiled = Schema::from_json(&schema).and_then(|schema| compile(&schema));
    let form = match (compiled, case.get("issues")) {
        (Ok(form), None) => {
            let lists = catalogues(&case["catalogues"])?;
            let form = form.given(beside).with_catalogues(&lists);
            let calendars: BTreeMap<String, Calendar> =
                given(&case, "calendars").map_err(|error| vec![format!("calendars: {error}")])?;
            Arc::new(form.with_calendars(&calendars.into_iter().collect()))
        }
        (Ok(_), Some(_)) => return Err(vec!["it compiles, and should not".to_owned()]),
        (Err(issues), wanted) => return expect::issues(&issues, wanted),
    };
    play(&form, &case, ask)
}

/// The whole text of the schema that a case brings along; `None` when it speaks of a procedure.
#[must_use]
pub fn schema_of(case: &Value) -> Option<String> {
    case.get("schema").map(|short| schema::complete(short).to_string())
}

/// Calendars that a case brings with it.
fn given(case: &Value, key: &str) -> Result<BTreeMap<String, Calendar>, serde_json::Error> {
    case.get(key).cloned().map_or_else(|| Ok(BTreeMap::new()), serde_json::from_value)
}

/// Lists that a case brings with it; the value of `catalogues`, see [`run`].
///
/// # Errors
/// Something is neither a code nor a code with days.
pub fn catalogues(given: &Value) -> Result<Catalogues, Vec<String>> {
    let lists = given.as_object().into_iter().flatten();
    lists.map(|(name, list)| Ok((name.clone(), codes(list)?))).collect()
}

/// One list, see [`catalogues`].
fn codes(list: &Value) -> Result<Arc<Codes>, Vec<String>> {
    let day = |entry: &Value, key: &str| match &entry[key] {
        Value::Null => Some(None),
        day => Some(Some(day.as_str().and_then(CivilDate::parse)?)),
    };
    let code = |entry: &Value| {
        if let Some(code) = entry.as_str() {
            return Some((code.to_owned(), Term::default()));
        }
        let window = Window { from: day(entry, "from")?, to: day(entry, "to")? };
        Some((
            entry["code"].as_str()?.to_owned(),
            Term { window, next: entry["next"].as_str().map(Into::into) },
        ))
    };
    let all = list.as_array().map_or(&[][..], Vec::as_slice);
    let read: Option<Codes> = all.iter().map(code).collect();
    read.map(Arc::new).ok_or_else(|| vec![format!("no list of codes: {list}")])
}

fn play(
    form: &Arc<Form>,
    case: &Value,
    ask: &mut dyn FnMut(&Instance) -> Result<Value, String>,
) -> Result<(), Vec<String>> {
    let known = [
        "name",
        "today",
        "facts",
        "procedure",
        "schema",
        "steps",
        "expect",
        "answers",
        "catalogues",
        "calendars",
        "expressions",
        "past",
        "moved",
    ];
    let mut wrong = unknown_keys(case, &known);
    let mut play = steps::Play::open(form, case)?;
    if let Some(past) = case.get("past") {
        wrong.extend(moved::arrive(&mut play, past, case)?);
    }
    for step in case.get("steps").and_then(Value::as_array).into_iter().flatten() {
        match step.get("expect") {
            Some(wanted) => wrong.extend(judge(&play, wanted, ask)),
            None => wrong.extend(play.step(step)),
        }
    }
    let nothing = Value::Object(serde_json::Map::new());
    wrong.extend(judge(&play, case.get("expect").unwrap_or(&nothing), ask));
    if let Some(wanted) = case.get("expressions") {
        wrong.extend(evaluate::check(&play.instance, wanted));
    }
    wrong.extend(expect::same(&play.instance, &play.reopened(), "opened again from its draft"));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// What does not hold of the form as it is now.
fn judge(
    play: &steps::Play,
    wanted: &Value,
    ask: &mut dyn FnMut(&Instance) -> Result<Value, String>,
) -> Vec<String> {
    let seen = match ask(&play.instance) {
        Ok(seen) => seen,
        Err(why) => return vec![why],
    };
    let mut wrong = expect::check(&seen, wanted);
    let own = observe(&play.instance);
    if own != seen {
        wrong.push(format!("asked: {seen}\n    here:  {own}"));
    }
    if let Some(changed) = wanted.get("changed") {
        wrong.extend(play.changed(changed, ask));
    }
    wrong
}

/// Everything that differs between two instances of one form, in words; for property tests.
#[must_use]
pub fn differences(left: &Instance, right: &Instance) -> Vec<String> {
    expect::same(left, right, "the other")
}

fn unknown_keys(object: &Value, known: &[&str]) -> Vec<String> {
    let keys = object.as_object().into_iter().flat_map(|object| object.keys());
    keys.filter(|key| !known.contains(&key.as_str())).map(|key| format!("unknown key {key}")).collect()
}

//! Test support behind the feature `cases`, never part of the portal: runs JSON cases natively and in wasm from the
//! same files, and makes forms of any size for benchmarks. The format of a case is described at [`run`].

mod expect;
mod generate;
mod schema;
mod steps;

use std::sync::Arc;

use serde_json::Value;

use crate::{Catalogues, Form, Instance, Schema, compile};
pub use generate::{bench_answers, bench_form};
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
///              "pages": [ids], "evaluated": {…}, "quote": {"total": n, …}, "subject": "…", "changed": [paths]} }
/// ```
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
    run_with(case, procedure, &Catalogues::new())
}

/// Like [`run`], with lists of codes for the form.
///
/// # Errors
/// See [`run`].
pub fn run_with(
    case: &str,
    procedure: &dyn Fn(&str) -> Option<String>,
    catalogues: &Catalogues,
) -> Result<(), Vec<String>> {
    let case: Value = serde_json::from_str(case).map_err(|error| vec![format!("not JSON: {error}")])?;
    let schema = match (case.get("schema"), case.get("procedure").and_then(Value::as_str)) {
        (Some(schema), _) => schema::complete(schema).to_string(),
        (None, Some(code)) => procedure(code).ok_or_else(|| vec![format!("no procedure {code}")])?,
        (None, None) => return Err(vec!["neither schema nor procedure".to_owned()]),
    };
    let compiled = Schema::from_json(&schema).and_then(|schema| compile(&schema));
    let form = match (compiled, case.get("issues")) {
        (Ok(form), None) => Arc::new(form.with_catalogues(catalogues.clone())),
        (Ok(_), Some(_)) => return Err(vec!["it compiles, and should not".to_owned()]),
        (Err(issues), wanted) => return expect::issues(&issues, wanted),
    };
    play(&form, &case)
}

fn play(form: &Arc<Form>, case: &Value) -> Result<(), Vec<String>> {
    let known = ["name", "today", "facts", "procedure", "schema", "steps", "expect", "answers"];
    let mut wrong = unknown_keys(case, &known);
    let mut play = steps::Play::open(form, case)?;
    for step in case.get("steps").and_then(Value::as_array).into_iter().flatten() {
        wrong.extend(play.step(step));
    }
    if let Some(wanted) = case.get("expect") {
        wrong.extend(expect::check(&play.instance, play.last.as_ref(), wanted));
    }
    wrong.extend(expect::same(&play.instance, &play.reopened(), "opened again from its draft"));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
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

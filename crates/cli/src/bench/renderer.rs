//! The same keystroke in Node, by a renderer made of ajv and json-logic-js: `tests/bench/renderer.mjs`. Both must come to the same
//! result, or nothing is compared.

use super::{Keystroke, VALUES, typed_in};
use eform::cases::bench_form;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// The renderer's time for one key of this form, and how many times ours it is.
pub fn keystroke(script: &str, size: usize, ours: &Keystroke) -> Result<Value, String> {
    let procedure: Value = serde_json::from_str(&bench_form(size)).map_err(|error| format!("{error}."))?;
    let (id, result) = typed_in(size);
    let order =
        json!({"procedure": procedure, "data": ours.data, "id": id, "values": VALUES, "result": result});
    let answer = ask(script, &order)?;
    if answer["value"] != ours.value || answer["wrong"] != ours.wrong {
        return Err(format!(
            "the renderer comes to {answer}, and the engine to {} with {} wrong.",
            ours.value, ours.wrong
        ));
    }
    let median = answer["median_ns"].as_u64().ok_or("the renderer gives no time.")?;
    Ok(json!({"keystroke_ns": median, "keys": answer["keys"], "times_ours": median / ours.median_ns.max(1)}))
}

fn ask(script: &str, order: &Value) -> Result<Value, String> {
    let wrong = |what: &str| format!("Node {what}: are the packages beside {script} installed?");
    let mut node = Command::new("node");
    node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = node.spawn().map_err(|error| format!("Node does not start: {error}."))?;
    // Taken, so that it is closed and the renderer ends.
    if let Some(mut orders) = process.stdin.take() {
        writeln!(orders, "{order}").map_err(|_| wrong("takes no order"))?;
    }
    let output = process.wait_with_output().map_err(|_| wrong("does not end"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| wrong("does not answer"))
}

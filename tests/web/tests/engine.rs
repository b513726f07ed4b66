//! The engine in a browser: every case that holds natively holds in wasm, from the same files. Without the wasm target
//! this file is empty; the native run is `crates/eform/tests/cases.rs`.
#![cfg(test)]
#![cfg(target_arch = "wasm32")]

use eform::{Beside, cases};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web::{BESIDE, ENGINE_CASES, PROCEDURE_CASES, PROCEDURES};

wasm_bindgen_test_configure!(run_in_browser);

fn procedure(code: &str) -> Option<String> {
    let path = ["procedures/", code, "/procedure.json"].concat();
    PROCEDURES.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
}

fn beside() -> Beside {
    Beside::read(BESIDE.iter().map(|(name, text)| (name.trim_start_matches("procedures/"), *text))).unwrap()
}

fn check(files: &[(&str, &str)], beside: &Beside) {
    let mut failures = Vec::new();
    for (name, text) in files {
        if let Err(wrong) = cases::run_with(text, &procedure, beside) {
            failures.push(format!("{name}: {}", wrong.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} of {} failed: {}", failures.len(), files.len(), failures.join("\n"));
    wasm_bindgen_test::console_log!("{} cases hold", files.len());
}

#[wasm_bindgen_test]
fn every_case_of_the_kinds_and_of_the_engine_holds_in_the_browser() {
    assert!(ENGINE_CASES.len() > 50, "the cases are embedded");
    check(ENGINE_CASES, &Beside::default());
}

#[wasm_bindgen_test]
fn every_case_of_the_procedures_holds_in_the_browser() {
    assert!(!PROCEDURE_CASES.is_empty(), "the cases are embedded");
    check(PROCEDURE_CASES, &beside());
}

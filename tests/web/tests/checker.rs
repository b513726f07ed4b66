//! The checker in a browser: of the procedures and of every seeded mistake it says what it says natively, letter by letter, and the
//! engine replays the same witnesses. Without the wasm target this file is empty.
#![cfg(test)]
#![cfg(target_arch = "wasm32")]

#[path = "../src/checked.rs"]
mod checked;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web::{BESIDE, MISTAKES, NATIVE, PROCEDURES, TEXTS_EN, TEXTS_VI};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_checker_says_the_same_in_the_browser_as_natively() {
    let here = checked::all(PROCEDURES, [("vi", TEXTS_VI), ("en", TEXTS_EN)], BESIDE, MISTAKES);
    let (mut reports, mut findings) = (0, 0);
    for (native, here) in NATIVE.lines().zip(here.lines()) {
        assert_eq!(native, here);
        reports += 1;
        findings += here.matches("\"grade\"").count();
    }
    assert_eq!(NATIVE.lines().count(), here.lines().count());
    assert!(reports > 60 && findings > 60, "{reports} reports with {findings} findings");
    assert!(!here.contains("\"replays\":false"), "a witness is not replayed");
    wasm_bindgen_test::console_log!("{reports} reports with {findings} findings");
}

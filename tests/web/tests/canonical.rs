//! Canonical JSON in a browser: the published vectors of RFC 8785 that fit our profile come out byte for byte, and every other number is
//! refused. The same files are judged natively and by other implementations in `tests/judges/canonical.py`.
#![cfg(test)]
#![cfg(target_arch = "wasm32")]

use dossier::canonical::to_bytes;
use serde_json::Value;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn published() -> Value {
    serde_json::from_str(include_str!("../../judges/vectors.json")).unwrap()
}

/// A list of the published file, which has something in it.
fn list(name: &str) -> Vec<Value> {
    let list = published()[name].as_array().unwrap().clone();
    assert!(!list.is_empty(), "{name} are embedded");
    list
}

fn read(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[wasm_bindgen_test]
fn published_vectors_come_out_byte_for_byte_in_the_browser() {
    for vector in list("vectors") {
        let bytes = to_bytes(&read(&vector["input"])).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            vector["output"].as_str().unwrap(),
            "{}",
            vector["name"]
        );
    }
}

#[wasm_bindgen_test]
fn numbers_outside_of_the_profile_are_refused_in_the_browser() {
    for number in list("numbers") {
        assert!(to_bytes(&read(&number)).is_err(), "{number}");
    }
    for vector in list("refused") {
        assert!(to_bytes(&read(&vector["input"])).is_err(), "{}", vector["name"]);
    }
}

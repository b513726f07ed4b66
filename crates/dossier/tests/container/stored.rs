//! The corpus as files for every judge that is not this one: `tests/signatures/manifest.json` lists the cases, each naming its
//! container, its content and its roots. Written by the example `corpus`; the keys are thrown away.

use crate::corpus::Case;
use crate::corpus::answers::Answer;
use crate::people::pem;
use dossier::canonical::sha256_hex;
use dossier::signature::{SignatureFault, pem_certificates};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const ABOUT: &str = "Each case: a container (CMS, DER), the content that it is judged with, the accepted roots (PEM), the moment of \
                     the judgement, a moment at which the container is proven to have been there, the accepted roots of time-stamps, and the expected verdict: \
                     'accepted' with the signer's personal id and the time of the time-stamp, or the code of the reason, and \
                     which attribute it is about. Some have an answer about the signer's certificate (OCSP or list) with \
                     its verdict: 'good', 'revoked', or the code of why it cannot be used.";

/// Where the corpus is.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/signatures")
}

/// Every case that a folder keeps.
pub fn read(folder: &Path) -> Vec<Case> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    manifest["cases"].as_array().unwrap().iter().map(|entry| case(folder, entry)).collect()
}

fn case(folder: &Path, entry: &Value) -> Case {
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    let file = |name: &Value| fs::read(folder.join(name.as_str().unwrap())).unwrap();
    let certificates = |name: &Value| pem_certificates(&String::from_utf8(file(name)).unwrap()).unwrap();
    let roots = entry["roots"].as_array().unwrap().iter().flat_map(certificates);
    let stamp_roots = entry["stamp_roots"].as_array().into_iter().flatten().flat_map(certificates);
    let expected = match entry["expected"].as_str().unwrap() {
        "accepted" => Ok(text("citizen_id").map(|id| &*id.leak())),
        code => Err(fault(code, entry["attribute"].as_str())),
    };
    Case {
        name: text("name").unwrap(),
        container: file(&entry["container"]),
        content: file(&entry["content"]),
        roots: roots.collect(),
        stamp_roots: stamp_roots.collect(),
        now: text("now").unwrap(),
        proven: text("proven"),
        expected,
        answer: text("answer").map(|verdict| Answer {
            is_list: entry["list"].is_string(),
            der: file(if entry["list"].is_string() { &entry["list"] } else { &entry["ocsp"] }),
            verdict,
        }),
        stamped_at: text("stamped_at"),
    }
}

fn fault(code: &str, attribute: Option<&str>) -> SignatureFault {
    let known = |fault: &&SignatureFault| {
        fault.code() == code && (attribute.is_none() || fault.attribute() == attribute)
    };
    *SignatureFault::EVERY.iter().find(known).unwrap()
}

/// Stores a corpus in place of the one that is there.
#[allow(dead_code, reason = "the tests only read")]
pub fn write(cases: &[Case]) {
    for part in ["answers", "containers", "contents", "roots"] {
        drop(fs::remove_dir_all(folder().join(part)));
        fs::create_dir_all(folder().join(part)).unwrap();
    }
    let store = |name: String, bytes: &[u8]| {
        fs::write(folder().join(&name), bytes).unwrap();
        name
    };
    // Files that are the same in many cases are stored once.
    let short = |bytes: &[u8]| sha256_hex(bytes)[..12].to_owned();
    let entry = |case: &Case| {
        let root = |der: &Vec<u8>| {
            store(format!("roots/{}.pem", short(der)), pem(std::slice::from_ref(der)).as_bytes())
        };
        let mut entry = json!({
            "name": case.name, "now": case.now, "proven": case.proven,
            "roots": case.roots.iter().map(root).collect::<Vec<_>>(),
            "container": store(format!("containers/{}.p7s", case.name), &case.container),
            "content": store(format!("contents/{}.bytes", short(&case.content)), &case.content),
            "expected": case.expected.map_or_else(SignatureFault::code, |_| "accepted"),
        });
        if !case.stamp_roots.is_empty() {
            entry["stamp_roots"] = case.stamp_roots.iter().map(root).collect();
        }
        if let Some(at) = &case.stamped_at {
            entry["stamped_at"] = json!(at);
        }
        if let Some(answer) = &case.answer {
            let kind = if answer.is_list { "list" } else { "ocsp" };
            entry[kind] = json!(store(format!("answers/{}.der", case.name), &answer.der));
            entry["answer"] = json!(answer.verdict);
        }
        match case.expected {
            Ok(citizen_id) => entry["citizen_id"] = json!(citizen_id),
            Err(fault) => {
                if let Some(attribute) = fault.attribute() {
                    entry["attribute"] = json!(attribute);
                }
            }
        }
        entry
    };
    let cases: Vec<Value> = cases.iter().map(entry).collect();
    let text = serde_json::to_string_pretty(&json!({ "about": ABOUT, "cases": cases })).unwrap();
    store("manifest.json".to_owned(), (text + "\n").as_bytes());
}

//! Judges a corpus of containers that others made, natively; its form is that of `tests/signatures`:
//! `cargo run -p dossier --features arithmetic --example judged -- FOLDER`.
#![allow(clippy::unwrap_used, reason = "it may stop at the first surprise")]
#![allow(dead_code, reason = "the tests use more of these modules")]

#[path = "../tests/container/asn1.rs"]
mod asn1;
#[path = "../tests/container/authority.rs"]
mod authority;
#[path = "../tests/container/corpus/mod.rs"]
mod corpus;
#[path = "../tests/container/judged.rs"]
mod judged;
#[path = "../tests/container/openssl.rs"]
mod openssl;
#[path = "../tests/container/people.rs"]
mod people;
#[path = "../tests/container/stored.rs"]
mod stored;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap());
    let cases = stored::read(&folder);
    let surprises: Vec<String> = cases
        .iter()
        .filter_map(|case| judged::surprise(case).or_else(|| judged::surprising_answer(case)))
        .collect();
    println!("{} containers judged natively", cases.len());
    if surprises.is_empty() && !cases.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{}", surprises.join("\n"));
    ExitCode::FAILURE
}

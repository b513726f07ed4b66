//! Makes the corpus of containers anew and stores it in `tests/signatures`; needs `openssl`. To be run when a case was added:
//! `cargo run -p dossier --features arithmetic --example corpus`.
#![allow(clippy::unwrap_used, reason = "it may stop at the first surprise")]
#![allow(dead_code, reason = "the tests use more of these modules")]

#[path = "../tests/container/asn1.rs"]
mod asn1;
#[path = "../tests/container/authority.rs"]
mod authority;
#[path = "../tests/container/corpus/mod.rs"]
mod corpus;
#[path = "../tests/container/openssl.rs"]
mod openssl;
#[path = "../tests/container/people.rs"]
mod people;
#[path = "../tests/container/stored.rs"]
mod stored;

fn main() {
    let cases = corpus::all();
    stored::write(&cases);
    println!("{} cases stored", cases.len());
}

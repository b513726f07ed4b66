//! The corpus of containers, good and bad: each bad one is wrong in one way and has the reason for which it must be refused. Every
//! run makes them anew, with new keys; `stored` keeps one making of them as files. The cases are in the folder.

mod accepted;
mod algorithms;
pub mod answers;
mod attributes;
mod certificates;
mod contents;
mod paths;
mod stamps;
mod structure;

use crate::people::{AT, CONTENT, Person, Wish};
use dossier::signature::{Algorithm, SignatureFault, Times, Trust};

/// One container with everything it is judged by.
#[derive(Clone)]
pub struct Case {
    pub name: String,
    pub container: Vec<u8>,
    pub content: Vec<u8>,
    pub roots: Vec<Vec<u8>>,
    /// Of authorities that make time-stamps.
    pub stamp_roots: Vec<Vec<u8>>,
    pub now: String,
    pub proven: Option<String>,
    /// The personal id of the signer, or why it is refused.
    pub expected: Result<Option<&'static str>, SignatureFault>,
    /// What was answered about the signer's certificate, of one that is accepted.
    pub answer: Option<answers::Answer>,
    /// The time of the time-stamp of one that is accepted.
    pub stamped_at: Option<String>,
}

impl Case {
    /// A container that is refused for this reason.
    pub fn refused(name: &str, person: &Person, container: Vec<u8>, fault: SignatureFault) -> Self {
        Self {
            name: name.to_owned(),
            container,
            content: CONTENT.to_vec(),
            roots: person.roots(),
            stamp_roots: Vec::new(),
            now: AT.to_owned(),
            proven: None,
            expected: Err(fault),
            answer: None,
            stamped_at: None,
        }
    }

    /// A container that is accepted, as signed by the person everyone is here.
    pub fn accepted(name: &str, person: &Person, container: Vec<u8>) -> Self {
        let expected = Ok(Some("001195004321"));
        Self { expected, ..Self::refused(name, person, container, SignatureFault::Malformed) }
    }

    pub fn trust(&self) -> Trust<'_> {
        Trust { signers: &self.roots, stamps: &self.stamp_roots }
    }

    pub fn times(&self) -> Times<'_> {
        Times { now: &self.now, proven: self.proven.as_deref() }
    }
}

/// A person with a good certificate.
fn someone() -> Person {
    with(&Wish::default())
}

fn with(wish: &Wish) -> Person {
    Person::new(Algorithm::EcdsaP256Sha256, wish)
}

/// Every case, each name once.
pub fn all() -> Vec<Case> {
    let mut cases = accepted::cases();
    cases.extend(structure::cases());
    cases.extend(algorithms::cases());
    cases.extend(attributes::cases());
    cases.extend(contents::cases());
    cases.extend(certificates::cases());
    cases.extend(paths::cases());
    cases.extend(stamps::cases());
    cases.extend(answers::cases());
    cases
}

//! What registers know about the signed-in citizen, as facts for forms. A register that is silent never blocks: its
//! trouble is noted, and the form asks instead.

pub mod http;
mod people;

use std::collections::BTreeMap;

use eform::{Fact, Facts};
use serde_json::Value;

use crate::later::Later;
use crate::session::Citizen;

/// What a register answered.
#[derive(Clone, Debug)]
pub struct Entry {
    pub reference: String,
    /// RFC 3339.
    pub as_of: String,
    pub person: Value,
}

/// Why a register told us nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Silence {
    /// It does not know this person.
    UnknownPerson,
    /// It did not answer, or not about this person; the text is for the log.
    Unavailable(String),
}

/// A population register.
pub trait Register: Send + Sync {
    /// Looks one person up, for the stated purpose (a procedure's code).
    fn look_up<'a>(&'a self, id: &'a str, purpose: &'a str) -> Later<'a, Result<Entry, Silence>>;
}

/// Facts for a form, and which registers were silent.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub facts: Facts,
    pub trouble: BTreeMap<String, String>,
}

/// Asks for everything that is known about the citizen.
pub async fn known(register: &dyn Register, citizen: &Citizen, purpose: &str, now: &str) -> Known {
    let mut known = Known::default();
    let mut vouched = |name: &str, value: &str| {
        let fact =
            Fact { value: value.into(), source: "identity".to_owned(), at: now.to_owned(), reference: None };
        known.facts.insert(name.to_owned(), fact);
    };
    vouched("self.id", &citizen.id);
    vouched("self.loa", &citizen.level);
    match register.look_up(&citizen.id, purpose).await {
        Ok(entry) => known.facts.extend(people::facts(&entry)),
        Err(silence) => {
            let code = match silence {
                Silence::UnknownPerson => "unknown_person",
                Silence::Unavailable(what) => {
                    crate::error::incident(&format!("register: {what}"));
                    "unavailable"
                }
            };
            known.trouble.insert("population".to_owned(), code.to_owned());
        }
    }
    known
}

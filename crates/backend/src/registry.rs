//! What registers know about the signed-in citizen, as facts for forms. A register that is silent never blocks: its
//! trouble is noted, and the form asks instead.

pub mod http;
mod people;

use std::collections::BTreeMap;

use eform::{Fact, Facts};
use serde_json::Value;

use crate::clock::Moment;
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

/// Asks for everything that is known about the citizen. The register's word goes before the identity provider's.
pub async fn known(register: &dyn Register, citizen: &Citizen, purpose: &str) -> Known {
    let mut known = Known { facts: vouched(citizen), ..Known::default() };
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

/// What the identity provider vouched for at the sign-in.
fn vouched(citizen: &Citizen) -> Facts {
    let text = |text: &String| Value::String(text.clone());
    let named = [
        ("self.id", Some(text(&citizen.id))),
        ("self.loa", Some(text(&citizen.level))),
        ("self.name", name(citizen)),
        ("self.birth", citizen.birth.as_ref().map(text)),
        ("self.sex", citizen.sex.as_ref().map(text)),
    ];
    let at = Moment(citizen.signed_in_at).rfc3339();
    let fact = |value| Fact { value, source: "identity".to_owned(), at: at.clone(), reference: None };
    named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), fact(value?)))).collect()
}

/// In parts as the provider keeps them; one line alone is split.
fn name(citizen: &Citizen) -> Option<Value> {
    let parts = citizen.parts.as_ref().and_then(|parts| serde_json::to_value(parts).ok());
    parts.or_else(|| eform::name::split(&citizen.name))
}

//! What registers know about the person a dossier is for, as facts for its form. Only registers that hold a fact which the
//! form names are asked, all at once. One that is silent never blocks: its trouble is noted,
//! and the form asks instead.
//!
//! Which register holds what is in `table.rs`; how they are reached, in `platform.rs`;
//! within what time, and what is noted of it, in `lookups`.

pub mod platform;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use eform::{Applicant, Fact, Facts, Form};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::clock::Moment;
use crate::later::Later;
use crate::session::Citizen;
pub use table::Register;

/// The source of what the citizen gave in an earlier dossier.
pub const EARLIER: &str = "earlier";

/// One question to one register.
#[derive(Clone, Debug)]
pub struct Question {
    pub register: Register,
    /// Twelve digits of the person it is about.
    pub subject: String,
    /// A procedure's code.
    pub purpose: String,
    /// Reference of the citizen's consent.
    pub consent: String,
    /// The fields of the record that are needed, and no others.
    pub fields: BTreeSet<&'static str>,
}

/// What a register answered.
#[derive(Clone, Debug)]
pub struct Entry {
    pub reference: String,
    /// RFC 3339.
    pub as_of: String,
    pub record: Value,
}

/// Why a register told us nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Silence {
    /// It does not know this person.
    UnknownPerson,
    /// It did not answer, or not about this person; the text is for the log.
    Unavailable(String),
}

/// The registers.
pub trait Registers: Send + Sync {
    /// Asks one of them.
    fn ask(&self, question: Question) -> Later<'_, Result<Entry, Silence>>;
    /// How long one may take.
    fn patience(&self) -> Duration;
}

/// For whom, for what and with whose consent registers are asked.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who is signed in.
    pub citizen: &'a Citizen,
    /// Whether they ask for themselves: then what the identity provider vouched for is known too.
    pub is_own: bool,
    /// Twelve digits of the person whose facts the form needs: the citizen, or whom the citizen acts for.
    pub subject: &'a str,
    /// Ten digits of the enterprise that the subject acts for: what the register of enterprises says of others is not told.
    pub enterprise: Option<&'a str>,
    /// Only what it names is asked for.
    pub form: &'a Form,
    /// A procedure's code.
    pub purpose: &'a str,
    /// Reference of the consent; without one no register is asked.
    pub consent: Option<&'a str>,
}

/// Facts for a form, and which registers were silent.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub facts: Facts,
    /// `unknown_person` or `unavailable`, by the register's name.
    pub trouble: BTreeMap<String, String>,
}

/// The registers that hold a fact which the form names, each with these facts.
#[must_use]
pub fn needed(form: &Form) -> BTreeMap<Register, BTreeSet<&'static str>> {
    let mut needed = BTreeMap::<_, BTreeSet<_>>::new();
    for fact in form.facts() {
        if let Some(held) = table::held_at(fact) {
            needed.entry(held.register).or_default().insert(fact);
        }
    }
    needed
}

/// Which register knows whom somebody represents by law in a procedure for people, or for enterprises, and in which members of its record.
#[must_use]
pub fn represented(applicant: Applicant) -> (Register, &'static [&'static str]) {
    match applicant {
        Applicant::Person => (Register::Population, &["children", "wards"]),
        Applicant::Enterprise => (Register::Business, &["enterprises"]),
    }
}

/// Asks for everything that the form needs, each register by `ask`. A register's word goes before the identity provider's.
pub async fn known(
    ask: impl Fn(Question) -> Later<'static, Result<Entry, Silence>>,
    asking: Asking<'_>,
) -> Known {
    let facts = if asking.is_own { vouched(asking.citizen) } else { Facts::new() };
    let mut known = Known { facts, ..Known::default() };
    let Some(consent) = asking.consent else { return known };
    let mut answers = JoinSet::new();
    for (register, facts) in needed(asking.form) {
        let fields = facts.into_iter().filter_map(table::held_at);
        let question = Question {
            register,
            subject: asking.subject.to_owned(),
            purpose: asking.purpose.to_owned(),
            consent: consent.to_owned(),
            fields: fields.map(table::Held::member).collect(),
        };
        let asked = ask(question);
        answers.spawn(async move { (register, asked.await) });
    }
    while let Some(answered) = answers.join_next().await {
        let Ok((register, answer)) = answered else { continue };
        match answer {
            Ok(mut entry) => {
                narrow(&mut entry.record, asking.enterprise);
                known.facts.extend(table::facts(asking.form, register, &entry));
            }
            // Only the population register knows everybody: in the others there is often nothing about somebody.
            Err(Silence::UnknownPerson) if register != Register::Population => {}
            Err(silence) => {
                known.trouble.insert(register.name().to_owned(), noted(register, &silence).to_owned());
            }
        }
    }
    known
}

/// Whether the register of enterprises has an enterprise as one that works: nobody files for one that is dissolved, or has suspended its
/// business.
#[must_use]
pub fn is_operating(enterprise: &Value) -> bool {
    enterprise["status"] == "operating"
}

/// Of the enterprises in a record those in operation, or only the one that is meant.
fn narrow(record: &mut Value, enterprise: Option<&str>) {
    if let Some(all) = record.get_mut("enterprises").and_then(Value::as_array_mut) {
        all.retain(|one| is_operating(one) && enterprise.is_none_or(|code| one["code"] == code));
    }
}

/// The word for a silence; one that is an outage is put into the log.
#[must_use]
pub fn noted(register: Register, silence: &Silence) -> &'static str {
    match silence {
        Silence::UnknownPerson => "unknown_person",
        Silence::Unavailable(what) => {
            crate::error::incident(&format!("register {}: {what}", register.name()));
            "unavailable"
        }
    }
}

/// What is known now, with what a register said before where it is silent now, and with what was taken over from an earlier dossier: that
/// is the draft's, whether or not it is kept for the next one.
#[must_use]
pub fn kept(before: (&Facts, &BTreeMap<String, String>), now: Known) -> Known {
    let mut kept = now;
    for (register, code) in &mut kept.trouble {
        let said = before.0.iter().filter(|(_, fact)| fact.source == *register);
        for (name, fact) in said {
            kept.facts.insert(name.clone(), fact.clone());
        }
        if let Some(old) = before.1.get(register) {
            code.clone_from(old);
        }
    }
    for (name, fact) in before.0.iter().filter(|(_, fact)| fact.source == EARLIER) {
        kept.facts.entry(name.clone()).or_insert_with(|| fact.clone());
    }
    kept
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
    let fact = |name: &str, value| Fact {
        value,
        source: "identity".to_owned(),
        at: at.clone(),
        reference: None,
        // Where the family name ends nobody says, when the whole comes in one line.
        guessed: name == "self.name" && citizen.parts.is_none(),
    };
    named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), fact(name, value?)))).collect()
}

/// In parts as the provider keeps them; one line alone is split.
fn name(citizen: &Citizen) -> Option<Value> {
    let parts = citizen.parts.as_ref().and_then(|parts| serde_json::to_value(parts).ok());
    parts.or_else(|| eform::name::split(&citizen.name))
}

//! Facts: what the state already knows about the person who files, by name. The list is closed, so that a schema
//! which asks for an unknown fact is an issue and not an empty field.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::expr::Type;

/// One fact with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Value in the canonical form of a kind of its type.
    pub value: Value,
    /// One of [`REGISTERS`], `identity`, `mandate` (who is acted for, in the words of their mandate), or `earlier`: what the same
    /// citizen gave in an earlier dossier.
    pub source: String,
    /// When the source answered (RFC 3339).
    pub at: String,
    /// Reference of the answer, for the officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The source holds it in another shape and it was taken apart: a name that came in one line. It is offered, never locked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
}

/// Registers of the state, as facts name them.
pub const REGISTERS: [&str; 5] = ["business", "civil_status", "health_insurance", "population", "tax"];

impl Fact {
    /// Whether a register holds the value as it is: not what a sign-in vouched for, a mandate names, the citizen gave before, or was
    /// taken apart. Only such a fact proves what a paper would.
    #[must_use]
    pub fn is_held(&self) -> bool {
        !self.guessed && REGISTERS.contains(&self.source.as_str())
    }
}

crate::from_json! { Fact { value, source, at, reference, guessed or default } }

/// Facts by name.
pub type Facts = BTreeMap<String, Fact>;

/// Every fact that a schema may name, with its type; sorted. What the groups of names mean is said in `procedures/README.md`.
pub(crate) const KNOWN: [(&str, Type); 57] = [
    ("birth_registration.book", Type::Text),
    ("birth_registration.date", Type::Partial),
    ("birth_registration.number", Type::Text),
    ("birth_registration.place", Type::Text),
    ("business.address", Type::Place),
    ("business.code", Type::Text),
    ("business.name", Type::Text),
    ("business.representative_title", Type::Text),
    ("business.tax_code", Type::Text),
    ("child.birth", Type::Partial),
    ("child.ethnicity", Type::Text),
    ("child.id", Type::Text),
    ("child.name", Type::Name),
    ("child.nationality", Type::Text),
    ("child.residence", Type::Place),
    ("child.sex", Type::Text),
    ("contact.address", Type::Place),
    ("contact.email", Type::Text),
    ("contact.phone", Type::Text),
    ("marriage.book", Type::Text),
    ("marriage.date", Type::Partial),
    ("marriage.number", Type::Text),
    ("marriage.place", Type::Text),
    ("newborn.birth", Type::Partial),
    ("newborn.certificate", Type::Text),
    ("newborn.certificate_number", Type::Text),
    ("newborn.facility", Type::Text),
    ("newborn.place", Type::Place),
    ("newborn.place_kind", Type::Text),
    ("newborn.sex", Type::Text),
    ("self.birth", Type::Partial),
    ("self.digital_citizen", Type::Bool),
    ("self.email", Type::Text),
    ("self.ethnicity", Type::Text),
    ("self.health_insurance", Type::Text),
    ("self.hometown", Type::Place),
    ("self.id", Type::Text),
    ("self.id_issued", Type::Partial),
    ("self.id_issuer", Type::Text),
    ("self.loa", Type::Text),
    ("self.married", Type::Bool),
    ("self.mobile", Type::Text),
    ("self.name", Type::Name),
    ("self.nationality", Type::Text),
    ("self.residence", Type::Place),
    ("self.sex", Type::Text),
    ("self.tax_code", Type::Text),
    ("spouse.birth", Type::Partial),
    ("spouse.digital_citizen", Type::Bool),
    ("spouse.ethnicity", Type::Text),
    ("spouse.hometown", Type::Place),
    ("spouse.id", Type::Text),
    ("spouse.mobile", Type::Text),
    ("spouse.name", Type::Name),
    ("spouse.nationality", Type::Text),
    ("spouse.residence", Type::Place),
    ("spouse.sex", Type::Text),
];

/// Whether no register holds a fact: the identity provider vouches for it, or the citizen gave it before.
#[must_use]
pub fn is_without_register(name: &str) -> bool {
    name.starts_with("contact.") || ["self.email", "self.id", "self.loa"].contains(&name)
}

/// Place of a fact in [`KNOWN`].
pub(crate) fn find(name: &str) -> Option<usize> {
    KNOWN.binary_search_by_key(&name, |fact| fact.0).ok()
}

/// Names of all facts that schemas may use and sources should deliver, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|fact| fact.0)
}

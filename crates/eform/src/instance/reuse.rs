//! How much of a form did not have to be given: the one count behind the receipt, the statistics and the benchmark.
//! What the state already knows is decided in `state.rs`; nothing is measured over several dossiers here.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Instance;
use super::entry::Origin;
use crate::facts;
use crate::kinds::Kind;

/// Facts of this family are what a citizen gave before, and nobody else holds.
const GIVEN_BEFORE: &str = "contact.";

/// What was asked of the citizen in one dossier, and what was not.
///
/// Counted are the answers that are required as the form stands: one for each field and each cell of a row. A name, a date
/// or an address is one answer, as it is one question. Not counted are optional answers, what is computed from other
/// answers, and declarations (attestation, consent), which nobody else can make. Papers are counted
/// beside the facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reuse {
    /// Typed or changed by the citizen.
    pub given: u32,
    /// Not answered yet: the citizen will have to give it.
    #[serde(skip_serializing_if = "is_none")]
    pub missing: u32,
    /// Held by a register, the identity provider or an earlier dossier, and left as it was.
    pub known: u32,
    /// Proposed by the form, and left as it was.
    pub proposed: u32,
    /// Papers that the citizen has to bring.
    pub papers_given: u32,
    /// Papers that were there already, or that a register's answer stands in for.
    pub papers_known: u32,
}

crate::from_json! { Reuse { given, missing or default, known, proposed, papers_given, papers_known } }

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Reuse {
    /// Facts that did not have to be given.
    #[must_use]
    pub fn spared(self) -> u32 {
        self.known + self.proposed
    }

    /// The share of facts that did not have to be given, in whole percent, rounded down; none when nothing is asked.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (self.spared() * 100).checked_div(self.spared() + self.given + self.missing)
    }
}

impl Instance {
    /// Counts what did not have to be given, as the form stands; see [`Reuse`].
    #[must_use]
    pub fn reuse(&self) -> Reuse {
        let mut reuse = Reuse::default();
        for number in self.all_entries() {
            let entry = &self.entries[number as usize];
            let is_list = self.form.layout.places[entry.def as usize].rows.is_some();
            // A register's answer is there in place of the paper.
            reuse.papers_known += u32::from(entry.covered.is_some());
            if !entry.visible || !entry.required || is_list || self.is_untyped(entry.def) {
                continue;
            }
            let is_paper = match self.form.at(entry.def).kind {
                Kind::Attestation | Kind::Consent => continue,
                Kind::File(_) => true,
                _ => false,
            };
            *match entry.origin {
                Origin::Prefill(_) if is_paper => &mut reuse.papers_known,
                _ if is_paper => &mut reuse.papers_given,
                Origin::Typed | Origin::Changed(_) => &mut reuse.given,
                Origin::Nothing => &mut reuse.missing,
                Origin::Prefill(_) => &mut reuse.known,
                Origin::Default | Origin::Computed => &mut reuse.proposed,
            } += 1;
        }
        reuse
    }

    /// What a later form may offer again: the values of visible fields that a fact of the family `contact.` may fill, by
    /// that fact.
    #[must_use]
    pub fn again(&self) -> BTreeMap<String, Value> {
        let mut again = BTreeMap::new();
        for number in self.all_entries() {
            let entry = &self.entries[number as usize];
            let prefills = &self.form.defs[entry.def as usize].prefill;
            let facts = prefills.iter().map(|prefill| facts::KNOWN[prefill.fact as usize].0);
            if let (Some(value), Some(fact)) =
                (&entry.value, facts.into_iter().find(|name| name.starts_with(GIVEN_BEFORE)))
            {
                again.insert(fact.to_owned(), value.clone());
            }
        }
        again
    }
}

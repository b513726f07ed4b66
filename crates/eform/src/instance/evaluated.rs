//! What leaves the form: evaluated values, their provenance, attestations, the office and the subject. Only what is
//! visible; this is what is frozen, signed and submitted.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Instance;
use crate::kinds::Kind;
use crate::name;
use crate::provenance::Provenance;

impl Instance {
    /// Visible values by field id; a group is a list of `{"id", cell: value…}`, and so is one in it.
    /// Fields without a value are left out.
    #[must_use]
    pub fn evaluated(&self) -> Map<String, Value> {
        let mut out = Map::new();
        for def in 0..self.form.layout.fields {
            let Some(value) = &self.entries[def as usize].value else { continue };
            let value = match self.form.layout.places[def as usize].rows {
                Some(_) => self.evaluated_rows(def),
                None => value.clone(),
            };
            out.insert(self.form.at(def).id.clone(), value);
        }
        out
    }

    fn evaluated_rows(&self, list: u32) -> Value {
        let cells = self.cells(list);
        let rows = self.rows(list).iter().map(|(id, base)| {
            let mut row = Map::new();
            row.insert("id".to_owned(), Value::String(id.to_string()));
            for number in *base..base + cells {
                let entry = &self.entries[number as usize];
                let Some(value) = &entry.value else { continue };
                let is_group = self.form.layout.places[entry.def as usize].rows.is_some();
                let value = if is_group { self.evaluated_rows(number) } else { value.clone() };
                row.insert(self.form.at(entry.def).id.clone(), value);
            }
            Value::Object(row)
        });
        Value::Array(rows.collect())
    }

    /// Where each visible value comes from, by path; groups themselves have none, their cells do.
    #[must_use]
    pub fn provenance(&self) -> BTreeMap<String, Provenance> {
        let mut out = BTreeMap::new();
        for number in self.all_entries() {
            let entry = &self.entries[number as usize];
            if self.form.layout.places[entry.def as usize].rows.is_some() {
                continue;
            }
            if let Some(provenance) = self.provenance_of(entry) {
                out.insert(self.path(number), provenance);
            }
        }
        out
    }

    /// Paths of the attestations and consents that were given, in order, those in rows of groups included: their texts
    /// are signed.
    #[must_use]
    pub fn attestations(&self) -> Vec<String> {
        self.all_entries()
            .filter(|number| {
                let entry = &self.entries[*number as usize];
                let is_stated = matches!(self.form.at(entry.def).kind, Kind::Attestation | Kind::Consent);
                is_stated && entry.value.is_some()
            })
            .map(|number| self.path(number))
            .collect()
    }

    /// The competent office that was chosen: `{"province","commune"}`.
    #[must_use]
    pub fn agency(&self) -> Option<&Value> {
        self.named(self.form.schema.agency.as_deref()?)
    }

    /// The words that name this dossier in lists: a person's full name or a text.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        match self.named(self.form.schema.subject.as_deref()?)? {
            Value::String(text) => Some(text.clone()),
            value => Some(name::full(value)),
        }
    }

    fn named(&self, id: &str) -> Option<&Value> {
        self.entries[self.form.layout.form_level(id)? as usize].value.as_ref()
    }
}

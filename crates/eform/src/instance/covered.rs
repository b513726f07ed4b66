//! Documents that need not be brought because a register has answered: which answer stands in for which paper. When that is so
//! is compiled in `form/covers.rs`.

use super::Instance;
use super::scope::Seen;
use crate::expr::eval::eval;
use crate::facts::Fact;
use crate::form::{CoverIr, Need};
use crate::kinds::Kind;

/// The answer of a register that stands in for a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Path of the document's field.
    pub path: String,
    /// Code of the component.
    pub component: String,
    /// Which register.
    pub source: String,
    /// When it answered (RFC 3339).
    pub at: String,
    /// Its reference for the answer.
    pub reference: Option<String>,
    /// The law by which the paper need not be brought.
    pub basis: String,
}

impl Instance {
    /// What stands in for a document that would have to be brought without it; nothing once the citizen has attached one.
    #[must_use]
    pub fn covered(&self, path: &str) -> Option<Covered> {
        self.covered_entry(self.find(path)?)
    }

    /// Every document that a register's answer stands in for, in the order of the form.
    #[must_use]
    pub fn all_covered(&self) -> Vec<Covered> {
        self.all_entries().filter_map(|number| self.covered_entry(number)).collect()
    }

    fn covered_entry(&self, number: u32) -> Option<Covered> {
        let entry = &self.entries[number as usize];
        let Kind::File(file) = &self.form.at(entry.def).kind else { return None };
        let at = entry.covered? as usize;
        let cover = self.form.defs[entry.def as usize].covers.get(at)?;
        let fact = self.facts[cover.fact as usize].as_ref()?;
        Some(Covered {
            path: self.path(number),
            component: file.component.clone(),
            source: fact.source.clone(),
            at: fact.at.clone(),
            reference: fact.reference.clone(),
            basis: file.covered_by.get(at)?.basis.clone(),
        })
    }

    /// The first cover that counts for a document that is asked for and not attached.
    pub(super) fn cover(&self, number: u32) -> Option<u32> {
        let entry = &self.entries[number as usize];
        let def = &self.form.defs[entry.def as usize];
        let scope = Seen { instance: self, base: entry.base };
        let is_needed = match def.needed.as_ref()? {
            Need::Always(needed) => *needed,
            Need::When(when) => eval(when, &scope).is_true(),
        };
        if !entry.visible || entry.value.is_some() || !is_needed {
            return None;
        }
        let counts = |cover: &CoverIr| {
            self.facts[cover.fact as usize].as_ref().is_some_and(Fact::is_held)
                && cover.when.as_ref().is_none_or(|when| eval(when, &scope).is_true())
        };
        def.covers.iter().position(counts).and_then(|at| u32::try_from(at).ok())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use crate::{Answers, CivilDate, Fact, Facts, Instance, Schema, compile};

    fn form(facts: Facts) -> Instance {
        let file = |id: &str, cover: serde_json::Value| json!({"id": id, "kind": "file", "component": id, "accept": ["pdf"], "covered_by": cover});
        let schema = json!({
            "format": "congdan/procedure/1", "code": "1", "version": "1", "level": "commune", "sector": "s",
            "effective": {"from": "2026-01-01", "to": null}, "events": [], "languages": ["vi"],
            "service": {"channels": [{"method": "online", "unit": "other"}], "after_15h": false, "basis": ["b"], "source": {"retrieved": "2026-01-01", "confidence": "low"}},
            "sign": "none", "agency": {"field": "agency"}, "fees": [], "rules": [],
            "pages": [{"id": "p", "step": "documents", "fields": [
                {"id": "agency", "kind": "agency", "level": "commune"},
                {"id": "abroad", "kind": "yes_no", "required": false},
                file("wedding", json!([
                    {"fact": "marriage.date", "when": {"var": "abroad"}, "basis": "first"},
                    {"fact": "marriage.number", "basis": "second"}
                ])),
            ]}],
        });
        let form = compile(&Schema::from_value(&schema).unwrap()).unwrap();
        Instance::new(Arc::new(form), Answers::new(), facts, CivilDate::new(2026, 11, 21).unwrap())
    }

    fn answer() -> Facts {
        let fact = |value: &str| Fact {
            value: value.into(),
            source: "civil_status".to_owned(),
            at: "2026-11-21T08:00:00+07:00".to_owned(),
            reference: Some("HT-1".to_owned()),
            guessed: false,
        };
        [("marriage.number", fact("88")), ("marriage.date", fact("2021-10-10"))]
            .map(|(name, fact)| (name.to_owned(), fact))
            .into()
    }

    #[test]
    fn the_first_answer_that_counts_is_named_with_its_register_reference_and_law() {
        let mut form = form(answer());
        let covered = form.covered("wedding").unwrap();
        assert_eq!((covered.source.as_str(), covered.basis.as_str()), ("civil_status", "second"));
        assert_eq!((covered.reference.as_deref(), covered.component.as_str()), (Some("HT-1"), "wedding"));
        assert_eq!(form.set("abroad", Some(json!(true))).paths, ["abroad", "wedding"]);
        assert_eq!(form.covered("wedding").unwrap().basis, "first");
        assert_eq!(form.all_covered().len(), 1);
    }

    #[test]
    fn a_paper_that_no_register_speaks_of_is_asked_for_and_nothing_stands_in_for_it() {
        let mut form = form(Facts::new());
        assert!(form.field("wedding").unwrap().required && form.covered("wedding").is_none());
        assert_eq!(form.set_facts(answer()).paths, ["wedding"]);
        assert!(!form.field("wedding").unwrap().required && form.covered("wedding").is_some());
    }

    #[test]
    fn only_what_a_register_holds_as_it_is_stands_in_for_a_paper() {
        let with = |source: &str, guessed: bool| {
            let told = |(name, fact)| (name, Fact { source: source.to_owned(), guessed, ..fact });
            let form = form(answer().into_iter().map(told).collect());
            (form.field("wedding").unwrap().required, form.covered("wedding").is_some())
        };
        assert_eq!(with("population", false), (false, true));
        for (source, guessed) in
            [("identity", false), ("earlier", false), ("mandate", false), ("population", true)]
        {
            assert_eq!(with(source, guessed), (true, false), "{source} {guessed}");
        }
    }
}

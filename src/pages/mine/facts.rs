//! What came into a dossier from elsewhere: one line for each answer of a source. The values are in the export and in the dossier.

use contract::{AskedOf, MineDossier};
use leptos::prelude::*;

use crate::i18n::{Locale, t, use_locale};
use crate::steps::consent::facts_text;
use crate::ui::{Details, live};

/// An answer of a source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answered {
    source: String,
    at: String,
    reference: Option<String>,
}

impl Answered {
    fn text(&self, say: Locale, count: u64) -> String {
        let source = source(say, &self.source);
        let (number, time) = (say.count("mine.facts", count), say.date_time(&self.at));
        match &self.reference {
            Some(reference) => say.fill(
                "mine.fact.reference",
                &[("source", &source), ("count", &number), ("time", &time), ("reference", reference)],
            ),
            None => say.fill("mine.fact", &[("source", &source), ("count", &number), ("time", &time)]),
        }
    }
}

/// The name of a source; one without a text keeps its own.
pub fn source(say: Locale, name: &str) -> String {
    let key = ["mine.source.", name].concat();
    if say.has(&key) { say.text(&key) } else { name.to_owned() }
}

/// What registers are asked for: each with its facts, as far as the decision has kept them.
pub fn asked_of(say: Locale, registers: &[AskedOf]) -> String {
    let told = registers.iter().map(|one| {
        let facts = facts_text(say, &one.facts);
        let name = source(say, &one.register);
        if facts.is_empty() { name } else { [&name, " (", &facts, ")"].concat() }
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The sources and the papers of a dossier, on demand.
pub fn view_facts(one: &MineDossier) -> Option<AnyView> {
    let say = use_locale();
    let mut answers: Vec<(Answered, u64)> = Vec::new();
    for fact in &one.facts {
        let from =
            Answered { source: fact.source.clone(), at: fact.at.clone(), reference: fact.reference.clone() };
        match answers.iter_mut().find(|(known, _)| *known == from) {
            Some((_, count)) => *count += 1,
            None => answers.push((from, 1)),
        }
    }
    let papers = one.documents.iter().map(|document| document.name.clone()).collect::<Vec<_>>().join(", ");
    let papers = (!papers.is_empty())
        .then(|| view! { <li>{live(move || say.fill("mine.documents", &[("names", &papers)]))}</li> });
    if answers.is_empty() && papers.is_none() {
        return None;
    }
    let lines: Vec<AnyView> = answers
        .into_iter()
        .map(|(from, count)| view! { <li>{live(move || from.text(say, count))}</li> }.into_any())
        .collect();
    Some(view! { <Details summary=t("mine.sources")><ul>{lines}{papers}</ul></Details> }.into_any())
}

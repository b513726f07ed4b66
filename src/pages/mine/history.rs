//! What was asked of registers and what was decided about it: the latest lines, the older ones on demand. Nothing of what they answered.

use contract::{HISTORY_YEARS, Lookup, LookupOutcome, Mine, PastDecision, Said};
use dossier::content::Right;
use leptos::prelude::*;

use super::facts::{asked_of, source};
use crate::i18n::{Locale, t, use_locale};
use crate::route::Route;
use crate::ui::{Details, live};

/// How many lines are seen at once.
const LATEST: usize = 5;

/// Every question to a register.
pub fn view_lookups(all: &Mine) -> AnyView {
    if all.lookups.is_empty() {
        return view! { <p>{t("mine.lookups.none")}</p> }.into_any();
    }
    let mut lines: Vec<AnyView> = all.lookups.iter().cloned().map(view_lookup).collect();
    let older = lines.split_off(LATEST.min(lines.len()));
    view! {
        <p>{kept("mine.lookups.kept")}</p>
        <ul class="cd-dossiers">{lines}</ul>
        {view_folded("mine.lookups.older", older)}
    }
    .into_any()
}

/// Every decision; which of them counts is said above.
pub fn view_decisions(all: &Mine) -> Option<AnyView> {
    let lines: Vec<AnyView> = all.decisions.iter().cloned().map(view_decision).collect();
    if lines.is_empty() {
        return None;
    }
    Some(view! { <p>{kept("mine.decisions.kept")}</p> {view_folded("mine.decisions", lines)} }.into_any())
}

fn view_folded(key: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    let (locale, count) = (use_locale(), lines.len() as u64);
    let summary = Signal::derive(move || locale.count(key, count));
    (count > 0).then(|| view! { <Details summary><ul class="cd-dossiers">{lines}</ul></Details> }.into_any())
}

/// How long it is kept.
fn kept(key: &'static str) -> impl Fn() -> String {
    let locale = use_locale();
    move || locale.fill(key, &[("years", &HISTORY_YEARS.to_string())])
}

fn view_lookup(one: Lookup) -> AnyView {
    let locale = use_locale();
    let Lookup { register, service, at, outcome, reference, about, by, right, dossier, .. } = one;
    let text = live(move || {
        let (who, key) = match (&about, &by) {
            (Some(who), _) => (who.as_str(), "mine.lookup.about"),
            (None, Some(who)) => (who.as_str(), "mine.lookup.by"),
            (None, None) => ("", "mine.lookup"),
        };
        let [register, time] = [source(locale, &register), locale.date_time(&at)];
        let right = right.map(|right| locale.text(word(right))).unwrap_or_default();
        let asked = [("register", register.as_str()), ("who", who), ("right", &right), ("time", &time)];
        [&locale.fill(key, &asked), " ", &became(locale, outcome, reference.as_deref()), " "].concat()
    });
    let service = match dossier {
        Some(id) => view! { <a href=Route::Dossier(id).href()>{service}</a> }.into_any(),
        None => service.into_any(),
    };
    view! { <li>{text}{t("mine.lookup.for")}" "{service}"."</li> }.into_any()
}

fn word(right: Right) -> &'static str {
    match right {
        Right::Mandate => "mine.right.mandate",
        Right::Parent => "mine.right.parent",
        Right::Guardian => "mine.right.guardian",
        Right::Representative => "mine.right.representative",
    }
}

fn became(locale: Locale, outcome: LookupOutcome, reference: Option<&str>) -> String {
    match (outcome, reference) {
        (LookupOutcome::Answered, Some(reference)) => {
            locale.fill("mine.lookup.answered.reference", &[("reference", reference)])
        }
        (LookupOutcome::Answered, None) => locale.text("mine.lookup.answered"),
        (LookupOutcome::UnknownPerson, _) => locale.text("mine.lookup.unknown"),
        (LookupOutcome::Unavailable, _) => locale.text("mine.lookup.silent"),
    }
}

fn view_decision(one: PastDecision) -> AnyView {
    let locale = use_locale();
    let key = match one.said {
        Said::Agreed => "mine.decision.agreed",
        Said::Refused => "mine.decision.refused",
        Said::Withdrawn => "mine.decision.withdrawn",
    };
    let text = live(move || {
        let [names, time] = [asked_of(locale, &one.registers), locale.date_time(&one.at)];
        locale.fill(
            key,
            &[("service", &one.service), ("registers", &names), ("time", &time), ("text", &one.text)],
        )
    });
    view! { <li>{text}</li> }.into_any()
}

//! Answers that do not arrive and nobody says why: each answer alone, then all together for two that want one place.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Way, told};
use crate::check::finding::Report;
use crate::kinds::Kind;
use crate::migrate::place::{Place, field};
use crate::migrate::{Does, Entry, Fate, Step};

/// Reports each question of the old form once, or once for each of its options.
pub(super) fn check(way: &mut Way<'_>, report: &mut Report) {
    let mut lost: BTreeSet<String> = BTreeSet::new();
    let samples = std::mem::take(&mut way.samples);
    for (place, raws) in &samples {
        let step = step(way, &place.name);
        if step.is_some_and(|step| is_found_elsewhere(way, step)) || is_within(&lost, &place.name) {
            continue;
        }
        let is_choice = field(way.old, &place.name).is_some_and(|field| {
            matches!(field.kind, Kind::Choice(_) | Kind::Choices(_) | Kind::Catalogue(_) | Kind::YesNo)
        });
        for raw in raws {
            let answers = Way::answers([(place, raw)]);
            way.tried += 1;
            let moved = way.moved(&answers);
            let Some(entry) = told(&moved, &place.path()) else { continue };
            if entry.reason.is_some() || step.is_some_and(|step| is_said(step, raw)) {
                continue;
            }
            let finding = |code: &str| way.finding(code, &pointer(way, step), &place.name, answers.clone());
            match loss(way, place, entry) {
                Some(Loss::Answer) => {
                    report.findings.push(finding("migration_loses_answer"));
                    lost.insert(place.name.clone());
                    break;
                }
                Some(Loss::Value) if is_choice => {
                    if let Some(option) = alone(raw) {
                        report.findings.push(finding("migration_loses_option").with("option", option));
                    }
                }
                // A narrower limit: the answer stays where it was typed, to be put right.
                Some(Loss::Value) | None => {}
            }
        }
    }
    together(way, &samples, &lost, report);
    way.samples = samples;
}

enum Loss {
    /// It is not in the draft any more.
    Answer,
    /// It is, and the question does not take it.
    Value,
}

fn loss(way: &Way<'_>, place: &Place, entry: &Entry) -> Option<Loss> {
    // What a citizen stands for is always asked again.
    let stands = |name: &str| {
        field(way.new, name).is_some_and(|field| matches!(field.kind, Kind::Attestation | Kind::Consent))
    };
    let to = entry.to.as_deref().and_then(Place::of);
    match (entry.fate, &entry.now) {
        (Fate::Again, _) if stands(&place.name) || to.is_some_and(|to| stands(&to.name)) => None,
        (Fate::Again, Some(_)) => Some(Loss::Value),
        (Fate::Again | Fate::LeftOut, _) => Some(Loss::Answer),
        (Fate::Changed | Fate::New, _) => None,
    }
}

/// Two answers that each arrive alone, and want the same place.
fn together(
    way: &mut Way<'_>,
    samples: &[(Place, Vec<Value>)],
    lost: &BTreeSet<String>,
    report: &mut Report,
) {
    let one: Vec<(&Place, &Value)> = samples
        .iter()
        .filter(|(place, _)| !is_within(lost, &place.name))
        .filter_map(|(place, raws)| Some((place, raws.first()?)))
        .collect();
    let is_lost = |way: &Way<'_>, given: &[(&Place, &Value)], place: &Place| {
        let moved = way.moved(&Way::answers(given.iter().copied()));
        told(&moved, &place.path()).is_some_and(|entry| entry.fate == Fate::LeftOut && entry.reason.is_none())
    };
    let moved = way.moved(&Way::answers(one.iter().copied()));
    for (place, raw) in &one {
        let step = step(way, &place.name);
        let is_out = told(&moved, &place.path())
            .is_some_and(|entry| entry.fate == Fate::LeftOut && entry.reason.is_none());
        if !is_out
            || step.is_some_and(|step| is_found_elsewhere(way, step))
            || is_lost(way, &[(place, raw)], place)
        {
            continue;
        }
        let rival = one.iter().find(|other| is_lost(way, &[**other, (place, raw)], place));
        if let Some(rival) = rival {
            let answers = Way::answers([*rival, (*place, *raw)]);
            let finding = way.finding("migration_loses_answer", &pointer(way, step), &place.name, answers);
            report.findings.push(finding.with("other", rival.0.name.as_str()));
        }
    }
}

/// The step that an answer follows.
fn step<'a>(way: &Way<'a>, name: &str) -> Option<&'a Step> {
    let steps = &way.migration?.steps;
    let mut known = name;
    loop {
        if let Some(step) = steps.iter().find(|step| step.names().contains(&known)) {
            return Some(step);
        }
        known = known.rsplit_once('.')?.0;
    }
}

/// Steps whose own mistakes are reported in `steps.rs`.
fn is_found_elsewhere(way: &Way<'_>, step: &Step) -> bool {
    let target = step.target().map(|to| field(way.new, to));
    matches!(step.does, Does::Compute { .. })
        || target.is_some_and(|found| found.is_none_or(crate::Field::is_computed))
}

/// Whether the step speaks of this very option.
fn is_said(step: &Step, raw: &Value) -> bool {
    let Does::Map { codes, .. } = &step.does else { return false };
    let code = match raw {
        Value::Bool(yes) => Some(yes.to_string()),
        raw => alone(raw),
    };
    code.is_some_and(|code| codes.contains_key(&code))
}

/// The option that an answer chooses, when it is only one.
fn alone(raw: &Value) -> Option<String> {
    match raw {
        Value::String(code) => Some(code.clone()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Array(chosen) if chosen.len() == 1 => chosen[0].as_str().map(str::to_owned),
        raw => raw.get("option").and_then(Value::as_str).map(str::to_owned),
    }
}

fn is_within(lost: &BTreeSet<String>, name: &str) -> bool {
    lost.iter().any(|outer| {
        name.strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Where the author would say it: at the step, else at the migration, else where migrations go.
fn pointer(way: &Way<'_>, step: Option<&Step>) -> String {
    let migration = way.migration.map_or("/migrations", |migration| &migration.pointer);
    step.map_or(migration, |step| &step.pointer).to_owned()
}

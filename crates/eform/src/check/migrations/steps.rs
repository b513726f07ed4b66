//! What the steps name: questions and options of the two forms.

use serde_json::{Value, json};

use super::{Way, told};
use crate::check::domain::option_of;
use crate::check::finding::{Finding, Grade, Report};
use crate::expr::typing::Typing;
use crate::kinds::Kind;
use crate::migrate::place::{Place, field};
use crate::migrate::{Does, Step};
use crate::schema::reader::join;

/// Reports steps that lead from or to what is not there.
pub(super) fn check(way: &Way<'_>, report: &mut Report) {
    let steps = way.migration.map_or(&[][..], |migration| &migration.steps);
    for (at, step) in steps.iter().enumerate() {
        for (pointer, name) in named(step) {
            let is_made_of = matches!(step.does, Does::Compute { .. });
            let earlier =
                steps[..at].iter().filter(|other| !is_made_of || !matches!(other.does, Does::Compute { .. }));
            if field(way.old, name).is_none() {
                let finding = Finding::new("migration_unknown_field", Grade::Error, &pointer);
                report.findings.push(finding.with("field", name).with("version", way.old.version()));
            } else if earlier.flat_map(Step::names).any(|other| other == name) {
                let finding = Finding::new("migration_twice", Grade::Error, &pointer);
                report.findings.push(finding.with("field", name));
            }
        }
        target(way, step, report);
        match &step.does {
            Does::Map { from, to, codes } => {
                for (code, becomes) in codes {
                    let pointer = join(&join(&step.pointer, "codes"), code);
                    option(way, (from, to), (code, becomes), &pointer, report);
                }
            }
            Does::Compute { of, to, by } => expression(way, step, (of, to, by), report),
            Does::Drop { from } => still_asked(way, step, from, report),
            Does::Move { .. } | Does::Ask { .. } => {}
        }
    }
}

/// The old names of a step with their pointers.
fn named(step: &Step) -> Vec<(String, &str)> {
    let key = match &step.does {
        Does::Move { .. } => "move",
        Does::Map { .. } => "map",
        Does::Drop { .. } => "drop",
        Does::Ask { .. } => "ask",
        Does::Compute { of, .. } => {
            let list = join(&step.pointer, "of");
            return of
                .iter()
                .enumerate()
                .map(|(at, name)| (join(&list, &at.to_string()), name.as_str()))
                .collect();
        }
    };
    step.names().into_iter().map(|name| (join(&step.pointer, key), name)).collect()
}

/// The new question is there and is answered by the citizen.
fn target(way: &Way<'_>, step: &Step, report: &mut Report) {
    let Some(to) = step.target() else { return };
    if field(way.new, to).is_some_and(|field| !field.is_computed() && !matches!(field.kind, Kind::Notice)) {
        return;
    }
    let key = match &step.does {
        Does::Compute { .. } => "compute",
        Does::Map { from, .. } if from == to => "map",
        Does::Ask { from, .. } if from == to => "ask",
        Does::Move { .. } | Does::Map { .. } | Does::Ask { .. } | Does::Drop { .. } => "to",
    };
    let pointer = join(&step.pointer, key);
    let sample = way.samples.iter().find(|(place, _)| step.names().contains(&place.name.as_str()));
    report.findings.push(match sample.and_then(|(place, raws)| Some((place, raws.first()?))) {
        Some((place, raw)) => {
            let finding =
                way.finding("migration_unknown_target", &pointer, &place.name, Way::answers([(place, raw)]));
            finding.with("to", to)
        }
        None => Finding::new("migration_unknown_target", Grade::Error, &pointer).with("to", to),
    });
}

/// What the options of a question are; none where they are in a list that is not here.
fn options(kind: &Kind) -> Option<Vec<Value>> {
    match kind {
        Kind::YesNo => Some(vec![json!(true), json!(false)]),
        kind => kind.options().map(|options| options.iter().map(|option| json!(option)).collect()),
    }
}

fn option(
    way: &Way<'_>,
    (from, to): (&str, &str),
    (code, becomes): (&str, &Value),
    pointer: &str,
    report: &mut Report,
) {
    let (Some(old), Some(new)) = (field(way.old, from), field(way.new, to)) else { return };
    let word = |option: &Value| option.as_str().map_or_else(|| option.to_string(), str::to_owned);
    let known = options(&old.kind);
    if known.as_ref().is_some_and(|known| !known.iter().any(|option| word(option) == code)) {
        let finding = Finding::new("migration_unknown_code", Grade::Error, pointer);
        report
            .findings
            .push(finding.with("field", from).with("code", code).with("version", way.old.version()));
    } else if !becomes.is_null() && options(&new.kind).is_some_and(|options| !options.contains(becomes)) {
        let Some(place) = Place::of(from).or_else(|| {
            way.samples.iter().find(|(place, _)| place.name == from).map(|(place, _)| place.clone())
        }) else {
            return;
        };
        let raw = match &old.kind {
            Kind::YesNo => json!(code == "true"),
            Kind::Choices(_) => json!([code]),
            kind => option_of(kind, code),
        };
        let finding = way.finding("migration_unknown_option", pointer, from, Way::answers([(&place, &raw)]));
        report.findings.push(finding.with("option", word(becomes)));
    }
}

/// The expression reads the old form, and gives an answer that the new question takes.
fn expression(way: &Way<'_>, step: &Step, (of, to, by): (&[String], &str, &Value), report: &mut Report) {
    let pointer = join(&step.pointer, "as");
    if of.iter().any(|name| field(way.old, name).is_none()) || field(way.new, to).is_none() {
        return;
    }
    // It is made in the rows that the old answers stand in, as many as the new one stands in.
    let group = of.iter().max_by_key(|name| name.matches('.').count()).and_then(|name| {
        let rows = name.matches('.').count().min(to.matches('.').count());
        let (end, _) = name.match_indices('.').nth(rows.checked_sub(1)?)?;
        way.old.layout.places[way.old.layout.named(&name[..end])? as usize].rows
    });
    let mut issues = Vec::new();
    Typing::new(&way.old.layout, group, &mut issues).compile(by, &pointer);
    if !issues.is_empty() {
        report.findings.extend(issues.iter().map(Finding::of_schema));
        return;
    }
    let asked: Vec<_> = way.samples.iter().filter(|(place, _)| of.contains(&place.name)).collect();
    let Some((first, _)) = asked.first() else { return };
    let most = asked.iter().map(|(_, raws)| raws.len()).max().unwrap_or(0);
    let given = |at: usize| {
        Way::answers(asked.iter().filter_map(|(place, raws)| Some((place, raws.get(at).or(raws.last())?))))
    };
    let is_lost = |at: usize| {
        let moved = way.moved(&given(at));
        let is_made = moved.report.entries.iter().any(|entry| {
            entry.now.is_some()
                && entry.was.contains_key(&first.path())
                && entry.to.as_deref().and_then(Place::of).is_some_and(|place| place.name == to)
        });
        !is_made
    };
    if (0..most).all(is_lost) {
        report.findings.push(way.finding("migration_makes_nothing", &pointer, &first.name, given(0)));
    }
}

/// A question that is dropped as no longer asked, and is asked.
fn still_asked(way: &Way<'_>, step: &Step, from: &str, report: &mut Report) {
    let (Some(old), Some(new)) = (field(way.old, from), field(way.new, from)) else { return };
    if !crate::migrate::is_same(&old.kind, &new.kind) {
        return;
    }
    let Some((place, raws)) = way.samples.iter().find(|(place, _)| place.name == from) else { return };
    let answers = Way::answers(raws.first().map(|raw| (place, raw)));
    if told(&way.moved(&answers), &place.path()).is_some() {
        report.findings.push(way.finding(
            "migration_drops_asked",
            &join(&step.pointer, "drop"),
            from,
            answers,
        ));
    }
}

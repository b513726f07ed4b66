//! What is said about a draft that was moved: found by comparing the two forms as they stand, so that it holds what the
//! citizen sees and not only what the steps say.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fit::is_asked;
use super::hop::{Load, Was, question, steps};
use super::place::{Place, field};
use super::{Entry, Fate, Report};
use crate::form::Form;
use crate::violation::Severity;
use crate::{Instance, State};

/// See [`Report`].
pub(super) fn report(old: &Instance, along: &[Arc<Form>], load: Load, new: &Instance) -> Report {
    let mut carried = BTreeMap::new();
    let mut entries = Vec::new();
    for (path, held) in load.held {
        let same =
            only(&held.was).filter(|(_, raw)| !held.made && **raw == held.raw).map(|(path, _)| path.clone());
        let fate = match &same {
            _ if held.was.is_empty() => continue,
            _ if is_wrong(new, &path) && !held.was.keys().any(|path| is_wrong(old, path)) => Fate::Again,
            Some(from) => {
                carried.insert(from.clone(), path);
                continue;
            }
            None => Fate::Changed,
        };
        let asked = is_on_screen(new, &path);
        entries.push(Entry {
            fate,
            was: held.was,
            to: Some(path),
            now: Some(held.raw),
            reason: held.reason,
            asked,
        });
    }
    for lost in load.lost {
        let fate = if lost.to.is_some() { Fate::Again } else { Fate::LeftOut };
        let asked = lost.to.as_ref().is_some_and(|path| is_on_screen(new, path));
        entries.push(Entry { fate, was: lost.was, to: lost.to, now: None, reason: lost.reason, asked });
    }
    entries.extend(new_questions(old, along, new, &entries));
    let order: BTreeMap<String, usize> = new.paths().into_iter().zip(0..).collect();
    let place = |entry: &Entry| {
        let at = entry.to.as_ref().and_then(|path| order.get(path)).copied().unwrap_or(usize::MAX);
        (at, entry.was.keys().next().cloned())
    };
    entries.sort_by_cached_key(place);
    let version = |form: &Arc<Form>| form.version().to_owned();
    Report {
        from: version(old.form()),
        to: along.last().map_or_else(|| version(old.form()), version),
        carried,
        entries,
    }
}

fn only(was: &Was) -> Option<(&String, &serde_json::Value)> {
    if was.len() == 1 { was.first_key_value() } else { None }
}

/// Whether an answer is not accepted where it stands; one that is hidden is judged alone.
fn is_wrong(form: &Instance, path: &str) -> bool {
    if let Some(view) = form.field(path).filter(|view| view.visible) {
        let is_about_it = |code: &str| code != "required" && code != "group.min";
        return view
            .violations
            .iter()
            .any(|found| found.severity == Severity::Error && is_about_it(&found.code));
    }
    let asked = Place::of(path).and_then(|place| field(form.form(), &place.name));
    let raw = form.answers().get(path);
    asked.zip(raw).is_some_and(|(asked, raw)| asked.kind.parse(raw).has_error())
}

fn is_on_screen(form: &Instance, path: &str) -> bool {
    form.field(path).is_some_and(|view| view.visible)
}

/// Questions without an answer that were not on the screen before, or that could be left blank.
fn new_questions(old: &Instance, along: &[Arc<Form>], new: &Instance, told: &[Entry]) -> Vec<Entry> {
    let mut before: BTreeMap<String, bool> = BTreeMap::new();
    for path in old.paths() {
        let Some(view) = old.field(&path).filter(|view| view.visible) else { continue };
        let required = view.required;
        let mut form = old.form();
        let mut here = Some(path);
        for next in along {
            here = here.and_then(|path| question(steps(form, next), &path));
            form = next;
        }
        if let Some(path) = here {
            let was = before.entry(path).or_default();
            *was |= required;
        }
    }
    let is_new = |path: &String| {
        new.field(path).is_some_and(|view| {
            let is_open = view.visible
                && is_asked(view.def)
                && view.value == State::Unset
                && view.raw.is_none_or(|raw| raw.as_array().is_some_and(Vec::is_empty));
            is_open && before.get(path).is_none_or(|required| view.required && !required)
        })
    };
    let is_told = |path: &String| told.iter().any(|entry| entry.to.as_ref() == Some(path));
    let open = new.paths().into_iter().filter(|path| is_new(path) && !is_told(path));
    open.map(|path| Entry {
        fate: Fate::New,
        was: Was::new(),
        to: Some(path),
        now: None,
        reason: None,
        asked: true,
    })
    .collect()
}

//! What has changed in a dossier that was opened anew: each answer with what it was, what it is now, and by whose word. What a register
//! says against an answer of the citizen's is told with both, and the link leads to where they may choose, or say that it is wrong.

use std::sync::Arc;

use eform::{Answers, Facts, Instance, Kind, Provenance, State};
use leptos::prelude::*;
use serde_json::Value;

use super::open::OpenDossier;
use crate::{
    browser::focus,
    form::{
        FormStore,
        catalogues::{Catalogues, use_catalogues},
        handle::Handle,
        link::question_href,
        present,
    },
    i18n::{Locale, t, use_locale},
    ui::{CollectAny, Notice, Tone, live},
};

/// Takes the focus: it is told before everything else.
const NEWS: &str = "changed";

/// The answers as they were before, and what was known then.
pub type Before = Arc<(Answers, Facts)>;

crate::later! { part filing, fetched by fetch, inside a page;
    /// What the citizen had answered and what stands otherwise now; nothing when all of it stands.
    pub fn contradicted(open: OpenDossier, store: FormStore, before: Before) -> AnyView {
        let mut changes = store.read(|now| changes(&as_it_was(now, &before), now));
        changes.retain(|change| change.was_typed);
        view_list(open, store, changes).map(view_news).into_any()
    }
}

/// Everything that has changed, said at once.
pub fn news(open: OpenDossier, store: Option<FormStore>, before: &Before) -> AnyView {
    let list = store.and_then(|store| {
        let changes = store.read(|now| changes(&as_it_was(now, before), now));
        view_list(open, store, changes)
    });
    view_news(list.unwrap_or_else(|| view! { <p>{t("step.review.moved.body")}</p> }.into_any()))
}

fn view_news(list: AnyView) -> AnyView {
    focus::soon_to(NEWS.to_owned());
    view! {
        <div id=NEWS tabindex="-1">
            <Notice tone=Tone::Turn title=t("step.review.moved") is_alert=true>{list}</Notice>
        </div>
    }
    .into_any()
}

/// One answer that is not as it was.
struct Change {
    path: String,
    was: Option<Value>,
    now: Option<Value>,
    /// By the citizen.
    was_typed: bool,
    /// Stands as it was, although a source holds `now`.
    is_kept: bool,
}

fn as_it_was(now: &Instance, (answers, facts): &(Answers, Facts)) -> Instance {
    Instance::new(now.form().clone(), answers.clone(), facts.clone(), now.today())
}

fn changes(before: &Instance, now: &Instance) -> Vec<Change> {
    let mut paths = now.paths();
    paths.extend(before.paths().into_iter().filter(|path| now.field(path).is_none()));
    paths.into_iter().filter_map(|path| change(before, now, path)).collect()
}

fn change(before: &Instance, now: &Instance, path: String) -> Option<Change> {
    let def = now.field(&path).or_else(|| before.field(&path))?.def;
    if matches!(def.kind, Kind::Group(_) | Kind::Notice) {
        return None;
    }
    let held = now.replaced(&path).filter(|_| before.replaced(&path).is_none()).cloned();
    let (was, stands) = (value(before, &path), value(now, &path));
    let is_kept = held.is_some() && was == stands;
    let now = if is_kept { held } else { stands };
    let origin = before.field(&path).and_then(|field| field.provenance);
    let was_typed = matches!(origin, Some(Provenance::Typed));
    (was != now).then_some(Change { path, was, now, was_typed, is_kept })
}

fn value(instance: &Instance, path: &str) -> Option<Value> {
    match instance.field(path)?.value {
        State::Value(value) => Some(value.clone()),
        State::Unset | State::NotApplicable => None,
    }
}

fn view_list(open: OpenDossier, store: FormStore, changes: Vec<Change>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let lines = changes.into_iter().map(|change| line(open, store, change)).collect_any();
    Some(view! { <p>{t("step.changed.body")}</p> <ul>{lines}</ul> }.into_any())
}

fn line(open: OpenDossier, store: FormStore, change: Change) -> AnyView {
    let (say, lists) = (use_locale(), use_catalogues());
    let field = Handle::new(store, &change.path);
    let label = field.label();
    let question = match question_href(store, &open.id(), &change.path) {
        Some(href) => view! { <a href=href + "&from=review">{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let text = live(move || sentence(say, lists, &field, &change));
    view! { <li>{question}<p>{text}</p></li> }.into_any()
}

fn sentence(say: Locale, lists: Catalogues, field: &Handle, change: &Change) -> String {
    let kind = field.kind();
    let words = |value: &Option<Value>| match value {
        Some(value) => present::text(say, lists, &field.texts, &field.path, &kind, value),
        None => say.text("step.changed.empty"),
    };
    let state = untrack(|| field.state());
    let source = match &state.provenance {
        Some(Provenance::Register { source, .. } | Provenance::Changed { source, .. }) => {
            say.text(&["form.source.", source].concat())
        }
        _ => String::new(),
    };
    let pairs = [("was", &*words(&change.was)), ("now", &*words(&change.now)), ("source", &*source)];
    say.fill(key(change, state.provenance.as_ref(), state.is_locked), &pairs)
}

/// By whose word it is as it is now, and what can be done about it.
fn key(change: &Change, now: Option<&Provenance>, is_locked: bool) -> &'static str {
    match now {
        _ if change.is_kept => "step.changed.kept",
        Some(Provenance::Register { .. }) if is_locked => "step.changed.locked",
        Some(Provenance::Register { .. }) => "step.changed.offered",
        _ => "step.changed.line",
    }
}

#[cfg(test)]
mod tests;

//! Two versions of the same answers, one from this page and one from another tab or device: both are shown, the citizen
//! chooses for each answer, and nothing is lost in silence.

use std::collections::BTreeSet;

use eform::Gather;
use leptos::prelude::*;

use serde_json::Value;

use super::{
    autosave::{Autosave, Conflict, SaveState},
    catalogues::use_catalogues,
    handle::{Handle, control_id},
    present,
    store::FormStore,
};
use crate::{
    i18n::{t, use_locale},
    ui::{Button, CollectAny, Look, Notice, Tone, live},
};

/// The question, as long as it waits for an answer.
pub fn conflict(store: FormStore, autosave: Autosave) -> AnyView {
    live(move || match autosave.state() {
        SaveState::Conflict(conflict) => Some(question(store, autosave, conflict)),
        SaveState::Saved(_) | SaveState::Changed | SaveState::Failed(_) => None,
    })
}

fn question(store: FormStore, autosave: Autosave, conflict: Conflict) -> AnyView {
    let say = use_locale();
    let taken = RwSignal::new(BTreeSet::new());
    let rows = conflict.paths.iter().map(|path| row(store, &conflict, path, taken)).collect_any();
    let time = say.date_time(&conflict.theirs.saved_at);
    let body = live(move || say.fill("form.conflict.body", &[("time", &time)]));
    let theirs = conflict.theirs.clone();
    let all: BTreeSet<String> = conflict.paths.into_iter().gather();
    let save = {
        let theirs = theirs.clone();
        Callback::new(move |()| autosave.choose(&theirs, &taken.get_untracked()))
    };
    let take_all = Callback::new(move |()| autosave.choose(&theirs, &all));
    view! {
        <Notice tone=Tone::Turn title=t("form.conflict") is_alert=true>
            <p>{body}</p>
            {rows}
            <div class="cd-actions">
                <Button label=t("form.conflict.save") on_press=save look=Look::Quiet/>
                <Button label=t("form.conflict.theirs") on_press=take_all look=Look::Plain/>
            </div>
        </Notice>
    }
    .into_any()
}

/// One answer with its two versions; the one on screen is chosen at first.
fn row(store: FormStore, conflict: &Conflict, path: &str, taken: RwSignal<BTreeSet<String>>) -> AnyView {
    let field = Handle::new(store, path);
    let name = ["c-", control_id(path).as_str()].concat();
    let here = store.read(|instance| instance.answers().get(path).cloned());
    let versions = [
        (false, "form.conflict.here", here),
        (true, "form.conflict.there", conflict.theirs.answers.get(path).cloned()),
    ];
    let options = versions
        .into_iter()
        .map(|(is_theirs, key, raw)| {
            let id = [name.as_str(), if is_theirs { "-there" } else { "-here" }].concat();
            let (group, path) = (name.clone(), path.to_owned());
            view! {
                <label class="cd-option" for=id.clone()>
                    <input id=id.clone() type="radio" name=group checked=!is_theirs on:change=move |_| {
                        taken.update(|taken| _ = if is_theirs { taken.insert(path.clone()) } else { taken.remove(&path) });
                    }/>
                    <span>{t(key)} ": " <b>{raw_text(&field, raw.as_ref())}</b></span>
                </label>
            }
            .into_any()
        })
        .collect_any();
    view! {
        <fieldset class="cd-conflict">
            <legend>{field.label()}</legend>
            {options}
        </fieldset>
    }
    .into_any()
}

/// An answer as it was typed, in words as far as it can be understood.
fn raw_text(field: &Handle, raw: Option<&Value>) -> String {
    let say = use_locale();
    let Some(raw) = raw else { return say.text("form.conflict.empty") };
    let kind = field.kind();
    let (texts, path, lists) = (&field.texts, &field.path, use_catalogues());
    match kind.parse(raw).value {
        Some(value) => present::text(say, lists, texts, path, &kind, &value),
        None => present::typed(say, lists, texts, path, &kind, raw),
    }
}

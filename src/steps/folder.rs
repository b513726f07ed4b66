//! The folder around every step: tabs, the line for phones, and the rail with what the dossier is about.

use contract::SignPolicy;
use dossier::Stage;
use eform::Step;
use leptos::prelude::*;

use super::{
    acting::acting,
    language::language_note,
    moved::moved,
    open::{OpenDossier, Opened},
    way::{StepName, steps},
};
use crate::{
    form::progress::progress,
    i18n::{t, use_locale},
    session::use_session,
    ui::{Folder, FolderStep, Notice, StepState, Tone, live},
};

/// The step in its folder.
pub fn in_folder(open: OpenDossier, step: StepName, opened: &Opened, inside: AnyView) -> AnyView {
    let say = use_locale();
    let all = {
        let opened = opened.clone();
        Memo::new(move |_| steps(&opened))
    };
    let first = first_page(opened);
    let id = open.id();
    let sign = opened.bundle.sign;
    let view = opened.view;
    // Once it is sent every step is behind, wherever the citizen looks.
    let is_behind = Memo::new(move |_| {
        step != StepName::Receipt
            && view.with(|view| matches!(view.state.stage, Stage::Filing | Stage::Filed))
    });
    let place = move |all: &[StepName]| match all.iter().position(|one| *one == step) {
        _ if is_behind.get() => all.len(),
        place => place.unwrap_or_default(),
    };
    let tabs = Signal::derive(move || {
        let all = all.get();
        let here = place(&all);
        all.iter().enumerate().map(|(at, one)| tab((&id, &first), *one, sign, at, here)).collect::<Vec<_>>()
    });
    let position = Signal::derive(move || {
        let all = all.get();
        let here = place(&all) + 1;
        if here > all.len() {
            return say.fill("step.position.behind", &[("all", &all.len().to_string())]);
        }
        let name = say.text(here.checked_sub(1).and_then(|at| all.get(at)).map_or("", |step| step.key(sign)));
        let pairs = [("n", &*here.to_string()), ("all", &*all.len().to_string()), ("step", &*name)];
        say.fill("step.position", &pairs)
    });
    let folder = (t("step.list"), t("step.done"));
    // While answering, the rail says how far it is; what is to be read or signed gets the whole sheet.
    let asks = matches!(step, StepName::Form | StepName::Documents);
    let (session, least) = (use_session(), opened.bundle.level.clone());
    let level = asks.then(|| {
        live(move || {
            let is_low = session.is_below(least.as_deref());
            is_low.then(|| view! { <Notice tone=Tone::Turn title=t("service.start.level")/> })
        })
    });
    let inside =
        view! { {acting(opened)} {language_note(open, opened)} {moved(open, opened)} {level} {inside} }
            .into_any();
    match (opened.store.filter(|_| asks), opened.autosave) {
        (Some(store), autosave) => {
            let rail = ViewFn::from(move || progress(store, autosave));
            view! {
                <Folder label=folder.0 steps=tabs position done=folder.1 rail_label=t("step.rail") rail=rail>{inside}</Folder>
            }
            .into_any()
        }
        (None, _) => {
            view! { <Folder label=folder.0 steps=tabs position done=folder.1>{inside}</Folder> }.into_any()
        }
    }
}

/// Steps that are behind may be visited again; those ahead open when their time comes.
fn tab((id, first): (&str, &str), step: StepName, sign: SignPolicy, at: usize, here: usize) -> FolderStep {
    let label = t(step.key(sign));
    // Where no form is open there is no page of it: its answers are on the review.
    let there = if step == StepName::Form && first.is_empty() { StepName::Review } else { step };
    let href = (at < here).then(|| there.route(id.to_owned(), first.to_owned()).href());
    let state = match at.cmp(&here) {
        std::cmp::Ordering::Less => StepState::Done,
        std::cmp::Ordering::Equal => StepState::Current,
        std::cmp::Ordering::Greater => StepState::Ahead,
    };
    FolderStep { label, href, state }
}

/// The page that the form opens on.
#[must_use]
pub fn first_page(opened: &Opened) -> String {
    let page = |store: crate::form::FormStore| {
        store.read(|instance| {
            instance.pages().into_iter().find(|page| page.step == Step::Form).map(|page| page.id)
        })
    };
    opened.store.and_then(page).unwrap_or_default()
}

//! A question page of a dossier whose answers are fixed: what that means, where the dossier is now, and the way there.

use contract::DossierView;
use dossier::{Command, Stage};
use leptos::prelude::*;

use super::{
    command::allows,
    open::{OpenDossier, Opened},
    thaw::thaw_button,
    way::due,
};
use crate::{
    i18n::{t, use_locale},
    route::Route,
    standing::standing,
    ui::{Heading, LinkButton, Notice, Tag, Tone, live},
};

/// The page, in place of its questions.
pub fn locked(open: OpenDossier, opened: &Opened) -> AnyView {
    let (opened, view) = (opened.clone(), opened.view);
    let is_sent = Memo::new(move |_| view.with(|view| view.state.stage != Stage::Frozen));
    live(move || if is_sent.get() { sent(open, view) } else { frozen(open, &opened) })
}

/// Fixed and not sent yet: it goes on, or is opened again where that is still possible.
fn frozen(open: OpenDossier, opened: &Opened) -> AnyView {
    let view = opened.view;
    let href = move || view.with(due).route(open.id(), String::new()).href();
    let body = if view.with_untracked(|view| allows(view, Command::Thaw)) {
        t("step.locked.body")
    } else {
        t("step.locked.body.stays")
    };
    view! {
        <Heading text=t("step.locked.title")/>
        <Notice tone=Tone::Plain title=t("step.locked")><p>{body}</p></Notice>
        <div class="cd-actions">
            <LinkButton href=Signal::derive(href) label=t("step.resume")/>
            {thaw_button(open, opened)}
        </div>
    }
    .into_any()
}

/// Sent: nothing can be changed here any more.
fn sent(open: OpenDossier, view: RwSignal<DossierView>) -> AnyView {
    let say = use_locale();
    let stand = Memo::new(move |_| view.with(|view| standing(&view.id, &view.state, None)));
    let tag = live(move || {
        let (tone, word) = stand.with(|stand| (stand.tone, stand.word(say)));
        view! { <Tag tone label=Signal::stored(word)/> }
    });
    let turn = live(move || stand.with(|stand| stand.turn(say)));
    view! {
        <Heading text=t("step.review.gone") kicker=Signal::derive(move || view.with(|view| view.title.clone()))/>
        <p class="cd-lede">{t("step.locked.sent")}</p>
        <p class="cd-locked__status">{tag}</p>
        <p>{turn}</p>
        <div class="cd-actions"><LinkButton href=Route::Dossier(open.id()).href() label=t("step.receipt.follow")/></div>
    }
    .into_any()
}

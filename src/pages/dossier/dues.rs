//! What the office has asked for since it has the dossier, the latest first: with the way to pay it, as long as it is owed.

use contract::DossierView;
use dossier::{Due, Payment, due_commands};
use leptos::prelude::*;

use crate::i18n::{t, use_locale};
use crate::route::Route;
use crate::session::use_session;
use crate::standing::dues::{settled, terms, view_items, word};
use crate::standing::official_code;
use crate::ui::{LinkButton, Notice, Tone};

/// The block below the status; nothing where nothing was asked for.
pub fn view_dues(one: &DossierView) -> Option<AnyView> {
    let dues: Vec<AnyView> = one.state.dues.iter().rev().map(|due| view_due(one, due)).collect();
    (!dues.is_empty()).then(|| {
        view! {
            <section class="cd-case__now">
                <h2>{t("due.title")}</h2>
                {dues}
            </section>
        }
        .into_any()
    })
}

fn view_due(one: &DossierView, due: &Due) -> AnyView {
    if due.over.is_some() {
        return settled(due, Tone::Plain);
    }
    if matches!(due.payment, Payment::Paid { .. }) {
        return view! { {settled(due, Tone::Done)} {view_items(&due.notice)} }.into_any();
    }
    let locale = use_locale();
    let session = use_session();
    let today = Signal::derive(move || session.today());
    let title = {
        let due = due.clone();
        Signal::derive(move || word(locale, &due, today.get().as_deref()))
    };
    let is_open = matches!(due.payment, Payment::Pending { .. } | Payment::Suspect { .. });
    let can_go = is_open || !due_commands(&one.state, due.number).is_empty();
    let label = if is_open { "due.follow" } else { "due.go" };
    let go = can_go.then(|| {
        let href = Route::PayDue(one.id.clone(), due.number).href();
        view! { <div class="cd-actions"><LinkButton href label=t(label)/></div> }
    });
    let tone = if due.is_asked_now() { Tone::Turn } else { Tone::Plain };
    let items = view_items(&due.notice);
    let body = if matches!(due.payment, Payment::Suspect { .. }) {
        // Nobody is asked to pay what may be paid already, not even beforehand.
        view! { <p>{t("due.suspect.body")}</p> }.into_any()
    } else {
        terms(&due.notice, official_code(&one.state).unwrap_or_default(), today)
    };
    view! {
        <Notice tone title>{body} {go}</Notice>
        {items}
    }
    .into_any()
}

//! One page of questions: its fields, Continue and Back. Which pages there are, the form decides; a page that is not asked
//! any more leads to the next one that is.

use dossier::Stage;
use eform::Step;
use leptos::prelude::*;

use crate::ui::{Shown, live};

use crate::{
    browser::page,
    config::use_config,
    form::{
        FormStore, conflict, error_summary::error_summary, files::use_files, page_fields, reasons, saving,
        statement::lede,
    },
    i18n::{t, use_locale},
    route::{Route, UNANSWERED, use_go, use_here},
    steps::{
        OpenDossier, Opened, StepName,
        changed::contradicted,
        consent::consent,
        locked::locked,
        questions::{confirm_warnings, focus_named_field, may_leave, title_prefix},
        trouble::register_trouble,
        use_open_dossier,
    },
    ui::{Button, Heading, LinkButton, Look},
};

/// The page.
#[component]
pub fn DossierForm(
    /// Which page of the procedure.
    page: Signal<String>,
) -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Form, move |opened| {
        let is_draft = Memo::new(move |_| opened.view.with(|view| view.state.stage == Stage::Draft));
        live(move || match opened.store.filter(|_| is_draft.get()) {
            Some(store) => questions(open, &opened, store, page),
            None => locked(open, &opened),
        })
    })
}

/// The pages of questions that are asked now, in order.
fn asked(store: FormStore) -> Memo<Vec<String>> {
    Memo::new(move |_| {
        store.pages().into_iter().filter(|page| page.step == Step::Form).map(|page| page.id).collect()
    })
}

fn questions(open: OpenDossier, opened: &Opened, store: FormStore, page: Signal<String>) -> AnyView {
    let go = use_go();
    let pages = asked(store);
    if use_config().reads_ahead() {
        page::read_ahead();
    }
    Effect::new(move |_| {
        let (here, all) = (page.get(), pages.get());
        if all.contains(&here) {
            return;
        }
        if here == UNANSWERED {
            return go.instead(&unanswered(store, open.id()));
        }
        // Whoever stopped at the papers goes on there.
        let is_of_documents =
            untrack(|| store.pages().iter().any(|page| page.id == here && page.step == Step::Documents));
        if is_of_documents {
            go.instead(&Route::Documents(open.id()));
        } else if let Some(next) = nearest(store, &here, &all) {
            go.instead(&Route::Form(open.id(), next));
        }
    });
    let opened = opened.clone();
    live(move || {
        let here = page.get();
        let is_asked = untrack(|| pages.with(|all| all.contains(&here)));
        is_asked.then(|| screen(open, &opened, store, here, pages))
    })
}

/// The first step on which something is missing.
fn unanswered(store: FormStore, id: String) -> Route {
    match untrack(|| store.pages()).into_iter().find(|page| !page.complete) {
        None => Route::Review(id),
        Some(page) if page.step == Step::Documents => Route::Documents(id),
        Some(page) => Route::Form(id, page.id),
    }
}

/// The page that is asked instead: the next one of the form, or the last one before.
fn nearest(store: FormStore, here: &str, asked: &[String]) -> Option<String> {
    let order: Vec<String> =
        store.read(|instance| instance.form().pages().iter().map(|page| page.id.clone()).collect());
    let at = order.iter().position(|id| id == here).unwrap_or_default();
    let after = order[at..].iter().find(|id| asked.contains(id));
    after.or_else(|| order[..at].iter().rev().find(|id| asked.contains(id))).cloned()
}

fn screen(
    open: OpenDossier,
    opened: &Opened,
    store: FormStore,
    here: String,
    pages: Memo<Vec<String>>,
) -> AnyView {
    let say = use_locale();
    let go = use_go();
    let is_from_review = use_here().with_untracked(|here| here.asked("from").as_deref() == Some("review"));
    focus_named_field();
    if let Some(autosave) = opened.autosave {
        autosave.visit(&here);
    }
    let title = Signal::stored(store.texts().get(&["page.", &here, ".title"].concat()));
    let lede = lede(store, &here);
    let this = Signal::stored(vec![here.clone()]);
    let at = {
        let here = here.clone();
        Memo::new(move |_| pages.with(|all| all.iter().position(|id| *id == here).unwrap_or_default()))
    };
    let service = opened.view.with_untracked(|view| view.title.clone());
    let kicker = Signal::derive(move || {
        let (n, all) = ((at.get() + 1).to_string(), pages.with(Vec::len).to_string());
        say.fill("form.kicker", &[("service", &service), ("n", &n), ("all", &all)])
    });
    let autosave = opened.autosave;
    let has_documents = move || untrack(|| store.pages().iter().any(|page| page.step == Step::Documents));
    let go_on = move || {
        if let Some(autosave) = autosave {
            autosave.send();
        }
        let next = pages.with_untracked(|all| all.get(at.get_untracked() + 1).cloned());
        go.to(&match next {
            _ if is_from_review => Route::Review(open.id()),
            Some(next) => Route::Form(open.id(), next),
            None if has_documents() => Route::Documents(open.id()),
            None => Route::Review(open.id()),
        });
    };
    let papers = use_files();
    let is_helper = opened.view.with_untracked(|view| view.helping().is_some());
    let submit = move || {
        if may_leave(store, papers, &this.get_untracked(), is_helper) {
            go_on();
        }
    };
    let on_confirm = Callback::new(move |()| {
        confirm_warnings(store, &this.get_untracked());
        submit();
    });
    let back = move || {
        let before = at.get().checked_sub(1).and_then(|at| pages.with(|all| all.get(at).cloned()));
        before.map_or_else(|| Route::Dossier(open.id()), |before| Route::Form(open.id(), before)).href()
    };
    let is_first = move || at.get() == 0;
    // What registers have said meanwhile against the citizen's own answers; where none had been given there is nothing to tell.
    let before = open.takes_news().filter(|before| !before.0.is_empty());
    let news = before.map(|before| contradicted(open, store, before));
    view! {
        <form
            class="cd-dossier-form"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {error_summary(store, this, on_confirm)}
            <Heading text=title kicker=kicker title_prefix=title_prefix(store, this)/>
            {lede.map(|lede| view! { <p class="cd-lede">{lede}</p> })}
            {reasons::page(store, &here)}
            {news}
            <Shown when=is_first>{consent(open)} {register_trouble(open)}</Shown>
            {autosave.map(|autosave| (saving::save_failure(autosave), conflict::conflict(store, autosave)))}
            {page_fields(store, &here)}
            <div class="cd-actions">
                <Button label=t("form.continue")/>
                <LinkButton href=Signal::derive(back) label=t("form.back") look=Look::Plain/>
                {autosave.map(saving::saved_line)}
            </div>
        </form>
    }
    .into_any()
}

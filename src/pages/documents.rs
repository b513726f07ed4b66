//! The papers: one slot for each that this case needs, sent as soon as they are picked.

use dossier::Stage;
use eform::Step;
use leptos::prelude::*;

use crate::ui::{CollectAny, Shown, live};

use crate::{
    form::{
        FormStore, conflict, error_summary::error_summary, files::use_files, page_fields, reasons, saving,
        statement::lede,
    },
    i18n::{t, use_locale},
    route::{Route, use_go},
    steps::{
        OpenDossier, Opened, StepName,
        locked::locked,
        own_papers::own_papers,
        questions::{confirm_warnings, focus_named_field, may_leave, title_prefix},
        use_open_dossier,
    },
    ui::{Button, Heading, LinkButton, Look},
};

/// The page.
#[component]
pub fn Documents() -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Documents, move |opened| {
        let is_draft = Memo::new(move |_| opened.view.with(|view| view.state.stage == Stage::Draft));
        live(move || match opened.store.filter(|_| is_draft.get()) {
            Some(store) => screen(open, &opened, store),
            None => locked(open, &opened),
        })
    })
}

fn screen(open: OpenDossier, opened: &Opened, store: FormStore) -> AnyView {
    let say = use_locale();
    let go = use_go();
    let papers = use_files();
    if let Some(counter) = papers {
        counter.catch_up();
    }
    focus_named_field();
    let pages = Memo::new(move |_| {
        let asked = store.pages().into_iter().filter(|page| page.step == Step::Documents);
        asked.map(|page| page.id).collect::<Vec<_>>()
    });
    let pages: Signal<Vec<String>> = pages.into();
    let service = opened.view.with_untracked(|view| view.title.clone());
    let is_helper = opened.view.with_untracked(|view| view.helping().is_some());
    let autosave = opened.autosave;
    if let (Some(autosave), Some(page)) = (autosave, pages.with_untracked(|all| all.first().cloned())) {
        autosave.visit(&page);
    }
    let submit = move || {
        if may_leave(store, papers, &pages.get_untracked(), is_helper) {
            if let Some(autosave) = autosave {
                autosave.send();
            }
            go.to(&Route::Review(open.id()));
        }
    };
    let on_confirm = Callback::new(move |()| {
        confirm_warnings(store, &pages.get_untracked());
        submit();
    });
    let parts = live(move || {
        let part = |page: &String| {
            let lede = lede(store, page).map(|lede| view! { <p class="cd-lede">{lede}</p> });
            view! { {lede} {reasons::page(store, page)} {page_fields(store, page)} }
        };
        pages.get().iter().map(part).collect_any()
    });
    let last = move || {
        let asked = store.pages().into_iter().rfind(|page| page.step == Step::Form);
        asked.map_or_else(|| Route::Dossier(open.id()), |page| Route::Form(open.id(), page.id)).href()
    };
    let title = move || {
        let own = pages
            .with(|all| all.first().and_then(|page| store.texts().find(&["page.", page, ".title"].concat())));
        own.unwrap_or_else(|| say.text("step.documents.title"))
    };
    view! {
        <form
            class="cd-documents"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {error_summary(store, pages, on_confirm)}
            <Heading text=Signal::derive(title) kicker=Signal::stored(service) title_prefix=title_prefix(store, pages)/>
            {autosave.map(|autosave| (saving::save_failure(autosave), conflict::conflict(store, autosave)))}
            {own_papers(open, store, autosave)}
            <Shown when=move || pages.with(Vec::is_empty)><p>{t("step.documents.none")}</p></Shown>
            {parts}
            <div class="cd-actions">
                <Button label=t("form.continue")/>
                <LinkButton href=Signal::derive(last) label=t("form.back") look=Look::Plain/>
                {autosave.map(saving::saved_line)}
            </div>
        </form>
    }
    .into_any()
}

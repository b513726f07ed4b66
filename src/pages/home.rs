//! The first page: one question with its search, what waits for the citizen, and the services by life event.

use contract::{ListDossiers, ListServices, ServiceList};
use leptos::html;
use leptos::prelude::*;

use crate::api::use_api;
use crate::browser::{focus, history};
use crate::events::{view_events, view_service};
use crate::i18n::{ACCOUNT, add_texts, t, use_locale};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::search::find;
use crate::session::use_session;
use crate::standing::{is_your_turn, standing_of};
use crate::ui::{CollectAny, Drum, Heading, Notice, Panel, Tone, live, use_announcer};

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let services = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListServices>(&[], &[("lang", lang)]).await })
    });
    view! {
        <section class="cd-hero">
            <div class="cd-hero__drum"><Drum/></div>
            <Heading text=t("home.title")/>
            <p class="cd-hero__lede">{t("home.lede")}</p>
            <Search services/>
        </section>
        <Waiting/>
        <Panel title=t("home.events")>{services.show(false, |list| view_events(&list.services, false))}</Panel>
        <Panel title=t("home.how.title")>
            <ol class="cd-how">
                {view_how("home.how.1.title", "home.how.1.body")}
                {view_how("home.how.2.title", "home.how.2.body")}
                {view_how("home.how.3.title", "home.how.3.body")}
            </ol>
        </Panel>
    }
}

fn view_how(title: &'static str, body: &'static str) -> AnyView {
    view! { <li class="cd-how__step"><h3>{t(title)}</h3><p>{t(body)}</p></li> }.into_any()
}

/// A plain search form whose answers follow the typing; its button leads to them.
#[component]
fn Search(
    /// What can be found.
    services: Remote<ServiceList>,
) -> impl IntoView {
    let (locale, announcer) = (use_locale(), use_announcer());
    let question = RwSignal::new(history::note());
    let input = NodeRef::<html::Input>::new();
    let found = move || {
        let list = services.ready()?;
        let question = question.get();
        (!question.trim().is_empty())
            .then(|| find(&question, &list.services).into_iter().cloned().collect::<Vec<_>>())
    };
    let on_input = move |event| {
        let text = event_target_value(&event);
        history::keep_note(text.clone());
        question.set(text);
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if question.read_untracked().trim().is_empty() {
            if let Some(input) = input.get_untracked() {
                focus::quietly(&input);
            }
        } else {
            focus::to("found");
        }
    };
    Effect::new(move || {
        if let Some(found) = found() {
            announcer.say(locale.count("home.found", found.len() as u64));
        }
    });
    let results = live(move || {
        let found = found()?;
        let count = locale.count("home.found", found.len() as u64);
        let none = found.is_empty().then(|| view! { <p>{t("home.found.none")}</p> });
        Some(view! {
            <div class="cd-found">
                <h2 id="found" class="cd-found__count" tabindex="-1">{count}</h2>
                <ul>{found.iter().map(view_service).collect_any()}</ul>
                {none}
            </div>
        })
    });
    view! {
        <div role="search">
            <form class="cd-search" on:submit=on_submit>
                <label class="cd-search__label" for="question">{t("home.search.label")}</label>
                <div class="cd-search__row">
                    <input
                        id="question"
                        class="cd-search__input"
                        type="search"
                        autocomplete="off"
                        enterkeyhint="search"
                        node_ref=input
                        prop:value=question
                        on:input=on_input
                    />
                    <button class="cd-button">{t("home.search.button")}</button>
                </div>
            </form>
            {results}
        </div>
    }
}

/// What waits for the signed-in citizen. Nothing at all when nothing does, or nobody is signed in.
#[component]
fn Waiting() -> impl IntoView {
    let session = use_session();
    let is_signed_in = Memo::new(move |_| session.is_signed_in() == Some(true));
    move || is_signed_in.get().then(waiting_for_you)
}

crate::later! { part account, fetched by fetch, aside;
    /// Their dossiers in which it is their turn.
    pub fn waiting_for_you() -> AnyView {
        add_texts(ACCOUNT);
        let (api, locale) = (use_api(), use_locale());
        let dossiers = remote(move || {
            let lang = locale.tag();
            Box::pin(async move { api.get::<ListDossiers>(&[], &[("lang", lang)]).await })
        });
        live(move || {
            let list = dossiers.ready()?;
            let yours: Vec<_> =
                list.dossiers.iter().filter(|one| is_your_turn(one.waiting_for, &one.state)).cloned().collect();
            let line = move |one: contract::DossierSummary| {
                let standing = standing_of(&one);
                // What somebody helps with is taken up where it is told who does.
                let next = standing.next.clone().filter(|_| one.help.is_none());
                let href = next.unwrap_or_else(|| Route::Dossier(one.id.clone())).href();
                let name = one
                    .subject
                    .map_or_else(|| one.title.clone(), |subject| [&one.title, ": ", &subject].concat());
                view! { <li><a href=href>{name}</a><span class="cd-quiet">" · "{live(move || standing.word(locale))}</span></li> }
            };
            (!yours.is_empty()).then(|| {
                view! {
                    <div class="cd-waiting">
                        <Notice tone=Tone::Turn title=t("home.waiting")>
                            <ul class="cd-waiting__list">{yours.into_iter().take(4).map(line).collect_any()}</ul>
                        </Notice>
                    </div>
                }
            })
        })
    }
}

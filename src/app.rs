//! The app: what every page can count on, the frame around it, and the only table of routes.

mod expiry;
mod footer;
mod masthead;
mod network;

use std::panic::PanicHookInfo;

use leptos::prelude::*;

use crate::api::provide_api;
use crate::browser::{crash, page};
use crate::config::use_config;
use crate::i18n::{Lang, provide_locale, t, text_in};
use crate::pages;
use crate::route::{Route, provide_place, use_here};
use crate::session::provide_session;
use crate::steps::provide_open_dossier;
use crate::ui::{Announcements, provide_announcer};

/// Mounts the app where the document offers a place for it. The static shell is taken away by `boot.js`.
pub fn start() {
    std::panic::set_hook(Box::new(crash_page));
    if let Some(place) = page::element("app") {
        leptos::mount::mount_to(place, App).forget();
    }
}

fn crash_page(panic: &PanicHookInfo<'_>) {
    crash::log(&panic.to_string());
    let language = page::language().and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    let text = |key| text_in(language, key).unwrap_or_default();
    crash::show(text("app.crash.title"), text("app.crash.body"), text("app.crash.reload"));
}

/// The whole portal.
#[component]
pub fn App() -> impl IntoView {
    let locale = provide_locale();
    provide_announcer();
    provide_place();
    provide_session(provide_api());
    Effect::new(move || {
        let brand = use_config().brand(locale.tag()).map(|brand| brand.name.clone());
        page::set_title_brand(brand.unwrap_or_default());
    });
    view! {
        <a class="cd-skip" href="#main">{t("app.skip")}</a>
        <masthead::Masthead/>
        <network::NetworkNotice/>
        <expiry::ExpiryNotice/>
        <main id="main" class="cd-page" tabindex="-1"><Screen/></main>
        <footer::Footer/>
        <Announcements/>
    }
}

/// The screen of the current path.
#[component]
fn Screen() -> impl IntoView {
    let here = use_here();
    let route = Memo::new(move |_| here.with(|here| Route::parse(&here.path)));
    let dossier_in_steps = Memo::new(move |_| route.with(|route| route.step_of().map(str::to_owned)));
    move || match dossier_in_steps.get() {
        Some(id) => view_steps(id, route),
        None => (move || view_page(route.get())).into_any(),
    }
}

/// The table of routes, outside the steps of a dossier.
fn view_page(route: Route) -> AnyView {
    match route {
        Route::Home => view! { <pages::Home/> }.into_any(),
        Route::Services => view! { <pages::Services/> }.into_any(),
        Route::Service(code) => view! { <pages::Service code/> }.into_any(),
        Route::Dossiers => view! { <pages::Dossiers/> }.into_any(),
        Route::Dossier(id) => view! { <pages::Dossier id/> }.into_any(),
        Route::SignIn => view! { <pages::SignIn/> }.into_any(),
        Route::Accessibility => view! { <pages::Accessibility/> }.into_any(),
        Route::Privacy => view! { <pages::Privacy/> }.into_any(),
        Route::NotFound => view! { <pages::NotFound/> }.into_any(),
        // Drawn by `view_steps`, which takes over in the same turn.
        Route::Form(..)
        | Route::Documents(_)
        | Route::Review(_)
        | Route::Sign(_)
        | Route::Pay(_)
        | Route::Receipt(_) => ().into_any(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Form,
    Documents,
    Review,
    Sign,
    Pay,
    Receipt,
}

/// The table of routes within one dossier. What is open stays open from step to step.
fn view_steps(id: String, route: Memo<Route>) -> AnyView {
    provide_open_dossier(id);
    let page = Memo::new(move |last: Option<&String>| match route.get() {
        Route::Form(_, page) => page,
        _ => last.cloned().unwrap_or_default(),
    });
    let step = Memo::new(move |last: Option<&Step>| match route.get() {
        Route::Form(..) => Step::Form,
        Route::Documents(_) => Step::Documents,
        Route::Review(_) => Step::Review,
        Route::Sign(_) => Step::Sign,
        Route::Pay(_) => Step::Pay,
        Route::Receipt(_) => Step::Receipt,
        _ => last.copied().unwrap_or(Step::Form),
    });
    (move || match step.get() {
        Step::Form => view! { <pages::DossierForm page=Signal::from(page)/> }.into_any(),
        Step::Documents => view! { <pages::Documents/> }.into_any(),
        Step::Review => view! { <pages::Review/> }.into_any(),
        Step::Sign => view! { <pages::Sign/> }.into_any(),
        Step::Pay => view! { <pages::Pay/> }.into_any(),
        Step::Receipt => view! { <pages::Receipt/> }.into_any(),
    })
    .into_any()
}

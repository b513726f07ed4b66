//! The app: what every page can count on, the frame around it, and the only table of routes.
//!
//! It comes in two parts with the same frame, each a download of its own: the front, where every visit starts, and the
//! steps of a dossier, which bring the form engine. Going from one to the other is an ordinary navigation.

mod account;
mod expiry;
mod filing;
mod footer;
mod language;
mod masthead;
mod network;
mod papers;

use std::panic::PanicHookInfo;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::api::provide_api;
use crate::browser::{crash, page};
use crate::config::use_config;
use crate::i18n::{DOSSIER, FRONT, Lang, arrives, provide_locale, read_texts_from, t, text_in};
use crate::pages;
use crate::route::{Owns, Route, provide_place, use_here};
use crate::session::provide_session;
use crate::steps::{StepName, provide_open_dossier};
use crate::ui::{Announcements, live, provide_announcer};

/// Mounts the part that every visit starts with: everything but the steps of a dossier.
pub fn start() {
    read_texts_from(FRONT);
    mount(|route| !route.has_engine(), view_front);
}

/// Mounts the part that fills in and files a dossier; it brings the form engine with it.
pub fn start_dossier() {
    read_texts_from(DOSSIER);
    mount(Route::has_engine, view_dossier);
}

/// Draws into the place that the document offers, in Vietnamese at once, in another language when its texts are here. The static
/// shell is taken away by `boot.js`.
fn mount(owns: Owns, screen: Screen) {
    std::panic::set_hook(Box::new(crash_page));
    let wanted = use_config().language(page::chosen_language().as_deref()).and_then(Lang::from_tag);
    let wanted = wanted.unwrap_or_default();
    let draw = move |language, missing| {
        if let Some(place) = page::element("app") {
            leptos::mount::mount_to(place, move || view! { <App owns screen language missing/> }).forget();
        }
    };
    if wanted.is_here() {
        draw(wanted, None);
        return;
    }
    // Not the one of leptos, which is ready only once something is mounted.
    spawn_local(async move {
        if arrives(wanted).await { draw(wanted, None) } else { draw(Lang::default(), Some(wanted)) }
    });
}

fn crash_page(panic: &PanicHookInfo<'_>) {
    crash::log(&panic.to_string());
    let language = page::language().and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    let text = |key| text_in(language, key).unwrap_or_default();
    crash::show(text("app.crash.title"), text("app.crash.body"), text("app.crash.reload"));
}

/// Draws the screen of the current route.
type Screen = fn(Memo<Route>) -> AnyView;

/// The frame around a part of the portal.
#[component]
fn App(
    /// Which routes this part draws; the browser goes to the others as to another document.
    owns: Owns,
    screen: Screen,
    /// The language to start in.
    language: Lang,
    /// The language that was wanted and did not come.
    missing: Option<Lang>,
) -> impl IntoView {
    let locale = provide_locale(language, missing);
    provide_announcer();
    provide_place(owns);
    let here = use_here();
    let route = Memo::new(move |_| here.with(|here| Route::parse(&here.path)));
    provide_session(provide_api());
    Effect::new(move || page::set_title_brand(locale.portal()));
    view! {
        <a class="cd-skip" href="#main">{t("app.skip")}</a>
        <masthead::Masthead/>
        <network::NetworkNotice/>
        <language::LanguageNotice/>
        <expiry::ExpiryNotice/>
        <main id="main" class="cd-page" tabindex="-1">{screen(route)}</main>
        <footer::Footer/>
        <Announcements/>
    }
}

/// The part that every visit starts with.
fn view_front(route: Memo<Route>) -> AnyView {
    live(move || view_page(route.get()))
}

/// The part with the steps of a dossier.
fn view_dossier(route: Memo<Route>) -> AnyView {
    let dossier = Memo::new(move |_| route.with(|route| route.step_of().map(str::to_owned)));
    let view = move || match dossier.get() {
        Some(id) => view_steps(id, route),
        None => match route.get() {
            Route::Cosign(link) => filing::cosign(link),
            // `boot.js` loads this part for every address below a dossier.
            _ => view! { <pages::NotFound/> }.into_any(),
        },
    };
    view.into_any()
}

/// The table of routes, outside the steps of a dossier.
fn view_page(route: Route) -> AnyView {
    match route {
        Route::Home => view! { <pages::Home/> }.into_any(),
        Route::Services => view! { <pages::Services/> }.into_any(),
        Route::Service(code) => view! { <pages::Service code/> }.into_any(),
        Route::Dossiers
        | Route::Dossier(_)
        | Route::Mine
        | Route::Papers
        | Route::Payments
        | Route::Payment(_)
        | Route::Sessions
        | Route::Mandates
        | Route::Statistics
        | Route::Verify
        | Route::CheckReceipt
        | Route::Privacy => account::view(route),
        Route::SignIn => view! { <pages::SignIn/> }.into_any(),
        Route::Accessibility => view! { <pages::Accessibility/> }.into_any(),
        Route::NotFound => view! { <pages::NotFound/> }.into_any(),
        // Drawn by `view_steps`, in the other part.
        Route::Form(..)
        | Route::Documents(_)
        | Route::Review(_)
        | Route::Sign(_)
        | Route::Cosign(_)
        | Route::Pay(_)
        | Route::PayDue(..)
        | Route::Receipt(_) => ().into_any(),
    }
}

/// The table of routes within one dossier. What is open stays open from step to step.
fn view_steps(id: String, route: Memo<Route>) -> AnyView {
    provide_open_dossier(id);
    let page = Memo::new(move |last: Option<&String>| match route.get() {
        Route::Form(_, page) => page,
        _ => last.cloned().unwrap_or_default(),
    });
    let step = Memo::new(move |last: Option<&StepName>| match route.get() {
        Route::Form(..) => StepName::Form,
        Route::Documents(_) => StepName::Documents,
        Route::Review(_) => StepName::Review,
        Route::Sign(_) => StepName::Sign,
        Route::Pay(_) | Route::PayDue(..) => StepName::Pay,
        Route::Receipt(_) => StepName::Receipt,
        _ => last.copied().unwrap_or(StepName::Form),
    });
    live(move || match step.get() {
        StepName::Form => view! { <pages::DossierForm page=Signal::from(page)/> }.into_any(),
        StepName::Documents => papers::view(),
        filing => filing::view(filing),
    })
}

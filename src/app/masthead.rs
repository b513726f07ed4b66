//! The head of every page: the mark, the way to the main pages, the language, who is signed in.

use leptos::prelude::*;

use crate::config::use_config;
use crate::i18n::{Lang, t, use_locale};
use crate::route::{Route, sign_in_href, use_here};
use crate::session::use_session;
use crate::standing::acting_for;
use crate::ui::{CollectAny, Mark, live, use_announcer};

/// The masthead. On phones everything but the mark is behind one "Menu".
#[component]
pub fn Masthead() -> impl IntoView {
    let here = use_here();
    let locale = use_locale();
    let is_open = RwSignal::new(false);
    Effect::watch(move || here.get(), move |_, _, _| is_open.set(false), false);
    let tagline = move || {
        let brand = use_config().brand(locale.tag());
        brand.map_or_else(|| locale.text("app.tagline"), |brand| brand.tagline.clone())
    };
    view! {
        <header class="cd-mast">
            <div class="cd-mast__in">
                <a class="cd-mast__brand" href="/">
                    <Mark/>
                    <span>
                        <span class="cd-mast__name">{live(move || locale.portal())}</span>
                        <span class="cd-mast__tagline">{live(tagline)}</span>
                    </span>
                </a>
                <button
                    type="button"
                    class="cd-mast__opener"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls="menu"
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {t("app.menu")}
                </button>
                <div id="menu" class="cd-mast__menu" class:cd-mast__menu--open=is_open>
                    <nav class="cd-mast__nav" aria-label=t("app.nav")>
                        {view_link(&Route::Services, "app.nav.services")}
                        {view_link(&Route::Dossiers, "app.nav.dossiers")}
                    </nav>
                    <LanguageSwitch/>
                    <Account/>
                </div>
            </div>
        </header>
    }
}

fn view_link(route: &Route, key: &'static str) -> AnyView {
    let here = use_here();
    let href = route.href();
    let path = href.clone();
    let current = move || here.with(|here| here.path == path).then_some("page");
    view! { <a class="cd-mast__link" href=href aria-current=current>{t(key)}</a> }.into_any()
}

/// A button in the other language's own name.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let locale = use_locale();
    let announcer = use_announcer();
    let is_offered = |lang: Lang| use_config().languages.iter().any(|tag| tag == lang.tag());
    let others =
        move || Lang::ALL.into_iter().filter(move |lang| *lang != locale.lang() && is_offered(*lang));
    let view_other = move |lang: Lang| {
        let on_press = move |_| locale.set(lang, move || announcer.say(locale.text("app.language.changed")));
        let name = locale.text(&["app.language.name.", lang.tag()].concat());
        view! { <button type="button" class="cd-mast__link" lang=lang.tag() on:click=on_press>{name}</button> }
    };
    move || others().map(view_other).collect_any()
}

/// Who is signed in, with the way out; or the way in.
#[component]
fn Account() -> impl IntoView {
    let session = use_session();
    let here = use_here();
    let locale = use_locale();
    let announcer = use_announcer();
    let name = Memo::new(move |_| session.person().map(|person| person.name));
    let is_known = Memo::new(move |_| session.is_signed_in().is_some());
    let on_leave = move |_| session.sign_out(move |_| announcer.say(locale.text("app.sign_out.failed")));
    let way_in = move || {
        let path =
            here.with(|here| if here.path == "/dang-nhap" { "/".to_owned() } else { here.path.clone() });
        sign_in_href(&path)
    };
    move || match name.get() {
        Some(name) => view! {
            <div class="cd-mast__account">
                <a class="cd-mast__link cd-mast__person" href=Route::Mine.href()>
                    <span class="cd-unseen">{t("app.signed_in_as")}" "</span>
                    {name}
                    {live(move || session.acting_for().map(|(right, name)| view! {
                        <span class="cd-mast__acting">{acting_for(right, name)}</span>
                    }))}
                </a>
                <button type="button" class="cd-mast__link" on:click=on_leave>{t("app.sign_out")}</button>
            </div>
        }
        .into_any(),
        None if is_known.get() => {
            view! { <a class="cd-mast__link cd-mast__enter" href=way_in>{t("app.sign_in")}</a> }.into_any()
        }
        None => ().into_any(),
    }
}

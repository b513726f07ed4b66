//! Says that a language which was asked for has not come. The switch between languages is in the masthead.

use leptos::prelude::*;

use crate::i18n::{Lang, use_locale};
use crate::ui::{Shape, Tone, live, use_announcer};

/// A strip under the masthead, in the language on screen and in the one that was asked for, with the way to ask again.
#[component]
pub fn LanguageNotice() -> impl IntoView {
    let locale = use_locale();
    let announcer = use_announcer();
    let view_missing = move |lang: Lang| {
        let key = ["app.language.missing.", lang.tag()].concat();
        let own = locale.text(&[&key, ".own"].concat());
        let name = locale.text(&["app.language.name.", lang.tag()].concat());
        let again = move |_| locale.set(lang, move || announcer.say(locale.text("app.language.changed")));
        view! {
            <div class="cd-strip" role="alert">
                <Shape tone=Tone::Turn/>
                <p>{live(move || locale.text(&key))}" "<span lang=lang.tag()>{own}</span></p>
                <button type="button" class="cd-button cd-button--quiet" lang=lang.tag() on:click=again>{name}</button>
            </div>
        }
    };
    move || locale.missing().map(view_missing)
}

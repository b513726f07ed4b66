//! Buttons do something here; link buttons go somewhere. One main button per screen.

use leptos::prelude::*;

/// How much a button calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one main action.
    #[default]
    Main,
    /// Everything beside it.
    Quiet,
    /// Takes something away.
    Danger,
    /// As light as a link.
    Plain,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Look::Main => "cd-button",
            Look::Quiet => "cd-button cd-button--quiet",
            Look::Danger => "cd-button cd-button--danger",
            Look::Plain => "cd-button cd-button--plain",
        }
    }
}

/// A button. While `busy` it says so, keeps its focus and ignores further presses.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Called on a press; leave out for a submit button.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
    /// How much it calls.
    #[prop(optional)]
    look: Look,
    /// Whether its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Words for screen readers that tell it from its neighbours, after the label.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
) -> impl IntoView {
    let on_click = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if on_press.is_some() { "button" } else { "submit" }
            class=look.class()
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=on_click
        >
            <span>{label}</span>
            {about.map(|about| view! { <span class="cd-unseen">" "{about}</span> })}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// What is there.
    #[prop(into)]
    label: Signal<String>,
    /// How much it calls.
    #[prop(optional)]
    look: Look,
    /// The name of the file when it is a download.
    #[prop(optional)]
    download: Option<&'static str>,
) -> impl IntoView {
    view! { <a class=look.class() href=href download=download><span>{label}</span></a> }
}

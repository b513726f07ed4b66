//! Something the citizen should know before going on. Shape and word as well as colour.

use leptos::prelude::*;

use super::{Shape, Tone};

/// A notice with a title.
#[component]
pub fn Notice(
    /// What kind of news.
    #[prop(optional)]
    tone: Tone,
    /// The news in a few words.
    #[prop(into)]
    title: Signal<String>,
    /// Announced at once, for an error that has just happened.
    #[prop(optional)]
    is_alert: bool,
    /// The rest.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=["cd-notice cd-notice--", tone.name()].concat() role=is_alert.then_some("alert")>
            <p class="cd-notice__title"><Shape tone/><span>{title}</span></p>
            {children.map(|children| view! { <div class="cd-notice__body">{children()}</div> })}
        </div>
    }
}

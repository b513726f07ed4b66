//! What happened, in order, with what is to come.

use leptos::prelude::*;

use super::{Shape, Tone};

/// Moments in order.
#[component]
pub fn Timeline(
    /// What the list is about, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// [`Moment`]s.
    children: Children,
) -> impl IntoView {
    view! { <ol class="cd-timeline" aria-label=label>{children()}</ol> }
}

/// One moment.
#[component]
pub fn Moment(
    /// What it means.
    tone: Tone,
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// When, and by whom.
    #[prop(optional, into)]
    when: Option<Signal<String>>,
    /// The latest one.
    #[prop(optional)]
    is_current: bool,
    /// The rest.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="cd-timeline__moment" aria-current=is_current.then_some("step")>
            <Shape tone/>
            <p class="cd-timeline__title">{title}</p>
            {when.map(|when| view! { <p class="cd-timeline__when">{when}</p> })}
            {children.map(|children| view! { <div class="cd-timeline__body">{children()}</div> })}
        </li>
    }
}

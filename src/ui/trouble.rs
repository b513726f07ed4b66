//! Something could not be loaded or done: what, why as far as it is known, and a way on.

use leptos::prelude::*;

use super::{Shape, Tone};

/// The block of an error, announced when it appears.
#[component]
pub fn Trouble(
    /// What went wrong; left out when the page's heading says it.
    title: Option<Signal<String>>,
    /// What it means and what to do.
    #[prop(into)]
    body: Signal<String>,
    /// The sentence with the reference to quote.
    reference: Option<Signal<String>>,
    /// The way on: a button or a link.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="cd-trouble" role="alert">
            {title.map(|title| view! { <h2 class="cd-trouble__title"><Shape tone=Tone::Stop/><span>{title}</span></h2> })}
            <p>{body}</p>
            {reference.map(|reference| view! { <p class="cd-trouble__reference">{reference}</p> })}
            <div class="cd-actions">{children()}</div>
        </div>
    }
}

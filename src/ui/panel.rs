//! A titled part of a page.

use leptos::prelude::*;

/// A section with its heading.
#[component]
pub fn Panel(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Its content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="cd-panel">
            <h2 class="cd-panel__title">{title}</h2>
            <div class="cd-panel__body">{children()}</div>
        </section>
    }
}

//! Something that opens on demand: the native disclosure.

use leptos::prelude::*;

/// A line that opens to more.
#[component]
pub fn Details(
    /// The line.
    #[prop(into)]
    summary: Signal<String>,
    /// Opened while this holds, and whenever it begins to.
    #[prop(optional, into)]
    open: Signal<bool>,
    /// What it opens to.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="cd-details" open=open>
            <summary class="cd-details__summary">{summary}</summary>
            <div class="cd-details__body">{children()}</div>
        </details>
    }
}

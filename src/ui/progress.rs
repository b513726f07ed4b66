//! Work under way and shares of a whole, each with its words.

use leptos::prelude::*;

/// Work of unknown length.
#[component]
pub fn Spinner(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="cd-spinner" role="status"><span class="cd-spinner__ring" aria-hidden="true"></span><span>{label}</span></p>
    }
}

/// A share of a whole, in percent.
#[component]
pub fn Meter(
    /// Whole percents, 0 to 100.
    #[prop(into)]
    percent: Signal<u32>,
    /// What it measures, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <progress class="cd-meter" max="100" value=move || percent.get().to_string() aria-label=label></progress> }
}

//! Placeholder until the form engineer's page arrives.

use leptos::prelude::*;

/// The page.
#[component]
pub fn DossierForm(
    /// The form page.
    page: Signal<String>,
) -> impl IntoView {
    page
}

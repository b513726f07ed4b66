//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Dossier(
    /// Which.
    id: String,
) -> impl IntoView {
    id
}

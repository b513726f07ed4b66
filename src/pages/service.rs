//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Service(
    /// Which.
    code: String,
) -> impl IntoView {
    code
}

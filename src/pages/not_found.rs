//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {}

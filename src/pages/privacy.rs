//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Privacy() -> impl IntoView {}

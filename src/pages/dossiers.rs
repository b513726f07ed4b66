//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Dossiers() -> impl IntoView {}

//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Accessibility() -> impl IntoView {}

//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Services() -> impl IntoView {}

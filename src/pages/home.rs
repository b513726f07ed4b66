//! Page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Home() -> impl IntoView {}

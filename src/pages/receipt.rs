//! Placeholder until the form engineer's page arrives.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Receipt() -> impl IntoView {}

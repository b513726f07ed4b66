//! The drawing after the Đông Sơn drum, and the mark made from it. Decorative: screen readers pass them by.

use leptos::prelude::*;

/// The mark of the portal.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <svg class="cd-mark" viewBox="0 0 40 40" aria-hidden="true"></svg> }
}

/// The drum.
#[component]
pub fn Drum() -> impl IntoView {
    view! { <svg class="cd-drum" viewBox="0 0 200 200" aria-hidden="true"></svg> }
}

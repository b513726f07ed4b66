//! The place of content that is on its way. It appears only when the wait is long enough to notice.

use leptos::prelude::*;

/// Grey lines and a sentence for screen readers.
#[component]
pub fn Skeleton(
    /// What is on its way.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="cd-skeleton" role="status">
            <p class="cd-skeleton__label">{label}</p>
            <div aria-hidden="true">
                <div class="cd-skeleton__line cd-skeleton__line--title"></div>
                <div class="cd-skeleton__line"></div>
                <div class="cd-skeleton__line"></div>
                <div class="cd-skeleton__line cd-skeleton__line--short"></div>
            </div>
        </div>
    }
}

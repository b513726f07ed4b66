//! Labels and values in rows, with room for an action and a note: the review page, the facts of a dossier.

use leptos::prelude::*;

/// Rows of labels and values.
#[component]
pub fn SummaryList(
    /// [`SummaryRow`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="cd-summary">{children()}</dl> }
}

/// One label with its value.
#[component]
pub fn SummaryRow(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// What can be done about it.
    #[prop(optional)]
    action: Option<AnyView>,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="cd-summary__row">
            <dt class="cd-summary__label">{label}</dt>
            <dd class="cd-summary__value">{children()}</dd>
            {action.map(|action| view! { <dd class="cd-summary__action">{action}</dd> })}
        </div>
    }
}

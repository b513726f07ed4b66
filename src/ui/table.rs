//! A table with a caption, which can be scrolled sideways by keyboard when it is too wide.

use leptos::prelude::*;

/// A table; rows arrive as `<tr>`.
#[component]
pub fn Table(
    /// What the table says.
    #[prop(into)]
    caption: Signal<String>,
    /// Heads of the columns.
    columns: Vec<Signal<String>>,
    /// `<tr>` rows.
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    view! {
        <div class="cd-table" tabindex="0" role="region" aria-label=caption>
            <table>
                <caption class="cd-table__caption">{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

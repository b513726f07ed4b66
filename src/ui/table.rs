//! A table with a caption, which can be scrolled sideways by keyboard when it is too wide. One with many columns folds instead: on a narrow
//! screen each row is a block with a line for each cell, under the name of its column. The roles say that it is a table still, which
//! browsers forget of one that is laid out otherwise.

use leptos::prelude::*;

use super::CollectAny;

/// A table; rows arrive as `<tr>`, or as [`TableRow`] in one that folds.
#[component]
pub fn Table(
    /// What the table says.
    #[prop(into)]
    caption: Signal<String>,
    /// Heads of the columns.
    columns: Vec<Signal<String>>,
    /// Whether rows become blocks on a narrow screen.
    #[prop(optional)]
    folds: bool,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let class = if folds { "cd-table cd-table--folding" } else { "cd-table" };
    let heads = columns
        .into_iter()
        .map(|head| view! { <th scope="col" role="columnheader">{head}</th> })
        .collect_any();
    view! {
        <div class=class tabindex="0" role="region" aria-label=caption>
            <table role="table">
                <caption class="cd-table__caption">{caption}</caption>
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// A row: what it is about, and a cell for each further column.
#[component]
pub fn TableRow(
    /// The names of these columns, as each cell shows its own where it stands alone.
    columns: Vec<Signal<String>>,
    /// What they hold.
    cells: Vec<Signal<String>>,
    /// The head of the row.
    children: Children,
) -> impl IntoView {
    let cell = |(column, cell): (Signal<String>, Signal<String>)| {
        view! { <td role="cell"><span class="cd-table__column" aria-hidden="true">{column}</span><span>{cell}</span></td> }
    };
    let cells = columns.into_iter().zip(cells).map(cell).collect_any();
    view! { <tr role="row"><th scope="row" role="rowheader">{children()}</th>{cells}</tr> }
}

//! Rows of repeated fields as a table with a head, as the members of a household on a paper form. Where there is no room for
//! columns the style sheet puts the cells below each other, each with its label.
//!
//! What rows are and do is in `group.rs`.

use eform::{kinds::Kind, schema::field::Required};
use leptos::prelude::*;

use crate::ui::{CollectAny, Shown, each, live};

use super::{Rows, actions};
use crate::{
    form::{field::field, handle::Handle, place::place, present},
    i18n::{t, use_locale},
};

/// Draws the table; without a row there is none.
pub(super) fn view(rows: &Rows) -> AnyView {
    let (ids, drawing) = (rows.ids, rows.clone());
    let has_rows = Memo::new(move |_| !ids.with(Vec::is_empty));
    view! {
        <Shown when=has_rows>
            {
                let drawing = drawing.clone();
                let (label, texts) = (drawing.field.label(), drawing.field.clone());
                let say = use_locale();
                let label = move || match place(say, texts.store, &texts.path) {
                    around if around.is_empty() => label.clone(),
                    around => [&label, " (", &around, ")"].concat(),
                };
                // More columns would be too narrow to type in: they stand below each other everywhere.
                let class = if drawing.cells.len() > 4 { "cd-group__box cd-group__box--many" } else { "cd-group__box" };
                let heads = drawing.cells.iter().map(|cell| head(&drawing, cell)).collect_any();
                view! {
                    <div class=class>
                        <table class="cd-group__table" aria-label=label>
                            <thead><tr><th scope="col">{t("form.group.number")}</th>{heads}<td></td></tr></thead>
                            <tbody>
                                {each(move || ids.get(), Clone::clone, move |row| row_view(&drawing, &row))}
                            </tbody>
                        </table>
                    </div>
                }
            }
        </Shown>
    }
    .into_any()
}

fn head(rows: &Rows, cell: &str) -> AnyView {
    // Texts belong to the cell, whatever the row.
    let label = rows.field.texts.label(&rows.path("r1", cell));
    // What is needed in some rows only is said in those.
    let kind = rows.field.kind();
    let cells = if let Kind::Group(group) = &kind { group.fields.as_slice() } else { &[] };
    let is_optional = cells
        .iter()
        .any(|field| field.id == cell && field.required == Required::Always(false) && !field.is_computed());
    let optional =
        is_optional.then(|| view! { <span class="cd-frame__optional">" " {t("form.optional")}</span> });
    view! { <th scope="col">{label} {optional}</th> }.into_any()
}

fn row_view(rows: &Rows, row: &str) -> AnyView {
    let is_open = rows.is_open(row);
    let cells = rows.cells.iter().map(|cell| cell_view(rows, &rows.path(row, cell), is_open)).collect_any();
    view! {
        <tr class="cd-group__line">
            <th scope="row" id=rows.row_id(row) tabindex="-1">{rows.title(row)}</th>
            {cells}
            <td>{actions(rows, row, is_open)}</td>
        </tr>
    }
    .into_any()
}

/// The widget of an open row, the value of a closed one with its label where it does not stand in a column.
fn cell_view(rows: &Rows, path: &str, is_open: Memo<bool>) -> AnyView {
    let (store, path) = (rows.field.store, path.to_owned());
    let draw = live(move || {
        if is_open.get() {
            field(store, &path)
        } else {
            let cell = Handle::new(store, &path);
            view! {
                <span class="cd-group__label">{cell.label()} ": "</span>
                <span>{present::value_text(&cell)}</span>
            }
            .into_any()
        }
    });
    view! { <td>{draw}</td> }.into_any()
}

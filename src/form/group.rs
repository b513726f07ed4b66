//! Repeated fields: rows with stable ids, numbered, added and removed by the citizen; as cards or as sections. Rows of a
//! table are in `group/table.rs`. A cell may be a group again; which row it belongs to is said unseen (`place.rs`).
//!
//! What a row means is the procedure's business. With many rows only one is open, so that a long list stays fast.

mod table;

use eform::{
    Kind, field_key,
    kinds::group::{Group, Layout},
};
use leptos::prelude::*;

use crate::ui::{CollectAny, Shown, each, live};
use serde_json::Value;

use super::{
    field::field,
    frame::{self, Shape, frame},
    handle::{Handle, control_id},
    place, present,
};
use crate::{
    browser::focus,
    i18n::{t, use_locale},
};

/// Up to so many rows are all open.
const OPEN_ROWS: usize = 4;

/// What the rows of one group share.
#[derive(Clone)]
struct Rows {
    field: Handle,
    cells: Vec<String>,
    /// The rows there are.
    ids: Memo<Vec<String>>,
    /// The open row, when there are too many to open all.
    open: RwSignal<Option<String>>,
    /// The row whose removal waits for a yes.
    leaving: RwSignal<Option<String>>,
}

/// Draws the rows and the button for one more.
pub fn view(field: &Handle, group: &Group) -> AnyView {
    let cells = ids_of(group);
    let ids = row_ids(field);
    let rows =
        Rows { field: field.clone(), cells, ids, open: RwSignal::new(None), leaving: RwSignal::new(None) };
    let max = group.max;
    let is_full = move || ids.with(Vec::len) >= max;
    let add = field.texts.find(&["group.", &field_key(&field.path), ".add"].concat());
    let adding = rows.clone();
    let control = view! {
        {match group.layout {
            Layout::Cards => list(&rows, "cd-group__rows"),
            Layout::Sections => list(&rows, "cd-group__rows cd-group__rows--sections"),
            Layout::Table => table::view(&rows),
        }}
        <Shown when=move || !is_full()>
            <button type="button" class="cd-button cd-button--quiet" id=rows.field.id() on:click={
                let adding = adding.clone();
                move |_| adding.add()
            }>{
                let add = add.clone();
                move || add.clone().unwrap_or_else(|| use_locale().text("form.group.add"))
            }{rows.around()}</button>
        </Shown>
    };
    let shape = if group.layout == Layout::Table { Shape::Table } else { Shape::Group };
    frame(field, shape, control.into_any())
}

/// Rows one below the other, each with its heading.
fn list(rows: &Rows, class: &'static str) -> AnyView {
    let (ids, drawing) = (rows.ids, rows.clone());
    view! {
        <ol class=class>
            {each(move || ids.get(), Clone::clone, move |row| row_view(&drawing, &row))}
        </ol>
    }
    .into_any()
}

fn row_ids(field: &Handle) -> Memo<Vec<String>> {
    let field = field.clone();
    Memo::new(move |_| place::ids(&field.state().raw))
}

impl Rows {
    fn path(&self, row: &str, cell: &str) -> String {
        [&*self.field.path, "/", row, "/", cell].concat()
    }

    fn row_id(&self, row: &str) -> String {
        control_id(&[&*self.field.path, "/", row].concat())
    }

    /// One more row; the keyboard goes to its heading.
    fn add(&self) {
        let row = self.field.store.add_row(&self.field.path);
        focus::soon_to(self.row_id(&row));
        self.open.set(Some(row));
    }

    fn is_filled(&self, row: &str) -> bool {
        let inside = [&*self.field.path, "/", row, "/"].concat();
        self.field.store.read(|instance| {
            instance.answers().iter().any(|(path, raw)| path.starts_with(&inside) && !is_blank(raw))
        })
    }

    /// "Người thứ 2".
    fn title(&self, row: &str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
        let (say, field, ids, row) = (use_locale(), self.field.clone(), self.ids, row.to_owned());
        let number = move || ids.with(|ids| ids.iter().position(|one| *one == row)).map_or(0, |at| at + 1);
        move || field.texts.row(say, &field.path, number())
    }

    /// For those who do not see the card around it: which row a group in a row belongs to.
    fn around(&self) -> Option<AnyView> {
        frame::around(&self.field)
    }

    /// Whether the widgets of a row are drawn, or only its values.
    fn is_open(&self, row: &str) -> Memo<bool> {
        let (ids, open, row) = (self.ids, self.open, row.to_owned());
        Memo::new(move |_| ids.with(Vec::len) <= OPEN_ROWS || open.with(|open| open.as_deref() == Some(&row)))
    }

    /// Removes a row, after asking when something was typed in it; the keyboard goes to a neighbour.
    fn remove(&self, row: &str, is_sure: bool) {
        if !is_sure && self.is_filled(row) {
            self.leaving.set(Some(row.to_owned()));
            focus::soon_to(self.row_id(row) + "-sure");
            return;
        }
        let before = self.ids.get_untracked();
        let at = before.iter().position(|one| one == row).unwrap_or_default();
        let next = before.get(at + 1).or_else(|| at.checked_sub(1).and_then(|at| before.get(at)));
        focus::soon_to(next.map_or_else(|| self.field.id(), |next| self.row_id(next)));
        self.leaving.set(None);
        self.field.store.remove_row(&self.field.path, row);
    }
}

fn row_view(rows: &Rows, row: &str) -> AnyView {
    let is_open = rows.is_open(row);
    let (drawing, body) = (rows.clone(), row.to_owned());
    view! {
        <li class="cd-group__row">
            {heading(rows, row)}
            {live(move || if is_open.get() { cells(&drawing, &body) } else { summary(&drawing.field, &drawing.cells, &body) })}
            {actions(rows, row, is_open)}
        </li>
    }
    .into_any()
}

/// One level below the heading of the page, or of the row around it.
fn heading(rows: &Rows, row: &str) -> AnyView {
    let (id, text) = (rows.row_id(row), (rows.title(row), rows.around()));
    match rows.field.path.matches('/').count() {
        0 => view! { <h2 class="cd-group__title" id=id tabindex="-1">{text}</h2> }.into_any(),
        2 => view! { <h3 class="cd-group__title" id=id tabindex="-1">{text}</h3> }.into_any(),
        _ => view! { <h4 class="cd-group__title" id=id tabindex="-1">{text}</h4> }.into_any(),
    }
}

/// Opening and removing a row.
fn actions(rows: &Rows, row: &str, is_open: Memo<bool>) -> AnyView {
    let [opening, removing, asking] = std::array::from_fn(|_| (rows.clone(), row.to_owned()));
    let [opened, removed] = std::array::from_fn(|_| (rows.title(row), rows.clone()));
    view! {
        <p class="cd-group__actions">
            <Shown when=move || !is_open.get()>
                <button type="button" class="cd-button cd-button--plain" on:click={
                    let (rows, row) = opening.clone();
                    move |_| {
                        focus::soon_to(rows.row_id(&row));
                        rows.open.set(Some(row.clone()));
                    }
                }>{t("form.group.open")} <span class="cd-unseen">" " {opened.0.clone()}</span>{opened.1.around()}</button>
            </Shown>
            <button type="button" class="cd-button cd-button--plain" on:click=move |_| removing.0.remove(&removing.1, false)>
                {t("form.group.remove")} " " {removed.0} {removed.1.around()}
            </button>
        </p>
        {live(move || (asking.0.leaving.get().as_deref() == Some(&asking.1)).then(|| sure(&asking.0, &asking.1)))}
    }
    .into_any()
}

fn cells(rows: &Rows, row: &str) -> AnyView {
    rows.cells.iter().map(|cell| field(rows.field.store, &rows.path(row, cell))).collect_any()
}

/// A closed row in one line; the rows of a group in it below each other, each with its name.
fn summary(field: &Handle, cells: &[String], row: &str) -> AnyView {
    let parts = cells.iter().map(|cell| {
        let cell = Handle::new(field.store, &[&*field.path, "/", row, "/", cell].concat());
        match cell.kind() {
            Kind::Group(group) => inner(cell, &group),
            _ => view! { <span class="cd-group__part">{present::value_text(&cell)}</span> }.into_any(),
        }
    });
    view! { <div class="cd-group__summary">{parts.collect_any()}</div> }.into_any()
}

fn inner(field: Handle, group: &Group) -> AnyView {
    let say = use_locale();
    let cells = ids_of(group);
    live(move || {
        let state = field.state();
        let ids = if state.is_visible { place::ids(&state.raw) } else { Vec::new() };
        let rows = ids.iter().enumerate().map(|(at, row)| {
            let title = field.texts.row(say, &field.path, at + 1);
            view! { <div class="cd-group__inner">{title} ": " {summary(&field, &cells, row)}</div> }
        });
        rows.collect_any()
    })
}

fn ids_of(group: &Group) -> Vec<String> {
    group.fields.iter().map(|cell| cell.id.clone()).collect()
}

/// The row holds answers: removing it takes a second step.
fn sure(rows: &Rows, row: &str) -> AnyView {
    let [yes, no] = std::array::from_fn(|_| (rows.clone(), row.to_owned()));
    view! {
        <div class="cd-group__sure" role="group" aria-labelledby=rows.row_id(row) + "-sure">
            <p id=rows.row_id(row) + "-sure" tabindex="-1">{t("form.group.sure")}</p>
            <button type="button" class="cd-button cd-button--quiet" on:click=move |_| yes.0.remove(&yes.1, true)>
                {t("form.group.sure.yes")}
            </button>
            <button type="button" class="cd-button cd-button--plain" on:click=move |_| {
                no.0.leaving.set(None);
                focus::soon_to(no.0.row_id(&no.1));
            }>{t("form.group.sure.no")}</button>
        </div>
    }
    .into_any()
}

fn is_blank(raw: &Value) -> bool {
    match raw {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(parts) => parts.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

//! One radio button or checkbox with its label: the piece that choices, yes/no and attestations share.

use leptos::prelude::*;

use super::handle::Handle;

/// What an option needs.
pub struct Choice {
    /// Its own id; the first one of a field has the field's id.
    pub id: String,
    /// The part of the answer that it gives: errors of other parts are not its own.
    pub part: &'static str,
    /// `radio` or `checkbox`.
    pub kind: &'static str,
    /// What is chosen.
    pub label: Signal<String>,
    /// Whether it is.
    pub is_chosen: Signal<bool>,
    /// Takes whether it is chosen now.
    pub on_change: Callback<bool>,
    /// Further ids for `aria-describedby`; the fieldset describes the rest.
    pub described_by: Signal<Option<String>>,
}

/// The control and its label, which is part of the target.
pub fn option(field: &Handle, choice: Choice) -> AnyView {
    let Choice { id, part, kind, label, is_chosen, on_change, described_by } = choice;
    let name = field.part_id("choice");
    let field = field.clone();
    view! {
        <label class="cd-option" for=id.clone()>
            <input
                id=id.clone()
                type=kind
                name=name
                aria-describedby=described_by
                aria-invalid=move || field.part_invalid(part)
                prop:checked=is_chosen
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// Options one below the other, or side by side when they are short.
pub fn list(options: Vec<AnyView>, is_row: bool) -> AnyView {
    let class = if is_row { "cd-option__list cd-option__list--row" } else { "cd-option__list" };
    view! { <div class=class>{options}</div> }.into_any()
}

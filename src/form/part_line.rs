//! One part of a compound answer in a text box with its own label: house and street, "please specify", whose id.

use leptos::prelude::*;

use super::handle::Handle;
use crate::i18n::t;

/// What a part needs.
#[derive(Clone, Copy)]
pub struct PartLine {
    /// The part.
    pub part: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// The keyboard of a phone.
    pub inputmode: &'static str,
    /// Its completion.
    pub autocomplete: &'static str,
    /// A modifier of the box (`cd-line--id`).
    pub class: &'static str,
    /// Whether it is needed when the field is.
    pub is_needed: bool,
}

impl PartLine {
    /// Words that may be left out.
    pub const WORDS: Self =
        Self { part: "text", label: "", inputmode: "text", autocomplete: "off", class: "", is_needed: false };
}

/// The box below its label.
pub fn part_line(field: &Handle, line: PartLine) -> AnyView {
    let PartLine { part, label, inputmode, autocomplete, class, is_needed } = line;
    let id = field.part_id(part);
    let [shown, checking, asking, typing] = std::array::from_fn(|_| field.clone());
    view! {
        <div class="cd-units__part">
            <label for=id.clone()>{t(label)}</label>
            <input
                id=id
                class=["cd-line ", class].concat()
                type="text"
                inputmode=inputmode
                autocomplete=autocomplete
                aria-invalid=move || checking.part_invalid(part)
                aria-required=move || (is_needed && asking.state().is_required).then_some("true")
                prop:value=move || shown.part(part)
                on:input=move |event| typing.set_part(part, event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

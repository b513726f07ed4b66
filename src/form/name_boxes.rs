//! A person's name in three boxes: the control of names, and of whoever agrees.

use leptos::prelude::*;

use super::handle::Handle;
use crate::i18n::t;
use crate::ui::CollectAny;

/// Part, its text, its completion when the schema asks for the citizen's own name.
const PARTS: [(&str, &str, &str); 3] = [
    ("family", "form.name.family", "family-name"),
    ("middle", "form.name.middle", "additional-name"),
    ("given", "form.name.given", "given-name"),
];

/// The boxes; `within` is where in the answer the name is: nothing, or `name/`.
pub fn name_boxes(field: &Handle, within: &str) -> AnyView {
    let is_own = field.autocomplete().as_deref() == Some("name");
    let boxes = PARTS.map(|(part, key, completion)| {
        part_box(field, [within, part].concat(), key, if is_own { completion } else { "off" })
    });
    view! { <div class="cd-person-name">{boxes.into_iter().collect_any()}</div> }.into_any()
}

fn part_box(field: &Handle, part: String, key: &'static str, completion: &'static str) -> AnyView {
    // The first box of a field that is only a name has the field's own id: a link of the error summary lands on it.
    let id = if part == "family" { field.id() } else { field.part_id(&part) };
    let is_needed = !part.ends_with("middle");
    let [shown, checking, asking, typing] = std::array::from_fn(|_| field.clone());
    let [checked, read] = std::array::from_fn(|_| part.clone());
    view! {
        <div class="cd-person-name__part">
            <label for=id.clone()>{t(key)}</label>
            <input
                id=id
                class="cd-line"
                type="text"
                autocomplete=completion
                autocapitalize="words"
                spellcheck="false"
                aria-invalid=move || checking.part_invalid(&checked)
                aria-required=move || (is_needed && asking.state().is_required).then_some("true")
                prop:value=move || shown.part(&read)
                on:input=move |event| typing.set_part(&part, event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

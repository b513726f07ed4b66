//! A person's name in three boxes, as civil-status forms have it.

use leptos::prelude::*;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
    },
    i18n::t,
};

/// Part, its text, its completion when the schema asks for the citizen's own name.
const PARTS: [(&str, &str, &str); 3] = [
    ("family", "form.name.family", "family-name"),
    ("middle", "form.name.middle", "additional-name"),
    ("given", "form.name.given", "given-name"),
];

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let is_own = field.autocomplete().as_deref() == Some("name");
    let boxes = PARTS
        .map(|(part, key, completion)| part_box(field, part, key, if is_own { completion } else { "off" }));
    frame(
        field,
        Shape::Group,
        view! { <div class="cd-person-name">{boxes.into_iter().collect_view()}</div> }.into_any(),
    )
}

fn part_box(field: &Handle, part: &'static str, key: &'static str, completion: &'static str) -> AnyView {
    let id = if part == "family" { field.id() } else { field.part_id(part) };
    let [shown, checking, asking, typing] = std::array::from_fn(|_| field.clone());
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
                aria-invalid=move || checking.part_invalid(part)
                aria-required=move || (part != "middle" && asking.state().is_required).then_some("true")
                prop:value=move || shown.part(part)
                on:input=move |event| typing.set_part(part, event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

//! Text of several lines.

use leptos::prelude::*;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let id = field.id();
    let [shown, describing, checking, asking, typing] = std::array::from_fn(|_| field.clone());
    let control = view! {
        <textarea
            id=id
            class="cd-line cd-line--long"
            rows="5"
            aria-describedby=move || describing.described_by()
            aria-invalid=move || checking.invalid()
            aria-required=move || asking.state().is_required.then_some("true")
            prop:value=move || shown.text()
            on:input=move |event| typing.set(event_target_value(&event))
        ></textarea>
    };
    frame(field, Shape::Single, control.into_any())
}

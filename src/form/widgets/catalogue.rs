//! One entry of a long list, found by typing.

use leptos::prelude::*;

use crate::form::{
    combobox::{Choosing, combobox},
    frame::{Shape, frame},
    handle::Handle,
};

/// Draws the field.
pub fn view(field: &Handle, name: String) -> AnyView {
    let [shown, describing, checking, asking, choosing] = std::array::from_fn(|_| field.clone());
    let control = combobox(Choosing {
        id: field.id(),
        list: Signal::stored(Some(name)),
        code: Signal::derive(move || shown.text()),
        on_choose: Callback::new(move |code: String| choosing.set(code)),
        described_by: Signal::derive(move || describing.described_by()),
        invalid: Signal::derive(move || checking.invalid()),
        required: Signal::derive(move || asking.state().is_required),
    });
    frame(field, Shape::Single, control)
}

//! One of a few options, as radio buttons.

use leptos::prelude::*;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    option::{Choice, list, option},
};

/// Draws the field.
pub fn view(field: &Handle, options: &[String]) -> AnyView {
    let radios = options.iter().enumerate().map(|(at, one)| radio(field, at, one)).collect();
    frame(field, Shape::Group, list(radios, false))
}

fn radio(field: &Handle, at: usize, one: &str) -> AnyView {
    let [shown, choosing] = std::array::from_fn(|_| (field.clone(), one.to_owned()));
    option(
        field,
        Choice {
            id: if at == 0 { field.id() } else { field.part_id(one) },
            kind: "radio",
            label: Signal::stored(field.texts.option(&field.path, one)),
            is_chosen: Signal::derive(move || shown.0.text() == shown.1),
            on_change: Callback::new(move |_| choosing.0.set(choosing.1.clone())),
            described_by: Signal::stored(None),
        },
    )
}

//! A statement that the citizen stands for: its full text, which is signed as shown, and a checkbox.

use leptos::prelude::*;
use serde_json::Value;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    option::{Choice, option},
    statement::{left_to_others, statement},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    if let Some(left) = left_to_others() {
        return frame(field, Shape::Group, view! { {statement(field)} {left} }.into_any());
    }
    let [shown, ticking] = std::array::from_fn(|_| field.clone());
    let tick = option(
        field,
        Choice {
            id: field.id(),
            part: "option",
            kind: "checkbox",
            label: Signal::stored(field.label()),
            is_chosen: Signal::derive(move || shown.state().raw == Value::Bool(true)),
            on_change: Callback::new(move |is_ticked: bool| ticking.set(is_ticked)),
            described_by: Signal::stored(Some(field.part_id("body"))),
        },
    );
    frame(field, Shape::Group, view! { {statement(field)} {tick} }.into_any())
}

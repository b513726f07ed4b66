//! A statement that the citizen stands for: its full text, which is signed as shown, and a checkbox.

use leptos::prelude::*;
use serde_json::Value;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    option::{Choice, option},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let body_id = field.part_id("body");
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    let [shown, ticking] = std::array::from_fn(|_| field.clone());
    let tick = option(
        field,
        Choice {
            id: field.id(),
            kind: "checkbox",
            label: Signal::stored(field.label()),
            is_chosen: Signal::derive(move || shown.state().raw == Value::Bool(true)),
            on_change: Callback::new(move |is_ticked: bool| ticking.set(is_ticked)),
            described_by: Signal::stored(Some(body_id.clone())),
        },
    );
    let lines = body
        .split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view();
    frame(
        field,
        Shape::Group,
        view! { <div class="cd-attestation" id=body_id>{lines}</div> {tick} }.into_any(),
    )
}

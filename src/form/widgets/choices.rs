//! Several of a few options, as checkboxes.

use leptos::prelude::*;
use serde_json::Value;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    option::{Choice, list, option},
};

/// Draws the field.
pub fn view(field: &Handle, options: &[String]) -> AnyView {
    let boxes = options.iter().enumerate().map(|(at, one)| tick(field, at, one)).collect();
    frame(field, Shape::Group, list(boxes, false))
}

fn tick(field: &Handle, at: usize, one: &str) -> AnyView {
    let [shown, choosing] = std::array::from_fn(|_| (field.clone(), one.to_owned()));
    option(
        field,
        Choice {
            id: if at == 0 { field.id() } else { field.part_id(one) },
            part: "option",
            kind: "checkbox",
            label: Signal::stored(field.texts.option(&field.path, one)),
            is_chosen: Signal::derive(move || shown.0.state().holds(&shown.1)),
            on_change: Callback::new(move |is_ticked| toggle(&choosing.0, &choosing.1, is_ticked)),
            described_by: Signal::stored(None),
        },
    )
}

fn toggle(field: &Handle, one: &str, is_ticked: bool) {
    let mut chosen = match untrack(|| field.state()).raw {
        Value::Array(chosen) => chosen,
        _ => Vec::new(),
    };
    chosen.retain(|other| other != one);
    if is_ticked {
        chosen.push(Value::String(one.to_owned()));
    }
    field.set(chosen);
}

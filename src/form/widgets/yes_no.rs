//! Yes or no, as two radio buttons: an unanswered question stays unanswered.

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
        option::{Choice, list, option},
    },
    i18n::t,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let radios =
        [(true, t("form.yes")), (false, t("form.no"))].map(|(answer, label)| radio(field, answer, label));
    frame(field, Shape::Group, list(radios.into(), true))
}

fn radio(field: &Handle, answer: bool, label: Signal<String>) -> AnyView {
    let [shown, choosing] = std::array::from_fn(|_| field.clone());
    option(
        field,
        Choice {
            id: if answer { field.id() } else { field.part_id("no") },
            part: "option",
            kind: "radio",
            label,
            is_chosen: Signal::derive(move || shown.state().raw == Value::Bool(answer)),
            on_change: Callback::new(move |_| choosing.set(answer)),
            described_by: Signal::stored(None),
        },
    )
}

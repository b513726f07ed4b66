//! The agreement of another person: what they agree to, that they do, and who they are.

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
        name_boxes::name_boxes,
        option::{Choice, option},
        part_line::{PartLine, part_line},
        statement::statement,
    },
    i18n::t,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let [shown, ticking] = std::array::from_fn(|_| field.clone());
    let tick = option(
        field,
        Choice {
            id: field.id(),
            part: "agrees",
            kind: "checkbox",
            label: t("form.consent.agrees"),
            is_chosen: Signal::derive(move || shown.state().raw.get("agrees") == Some(&Value::Bool(true))),
            on_change: Callback::new(move |is_ticked: bool| ticking.set_parts(&[("agrees", is_ticked)])),
            described_by: Signal::stored(Some(field.part_id("body"))),
        },
    );
    let id = PartLine {
        part: "id",
        label: "form.consent.id",
        inputmode: "numeric",
        class: "cd-line--id",
        is_needed: true,
        ..PartLine::WORDS
    };
    let parts = view! {
        {statement(field)}
        {tick}
        <div class="cd-units">{name_boxes(field, "name/")} {part_line(field, id)}</div>
    };
    frame(field, Shape::Group, parts.into_any())
}

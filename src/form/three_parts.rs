//! Day, month and year in three boxes: the control of dates and partial dates.

use leptos::prelude::*;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
    },
    i18n::t,
    ui::CollectAny,
};

/// Part, its text, the completion that follows `bday-`, its modifier.
const PARTS: [(&str, &str, &str, &str); 3] = [
    ("d", "form.date.day", "bday-day", "cd-three-parts__part"),
    ("m", "form.date.month", "bday-month", "cd-three-parts__part"),
    ("y", "form.date.year", "bday-year", "cd-three-parts__part cd-three-parts__part--year"),
];

/// A frame around the three boxes.
pub fn three_parts(field: &Handle) -> AnyView {
    let is_birthday = field.autocomplete().as_deref() == Some("bday");
    let boxes = PARTS.map(|(part, key, completion, class)| {
        part_box(field, part, key, if is_birthday { completion } else { "off" }, class)
    });
    frame(
        field,
        Shape::Group,
        view! { <div class="cd-three-parts">{boxes.into_iter().collect_any()}</div> }.into_any(),
    )
}

fn part_box(
    field: &Handle,
    part: &'static str,
    key: &'static str,
    completion: &'static str,
    class: &'static str,
) -> AnyView {
    // The first box has the field's own id, so that a link of the error summary lands on it.
    let id = if part == "d" { field.id() } else { field.part_id(part) };
    let [shown, checking, asking, typing] = std::array::from_fn(|_| field.clone());
    view! {
        <div class=class>
            <label for=id.clone()>{t(key)}</label>
            <input
                id=id
                class="cd-line"
                type="text"
                inputmode="numeric"
                autocomplete=completion
                aria-invalid=move || checking.part_invalid(part)
                aria-required=move || (part == "y" && asking.state().is_required).then_some("true")
                prop:value=move || shown.part(part)
                on:input=move |event| take(&typing, part, &event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// Keeps a part; a whole date pasted into one box is spread over the three.
fn take(field: &Handle, part: &str, typed: &str) {
    let words: Vec<&str> = typed.split(['/', '-', '.', ' ']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [year, month, day] if year.len() == 4 => spread(field, day, month, year),
        [day, month, year] if year.len() == 4 => spread(field, day, month, year),
        _ => field.set_part(part, typed.trim().to_owned()),
    }
}

fn spread(field: &Handle, day: &str, month: &str, year: &str) {
    field.set_parts(&[("d", day.to_owned()), ("m", month.to_owned()), ("y", year.to_owned())]);
}

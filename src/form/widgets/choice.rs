//! One of a few options, as radio buttons; below the option that is specified in words, the box for them.

use eform::kinds::choice::Choice as Options;
use leptos::prelude::*;

use crate::ui::Shown;

use serde_json::Value;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    option::{Choice, list, option},
    part_line::{PartLine, part_line},
};

/// Draws the field.
pub fn view(field: &Handle, choice: &Options) -> AnyView {
    let has_words = choice.other.is_some();
    let options = choice.options.iter().enumerate();
    let radios = options.map(|(at, one)| radio(field, at, one, has_words)).collect();
    let words = choice.other.clone().map(|other| words(field, other));
    frame(field, Shape::Group, view! { {list(radios, false)} {words} }.into_any())
}

fn radio(field: &Handle, at: usize, one: &str, has_words: bool) -> AnyView {
    let [shown, choosing] = std::array::from_fn(|_| (field.clone(), one.to_owned()));
    let choose = move |_| {
        let (field, one) = &choosing;
        // What was specified before stays in the draft and is sent only with its own option.
        if has_words { field.set_part("option", one.clone()) } else { field.set(one.clone()) }
    };
    option(
        field,
        Choice {
            id: if at == 0 { field.id() } else { field.part_id(one) },
            part: "option",
            kind: "radio",
            label: Signal::stored(field.texts.option(&field.path, one)),
            is_chosen: Signal::derive(move || chosen(&shown.0) == shown.1),
            on_change: Callback::new(choose),
            described_by: Signal::stored(None),
        },
    )
}

/// The box for the words, as long as their option is chosen; the keyboard stays on the option.
fn words(field: &Handle, other: String) -> AnyView {
    let [reading, drawing] = std::array::from_fn(|_| field.clone());
    let is_other = Memo::new(move |_| chosen(&reading) == other);
    let line = PartLine { label: "form.choice.other", is_needed: true, ..PartLine::WORDS };
    view! { <Shown when=is_other>{part_line(&drawing, line)}</Shown> }.into_any()
}

/// The chosen option, with words or without.
fn chosen(field: &Handle) -> String {
    match field.state().raw {
        Value::Object(_) => field.part("option"),
        _ => field.text(),
    }
}

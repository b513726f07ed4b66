//! The one-line text box that several kinds share: their files say which keyboard and which completion it has.

use leptos::prelude::*;

use super::{
    frame::{Shape, frame},
    handle::Handle,
};

/// How a line differs from plain text.
#[derive(Clone, Copy)]
pub struct Line {
    /// `text`, `tel` or `email`; never `number`, which swallows what it does not understand.
    pub kind: &'static str,
    /// The keyboard of a phone.
    pub inputmode: &'static str,
    /// What that keyboard writes large, when not the start of a sentence.
    pub capitals: Option<&'static str>,
    /// Completion when the schema names none.
    pub autocomplete: &'static str,
    /// A modifier of the box (`cd-line--short`).
    pub class: &'static str,
    /// Takes what was typed or pasted to what is kept.
    pub clean: fn(&str) -> String,
}

impl Line {
    /// Words.
    pub const WORDS: Self = Self {
        kind: "text",
        inputmode: "text",
        capitals: None,
        autocomplete: "off",
        class: "",
        clean: as_typed,
    };
    /// A number that is made of digits.
    pub const DIGITS: Self = Self { inputmode: "numeric", class: "cd-line--middle", ..Self::WORDS };
    /// A number that has capitals among its digits. Small letters and signs between are the engine's business.
    pub const PRINTED: Self = Self { capitals: Some("characters"), class: "cd-line--middle", ..Self::WORDS };
}

/// A frame around one text box.
pub fn line(field: &Handle, line: Line) -> AnyView {
    frame(field, Shape::Single, input(field, line))
}

/// The text box alone.
pub fn input(field: &Handle, line: Line) -> AnyView {
    let id = field.id();
    let autocomplete = field.autocomplete().unwrap_or_else(|| line.autocomplete.to_owned());
    let [shown, describing, checking, asking, typing] = std::array::from_fn(|_| field.clone());
    view! {
        <input
            id=id
            class=["cd-line ", line.class].concat()
            type=line.kind
            inputmode=line.inputmode
            autocapitalize=line.capitals
            autocomplete=autocomplete
            spellcheck="false"
            aria-describedby=move || describing.described_by()
            aria-invalid=move || checking.invalid()
            aria-required=move || asking.state().is_required.then_some("true")
            prop:value=move || shown.text()
            on:input=move |event| typing.set((line.clean)(&event_target_value(&event)))
        />
    }
    .into_any()
}

/// Keeps the text as it is.
fn as_typed(text: &str) -> String {
    text.to_owned()
}

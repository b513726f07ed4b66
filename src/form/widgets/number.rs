//! A whole number, typed as text.

use leptos::prelude::*;

use crate::form::line::{Line, as_typed, line};
use crate::form::handle::Handle;

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(
        field,
        Line { kind: "text", inputmode: "numeric", autocomplete: "off", class: "cd-line--short", clean: as_typed },
    )
}

//! A whole number, typed as text.

use leptos::prelude::*;

use crate::form::handle::Handle;
use crate::form::line::{Line, as_typed, line};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(
        field,
        Line {
            kind: "text",
            inputmode: "numeric",
            autocomplete: "off",
            class: "cd-line--short",
            clean: as_typed,
        },
    )
}

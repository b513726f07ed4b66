//! A telephone number; spaces and +84 are the engine's business.

use leptos::prelude::*;

use crate::form::handle::Handle;
use crate::form::line::{Line, as_typed, line};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(
        field,
        Line {
            kind: "tel",
            inputmode: "tel",
            autocomplete: "tel",
            class: "cd-line--middle",
            clean: as_typed,
        },
    )
}

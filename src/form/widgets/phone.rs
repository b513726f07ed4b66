//! A telephone number; spaces and +84 are the engine's business.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { kind: "tel", inputmode: "tel", autocomplete: "tel", ..Line::DIGITS })
}

//! A whole number, typed as text.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { class: "cd-line--short", ..Line::DIGITS })
}

//! A social-insurance number, or the personal id in its place.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { class: "cd-line--id", ..Line::DIGITS })
}

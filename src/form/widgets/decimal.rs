//! A number with places; the keyboard has the comma.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { inputmode: "decimal", ..Line::DIGITS })
}

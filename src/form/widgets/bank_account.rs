//! The number of a bank account. Some have letters, so the keyboard is not one of digits alone.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { class: "cd-line--id", ..Line::PRINTED })
}

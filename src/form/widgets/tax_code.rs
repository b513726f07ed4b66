//! A tax code: ten, twelve or thirteen digits. The hyphen before a branch may be left out.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { class: "cd-line--id", ..Line::DIGITS })
}

//! A full date.

use leptos::prelude::*;

use crate::form::handle::Handle;
use crate::form::three_parts::three_parts;

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    three_parts(field)
}

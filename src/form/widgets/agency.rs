//! The competent office, named by its place: province, then commune.

use leptos::prelude::*;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    units::units,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    frame(field, Shape::Group, view! { <div class="cd-units">{units(field)}</div> }.into_any())
}

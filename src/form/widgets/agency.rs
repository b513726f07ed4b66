//! The competent office, named by its place: province, then commune.

use leptos::prelude::*;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    units::{place, units},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    frame(field, Shape::Group, place(units(field)))
}

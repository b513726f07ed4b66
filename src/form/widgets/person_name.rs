//! A person's name in three boxes, as civil-status forms have it.

use leptos::prelude::*;

use crate::form::{
    frame::{Shape, frame},
    handle::Handle,
    name_boxes::name_boxes,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    frame(field, Shape::Group, name_boxes(field, ""))
}

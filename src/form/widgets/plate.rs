//! The registration number of a vehicle; its dots and hyphens may be typed or left out.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line::PRINTED)
}

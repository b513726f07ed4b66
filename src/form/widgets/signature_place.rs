//! Where the declaration is made; the day beside it is the day of filing, which nobody types.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { autocomplete: "address-level2", ..Line::WORDS })
}

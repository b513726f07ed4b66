//! A date in Vietnamese words, computed from another field; never typed.

use leptos::prelude::*;

use crate::form::{handle::Handle, words::words};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    words(field)
}

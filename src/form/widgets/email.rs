//! An e-mail address.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field. The form does not let the browser judge it: `type=email` is for the phone's keyboard.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { kind: "email", inputmode: "email", autocomplete: "email", ..Line::WORDS })
}

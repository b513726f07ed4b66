//! A personal id of twelve digits. Groups that were typed or pasted with spaces or dots are joined.

use leptos::prelude::*;

use crate::form::{
    handle::Handle,
    line::{Line, line},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    line(field, Line { class: "cd-line--id", clean: joined, ..Line::DIGITS })
}

fn joined(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '.' && *letter != '-').collect()
}

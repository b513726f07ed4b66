//! A text that asks nothing.

use leptos::prelude::*;

use crate::form::handle::Handle;

/// Draws the text; its label, when there is one, is its heading.
pub fn view(field: &Handle) -> AnyView {
    let heading = field.texts.field(&field.path, "label").map(|label| view! { <h2 class="cd-field__told-title">{label}</h2> });
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    let lines = body.split('\n').filter(|line| !line.is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! { <div class="cd-field__told" id=field.id()>{heading} {lines}</div> }.into_any()
}

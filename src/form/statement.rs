//! The words that somebody stands for or agrees to, in full: they are signed as they are shown.

use leptos::prelude::*;

use super::handle::Handle;
use crate::ui::CollectAny;

/// The field's text, a paragraph a line; its id is the field's part `body`.
pub fn statement(field: &Handle) -> AnyView {
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    let lines = body.split('\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_any();
    view! { <div class="cd-attestation" id=field.part_id("body")>{lines}</div> }.into_any()
}

//! The words that somebody stands for or agrees to, in full: they are signed as they are shown. Who helps to fill in makes no statement.

use leptos::prelude::*;

use super::handle::Handle;
use crate::{i18n::tp, ui::CollectAny};

/// Whose the statements of a form are that somebody else fills in, by name.
#[derive(Clone)]
pub struct StatedBy(pub String);

/// The field's text, a paragraph a line; its id is the field's part `body`.
pub fn statement(field: &Handle) -> AnyView {
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    let lines = body.split('\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_any();
    view! { <div class="cd-attestation" id=field.part_id("body")>{lines}</div> }.into_any()
}

/// In place of what is to be ticked, where it is not for who fills in: whose it is.
pub fn left_to_others() -> Option<AnyView> {
    let StatedBy(name) = use_context()?;
    Some(view! { <p>{tp("form.stated_by", vec![("name", name)])}</p> }.into_any())
}

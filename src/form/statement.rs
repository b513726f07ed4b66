//! The words that somebody stands for or agrees to, in full: they are signed as they are shown. Who helps to fill in makes no statement.

use eform::Kind;
use leptos::prelude::*;

use super::{handle::Handle, store::FormStore};
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

/// What stands below the heading of a page. Of one with a statement it says how to make it: none for who makes none.
pub fn lede(store: FormStore, page: &str) -> Option<String> {
    let has_statement = || {
        store.read(|instance| {
            let mut pages = instance.form().pages().iter();
            let own = pages.find(|one| one.id == page);
            own.is_some_and(|own| own.fields.iter().any(|field| field.kind == Kind::Attestation))
        })
    };
    let is_for_others = use_context::<StatedBy>().is_some() && has_statement();
    store.texts().find(&["page.", page, ".lede"].concat()).filter(|_| !is_for_others)
}

/// In place of what is to be ticked, where it is not for who fills in: whose it is.
pub fn left_to_others() -> Option<AnyView> {
    let StatedBy(name) = use_context()?;
    Some(view! { <p>{tp("form.stated_by", vec![("name", name)])}</p> }.into_any())
}

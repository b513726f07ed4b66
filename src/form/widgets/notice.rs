//! A text that asks nothing.

use leptos::prelude::*;

use crate::{
    form::handle::Handle,
    ui::{CollectAny, Notice, Tone},
};

/// Draws the text below its label.
pub fn view(field: &Handle) -> AnyView {
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    let lines = body.split('\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_any();
    view! {
        <div class="cd-frame" id=field.id()>
            <Notice tone=Tone::Plain title=Signal::stored(field.label())>{lines}</Notice>
        </div>
    }
    .into_any()
}

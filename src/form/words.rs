//! What the form writes out in Vietnamese words itself, a date or an amount; never typed.

use leptos::prelude::*;

use super::handle::Handle;
use crate::ui::live;

/// The words as soon as they are known.
pub fn words(field: &Handle) -> AnyView {
    let label = field.label();
    let id = field.id();
    let field = field.clone();
    let words = live(move || field.state().value.and_then(|value| value.as_str().map(str::to_owned)));
    view! {
        <div class="cd-frame cd-words__field">
            <span class="cd-frame__label" id=[&id, "-label"].concat()>{label}</span>
            <output id=id.clone() class="cd-words" aria-labelledby=[&id, "-label"].concat() lang="vi">{words}</output>
        </div>
    }
    .into_any()
}

//! A date in Vietnamese words, computed from another field; never typed.

use leptos::prelude::*;

use crate::form::handle::Handle;

/// Draws the words as soon as the date is known.
pub fn view(field: &Handle) -> AnyView {
    let label = field.label();
    let id = field.id();
    let field = field.clone();
    let words = move || field.state().value.and_then(|value| value.as_str().map(str::to_owned));
    view! {
        <div class="cd-frame cd-date-words__field">
            <span class="cd-frame__label" id=[&id, "-label"].concat()>{label}</span>
            <output id=id.clone() class="cd-date-words" aria-labelledby=[&id, "-label"].concat() lang="vi">{words}</output>
        </div>
    }
    .into_any()
}

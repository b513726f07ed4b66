//! An answer that a register holds and that cannot be changed here: shown with its source, and with what to do when it
//! is wrong.

use leptos::prelude::*;

use super::{frame::source, handle::Handle, present, reasons};
use crate::i18n::{t, use_locale};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let (say, value) = (use_locale(), present::value_text(field));
    let show = move || match value() {
        text if text.is_empty() => say.text("form.known.unset"),
        text => text,
    };
    let label_id = field.part_id("label");
    view! {
        <div class="cd-known" role="group" aria-labelledby=label_id.clone() id=field.id() tabindex="-1">
            <p class="cd-frame__label" id=label_id.clone()>{field.label()}</p>
            <div class="cd-known__box">
                <b class="cd-known__value">{show}</b>
                {source(field)}
            </div>
            {reasons::known(field)}
        </div>
    }
    .into_any()
}

/// What to do when a known answer is wrong; once, below all of them.
pub fn when_wrong() -> AnyView {
    view! {
        <details class="cd-known__wrong">
            <summary>{t("form.known.wrong")}</summary>
            <p>{t("form.known.wrong.help")}</p>
        </details>
    }
    .into_any()
}

//! What the citizen is told about saving: quietly when it went well, aloud with cause and remedy when it did not.

use leptos::prelude::*;

use super::autosave::{Autosave, SaveState};
use crate::{
    i18n::{t, use_locale},
    ui::{Button, LinkButton, Look, Notice, Tone},
};

/// The quiet line beside the buttons: "Đã lưu lúc 15:42". Never said before it is true.
pub fn saved_line(autosave: Autosave) -> AnyView {
    let say = use_locale();
    let text = move || match autosave.state() {
        SaveState::Saved(at) => say.fill("form.saved", &[("time", &say.time(&at))]),
        SaveState::Changed => say.text("form.saving"),
        SaveState::Failed(_) | SaveState::Conflict(_) => say.text("form.unsaved"),
    };
    view! { <p class="cd-saving">{text}</p> }.into_any()
}

/// The loud block above the fields, only while saving fails. `sign_in` leads back to this page.
pub fn save_failure(autosave: Autosave, sign_in: String) -> AnyView {
    let cause = Memo::new(move |_| match autosave.state() {
        SaveState::Failed(cause) => Some(cause),
        SaveState::Saved(_) | SaveState::Changed | SaveState::Conflict(_) => None,
    });
    let inside = move || cause.get().map(|cause| failure(autosave, cause, &sign_in));
    view! { <div class="cd-save-failure">{inside}</div> }.into_any()
}

fn failure(autosave: Autosave, cause: &'static str, sign_in: &str) -> AnyView {
    let say = use_locale();
    let body = move || say.text(&["form.save.failed.", cause].concat());
    let way_on = if cause == "sign_in" {
        view! { <LinkButton href=sign_in.to_owned() label=t("app.sign_in") look=Look::Quiet/> }.into_any()
    } else {
        let retry = Callback::new(move |()| autosave.send());
        view! { <Button label=t("form.retry") on_press=retry look=Look::Quiet/> }.into_any()
    };
    view! {
        <Notice tone=Tone::Stop title=t("form.save.failed") is_alert=true>
            <p>{body}</p>
            {way_on}
        </Notice>
    }
    .into_any()
}

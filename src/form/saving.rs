//! What the citizen is told about saving: quietly when it went well, aloud with cause and remedy when it did not.

use leptos::prelude::*;

use super::autosave::{Autosave, SaveState};
use crate::{
    i18n::{t, use_locale},
    ui::{Button, Look, Notice, Tone, live},
};

/// The quiet line beside the buttons: "Đã lưu lúc 15:42". Never said before it is true.
pub fn saved_line(autosave: Autosave) -> AnyView {
    let say = use_locale();
    let text = live(move || match autosave.state() {
        SaveState::Saved(at) => say.fill("form.saved", &[("time", &say.time(&at))]),
        SaveState::Changed => say.text("form.saving"),
        SaveState::Failed(_) | SaveState::Conflict(_) => say.text("form.unsaved"),
    });
    view! { <p class="cd-saving">{text}</p> }.into_any()
}

/// The loud block above the fields, only while saving fails. A page whose session has ended is loaded anew, and says it then.
pub fn save_failure(autosave: Autosave) -> AnyView {
    let cause = Memo::new(move |_| match autosave.state() {
        SaveState::Failed(cause) if cause != "sign_in" => Some(cause),
        SaveState::Failed(_) | SaveState::Saved(_) | SaveState::Changed | SaveState::Conflict(_) => None,
    });
    let inside = live(move || cause.get().map(|cause| failure(autosave, cause)));
    view! { <div class="cd-save-failure">{inside}</div> }.into_any()
}

fn failure(autosave: Autosave, cause: &'static str) -> AnyView {
    let say = use_locale();
    let body = live(move || say.text(&["form.save.failed.", cause].concat()));
    let retry = Callback::new(move |()| autosave.send());
    view! {
        <Notice tone=Tone::Stop title=t("form.save.failed") is_alert=true>
            <p>{body}</p>
            <Button label=t("form.retry") on_press=retry look=Look::Quiet/>
        </Notice>
    }
    .into_any()
}

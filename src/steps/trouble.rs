//! A register that should have answered and did not: which one, what that means here, and where to have it put right.

use leptos::prelude::*;

use super::open::OpenDossier;
use crate::{
    i18n::use_locale,
    ui::{Notice, Tone},
};

/// One notice for each silent register; the form stays usable without it.
pub fn register_trouble(open: OpenDossier) -> AnyView {
    let say = use_locale();
    let troubles = open.opened().and_then(|opened| {
        opened.view.with_untracked(|view| view.draft.as_ref().map(|draft| draft.register_trouble.clone()))
    });
    let notices = troubles.unwrap_or_default().into_iter().map(|(register, trouble)| {
        let name = ["form.source.", &register].concat();
        let key = ["step.register.", &trouble].concat();
        let (title_key, body_key) = ([&key, ".title"].concat(), [&key, ".body"].concat());
        let title = Signal::derive(move || say.fill(&title_key, &[("register", &say.text(&name))]));
        let body = move || say.text(&body_key);
        view! { <Notice tone=Tone::Turn title=title><p>{body}</p></Notice> }.into_any()
    });
    notices.collect_view().into_any()
}

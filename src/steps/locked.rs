//! A question page of a dossier that is fixed: why nothing can be changed, and the two ways on.

use leptos::prelude::*;

use super::{
    open::{OpenDossier, Opened},
    thaw::thaw_button,
    way::due,
};
use crate::{
    i18n::t,
    ui::{Heading, LinkButton, Notice, Tone},
};

/// The page, in place of its questions.
pub fn locked(open: OpenDossier, opened: &Opened) -> AnyView {
    let step = opened.view.with_untracked(due);
    let href = step.route(open.id(), String::new()).href();
    view! {
        <Heading text=t("step.locked.title")/>
        <Notice tone=Tone::Plain title=t("step.locked")><p>{t("step.locked.body")}</p></Notice>
        <div class="cd-actions">
            <LinkButton href=href label=t("step.resume")/>
            {thaw_button(open, opened)}
        </div>
    }
    .into_any()
}

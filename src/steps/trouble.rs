//! A register that should have answered and did not: which one, what that means here, how to ask it again, and where to have it put
//! right.

use contract::{AskRegisters, Nothing};
use leptos::prelude::*;

use super::{open::OpenDossier, press::Press};
use crate::{
    api::ApiError,
    i18n::{t, use_locale},
    ui::{Look, Notice, Tone, use_announcer},
};

/// One notice for each silent register; the form stays usable without it.
pub fn register_trouble(open: OpenDossier) -> AnyView {
    let say = use_locale();
    let troubles = open.register_trouble();
    // Who is not in a register will not be there in a minute; who had no answer may have one.
    let is_silent = troubles.iter().any(|(_, trouble)| trouble != "unknown_person");
    let notices = troubles.into_iter().map(|(register, trouble)| {
        let name = ["form.source.", &register].concat();
        let key = ["step.register.", &trouble].concat();
        let (title_key, body_key) = ([&key, ".title"].concat(), [&key, ".body"].concat());
        let title = Signal::derive(move || say.fill(&title_key, &[("register", &say.text(&name))]));
        let body = move || say.text(&body_key);
        view! { <Notice tone=Tone::Turn title=title><p>{body}</p></Notice> }.into_any()
    });
    let notices = notices.collect_view();
    view! { {notices} {is_silent.then(|| again(open))} }.into_any()
}

/// The button that asks once more.
fn again(open: OpenDossier) -> AnyView {
    let (say, announcer) = (use_locale(), use_announcer());
    let ask = Press::new(move || {
        Box::pin(async move {
            let news =
                if open.ask_registers().await? { "step.register.answered" } else { "step.register.still" };
            announcer.say(untrack(|| say.text(news)));
            Ok(())
        })
    });
    view! {
        <div class="cd-actions">{ask.button(t("step.register.again"), Look::Quiet)}</div>
        {ask.trouble()}
    }
    .into_any()
}

impl OpenDossier {
    /// Which registers did not answer for the draft that is open, and how.
    fn register_trouble(self) -> Vec<(String, String)> {
        let of = |draft: &contract::Draft| draft.register_trouble.clone().into_iter().collect();
        self.opened()
            .and_then(|opened| opened.view.with_untracked(|view| view.draft.as_ref().map(of)))
            .unwrap_or_default()
    }

    /// Asks the registers again and opens the draft anew, with what is known now. Gives whether all have answered.
    async fn ask_registers(self) -> Result<bool, ApiError> {
        let asked = self
            .renewed_by(async || self.api().send::<AskRegisters>(&[&self.id()], &Nothing, None).await)
            .await?;
        let draft = asked.and_then(|view| view.draft);
        Ok(draft.is_none_or(|draft| draft.register_trouble.is_empty()))
    }
}

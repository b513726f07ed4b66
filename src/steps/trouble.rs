//! A register that should have answered and did not: which one, what that means here, how to ask it again, and where to have it put
//! right.

use contract::{AskRegisters, DossierView, Draft, Nothing};
use leptos::prelude::*;
use serde_json::Value;

use super::{ask_again::ask_again, open::OpenDossier};
use crate::{
    api::ApiError,
    i18n::use_locale,
    ui::{CollectAny, Notice, Tone, live, use_announcer},
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
        let body = live(move || say.text(&body_key));
        view! { <Notice tone=Tone::Turn title=title><p>{body}</p></Notice> }.into_any()
    });
    let notices = notices.collect_any();
    view! { {notices} {is_silent.then(|| again(open))} }.into_any()
}

/// The button that asks once more; with an answer the form is opened anew.
fn again(open: OpenDossier) -> AnyView {
    let (say, announcer) = (use_locale(), use_announcer());
    ask_again(move || {
        Box::pin(async move {
            let Some((is_same, draft)) = open.ask_registers().await? else { return Ok(None) };
            if !is_same {
                let key = if draft.register_trouble.is_empty() {
                    "step.register.answered"
                } else {
                    "step.register.some"
                };
                announcer.say(untrack(|| say.text(key)));
            }
            Ok(is_same.then_some(draft.saved_at))
        })
    })
}

impl OpenDossier {
    /// Which registers did not answer for the draft that is open, and how.
    fn register_trouble(self) -> Vec<(String, String)> {
        let of = |draft: &Draft| draft.register_trouble.clone().into_iter().collect();
        self.opened()
            .and_then(|opened| opened.view.with_untracked(|view| view.draft.as_ref().map(of)))
            .unwrap_or_default()
    }

    /// Asks the registers again. Gives the draft as it is then, and whether that is the same as before: else it is being opened anew.
    async fn ask_registers(self) -> Result<Option<(bool, Draft)>, ApiError> {
        let mut is_same = false;
        let ask = async || self.api().send::<AskRegisters>(&[&self.id()], &Nothing, None).await;
        let keeps = |view: &DossierView| {
            let kept = self.takes(view.draft.as_ref()?);
            is_same = kept.is_some();
            kept
        };
        let asked = self.renewed_by(ask, keeps).await?;
        Ok(asked.and_then(|view| view.draft).map(|draft| (is_same, draft)))
    }

    /// The revision of a draft that says what is on screen already: then the screen stays as it is.
    fn takes(self, now: &Draft) -> Option<u64> {
        let opened = self.opened()?;
        let is_same =
            opened.view.with_untracked(|view| view.draft.as_ref().is_some_and(|old| says_the_same(old, now)));
        let is_mine = opened.store?.read(|instance| *instance.answers() == now.answers);
        (is_same && is_mine).then_some(now.revision)
    }
}

/// Whether two drafts say the same; when it was said does not matter.
fn says_the_same(one: &Draft, other: &Draft) -> bool {
    let known = |draft: &Draft| -> Vec<(String, Value)> {
        draft
            .facts
            .iter()
            .map(|(name, fact)| ([name, " ", &fact.source].concat(), fact.value.clone()))
            .collect()
    };
    one.register_trouble == other.register_trouble && known(one) == known(other)
}

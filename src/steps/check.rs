//! What the citizen sees of the check: the fingerprint when the chain holds, a loud refusal when it does not.

use dossier::Stage;
use leptos::prelude::*;

use super::{
    open::Opened,
    wysiwys::{Broken, Proof, prove},
};
use crate::{
    i18n::{t, use_locale},
    ui::{Notice, Tone, live},
};

/// The proof of the current snapshot; made again when the snapshot changes.
#[must_use]
pub fn proof(opened: &Opened) -> Memo<Option<Result<Proof, Broken>>> {
    let opened = opened.clone();
    let snapshot = Memo::new({
        let view = opened.view;
        // After filing the answers are erased: what was proven then is on the receipt.
        move |_| {
            view.with(|view| {
                let frozen = view.frozen.as_ref().filter(|_| view.state.stage == Stage::Frozen);
                frozen.map(|frozen| frozen.snapshot.clone())
            })
        }
    });
    Memo::new(move |_| {
        snapshot.get()?;
        Some(opened.view.with_untracked(|view| prove(view, &opened.bundle, opened.store)))
    })
}

/// The big fingerprint with its explanation.
pub fn fingerprint(mark: String, hint: &'static str) -> AnyView {
    view! {
        <div class="cd-check">
            <h2 class="cd-check__title">{t("step.check.fingerprint")}</h2>
            <p class="cd-check__hint">{t(hint)}</p>
            <p class="cd-check__mark"><code>{mark}</code></p>
        </div>
    }
    .into_any()
}

/// The chain is broken: nothing goes on from here.
pub fn refusal(broken: Broken) -> AnyView {
    let say = use_locale();
    let why = live(move || say.text(&["step.check.broken.", broken.name()].concat()));
    view! {
        <Notice tone=Tone::Stop title=t("step.check.broken") is_alert=true>
            <p>{why}</p>
            <p>{t("step.check.broken.help")}</p>
        </Notice>
    }
    .into_any()
}

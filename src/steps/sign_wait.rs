//! Waiting for the phone: the fingerprint to compare, the time that is left, and a way out.

use contract::{Attempt, CancelSigning};
use dossier::Command;
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::fingerprint,
    clock::{minutes, seconds_left},
    command::{allows, key},
    open::{OpenDossier, Opened},
    poll::poll,
    wysiwys::Proof,
};
use crate::{
    api::ApiError,
    i18n::{t, use_locale},
    remote::view_trouble,
    ui::{Button, Details, Heading, Look},
};

/// The waiting screen; it goes on by itself when the phone has answered.
pub fn waiting(open: OpenDossier, opened: &Opened, proof: &Proof, attempt: u32, until: &str) -> AnyView {
    let say = use_locale();
    poll(open);
    let left = seconds_left(open.api(), until);
    let time = move || left.get().map(minutes);
    let state = move || match left.get() {
        Some(0) => say.text("step.sign.wait.over"),
        _ => say.text("step.sign.wait.left"),
    };
    view! {
        <Heading text=t("step.sign.wait.title")/>
        <p>{t("step.sign.wait.body")}</p>
        <p class="cd-sign-wait__time" role="timer" aria-live="off">{time}</p>
        <p class="cd-sign-wait__state" role="status">{state}</p>
        {fingerprint(proof.fingerprint.clone(), "step.check.hint")}
        <div class="cd-actions">{cancel(open, opened, attempt)}</div>
        <Details summary=t("step.sign.wait.missing")><p>{t("step.sign.wait.missing.help")}</p></Details>
    }
    .into_any()
}

fn cancel(open: OpenDossier, opened: &Opened, attempt: u32) -> AnyView {
    let view = opened.view;
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        spawn_local(async move {
            let key = view.with_untracked(|view| key(view, "cancel-sign", attempt.into()));
            let result = open.order::<CancelSigning>(&Attempt { attempt }, key).await;
            is_busy.try_set(false);
            trouble.try_set(result.err());
        });
    });
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, Command::CancelSigning)));
    view! {
        <Show when=move || is_offered.get()>
            <Button label=t("step.sign.cancel") on_press=on_press look=Look::Quiet busy=is_busy/>
        </Show>
        {move || trouble.get().map(|error| view_trouble(&error, false, on_press))}
    }
    .into_any()
}

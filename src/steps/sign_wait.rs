//! Waiting for the phone: the fingerprint to compare, the time that is left, and a way out.

use leptos::prelude::*;

use super::{
    check::fingerprint,
    clock::{minutes, seconds_left},
    signatory::Signatory,
    wysiwys::Proof,
};
use crate::{
    i18n::{t, use_locale},
    ui::{Details, Heading, Spinner, live},
};

/// The phone is asked, or has agreed.
pub fn asked(who: &Signatory, proof: &Proof, attempt: u32, until: &str, has_agreed: bool) -> AnyView {
    if has_agreed { granted(who, proof) } else { waiting(who, proof, attempt, until) }
}

/// The phone has agreed: nothing is left to do there while the signature is fetched, and its authorities are asked.
fn granted(who: &Signatory, proof: &Proof) -> AnyView {
    who.poll();
    view! {
        <Heading text=t("step.sign.granted.title")/>
        <p>{t("step.sign.granted.body")}</p>
        <Spinner label=t("step.sign.granted.asking")/>
        {fingerprint(proof.fingerprint.clone(), "step.check.hint.before")}
    }
    .into_any()
}

/// The waiting screen; it goes on by itself when the phone has answered.
fn waiting(who: &Signatory, proof: &Proof, attempt: u32, until: &str) -> AnyView {
    let say = use_locale();
    who.poll();
    let left = seconds_left(who.api(), until);
    let time = live(move || left.get().map(minutes));
    let state = live(move || match left.get() {
        Some(0) => say.text("step.sign.wait.over"),
        _ => say.text("step.sign.wait.left"),
    });
    view! {
        <Heading text=t("step.sign.wait.title")/>
        <p>{t("step.sign.wait.body")}</p>
        <p class="cd-sign-wait__time" role="timer" aria-live="off">{time}</p>
        <p class="cd-sign-wait__state" role="status">{state}</p>
        {fingerprint(proof.fingerprint.clone(), "step.check.hint")}
        <div class="cd-actions">{who.cancel(attempt)}</div>
        <Details summary=t("step.sign.wait.missing")><p>{t("step.sign.wait.missing.help")}</p></Details>
    }
    .into_any()
}

//! Signing: where it stands and what the citizen can do now. Choosing a certificate is in `sign_choice`, waiting for the
//! phone in `sign_wait`, who signs in `signatory`, what counts instead of a signature in `confirm` and `paper`, the others who must agree in `others`; the check of
//! what is signed in `wysiwys`, of what came back
//! in `signed`.

use dossier::{Command, Signing, State, canonical};
use leptos::prelude::*;

use super::{
    check::{proof, refusal},
    command::allows,
    confirm::{came_back_with_nothing, confirmation, not_confirmed, without},
    open::{OpenDossier, Opened},
    others::others,
    paper::sheet,
    sign_choice::choice,
    sign_wait::asked,
    signatory::{Progress, Signatory},
    signed::gate,
    submit::{moving_on, onward},
    thaw::thaw_button,
    way::due,
    wysiwys::{Broken, Proof},
};
use crate::{
    i18n::{t, use_locale},
    ui::{Heading, LinkButton, Notice, Tone, live},
};

/// What is on screen; changes of the dossier that do not matter here do not draw it again.
#[derive(Clone, PartialEq)]
enum Shown {
    /// A signature is asked for, and so far it has come.
    Signing(Progress),
    /// No signature is asked for: the citizen stands by the dossier with their electronic identity.
    Confirm,
    Confirmed {
        sha256: String,
    },
    OnPaper {
        sha256: String,
    },
    /// Nothing is to be signed here now; `void` when that ended a request that waited for the phone.
    Elsewhere {
        void: bool,
    },
}

fn shown(state: &State, before: Option<&Shown>) -> Shown {
    let asks_to_sign = state.requirements.as_ref().is_some_and(|asked| asked.signature);
    match &state.signing {
        Signing::Confirmed { sha256, .. } => Shown::Confirmed { sha256: sha256.clone() },
        Signing::OnPaper { sha256, .. } => Shown::OnPaper { sha256: sha256.clone() },
        Signing::Needed if !asks_to_sign => Shown::Confirm,
        Signing::NotRequired => Shown::Elsewhere {
            void: matches!(
                before,
                Some(Shown::Signing(Progress::Wait { .. }) | Shown::Elsewhere { void: true })
            ),
        },
        signing => Progress::of(signing).map_or(Shown::Elsewhere { void: false }, Shown::Signing),
    }
}

/// The dossier was opened again elsewhere: why what was under way here counts for nothing, and the way on.
fn stands_open(
    open: OpenDossier,
    heading: &'static str,
    why: AnyView,
    kicker: Signal<String>,
    opened: &Opened,
) -> AnyView {
    let href = opened.view.with_untracked(due).route(open.id(), String::new()).href();
    view! {
        <Heading text=t(heading) kicker=kicker/>
        {why}
        <div class="cd-actions"><LinkButton href=href label=t("step.resume")/></div>
    }
    .into_any()
}

/// The signing step.
pub fn sign(open: OpenDossier, opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let proof = proof(&opened);
    let shown = Memo::new(move |before| view.with(|view| shown(&view.state, before)));
    let kicker = Signal::stored(view.with_untracked(|view| view.title.clone()));
    // Why somebody came back with nothing confirmed is news until the next attempt to sign, whose outcome is the newer one.
    let attempts = move || view.with_untracked(|view| view.state.signing_attempts);
    let arrived_at = attempts();
    let is_news = move || came_back_with_nothing() && attempts() == arrived_at;
    // The citizen has done their part, and others have not.
    let is_waiting = Memo::new(move |_| view.with(|view| allows(view, Command::Invite)));
    let inside = live(move || match (shown.get(), proof.get()) {
        (Shown::Signing(Progress::Signed), Some(Ok(proof))) if is_waiting.get() => {
            let kept = opened.clone();
            view! {
                <Heading text=t("step.others.title") kicker=kicker/>
                {gate(open, &opened, &proof, move || others(open, &kept))}
            }
            .into_any()
        }
        (Shown::Signing(Progress::Signed), Some(Ok(proof))) => {
            behind(open, &opened, "step.sign.done", &proof)
        }
        // Opened again while the citizen was away to confirm it, or had the phone in the hand: they read that before they go on.
        (Shown::Elsewhere { .. }, _) if came_back_with_nothing() => {
            stands_open(open, "step.confirm.title", not_confirmed().into_any(), kicker, &opened)
        }
        (Shown::Elsewhere { void: true }, _) => {
            stands_open(open, "step.sign.title", told("void"), kicker, &opened)
        }
        (Shown::Elsewhere { .. }, Some(Ok(_))) if is_waiting.get() => awaiting(open, &opened, kicker),
        (Shown::Elsewhere { .. }, Some(Ok(proof))) => behind(open, &opened, "step.sign.nothing", &proof),
        (Shown::Elsewhere { .. }, _) => onward(open, &opened, "step.sign.nothing", "step.sign.onward"),
        (Shown::Signing(Progress::Signed), None) => {
            onward(open, &opened, "step.sign.done", "step.sign.onward")
        }
        (Shown::Confirmed { .. }, None) => onward(open, &opened, "step.confirm.done", "step.sign.onward"),
        (Shown::OnPaper { .. }, None) => onward(open, &opened, "step.paper.done", "step.sign.onward"),
        (Shown::Confirmed { sha256 }, Some(Ok(proof))) if sha256 == canonical::hex(&proof.digest) => {
            if is_waiting.get() {
                return awaiting(open, &opened, kicker);
            }
            behind(open, &opened, "step.confirm.done", &proof)
        }
        (Shown::OnPaper { sha256 }, Some(Ok(proof))) if sha256 == canonical::hex(&proof.digest) => {
            if is_waiting.get() {
                return awaiting(open, &opened, kicker);
            }
            behind(open, &opened, "step.paper.done", &proof)
        }
        // What was confirmed, or signed by hand, is not what this browser has on its screen.
        (Shown::Confirmed { .. } | Shown::OnPaper { .. }, Some(Ok(_))) => {
            stopped(open, &opened, kicker, Broken::Bytes)
        }
        (_, Some(Err(broken))) => stopped(open, &opened, kicker, broken),
        (Shown::Signing(Progress::Choose { note }), Some(Ok(proof))) => {
            let has_none = RwSignal::new(false);
            let who = Signatory::filer(open, &opened);
            let (chosen, thaw) = (choice(&who, &proof, has_none), thaw_button(open, &opened));
            let sheet = sheet(open, &opened, &proof);
            let ways = without(open, &opened, &proof, has_none);
            view! {
                <Heading text=t("step.sign.title") kicker=kicker/>
                {if is_news() { Some(not_confirmed().into_any()) } else { note.map(told) }}
                {chosen}
                {ways}
                <div class="cd-actions">{thaw}</div>
                {sheet}
            }
            .into_any()
        }
        (Shown::Confirm, Some(Ok(proof))) => view! {
            <Heading text=t("step.confirm.title") kicker=kicker/>
            {not_confirmed()}
            {confirmation(open, &opened, &proof)}
            <div class="cd-actions">{thaw_button(open, &opened)}</div>
        }
        .into_any(),
        (Shown::Signing(Progress::Wait { attempt, expires_at, granted }), Some(Ok(proof))) => {
            asked(&Signatory::filer(open, &opened), &proof, attempt, &expires_at, granted)
        }
        (_, None) => view! {
            <Heading text=t("step.sign.title") kicker=kicker/>
            <p>{t("step.not_frozen")}</p>
        }
        .into_any(),
    });
    view! { <div class="cd-sign">{inside}</div> }.into_any()
}

/// The citizen's own part is done.
fn awaiting(open: OpenDossier, opened: &Opened, kicker: Signal<String>) -> AnyView {
    view! {
        <Heading text=t("step.others.title") kicker=kicker/>
        {others(open, opened)}
    }
    .into_any()
}

/// The chain is broken: nothing goes on from here.
fn stopped(open: OpenDossier, opened: &Opened, kicker: Signal<String>, broken: Broken) -> AnyView {
    view! {
        <Heading text=t("step.sign.title") kicker=kicker/>
        {refusal(broken)}
        <div class="cd-actions">{thaw_button(open, opened)}</div>
    }
    .into_any()
}

/// Everybody has signed or confirmed: this browser looks at what came back, and goes on by itself when it is good.
fn behind(open: OpenDossier, opened: &Opened, heading: &'static str, proof: &Proof) -> AnyView {
    let kept = opened.clone();
    view! {
        <Heading text=t(heading)/>
        {gate(open, opened, proof, move || moving_on(open, &kept, "step.sign.onward"))}
    }
    .into_any()
}

/// How the last attempt ended, and that nothing is lost.
pub fn told(note: &'static str) -> AnyView {
    let say = use_locale();
    let title = Signal::derive(move || say.text(&["step.sign.", note, ".title"].concat()));
    let body = live(move || say.text(&["step.sign.", note, ".body"].concat()));
    view! { <Notice tone=Tone::Turn title=title is_alert=true><p>{body}</p></Notice> }.into_any()
}

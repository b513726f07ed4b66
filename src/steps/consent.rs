//! Asking once whether registers may be asked for this service: which, for what, how long, and the way back. The form works
//! fully without. What was decided stays in a line that opens, so that it can be decided otherwise.

use contract::{CONSENT_TEXT, ConsentAsked, Decide, DecideConsent, Decision};
use leptos::prelude::*;

use super::{open::OpenDossier, press::Press};
use crate::{
    api::ApiError,
    i18n::{t, use_locale},
    ui::{Button, Look, use_announcer},
};

/// The question, or what was answered; nothing for a form that needs no register.
pub fn consent(open: OpenDossier) -> Option<AnyView> {
    let asked = open.opened()?.view.with_untracked(|view| view.draft.as_ref()?.consent.clone())?;
    Some(match asked.decision {
        Decision::Open => question(open, &asked),
        Decision::Agreed => decided(open, &asked, "step.consent.agreed", false),
        Decision::Refused => decided(open, &asked, "step.consent.refused", true),
    })
}

fn question(open: OpenDossier, asked: &ConsentAsked) -> AnyView {
    view! {
        <section class="cd-consent" aria-labelledby="consent">
            <h2 class="cd-consent__title" id="consent">{t("step.consent.title")}</h2>
            {words(asked)}
            <p>{t("step.consent.otherwise")}</p>
            {ways(open, &[(true, Look::Quiet), (false, Look::Plain)])}
        </section>
    }
    .into_any()
}

fn decided(open: OpenDossier, asked: &ConsentAsked, summary: &'static str, otherwise: bool) -> AnyView {
    view! {
        <details class="cd-consent cd-consent--decided">
            <summary>{t(summary)}</summary>
            {words(asked)}
            <p>{t("step.consent.otherwise")}</p>
            {ways(open, &[(otherwise, Look::Quiet)])}
        </details>
    }
    .into_any()
}

/// Which registers, what of them, why and how long: what is agreed to.
pub fn words(asked: &ConsentAsked) -> AnyView {
    let say = use_locale();
    let line = |register: &String| {
        let (name, what) = (["form.source.", register].concat(), ["step.consent.what.", register].concat());
        view! { <li><b>{move || say.text(&name)}</b>": "{move || say.text(&what)}</li> }
    };
    let lines = asked.registers.iter().map(line).collect_view();
    view! {
        <p>{t("step.consent.why")}</p>
        <ul class="cd-consent__registers">{lines}</ul>
        <p>{t("step.consent.terms")}</p>
    }
    .into_any()
}

/// The buttons: to agree or not.
fn ways(open: OpenDossier, offered: &[(bool, Look)]) -> AnyView {
    let (say, announcer) = (use_locale(), use_announcer());
    let wanted = RwSignal::new(true);
    let press = Press::new(move || {
        let agree = wanted.get_untracked();
        Box::pin(async move {
            open.decide(agree).await?;
            let news = if agree { "step.consent.agreed" } else { "step.consent.refused" };
            announcer.say(untrack(|| say.text(news)));
            Ok(())
        })
    });
    let buttons = offered.iter().map(|(agree, look)| {
        let (agree, look) = (*agree, *look);
        let label = if agree { t("step.consent.agree") } else { t("step.consent.refuse") };
        let on_press = Callback::new(move |()| {
            wanted.set(agree);
            press.now();
        });
        let is_busy = Signal::derive(move || press.is_busy() && wanted.get() == agree);
        view! { <Button label=label look=look busy=is_busy on_press=on_press/> }
    });
    view! { <div class="cd-actions">{buttons.collect_view()}</div> {press.trouble()} }.into_any()
}

impl OpenDossier {
    /// Records the decision and opens the draft anew, with what is known now.
    async fn decide(self, agree: bool) -> Result<(), ApiError> {
        let Some(opened) = self.opened() else { return Ok(()) };
        let procedure = opened.view.with_untracked(|view| view.procedure.clone());
        let body = Decide { agree, text: CONSENT_TEXT.to_owned() };
        let decided =
            self.renewed_by(async || self.api().send::<DecideConsent>(&[&procedure], &body, None).await);
        decided.await.map(|_| ())
    }
}

//! Asking once whether registers may be asked for this service: which, for what, how long, and the way back. The form works
//! fully without. What was decided stays in a line that opens, so that it can be decided otherwise.

use contract::{AskedOf, CONSENT_TEXT, ConsentAsked, Decide, DecideConsent, Decision};
use leptos::prelude::*;

use super::{open::OpenDossier, press::Press};
use crate::{
    api::ApiError,
    i18n::{Locale, t, use_locale},
    ui::{Button, CollectAny, Look, live, use_announcer},
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
    let line = |one: &AskedOf| {
        let (name, facts) = (["form.source.", &one.register].concat(), one.facts.clone());
        view! { <li><b>{live(move || say.text(&name))}</b>": "{live(move || facts_text(say, &facts))}</li> }
    };
    let lines = asked.registers.iter().map(line).collect_any();
    view! {
        <p>{t("step.consent.why")}</p>
        <ul class="cd-consent__registers">{lines}</ul>
        <p>{t("step.consent.terms")}</p>
    }
    .into_any()
}

/// "họ tên, ngày sinh; của vợ hoặc chồng: họ tên": one after the other, under whom or what they are about.
#[must_use]
pub fn facts_text(say: Locale, facts: &[String]) -> String {
    let mut text = String::new();
    let mut last = "";
    for fact in facts {
        let (about, own) = fact.split_once('.').unwrap_or_default();
        if about == last {
            text.push_str(", ");
        } else {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(&say.text(&[ABOUT, about].concat()));
            last = about;
        }
        let exactly = [FACT, fact].concat();
        let key = if say.has(&exactly) { exactly } else { own_key(own) };
        text.push_str(&say.text(&key));
    }
    text
}

const ABOUT: &str = "step.consent.of.";
const FACT: &str = "step.consent.fact.";

/// What facts of that name say, whomever they are about.
fn own_key(own: &str) -> String {
    [FACT, own].concat()
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
    view! { <div class="cd-actions">{buttons.collect_any()}</div> {press.trouble()} }.into_any()
}

impl OpenDossier {
    /// Records the decision and opens the draft anew, with what is known now.
    async fn decide(self, agree: bool) -> Result<(), ApiError> {
        let Some(opened) = self.opened() else { return Ok(()) };
        let procedure = opened.view.with_untracked(|view| view.procedure.clone());
        let body = Decide { agree, text: CONSENT_TEXT.to_owned() };
        let decide = async || self.api().send::<DecideConsent>(&[&procedure], &body, None).await;
        self.renewed_by(decide, |_| None).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ABOUT, FACT, own_key};
    use crate::i18n::{Lang, text_in};

    #[test]
    fn everything_that_registers_hold_has_words_in_every_language() {
        let represented = ["represents.children", "represents.wards", "represents.enterprises"];
        let held = eform::fact_names().filter(|name| !eform::is_without_register(name));
        for fact in held.chain(represented) {
            let (about, own) = fact.split_once('.').unwrap();
            for lang in Lang::ALL {
                let has = |key: &str| text_in(lang, key).is_some();
                assert!(has(&[ABOUT, about].concat()), "{about} {lang:?}");
                assert!(has(&[FACT, fact].concat()) || has(&own_key(own)), "{fact} {lang:?}");
            }
        }
    }
}

//! The two answers of who must agree: standing by it at the identity provider, and refusing, with the reason.

use contract::{AgreeToCosign, Cosigning, DeclineToCosign, OwnWord, REASON_CHARACTERS, Refusal, StandBy};
use leptos::prelude::*;

use super::{super::press::Press, Link, found::Found};
use crate::{
    browser::{focus, page},
    i18n::{t, use_locale},
    ui::{Look, Notice, Tone, live},
};

impl Link {
    pub(super) fn agree(self, sha256: String, look: Look) -> AnyView {
        let Self { api, token, lost, .. } = self;
        let press = Press::new(move || {
            lost.set(None);
            let wish = StandBy { sha256: sha256.clone() };
            Box::pin(async move {
                match api.send::<AgreeToCosign>(&[&token.get_value()], &wish, None).await {
                    Ok(way) => page::assign(&way.redirect_url),
                    Err(error) if self.look_again(&error, Some(OwnWord::Agreed)) => {}
                    Err(error) => return Err(error),
                }
                Ok(())
            })
        });
        view! {
            {press.trouble()}
            <div class="cd-actions">{press.button(t("step.cosign.agree"), look)}</div>
        }
        .into_any()
    }

    /// That their answer does not count, because the dossier was not any more what they had before them; and the reason that they typed,
    /// where it is in no field.
    pub(super) fn not_counted(self, with_reason: bool) -> AnyView {
        live(move || {
            let (word, found) = (self.lost.get()?, self.found.ready()?);
            let reason = self.reason.get_untracked().trim().to_owned();
            if found.asked().is_some_and(|found| counts(found, word, &reason)) {
                return None;
            }
            let reason = (with_reason && !reason.is_empty()).then(|| quoted(reason));
            Some(view! {
                <Notice tone=Tone::Stop title=t("step.cosign.lost") is_alert=true>
                    <p>{t("step.cosign.lost.body")}</p>
                    {reason}
                </Notice>
            })
        })
    }

    /// A refusal says why: without it nobody could put anything right.
    pub(super) fn decline(self, sha256: String) -> AnyView {
        let Self { api, token, found, reason, lost, .. } = self;
        let say = use_locale();
        let is_wrong = RwSignal::new(false);
        let press = Press::new(move || {
            lost.set(None);
            let refusal =
                Refusal { sha256: sha256.clone(), reason: reason.get_untracked().trim().to_owned() };
            let count = refusal.reason.chars().count();
            is_wrong.set(count == 0 || count > REASON_CHARACTERS);
            Box::pin(async move {
                if is_wrong.get_untracked() {
                    focus::soon_to("cosign-reason".to_owned());
                    return Ok(());
                }
                match api.send::<DeclineToCosign>(&[&token.get_value()], &refusal, None).await {
                    Ok(after) => {
                        focus::want_heading();
                        reason.try_set(String::new());
                        found.put(Found::Asked(Box::new(after)));
                    }
                    Err(error) if self.look_again(&error, Some(OwnWord::Declined)) => {}
                    Err(error) => return Err(error),
                }
                Ok(())
            })
        });
        let wrong = live(move || {
            is_wrong.get().then(|| {
                let text = say.fill("step.cosign.reason.wrong", &[("max", &REASON_CHARACTERS.to_string())]);
                view! { <Notice tone=Tone::Stop title=Signal::stored(text)/> }
            })
        });
        view! {
            <p>{t("step.cosign.decline.body")}</p>
            <label for="cosign-reason">{t("step.cosign.reason")}</label>
            <div id="cosign-wrong">{wrong}</div>
            <textarea
                id="cosign-reason"
                class="cd-line cd-line--long"
                rows="4"
                aria-describedby="cosign-wrong"
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=reason
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
            {press.trouble()}
            <div class="cd-actions">{press.button(t("step.cosign.decline.go"), Look::Danger)}</div>
        }
        .into_any()
    }
}

/// Somebody's own reason.
pub(super) fn quoted(reason: String) -> AnyView {
    view! {
        <p>{t("step.others.declined.why")}</p>
        <blockquote class="cd-others__reason">{reason}</blockquote>
    }
    .into_any()
}

/// Whether the same was heard from them before: on another device, or here when only the reply was lost.
fn counts(found: &Cosigning, word: OwnWord, reason: &str) -> bool {
    found.answers.last().is_some_and(|last| match word {
        OwnWord::Declined => last.word == word && last.reason.as_deref() == Some(reason),
        OwnWord::Agreed | OwnWord::Signed => last.stands,
    })
}

#[cfg(test)]
mod tests {
    use contract::{Cosigning, OwnAnswer, OwnWord, Turn};
    use dossier::{Means, Signing};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::counts;

    fn heard(word: OwnWord, reason: Option<&str>, stands: bool) -> Cosigning {
        let answer = OwnAnswer {
            word,
            at: "2026-11-21T01:00:00Z".into(),
            sha256: String::new(),
            reason: reason.map(str::to_owned),
            stands,
        };
        Cosigning {
            turn: Turn::Changing,
            title: String::new(),
            applicant: None,
            procedure: String::new(),
            version: String::new(),
            language: String::new(),
            role: None,
            person: String::new(),
            basis: None,
            by: Means::Identity,
            identity_basis: None,
            app_basis: None,
            signing: Signing::NotRequired,
            signing_attempts: 0,
            sha256: None,
            agreed_at: None,
            filed_at: None,
            answers: vec![answer],
        }
    }

    #[test]
    fn only_what_was_heard_is_not_said_to_be_lost() {
        let declined = heard(OwnWord::Declined, Some("Sai số nhà"), false);
        assert!(counts(&declined, OwnWord::Declined, "Sai số nhà"), "the reply was lost, not the refusal");
        assert!(!counts(&declined, OwnWord::Declined, "Sai tên"));
        assert!(!counts(&declined, OwnWord::Agreed, ""));
        let agreed = heard(OwnWord::Agreed, None, true);
        assert!(counts(&agreed, OwnWord::Agreed, ""));
        assert!(!counts(&agreed, OwnWord::Declined, "Sai số nhà"));
        assert!(!counts(&heard(OwnWord::Signed, None, false), OwnWord::Signed, ""));
    }
}

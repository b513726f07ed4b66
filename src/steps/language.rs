//! The language of the dossier beside the language of the page. The procedure's texts are part of what is signed, so they stay
//! in the language the draft is in until the citizen asks for the other; once fixed, they stay for good.

use contract::{SaveAnswers, SaveDraft};
use dossier::Stage;
use leptos::prelude::*;

use super::{
    open::{OpenDossier, Opened},
    press::Press,
};
use crate::{
    api::ApiError,
    i18n::{Lang, t, text_in, use_locale},
    ui::{Look, Notice, Tone, live},
};

/// While the dossier speaks another language than the page: why, and the way to change it as long as there is one.
pub fn language_note(open: OpenDossier, opened: &Opened) -> AnyView {
    let say = use_locale();
    let view = opened.view;
    let spoken = Memo::new(move |_| {
        let stands = view.with(|view| {
            let is_open = matches!(view.state.stage, Stage::Draft | Stage::Frozen);
            is_open.then(|| (view.language.clone(), view.state.stage == Stage::Draft))
        });
        stands.filter(|(language, _)| language != say.tag())
    });
    live(move || {
        spoken.get().map(|(language, is_draft)| {
            let theirs = Lang::from_tag(&language).map_or(language, |lang| say.text(&name_of(lang)));
            let title = Signal::derive(move || say.fill("step.language", &[("language", &theirs)]));
            let body =
                if is_draft { offer(open) } else { view! { <p>{t("step.language.fixed")}</p> }.into_any() };
            view! { <div class="cd-language"><Notice tone=Tone::Plain title>{body}</Notice></div> }
        })
    })
}

/// The name of a language in the language of the page.
fn name_of(lang: Lang) -> String {
    ["step.language.", lang.tag()].concat()
}

fn offer(open: OpenDossier) -> AnyView {
    let say = use_locale();
    let press = Press::new(move || {
        let lang = say.lang();
        Box::pin(async move { open.speak(lang).await })
    });
    // In the language it leads to, as the switch at the head of the page.
    let label =
        Signal::derive(move || text_in(say.lang(), "step.language.switch").unwrap_or_default().to_owned());
    view! {
        <p>{t("step.language.why")}</p>
        {press.button(label, Look::Quiet)}
        {press.trouble()}
    }
    .into_any()
}

/// Why something typed is not saved, which the form names for itself.
pub(super) fn unsaved(cause: &'static str) -> ApiError {
    match cause {
        "offline" => ApiError::Offline,
        "sign_in" => ApiError::SignInNeeded,
        "busy" => ApiError::Busy,
        "unavailable" => ApiError::Unavailable { reference: None, provider: None },
        _ => ApiError::Conflict { code: String::new(), current: None, existing: None, refused: None },
    }
}

impl OpenDossier {
    /// The draft goes on in `lang`: everything typed is saved first, then the same version is opened in that language. A draft
    /// that was changed elsewhere is opened anew as it is there.
    async fn speak(self, lang: Lang) -> Result<(), ApiError> {
        let Some(autosave) = self.opened().and_then(|opened| opened.autosave) else { return Ok(()) };
        autosave.finish().await.map_err(unsaved)?;
        let body = SaveAnswers { language: Some(lang.tag().to_owned()), ..SaveAnswers::default() };
        let saved = self.api().save::<SaveDraft>(&[&self.id()], &body, autosave.hold()).await;
        autosave.release(saved.as_ref().ok().map(|saved| saved.revision));
        match saved {
            Ok(_) | Err(ApiError::Conflict { .. }) => self.renew(),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

//! What the citizen can do now when the desk waits for them or has stopped. What this portal cannot do yet it says, with the
//! way that works today.

use contract::DossierView;
use leptos::prelude::*;

use crate::i18n::{t, use_locale};
use crate::route::Route;
use crate::standing::official_code;
use crate::ui::{LinkButton, Look, Notice, Tone, live};

/// The block below the status; nothing for a status that asks nothing.
pub fn view_now(one: &DossierView) -> Option<AnyView> {
    let locale = use_locale();
    let last = one.state.business.0.last()?;
    let status = last.status.0;
    // What is to be paid is told by the notice itself, when there is one.
    if !matches!(status, 3 | 5 | 6 | 8) || (status == 6 && !one.state.dues.is_empty()) {
        return None;
    }
    let code = official_code(&one.state).unwrap_or_default().to_owned();
    let note = last.note.clone();
    let asked = (!note.is_empty())
        .then(|| view! { <p>{t("dossier.now.note")}</p><p class="cd-case__note">{note}</p> });
    let no_note = last.note.is_empty().then(|| view! { <p>{t("dossier.now.no_note")}</p> });
    let how = match status {
        3 | 8 => "dossier.now.stopped",
        6 => "dossier.now.pay",
        _ => "dossier.now.supplement",
    };
    let how = live(move || locale.fill(how, &[("code", &code)]));
    let is_over = matches!(status, 3 | 8);
    let new = is_over.then(|| {
        let href = Route::Service(one.procedure.clone()).href();
        view! { <div class="cd-actions"><LinkButton href=href label=t("dossier.now.again") look=Look::Quiet/></div> }
    });
    let tone = if is_over { Tone::Plain } else { Tone::Turn };
    Some(
        view! {
            <div class="cd-case__now">
                <Notice tone=tone title=t("dossier.now")>
                    {asked}
                    {no_note}
                    <p>{how}</p>
                    {new}
                </Notice>
            </div>
        }
        .into_any(),
    )
}

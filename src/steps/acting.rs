//! For whom the citizen acts in this dossier, or whom they help with it: a line above every step that stays on screen, and the name in the masthead, as long as the
//! dossier is open; and that the right to act for them is over, as long as there is still something to be followed.
//! It cannot be changed: another person or enterprise is another dossier.

use contract::DossierView;
use dossier::content::Right;
use leptos::prelude::*;

use super::open::Opened;
use crate::{
    i18n::{t, use_locale},
    session::use_session,
    standing::over,
    ui::{Notice, Shape, Tone, live},
};

/// The line, when the dossier is not the citizen's own.
pub fn acting(opened: &Opened) -> Option<AnyView> {
    let (right, name, key) = opened.view.with_untracked(whom)?;
    let say = use_locale();
    use_session().act_for(right, name.clone());
    let who = live(move || say.fill("step.acting", &[("name", &name)]));
    let view = opened.view;
    let ended = Memo::new(move |_| view.with(|view| view.acting_over.clone()));
    let ended = live(move || {
        ended.get().map(|ended| {
            let why = live(move || over(say, &ended));
            view! { <Notice tone=Tone::Stop title=t("right_over") is_alert=true><p>{why}</p></Notice> }
        })
    });
    let line = view! {
        <p class="cd-acting"><Shape tone=Tone::Turn/><span>{who}</span></p>
        <p class="cd-acting__why">{live(move || say.text(key))}</p>
        {ended}
    };
    Some(line.into_any())
}

/// By what right, the name, and the key of what that means.
fn whom(view: &DossierView) -> Option<(Right, String, &'static str)> {
    if let Some(help) = view.helping() {
        return Some((Right::Mandate, help.citizen.clone(), "step.acting.help"));
    }
    let whom = view.acting_for.as_ref()?;
    let key = match whom.right {
        Right::Parent => "step.acting.parent",
        Right::Guardian => "step.acting.guardian",
        Right::Mandate => "step.acting.mandate",
        Right::Representative => "step.acting.representative",
    };
    Some((whom.right, whom.name.clone(), key))
}

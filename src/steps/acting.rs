//! For whom the citizen acts in this dossier: a line above every step that stays on screen, and the name in the masthead, as long as the
//! dossier is open; and that the right to act for them is over, as long as there is still something to be followed.
//! It cannot be changed: another person or enterprise is another dossier.

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
    let represented = opened.view.with_untracked(|view| view.acting_for.clone())?;
    let say = use_locale();
    use_session().act_for(represented.right, represented.name.clone());
    let key = match represented.right {
        Right::Parent => "step.acting.parent",
        Right::Guardian => "step.acting.guardian",
        Right::Mandate => "step.acting.mandate",
        Right::Representative => "step.acting.representative",
    };
    let who = live(move || say.fill("step.acting", &[("name", &represented.name)]));
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

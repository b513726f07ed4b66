//! For whom the citizen acts in this dossier: a line above every step, and the name in the masthead, as long as the dossier is open.
//! It cannot be changed: another person or enterprise is another dossier.

use dossier::content::Right;
use leptos::prelude::*;

use super::open::Opened;
use crate::{
    i18n::use_locale,
    session::use_session,
    ui::{Notice, Tone},
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
    let title = Signal::derive(move || say.fill("step.acting", &[("name", &represented.name)]));
    Some(view! { <Notice tone=Tone::Turn title><p>{move || say.text(key)}</p></Notice> }.into_any())
}

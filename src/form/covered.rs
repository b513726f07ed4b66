//! A paper that a register's answer makes needless: which register answered, when, under which reference, and by which law.
//! Whether that is so is the engine's business.

use dossier::content::Covered;
use leptos::prelude::*;

use super::handle::Handle;
use crate::{
    i18n::{Locale, t, use_locale},
    ui::{Notice, Tone, live},
};

/// The reason in a sentence.
pub fn reason(say: Locale, covered: &Covered) -> String {
    let source = say.text(&["form.source.", &covered.source].concat());
    let date = say.date(&covered.at);
    let told = |reference: &String| say.fill("form.file.covered.reference", &[("reference", reference)]);
    let reference = covered.reference.as_ref().map(told).unwrap_or_default();
    let pairs =
        [("source", &*source), ("date", &*date), ("reference", &*reference), ("basis", &*covered.basis)];
    say.fill("form.file.covered.why", &pairs)
}

/// Above the ways to attach a paper: that none is needed. What attaches one is described by it.
pub fn notice(field: &Handle) -> AnyView {
    let id = field.part_id("covered");
    let (say, field) = (use_locale(), field.clone());
    let covered = Memo::new(move |_| {
        let _ = field.state();
        field.store.read(|instance| instance.covered(&field.path).map(Covered::from))
    });
    live(move || {
        covered.get().map(|covered| {
            let why = live(move || reason(say, &covered));
            view! { <div id=id.clone()><Notice tone=Tone::Done title=t("form.file.covered")><p>{why}</p></Notice></div> }
        })
    })
}
